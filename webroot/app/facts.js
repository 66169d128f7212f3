/** The resource use and the main properties of a task. */

import { hooksAsLines } from "./hooks.js";
import { probesOf } from "./probes.js";
import { hrefOf } from "./route.js";
import { trigger } from "./schedules.js";
import { Spark } from "./spark.js";
import { Marks } from "./states.js";
import { html, useNow, useStore } from "./view.js";
import { ago, bytes, cores, exact, plain, restart, until } from "./words.js";

const Fact = ({ title, children }) => html`<div><dt>${title}</dt><dd>${children}</dd></div>`;

const moment = (iso, words) => html`<time datetime=${iso} title=${exact(iso)}>${words}</time>`;

/** The start of the newest process if one runs; otherwise the last start of the task. */
const started = ({ definition, lastStart, since }) => (since ? [definition.replica > 1 ? "Newest process" : "Process started", since] : ["Last start", lastStart]);

/** The success that is expected, and whether it came in time. */
const Expectation = ({ task: { expectation, lastSuccess }, now }) => {
  if (!expectation) {
    return null;
  }
  const { state, within, deadline } = expectation;
  const last = lastSuccess ? html`, last ${moment(lastSuccess, ago(lastSuccess, now))}` : "";
  const due = state === "met" ? html`due ${moment(deadline, until(deadline, now))}` : html`<b class="bad-text">${state}</b> since ${moment(deadline, ago(deadline, now))}`;
  return html`<${Fact} title=${`Success within ${within}`}><span data-testid="expectation" data-state=${state}>${due}${last}</span><//>`;
};

/** The limits of a run; marked while a replica uses more memory than the least of them. */
const limits = ({ memory, cpu, pids, restartAbove }) =>
  [
    memory && `memory ${[memory.high, memory.max].filter(Boolean).join(" / ")}`,
    restartAbove && `replaced above ${restartAbove.memory ?? restartAbove}`,
    cpu && `${cpu} ${cpu === 1 ? "core" : "cores"}`,
    pids && `${pids} processes`,
  ]
    .filter(Boolean)
    .join(", ");

export const Facts = ({ task }) => {
  const usage = useStore((from) => from.usageOf(task));
  const now = useNow();
  const { definition, node, nextFire, nextRestart, lastMissed, pausedSince, queued, lastExit, restarts, running } = task;
  const [title, start] = started(task);
  return html`<dl class="facts">
    <${Fact} title="CPU">${usage ? html`<span class="figure">${cores(usage.cpu)}</span><${Spark} values=${usage.cpus} least=${0.1} className="cpu" />` : "–"}<//>
    <${Fact} title="Memory">${usage ? html`<span class="figure">${bytes(usage.rss)}</span><${Spark} values=${usage.memory} least=${1e6} className="memory" />` : "–"}<//>
    <${Fact} title="Processes">${usage?.processes || running || "none"}<//>
    ${limits(definition) && html`<${Fact} title="Limits"><span data-testid="limits">${plain(limits(definition))}</span><//>`}
    <${Fact} title="Replicas"><${Marks} task=${task} /><//>
    <${Fact} title="Restarts">${restarts}<//>
    <${Fact} title=${title}>${start ? moment(start, ago(start, now)) : "never"}<//>
    <${Fact} title="Type">${definition.type}${trigger(definition) && html` <code>${trigger(definition)}</code>`}${definition.zone && html` <span class="soft">${definition.zone}</span>`}<//>
    <${Fact} title="Node">${node}<//>
    ${nextRestart && html`<${Fact} title="Next restart">${moment(nextRestart.at, restart(nextRestart, now))}<//>`}
    ${nextFire && html`<${Fact} title="Next fire">${moment(nextFire, until(nextFire, now))}<//>`}
    ${pausedSince && html`<${Fact} title="Schedule paused"><span data-testid="paused-since">${moment(pausedSince, ago(pausedSince, now))}</span><//>`}
    ${queued > 0 && html`<${Fact} title="Starts that wait">${queued}<//>`}
    ${lastMissed && html`<${Fact} title="Last missed">${moment(lastMissed, ago(lastMissed, now))}<//>`}
    <${Expectation} task=${task} now=${now} />
    ${probesOf(definition) && html`<${Fact} title="Probes"><span data-testid="probes">${plain(probesOf(definition))}</span><//>`}
    ${definition.on && html`<${Fact} title="Notifies">${plain(hooksAsLines(definition.on).replaceAll("\n", "; "))}<//>`}
    <${Fact} title="Last exit">${lastExit ? html`<span class=${lastExit.success ? "" : "bad-text"}>${plain(lastExit.words)}, ${moment(lastExit.at, ago(lastExit.at, now))}</span>` : "none"} <a href=${hrefOf(task.name, "/history")} data-testid="last-runs">all runs</a><//>
  </dl>`;
};
