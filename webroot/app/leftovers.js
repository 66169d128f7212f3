/** Troubles of the service that need an operator: notifications that failed, changes that can't be kept, and processes that an earlier service left. */

import { ask, Doing } from "./actions.js";
import { api } from "./api.js";
import { learnNode } from "./stream.js";
import { html, useEffect, useNow, useRef, useState, useStore } from "./view.js";
import { ago, counted, exact, plain } from "./words.js";

const ARMED_MILLIS = 5000;

const decide = async ({ pid, task, replica }, action, done) => {
  await ask(`Process ${pid} of ${task}:${replica}`, done, () => api("POST", `/leftovers/${pid}/${action}`));
  await learnNode();
};

/** Ending a process needs a second press. */
const End = ({ process }) => {
  const [armed, setArmed] = useState(false);
  const timer = useRef();
  useEffect(() => () => clearTimeout(timer.current), []);
  const run = () => {
    clearTimeout(timer.current);
    timer.current = armed ? undefined : setTimeout(setArmed, ARMED_MILLIS, false);
    setArmed(!armed);
    return armed ? decide(process, "end", "is being ended") : undefined;
  };
  return html`<${Doing} icon="stop" className=${armed ? "sure" : ""} words=${armed ? "End it?" : "End"} label=${armed ? `End it? Press again to end process ${process.pid}` : `End process ${process.pid}`} testid="leftover-end" run=${run} />`;
};

const Process = ({ process, now }) => {
  const { pid, task, replica, since, command, proven, released, why } = process;
  return html`<li class="leftover" data-leftover=${pid}>
    <span><b>${plain(task)}:${replica}</b> process ${pid} <code>${plain(command)}</code>, <time datetime=${since} title=${exact(since)}>${ago(since, now)}</time>${!proven && html` <span class="soft">not proven: ${plain(why ?? "")}</span>`}</span>
    <span class="answers">
      ${
        !released &&
        html`<${Doing} icon="start" words="Adopt" label=${`Adopt process ${pid}`} testid="leftover-adopt" run=${() => decide(process, "adopt", "adopted")} />
          <${Doing} icon="close" words="Forget" label=${`Forget process ${pid}`} testid="leftover-forget" run=${() => decide(process, "forget", "forgotten")} />`
      }
      <${End} process=${process} />
    </span>
  </li>`;
};

const useLeftovers = (node) => {
  const [all, setAll] = useState([]);
  const count = (node?.leftovers?.length ?? 0) + (node?.released ?? 0);
  useEffect(() => {
    let gone = false;
    const load = async () => {
      try {
        const { body } = await api("GET", "/leftovers");
        gone || setAll(body.processes);
      } catch {
        // The next reading of the node retries.
      }
    };
    count > 0 ? load() : setAll([]);
    return () => void (gone = true);
  }, [node, count]);
  return all;
};

export const Troubles = () => {
  const node = useStore((from) => from.node);
  const now = useNow();
  const all = useLeftovers(node);
  const left = all.filter((process) => !process.released);
  const free = all.filter((process) => process.released);
  const obstacle = node?.store?.obstacle;
  const hooks = node?.hooks;
  const undelivered = (hooks?.failing ?? 0) + (hooks?.dead ?? 0);
  return html`${
      undelivered + (hooks?.disabled ?? 0) > 0 &&
      html`<p class="trouble" role="status" data-testid="undelivered">${counted(undelivered, "notification was", "notifications were")} not delivered${hooks.disabled > 0 && `, ${counted(hooks.disabled, "target is", "targets are")} disabled`}. <code>meproc hooks</code> lists them.</p>`
    }${obstacle && html`<p class="trouble" role="alert" data-testid="obstacle">${plain(obstacle)}. Changes are refused; running tasks go on.</p>`}
    ${
      left.length > 0 &&
      html`<section class="card panel leftovers" aria-labelledby="leftovers" data-testid="leftovers">
        <h2 id="leftovers">${counted(left.length, "process", "processes")} of an earlier Meproc ${left.length === 1 ? "is" : "are"} left</h2>
        <p class="soft">Adopt makes it the process of its replica again, forget ignores it until the next start, end sends it SIGTERM, and SIGKILL after 10 s.</p>
        <ul>${left.map((process) => html`<${Process} key=${process.pid} process=${process} now=${now} />`)}</ul>
      </section>`
    }
    ${
      free.length > 0 &&
      html`<details class="card panel leftovers" data-testid="released">
        <summary>${counted(free.length, "released process", "released processes")}</summary>
        <p class="soft">Runs of these tasks have left them on purpose. Nothing but End ends them.</p>
        <ul>${free.map((process) => html`<${Process} key=${process.pid} process=${process} now=${now} />`)}</ul>
      </details>`
    }`;
};
