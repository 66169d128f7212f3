/** The view of the runs of a task: a strip of marks, filters, and the dossier of one run. */

import { Choice } from "./filter.js";
import { Dossier } from "./dossier.js";
import { Icon } from "./icons.js";
import { Rate } from "./results.js";
import { hrefOf, keepIn } from "./route.js";
import { SPANS, useRuns } from "./runs.js";
import { Strip } from "./strip.js";
import { html, useNow, useStore } from "./view.js";
import { plain } from "./words.js";

const CAUSES = ["running", "exited", "signaled", "killed for memory", "memory limit", "timed out", "probe failed", "not started", "stopped", "replaced", "unknown", "missed", "skipped", "paused", "late"];
const RESULTS = [["failed", "failed"], ["succeeded", "succeeded"], ...CAUSES.map((cause) => [cause, cause])];
/** The most replicas that can be chosen by a list. */
const MOST_REPLICAS = 100;

const read = (query) => {
  const sent = new URLSearchParams(query);
  const of = (name) => sent.get(name) ?? "";
  return { choice: { result: of("result"), replica: of("replica"), span: of("span") }, run: Number(of("run")) || 0 };
};

const written = ({ choice, run }) => {
  const query = new URLSearchParams(Object.entries(choice).filter(([, value]) => value));
  run && query.set("run", run);
  return query.toString();
};

const Filters = ({ choice, change, replicas }) => html`<form class="filter" aria-label="Filter" onSubmit=${(event) => event.preventDefault()}>
  <${Choice} label="Result" none="any result" value=${choice.result} values=${RESULTS} testid="filter-result" change=${(result) => change({ result })} />
  ${replicas > 1 && html`<${Choice} label="Replica" none="all replicas" value=${choice.replica} values=${Array.from({ length: Math.min(replicas, MOST_REPLICAS) }, (_, index) => [String(index), `:${index}`])} testid="filter-replica" change=${(replica) => change({ replica })} />`}
  <${Choice} label="Started" none="at any time" value=${choice.span} values=${SPANS} testid="filter-span" change=${(span) => change({ span })} />
</form>`;

const Nothing = ({ choice, loaded, trouble }) => {
  if (!loaded || trouble) {
    return loaded ? null : html`<p class="hollow" role="status">Loading …</p>`;
  }
  const filtered = Object.values(choice).some(Boolean);
  return html`<p class="hollow" data-testid="no-runs">${filtered ? "No run matches." : "It has not run yet."}</p>`;
};

export const HistoryView = ({ name, query }) => {
  const { choice, run } = read(query);
  const now = useNow();
  const task = useStore((from) => from.tasks.get(name));
  const { runs, next, trouble, loaded, older } = useRuns(name, choice);
  const set = (part) => keepIn(hrefOf(name, "/history"), written({ choice, run, ...part }));
  const chosen = run || (runs[0]?.run ?? 0);
  const replicas = Math.max(task?.definition.replica ?? 1, ...runs.map((each) => each.replica + 1), Number(choice.replica) + 1);
  return html`<div class="heading">
      <a class="back" href=${hrefOf(name)} aria-label=${`Task ${name}`}><${Icon} name="back" /></a>
      <h1 data-testid="history-of">Runs of ${plain(name)}</h1>
      ${!task && loaded && !trouble && html`<span class="soft" data-testid="unlisted">no longer listed</span>`}
    </div>
    <section class="card panel runs" aria-label="Runs">
      <${Filters} choice=${choice} change=${(part) => set({ choice: { ...choice, ...part }, run: 0 })} replicas=${replicas} />
      ${trouble && html`<p class="trouble" role="alert" data-testid="runs-trouble">${trouble.message}</p>`}
      ${runs.length > 0 ? html`<${Rate} runs=${runs} more=${next} partial=${choice.result !== ""} /><${Strip} name=${name} runs=${runs} chosen=${chosen} choose=${(number) => set({ run: number })} now=${now} more=${next} older=${older} />` : html`<${Nothing} choice=${choice} loaded=${loaded} trouble=${trouble} />`}
    </section>
    ${chosen > 0 && html`<${Dossier} key=${chosen} number=${chosen} known=${runs.find((each) => each.run === chosen)} listed=${task !== undefined} />`}`;
};
