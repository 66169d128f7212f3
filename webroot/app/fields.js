/** Parts of a form: a label, an input, a hint, and an error. */

import { createContext } from "../vendor/preact.js";
import { Icon } from "./icons.js";
import { html, useState, VERBATIM } from "./view.js";
import { plain } from "./words.js";

/** {@code { form, set, problems, touch }} for all parts. */
export const Entry = createContext(null);

export const concerns = (field, of) => field === of || field.startsWith(`${of}.`) || field.startsWith(`${of}[`);

export const problemOf = (problems, of) => problems.find(({ field }) => concerns(field, of));

/** @param draw returns the input for the given attributes */
export const Field = ({ of, label, hint, wide, draw }) =>
  html`<${Entry.Consumer}>${({ form, set, problems, touch }) => {
    const problem = problemOf(problems, of);
    const id = `field-${of.replaceAll(".", "-")}`;
    const common = {
      id,
      "data-testid": id,
      "aria-invalid": problem ? "true" : undefined,
      "aria-describedby": `${id}-hint ${id}-problem`,
      onBlur: () => touch(of),
    };
    return html`<div class=${`field ${wide ? "wide" : ""} ${problem ? "wrong" : ""}`} data-field=${of}>
      <label for=${id}>${label}</label>
      ${draw(common, form, set)}
      <p class="hint" id=${`${id}-hint`}>${hint}</p>
      <p class="problem" id=${`${id}-problem`} role="alert">${problem && plain(problem.message)}</p>
    </div>`;
  }}<//>`;

export const Text = ({ of, at = of, label, hint, placeholder, wide, lines, ...rest }) =>
  html`<${Field} of=${of} label=${label} hint=${hint} wide=${wide} draw=${(common, form, set) => {
    const change = (event) => set({ [at]: event.target.value });
    return lines
      ? html`<textarea ...${common} ...${rest} rows=${lines} ...${VERBATIM} placeholder=${placeholder} value=${form[at]} onInput=${change}></textarea>`
      : html`<input ...${common} ...${rest} ...${VERBATIM} placeholder=${placeholder} value=${form[at]} onInput=${change} />`;
  }} />`;

export const Select = ({ of, at = of, label, hint, values }) =>
  html`<${Field} of=${of} label=${label} hint=${hint} draw=${(common, form, set) =>
    html`<select ...${common} value=${form[at]} onChange=${(event) => set({ [at]: event.target.value })}>
      ${values.map(([key, words]) => html`<option key=${key} value=${key} selected=${key === form[at]}>${words}</option>`)}
    </select>`} />`;

/** A choice of a few values, all of which are visible. */
export const Options = ({ of, legend, values, form, set }) =>
  html`<fieldset class="options"><legend>${legend}</legend>
    ${values.map(
      ([key, title, words]) => html`<label key=${key} class=${form[of] === key ? "chosen" : ""}>
        <input type="radio" name=${of} value=${key} checked=${form[of] === key} data-testid=${`${of}-${key}`} onChange=${() => set({ [of]: key })} />
        <span><b>${title}</b>${words && html`<span class="soft">${words}</span>`}</span>
      </label>`,
    )}
  </fieldset>`;

/** A section that is collapsed until it is opened, or one of its fields is set or invalid. */
export const Part = ({ title, words, used, wrong, children }) => {
  const [open, setOpen] = useState(used);
  return html`<details class="card part" open=${open || wrong} onToggle=${(event) => setOpen(event.target.open)}>
    <summary><h2>${title}</h2><span class="soft">${words}</span>${wrong && html`<span class="bad-text">contains an invalid value</span>`}</summary>
    <div class="grid">${children}</div>
  </details>`;
};

export const Take = ({ label, remove }) =>
  html`<button type="button" class="plain" aria-label=${label} title=${label} onClick=${remove}><${Icon} name="close" /></button>`;
