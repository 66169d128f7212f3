/** The actions on a task or on one of its replicas. */

import { api, taskPath } from "./api.js";
import { Icon } from "./icons.js";
import { notify } from "./notices.js";
import { html, useEffect, useRef, useState } from "./view.js";

const DONE = { start: "started", stop: "stopped", restart: "restarted", reset: "reset", signal: "signalled", pause: "schedule paused", resume: "schedule resumed", run: "started" };

/**
 * Sends a request and reports its result. Returns the outcome, or null if the request was refused.
 * @param done the word for the result, or a function that returns it for an outcome
 * @param undo a button for the message that reverts the action, if that is possible
 */
export const ask = async (subject, done, call, undo) => {
  try {
    const { body } = await call();
    notify(`${subject}: ${typeof done === "function" ? done(body) : done}${body.note ? `; ${body.note}` : ""}`, false, undo);
    return body;
  } catch (refused) {
    notify(`${subject}: ${refused.message}`, true);
    return null;
  }
};

/** @param index the index of a replica, or null for the whole task */
export const act = (name, index, verb, query = "", body = undefined) =>
  ask(
    index === null ? name : `${name}:${index}`,
    query ? "restarted one by one" : ({ change }) => ((verb === "start" && change === "unchanged") || change === "queued" ? change : DONE[verb]),
    () => api("POST", `${taskPath(name)}${index === null ? "" : `/replicas/${index}`}/${verb}${query}`, body),
    verb === "stop" ? { words: "Start again", run: () => act(name, index, "start") } : undefined,
  );

/** A button that is busy until its action has ended. */
export const Doing = ({ icon, words, label, run, className = "", testid, disabled = false, ...rest }) => {
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
    ...${rest}
  ><${Icon} name=${icon} />${words}</button>`;
};

const AT_REST = new Set(["stopped", "failed", "finished"]);

/** Whether start is the likely next action, rather than stop. */
export const rests = (state) => AT_REST.has(state);

/** The time for the second press. */
const ARMED_MILLIS = 5000;

const TITLES = { stop: "Stop", restart: "Restart" };

/**
 * The two most frequent actions, for a row of a table. The next row is near, so an action that ends processes needs a second
 * press.
 */
export const Quick = ({ name, index, state }) => {
  const [armed, setArmed] = useState("");
  const timer = useRef();
  const subject = index === null ? name : `${name}:${index}`;
  const resting = rests(state);
  const arm = (verb) => {
    clearTimeout(timer.current);
    setArmed(verb);
    timer.current = verb && setTimeout(setArmed, ARMED_MILLIS, "");
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  const sure = (verb) => {
    const title = TITLES[verb];
    const at = armed === verb;
    const run = () => {
      arm(at ? "" : verb);
      return at ? act(name, index, verb) : undefined;
    };
    return html`<${Doing} icon=${verb} words=${at && `${title}?`} className=${at ? "sure" : "plain"} label=${at ? `${title} ${subject}? Press again.` : `${title} ${subject}`} run=${run}
      onBlur=${() => arm("")} onKeyDown=${(event) => event.key === "Escape" && arm("")} />`;
  };
  const start = (label) => html`<${Doing} icon="start" className="plain" label=${label} run=${() => act(name, index, "start")} />`;
  return html`<span class="quick">
    ${resting ? start(`Start ${subject}`) : sure("stop")}
    ${state === "scheduled" ? start(`Run ${subject} now`) : resting ? html`<${Doing} icon="restart" className="plain" label=${`Restart ${subject}`} run=${() => act(name, index, "restart")} />` : sure("restart")}
  </span>`;
};
