/** The table of tasks: its head and its rows. */

import { Quick } from "./actions.js";
import { Icon } from "./icons.js";
import { hrefOf } from "./route.js";
import { trigger } from "./schedules.js";
import { Spark } from "./spark.js";
import { Health, Marks, State } from "./states.js";
import { html, memo } from "./view.js";
import { ago, bytes, command, cores, counted, exact, plain, restart, until } from "./words.js";

/** {@code first} is the order after the first click: the largest or newest values on top. */
const column = (key, title, first = key) => ({ key, title, first });

/** The sort key in addition to the columns. */
export const TROUBLE = ["trouble", "trouble first"];

export const COLUMNS = [
  column("name", "Task"),
  column("state", "State"),
  column("type", "Type"),
  column("replicas", "Replicas", "-replicas"),
  column("cpu", "CPU", "-cpu"),
  column("memory", "Memory", "-memory"),
  column("since", "Since", "-since"),
  column("exit", "Last exit", "-exit"),
];

const Title = ({ column: { key, title, first }, sort, change }) => {
  const up = sort === key;
  const down = sort === `-${key}`;
  return html`<div role="columnheader" class=${`cell ${key}`} aria-sort=${up ? "ascending" : down ? "descending" : "none"}>
    <button type="button" class="plain title" data-testid=${`sort-${key}`} onClick=${() => change({ sort: sort !== first ? first : up ? `-${key}` : key })}>
      ${title}${(up || down) && html`<${Icon} name=${up ? "up" : "down"} />`}
    </button>
  </div>`;
};

export const Head = memo(
  ({ sort, change, all, pickAll }) => html`<div class="head" role="rowgroup">
    <div class="row" role="row" aria-rowindex="1">
      <div role="columnheader" class="cell pick"><input type="checkbox" aria-label="Select all tasks that are shown" data-testid="pick-all" checked=${all} onChange=${(event) => pickAll(event.target.checked)} /></div>
      ${COLUMNS.map((column) => html`<${Title} key=${column.key} column=${column} sort=${sort} change=${change} />`)}
      <div role="columnheader" class="cell act"><span class="unseen">Actions</span></div>
    </div>
  </div>`,
);

/** The time of the start or of the next fire. */
const when = ({ state, nextFire, nextRestart, lastStart, since, waitingFor }, now) => {
  if (state === "waiting") {
    return html`<span title=${waitingFor.join(", ")}>for ${plain(waitingFor[0] ?? "others")}${waitingFor.length > 1 ? ` +${waitingFor.length - 1}` : ""}</span>`;
  }
  if (nextRestart && !since) {
    return html`<time datetime=${nextRestart.at} title=${exact(nextRestart.at)} data-testid="next-restart">${restart(nextRestart, now)}</time>`;
  }
  const at = since ?? nextFire ?? lastStart;
  return at
    ? html`<time datetime=${at} title=${`${at === nextFire ? "next fire" : since ? "newest process" : "last start"}: ${exact(at)}`}>${at === nextFire ? `fires ${until(at, now)}` : ago(at, now)}</time>`
    : html`<span class="soft">never</span>`;
};

const exit = (last, now) =>
  last &&
  html`<span class=${last.success ? "" : "bad-text"} title=${`${plain(last.words)}\nreplica ${last.replica}, ${exact(last.at)}`}>${plain(last.words)}</span>
    <time class="soft" datetime=${last.at}>${ago(last.at, now)}</time>`;

const figure = (usage, text, values, least, className) =>
  usage ? html`<${Spark} values=${values} least=${least} className=${className} /><span class="figure">${text}</span>` : html`<span class="soft none" aria-label="nothing runs">–</span>`;

export const Row = memo(({ task, usage, now, index, top, picked, pick }) => {
  const { name, state, definition, lastExit } = task;
  const text = command(definition);
  // A narrow screen shows either the metrics or the last exit.
  const exitFirst = lastExit && (!usage || task.health !== "ok");
  return html`<div class=${exitFirst ? "row quiet" : usage ? "row" : "row quiet fresh"} role="row" style=${{ top: `${top}px` }} aria-rowindex=${index + 2} data-task=${name} data-state=${state} data-health=${task.health}>
    <div class="cell pick" role="cell"><input type="checkbox" aria-label=${`Select ${name}`} checked=${picked} onChange=${(event) => pick(name, event.target.checked)} /></div>
    <div class="cell name" role="rowheader"><a href=${hrefOf(name)} data-row=${index}>${plain(name)}</a><code title=${text}>${text.slice(0, 200)}</code></div>
    <div class="cell state" role="cell"><${State} state=${state} /><${Health} task=${task} /></div>
    <div class="cell type" role="cell">${definition.type}${trigger(definition) && html`<code class="soft">${trigger(definition)}</code>`}</div>
    <div class="cell replicas" role="cell"><${Marks} task=${task} /></div>
    <div class="cell cpu" role="cell">${figure(usage, usage && cores(usage.cpu), usage?.cpus, 0.1, "cpu")}</div>
    <div class="cell memory" role="cell">${figure(usage, usage && bytes(usage.rss), usage?.memory, 1e6, "memory")}</div>
    <div class="cell since" role="cell">${when(task, now)}${task.restarts > 0 && html`<span class="soft">${counted(task.restarts, "restart")}</span>`}</div>
    <div class="cell exit" role="cell">${exit(lastExit, now)}</div>
    <div class="cell act" role="cell"><${Quick} name=${name} index=${null} state=${state} /></div>
  </div>`;
});
