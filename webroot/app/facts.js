/** What a task takes and how it fares, at a glance. */

import { Spark } from "./spark.js";
import { Marks } from "./states.js";
import { html, useNow, useStore } from "./view.js";
import { ago, bytes, cores, counted, exact, plain, until } from "./words.js";

const Fact = ({ title, children }) => html`<div><dt>${title}</dt><dd>${children}</dd></div>`;

const moment = (iso, words) => html`<time datetime=${iso} title=${exact(iso)}>${words}</time>`;

export const Facts = ({ task }) => {
  const usage = useStore((from) => from.usage.get(task.name));
  const now = useNow();
  const { definition, nextFire, lastStart, lastExit, restarts } = task;
  return html`<section class="card panel facts" aria-labelledby="facts"><h2 id="facts">At a glance</h2>
    <dl>
      <${Fact} title="CPU">${usage ? html`<span class="figure">${cores(usage.cpu)}</span><${Spark} values=${usage.cpus} least=${0.1} className="cpu wide" />` : "–"}<//>
      <${Fact} title="Memory">${usage ? html`<span class="figure">${bytes(usage.rss)}</span><${Spark} values=${usage.memory} least=${1e6} className="memory wide" />` : "–"}<//>
      <${Fact} title="Processes">${usage ? counted(usage.processes, "process", "processes") : "none"}<//>
      <${Fact} title="Replicas"><${Marks} task=${task} /><//>
      <${Fact} title="Type">${definition.type}${definition.cron && html` <code>${definition.cron}</code>`}<//>
      <${Fact} title="Restarts">${restarts}<//>
      <${Fact} title="Last start">${lastStart ? moment(lastStart, ago(lastStart, now)) : "never"}<//>
      ${nextFire && html`<${Fact} title="Next fire">${moment(nextFire, until(nextFire, now))}<//>`}
      <${Fact} title="Last exit">${lastExit ? html`<span class=${lastExit.success ? "" : "bad-text"}>${plain(lastExit.words)}, ${moment(lastExit.at, ago(lastExit.at, now))}</span>` : "none"}<//>
    </dl>
  </section>`;
};
