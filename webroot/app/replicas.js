/** The replicas of a task. */

import { act, Doing, Quick } from "./actions.js";
import { Icon } from "./icons.js";
import { List } from "./list.js";
import { State, Unready } from "./states.js";
import { html, memo, useNow, useStore } from "./view.js";
import { bytes, cores, counted, exact, length, plain, restart } from "./words.js";

const HEIGHT = 58;
const TITLES = ["Replica", "State", "Process", "Uptime", "Restarts", "CPU", "Memory", "Last exit"];

const NONE = html`<span class="soft">–</span>`;

const Row = memo(({ name, replica, usage, now, chosen, choose, signal, top }) => {
  const { index, state, ready, pid, since, restarts, nextRestart, lastExit, notStarted } = replica;
  const end = notStarted ?? lastExit?.words ?? "";
  const bad = notStarted || lastExit?.success === false;
  return html`<div class=${`row ${chosen ? "chosen" : ""} ${pid ? "" : "idle"}`} role="row" style=${{ top: `${top}px` }} aria-rowindex=${index + 2} data-replica=${index} data-state=${state}>
    <div class="cell" role="rowheader"><button type="button" class="link" data-row=${index} aria-pressed=${chosen} aria-label=${`Replica ${index}: show its output`} onClick=${() => choose(index)}>:${index}</button></div>
    <div class="cell state" role="cell"><${State} state=${state} /><${Unready} unready=${state === "running" && !ready} /></div>
    <div class="cell pid" role="cell">${pid ?? NONE}</div>
    <div class="cell uptime" role="cell">${since ? html`<time datetime=${since} title=${exact(since)}>${length((now - Date.parse(since)) / 1000)}</time>` : nextRestart ? html`<time datetime=${nextRestart.at} title=${exact(nextRestart.at)}>${restart(nextRestart, now)}</time>` : NONE}</div>
    <div class="cell restarts" role="cell">${restarts > 0 && counted(restarts, "restart")}</div>
    <div class="cell cpu" role="cell">${usage ? cores(usage.cpu) : NONE}</div>
    <div class="cell memory" role="cell">${usage ? bytes(usage.rss) : NONE}</div>
    <div class="cell exit" role="cell"><span class=${bad ? "bad-text" : ""} title=${plain(end)}>${plain(end)}</span></div>
    <div class="cell act" role="cell"><${Quick} name=${name} index=${index} state=${state} />
      <button type="button" class="plain" aria-label=${`Signal ${name}:${index}`} title="Signal" onClick=${() => signal(index)}><${Icon} name="signal" /></button>
      ${state === "backing off" && html`<${Doing} icon="reset" className="plain" label=${`Reset ${name}:${index}`} run=${() => act(name, index, "reset")} />`}
    </div>
  </div>`;
});

export const Replicas = ({ task, replicas, trouble, chosen, choose, signal }) => {
  const now = useNow();
  const usage = useStore((from) => from.usageOf(task));
  const figures = new Map((usage?.replicas ?? []).map((each) => [each.index, each]));
  const draw = (index, top) =>
    html`<${Row} key=${index} name=${task.name} replica=${replicas[index]} usage=${replicas[index].since ? figures.get(index) : undefined} now=${now} chosen=${index === chosen} choose=${choose} signal=${signal} top=${top} />`;
  return html`<section class="card panel" aria-labelledby="replicas"><h2 id="replicas">Replicas</h2>
    ${trouble && html`<p class="trouble" role="alert">${trouble.message}</p>`}
    <div class="table of-replicas" role="table" aria-labelledby="replicas" aria-rowcount=${replicas.length + 1} data-testid="replicas">
      <div class="head" role="rowgroup"><div class="row" role="row" aria-rowindex="1">
        ${TITLES.map((title) => html`<div role="columnheader" class=${`cell ${title.toLowerCase()}`}>${title}</div>`)}
        <div role="columnheader" class="cell act"><span class="unseen">Actions</span></div>
      </div></div>
      <${List} count=${replicas.length} height=${HEIGHT} draw=${draw} />
    </div>
  </section>`;
};
