/** The reason for the state of a task, and its events. */

import { addressOf, taskPath } from "./api.js";
import { hrefOf } from "./route.js";
import { html, useNow } from "./view.js";
import { ago, clock, exact, plain, until } from "./words.js";

const KINDS = {
  exited: "end",
  stopped: "rest",
  "task stopped": "rest",
  started: "good",
  adopted: "good",
  "task started": "good",
  "not started": "bad",
  stuck: "bad",
  "times out": "bad",
  "roll ended": "bad",
  "update ended": "bad",
  "rolled back": "bad",
  "update done": "good",
  overdue: "bad",
  "waits too long": "bad",
  "condition lost": "bad",
  "catches up": "good",
  failing: "bad",
  failed: "bad",
  recovered: "good",
};

const kindOf = ({ event, words }) => (event === "exited" && !/code 0\b/.test(words) ? "bad" : (KINDS[event] ?? "busy"));

const MOMENT = /(\d{4}-\d\d-\d\dT[\d:.]+Z)(, in [\d.]+ \w+(?: \d+ \w+)*)?/;

/** Replaces the times in a text by readable ones. */
const timed = (words, now) =>
  words.split(MOMENT).map((part = "", at, all) =>
    at % 3 === 1 ? html`<time datetime=${part} title=${exact(part)}>${clock(part, now)}</time>` : plain(at % 3 && part ? `, ${until(all[at - 1], now)}` : part),
  );

/** The reason for the state, as a sentence. */
export const Summary = ({ why: { value, trouble } }) => {
  const now = useNow();
  return html`${trouble && html`<p class="trouble" role="alert">${trouble.message}</p>`}
    <p class="summary" role="status" data-testid="why">${value ? timed(value.summary, now) : "…"}</p>`;
};

/** The end of a run leads to what the run wrote, as plain text. */
const OutputOfRun = ({ name, moment: { event, replica, run } }) =>
  /^(exited|stopped)$/.test(event) && html` <a href=${addressOf(`${taskPath(name)}/replicas/${replica}/output?run=${run}&from=-1048576&limit=1048576`)} target="_blank" rel="noopener" aria-label=${`Output of this run of ${name}:${replica}`} data-testid="run-output">output</a>`;

export const History = ({ name, why: { value } }) => {
  const now = useNow();
  return html`<p class="all-runs"><a class="button" href=${hrefOf(name, "/history")} data-testid="all-runs">All runs</a></p>
  <ol class="timeline" tabindex="0" aria-label="What happened lately, the newest first" data-testid="history">
    ${[...(value?.past ?? [])].reverse().map(
      (moment, at) => html`<li key=${`${moment.at} ${at}`} class=${kindOf(moment)}>
        <time datetime=${moment.at} title=${exact(moment.at)}>${ago(moment.at, now)}</time>
        <span>${moment.replica !== null && html`<b>${name}:${moment.replica}</b> `}${timed(moment.words, now)}<${OutputOfRun} name=${name} moment=${moment} /></span>
      </li>`,
    )}
  </ol>`;
};
