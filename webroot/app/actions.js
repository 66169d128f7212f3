/** What can be asked of a task or of one of its replicas. */

import { api, taskPath } from "./api.js";
import { Icon } from "./icons.js";
import { notify } from "./notices.js";
import { html, useState } from "./view.js";

const DONE = { start: "started", stop: "stopped", restart: "restarted", reset: "reset", signal: "signalled" };

/** Asks, and says what became of it. Gives the outcome, or null if it was refused. */
export const ask = async (subject, done, call) => {
  try {
    const { body } = await call();
    notify(`${subject}: ${done}${body.note ? `; ${body.note}` : ""}`);
    return body;
  } catch (refused) {
    notify(`${subject}: ${refused.message}`, true);
    return null;
  }
};

/** @param index of a replica, or null for all of them */
export const act = (name, index, verb, query = "", body = undefined) =>
  ask(index === null ? name : `${name}:${index}`, query ? "restarted one by one" : DONE[verb], () =>
    api("POST", `${taskPath(name)}${index === null ? "" : `/replicas/${index}`}/${verb}${query}`, body),
  );

/** A button that is busy until what it began has ended. */
export const Doing = ({ icon, words, label, run, className = "", testid, disabled = false }) => {
  const [busy, setBusy] = useState(false);
  const click = async () => {
    if (busy) {
      return;
    }
    setBusy(true);
    try {
      await run();
    } finally {
      setBusy(false);
    }
  };
  return html`<button
    type="button"
    class=${className}
    data-testid=${testid}
    aria-label=${label}
    title=${words ? undefined : label}
    aria-busy=${busy}
    aria-disabled=${busy || disabled}
    onClick=${() => disabled || click()}
  ><${Icon} name=${icon} />${words}</button>`;
};

const AT_REST = new Set(["stopped", "failed", "finished"]);

/** Whether start is what one would want next, rather than stop. */
export const rests = (state) => AT_REST.has(state);

/** The two most common, for a row of a table. */
export const Quick = ({ name, index, state }) => {
  const subject = index === null ? name : `${name}:${index}`;
  const verb = rests(state) ? "start" : "stop";
  return html`<span class="quick">
    <${Doing} icon=${verb} className="plain" label=${`${verb === "start" ? "Start" : "Stop"} ${subject}`} run=${() => act(name, index, verb)} />
    <${Doing} icon="restart" className="plain" label=${`Restart ${subject}`} run=${() => act(name, index, "restart")} />
  </span>`;
};
