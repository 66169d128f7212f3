/** Form fields with several entries: variables, limits, steps of a stop. */

import { RESOURCES } from "./definition.js";
import { Entry, Field, problemOf, Take } from "./fields.js";
import { Icon } from "./icons.js";
import { SIGNAL_NAMES } from "./signal.js";
import { html, VERBATIM } from "./view.js";
import { plain } from "./words.js";

const replaced = (list, at, part) => list.map((each, index) => (index === at ? { ...each, ...part } : each));

const without = (list, at) => list.filter((each, index) => index !== at);

const Add = ({ words, add, testid }) => html`<button type="button" class="add" data-testid=${testid} onClick=${add}><${Icon} name="plus" />${words}</button>`;

export const Variables = ({ form, set, touch }) => {
  const change = (at, part) => set({ env: replaced(form.env, at, part) });
  return html`<div class="field wide" data-field="env"><span class="label" id="env-label">Environment</span>
    <div class="entries" role="group" aria-labelledby="env-label">
      ${form.env.map(
        ({ name, value, kept }, at) => html`<div class="entry" key=${at}>
          <input aria-label=${`Name of variable ${at + 1}`} data-testid=${`env-name-${at}`} placeholder="NAME" ...${VERBATIM} value=${name} readonly=${kept}
            onInput=${(event) => change(at, { name: event.target.value })} onBlur=${() => touch("env")} />
          <textarea rows="1" aria-label=${`Value of ${name || `variable ${at + 1}`}`} data-testid=${`env-value-${at}`} placeholder=${kept ? "kept as it is; type to replace it" : "value"} ...${VERBATIM} value=${value}
            onInput=${(event) => change(at, { value: event.target.value, kept: false })} onBlur=${() => touch("env")}></textarea>
          <${Take} label=${`Remove ${name || `variable ${at + 1}`}`} remove=${() => set({ env: without(form.env, at) })} />
        </div>`,
      )}
      <${Add} words="Add a variable" testid="env-add" add=${() => set({ env: [...form.env, { name: "", value: "" }] })} />
    </div>
    <p class="hint">Added to Meproc's own environment. Values are never shown again. <code>\${replica}</code> is the index of the replica.</p>
    <${Trouble} of="env" />
  </div>`;
};

const Trouble = ({ of }) =>
  html`<${Entry.Consumer}>${({ problems }) => {
    const problem = problemOf(problems, of);
    return html`<p class="problem" role="alert">${problem && `${problem.field === of ? "" : `${plain(problem.field)}: `}${plain(problem.message)}`}</p>`;
  }}<//>`;

const LIMIT_WORDS = {
  nofile: "open files",
  nproc: "processes of the user",
  core: "core dump, bytes",
  as: "address space, bytes",
  fsize: "size of a file, bytes",
  cpu: "processor time, seconds",
  memlock: "locked memory, bytes",
  stack: "stack, bytes",
};

export const Limits = () =>
  RESOURCES.map(
    (resource) => html`<${Field} key=${resource} of=${`limits.${resource}`} label=${resource} hint=${LIMIT_WORDS[resource]} draw=${(common, form, set) =>
      html`<input ...${common} ...${VERBATIM} placeholder="as Meproc" value=${form.limits[resource] ?? ""} onInput=${(event) => set({ limits: { ...form.limits, [resource]: event.target.value } })} />`} />`,
  );

export const Steps = ({ form, set, touch }) => {
  const change = (at, part) => set({ sequence: replaced(form.sequence, at, part) });
  return html`<div class="field wide" data-field="stop.sequence"><span class="label" id="steps-label">Steps, then KILL</span>
    <div class="entries" role="group" aria-labelledby="steps-label">
      ${form.sequence.map(
        ({ signal, wait }, at) => html`<div class="entry" key=${at}>
          <select aria-label=${`Signal of step ${at + 1}`} value=${signal} onChange=${(event) => change(at, { signal: event.target.value })}>
            ${SIGNAL_NAMES.filter((each) => each !== "STOP").map((each) => html`<option key=${each} value=${each} selected=${each === signal}>${each}</option>`)}
          </select>
          <input aria-label=${`Wait after step ${at + 1}`} placeholder="5s" value=${wait} onInput=${(event) => change(at, { wait: event.target.value })} onBlur=${() => touch("stop.sequence")} />
          <${Take} label=${`Remove step ${at + 1}`} remove=${() => set({ sequence: without(form.sequence, at) })} />
        </div>`,
      )}
      <${Add} words="Add a step" add=${() => set({ sequence: [...form.sequence, { signal: "TERM", wait: "5s" }] })} />
    </div>
    <p class="hint">Each signal and the wait after it; at most 1h in total.</p>
    <${Trouble} of="stop" />
  </div>`;
};
