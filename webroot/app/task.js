/** The view of one task: its properties and its actions. */

import { api, taskPath } from "./api.js";
import { act, ask, Doing, rests } from "./actions.js";
import { useAsked } from "./asked.js";
import { Count } from "./count.js";
import { Facts } from "./facts.js";
import { Icon } from "./icons.js";
import { Loading } from "./loading.js";
import { More } from "./more.js";
import { Output } from "./output.js";
import { Remove } from "./remove.js";
import { Replicas } from "./replicas.js";
import { hrefOf } from "./route.js";
import { SignalDialog } from "./signal.js";
import { Health, State, Unready } from "./states.js";
import { html, useRef, useState, useStore } from "./view.js";
import { command, plain } from "./words.js";
import { UpdateProgress } from "./update.js";
import { Summary } from "./why.js";

/** The number of replicas that leaves room for the output below them. */
const FEW = 8;

const Scale = ({ name, count }) => {
  const [wanted, setWanted] = useState(null);
  const timer = useRef();
  const choose = (next) => {
    setWanted(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(async () => {
      if (next !== count) {
        await ask(name, `scaled to ${next}`, () => api("PATCH", taskPath(name), { replica: next }));
      }
      setWanted(null);
    }, 600);
  };
  const shown = wanted ?? count;
  return html`<span class="scale" role="group" aria-label="Replicas">
    <button type="button" aria-label="One replica less" data-testid="scale-down" disabled=${shown <= 1} onClick=${() => choose(shown - 1)}><${Icon} name="minus" /></button>
    <${Count} least=${1} most=${10000} value=${shown} change=${choose} aria-label="Number of replicas" data-testid="scale" />
    <button type="button" aria-label="One replica more" data-testid="scale-up" onClick=${() => choose(shown + 1)}><${Icon} name="plus" /></button>
  </span>`;
};

const Actions = ({ task, ask: open }) => {
  const { name, state } = task;
  const button = (verb, words, more) => html`<${Doing} icon=${verb} words=${words} testid=${verb} run=${() => act(name, null, verb)} ...${more} />`;
  return html`<div class="actions" role="group" aria-label=${`Actions for ${name}`}>
    ${
      task.definition.type === "cron" && !task.held
        ? button("run", "Run now")
        : button("start", "Start", { className: rests(state) ? "primary" : "" })
    }
    ${button("stop", "Stop")}
    ${button("restart", "Restart")}
    ${task.definition.type === "cron" && (task.pausedSince ? button("resume", "Resume") : button("pause", "Pause"))}
    ${task.definition.replica > 1 && button("rolling", "Rolling restart", { run: () => act(name, null, "restart", "?rolling=true") })}
    ${(task.health !== "ok" || /backing off|failed/.test(state)) && button("reset", "Reset")}
    <button type="button" data-testid="signal" onClick=${() => open("signal")}><${Icon} name="signal" />Signal …</button>
    <${Scale} name=${name} count=${task.definition.replica} />
    <a class="button" href=${hrefOf(name, "/edit")} data-testid="edit"><${Icon} name="edit" />Edit</a>
    <button type="button" class="danger" data-testid="remove" onClick=${() => open("remove")}><${Icon} name="remove" />Remove …</button>
  </div>`;
};

/** Shown in one line until it is expanded. */
const Command = ({ definition }) => {
  const text = command(definition);
  return html`<details class="command" data-testid="command"><summary title="Show all of it"><code class="soft">${text.slice(0, 400)}</code></summary><pre class="card panel">${text}</pre></details>`;
};

const Missing = ({ name }) =>
  html`<section class="card nothing" role="alert"><h1>${plain(name)} is not listed</h1><p>It was removed or never existed.</p><p><a class="button" href=${hrefOf(name, "/history")} data-testid="all-runs">Its runs</a> <a class="button" href="#/">All tasks</a></p></section>`;

export const TaskView = ({ name }) => {
  const task = useStore((from) => from.tasks.get(name));
  const loaded = useStore((from) => from.loaded);
  const whole = useAsked(name, taskPath(name));
  const why = useAsked(name, `${taskPath(name)}/why`);
  const [open, setOpen] = useState(null);
  const [chosen, setChosen] = useState(0);
  if (!task) {
    open && setOpen(null);
    return loaded ? html`<${Missing} name=${name} />` : html`<${Loading} />`;
  }
  const replicas = whole.value?.replicas ?? [];
  const close = () => setOpen(null);
  const table = html`<${Replicas} task=${task} replicas=${replicas} trouble=${whole.trouble} chosen=${chosen} choose=${setChosen} signal=${(index) => setOpen({ index })} />`;
  const more = html`<${More} task=${task} why=${why} />`;
  return html`<div class="heading">
      <a class="back" href="#/" aria-label="All tasks"><${Icon} name="back" /></a>
      <h1 data-testid="task-name">${plain(name)}</h1>
      <${State} state=${task.state} /><${Health} task=${task} /><${Unready} unready=${(task.counts.running ?? 0) > task.ready} />
      <${Command} definition=${task.definition} />
    </div>
    <${Actions} task=${task} ask=${setOpen} />
    <div class="split">
      <${Output} name=${name} index=${Math.min(chosen, task.definition.replica - 1)} count=${task.definition.replica} choose=${setChosen} />
      <div class="side">
        <section class="card panel glance" aria-label="At a glance"><${Summary} why=${why} /><${UpdateProgress} update=${task.update} /><${Facts} task=${task} /></section>
        ${replicas.length > FEW ? [more, table] : [table, more]}
      </div>
    </div>
    ${open === "remove" && html`<${Remove} task=${task} replicas=${replicas} close=${close} />`}
    ${open && open !== "remove" && html`<${SignalDialog} name=${name} index=${open.index ?? null} close=${close} />`}`;
};
