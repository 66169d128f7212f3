/** The choice of dependencies: a searchable list, of which several can be chosen. */

import { Icon } from "./icons.js";
import { Shape } from "./states.js";
import { store } from "./store.js";
import { Field, Text } from "./fields.js";
import { html, useRef, useState, VERBATIM } from "./view.js";
import { plain } from "./words.js";

const MOST = 50;

const matching = (sought, chosen, own) => {
  const low = sought.toLowerCase();
  const found = [];
  for (const name of [...store.tasks.keys()].sort()) {
    if (name !== own && !chosen.includes(name) && name.toLowerCase().includes(low)) {
      found.push(name);
    }
  }
  return found;
};

const Chosen = ({ name, remove }) =>
  html`<li class="chip"><${Shape} state=${store.tasks.get(name)?.state ?? "stopped"} />${plain(name)}
    <button type="button" class="plain" aria-label=${`Do not wait for ${plain(name)}`} onClick=${remove}><${Icon} name="close" /></button>
  </li>`;

const Box = ({ common, chosen, own, choose }) => {
  const [sought, setSought] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const field = useRef();
  const found = open ? matching(sought, chosen, own) : [];
  const options = sought && !found.includes(sought) && !chosen.includes(sought) ? [...found.slice(0, MOST), sought] : found.slice(0, MOST);
  const add = (name) => {
    choose([...chosen, name]);
    setSought("");
    setAt(0);
    field.current.focus();
  };
  const keys = {
    ArrowDown: () => (setOpen(true), setAt(Math.min(at + 1, options.length - 1))),
    ArrowUp: () => setAt(Math.max(0, at - 1)),
    Enter: () => options[at] && add(options[at]),
    Escape: () => setOpen(false),
  };
  const press = (event) => {
    if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    } else if (event.key === "Backspace" && sought === "" && chosen.length > 0) {
      choose(chosen.slice(0, -1));
    }
  };
  return html`<div class="combo">
    ${chosen.length > 0 && html`<ul class="chips" aria-label="Waits for">${chosen.map((name) => html`<${Chosen} key=${name} name=${name} remove=${() => (choose(chosen.filter((each) => each !== name)), field.current.focus())} />`)}</ul>`}
    <input
      ...${common}
      ref=${field}
      role="combobox"
      aria-expanded=${open && options.length > 0}
      aria-controls="deps-options"
      aria-autocomplete="list"
      aria-activedescendant=${open && options[at] ? `dep-${at}` : undefined}
      ...${VERBATIM}
      placeholder="Search tasks"
      value=${sought}
      onFocus=${() => setOpen(true)}
      onBlur=${() => (setOpen(false), common.onBlur())}
      onInput=${(event) => (setSought(event.target.value.trim()), setAt(0), setOpen(true))}
      onKeyDown=${press}
    />
    <ul id="deps-options" class="options-list" role="listbox" aria-label="Tasks" hidden=${!open || options.length === 0}>
      ${options.map(
        (name, index) => html`<li key=${name} id=${`dep-${index}`} role="option" aria-selected=${index === at} onMouseDown=${(event) => (event.preventDefault(), add(name))}>
          ${store.tasks.has(name) ? html`<${Shape} state=${store.tasks.get(name).state} />${plain(name)}` : `${plain(name)} (not listed yet)`}
        </li>`,
      )}
    </ul>
  </div>`;
};

export const Deps = ({ own }) =>
  html`<${Field} of="deps" wide label="Waits for" hint="Starts only while none of these runs, however they ended. This does not mean “after success”, and beside a daemon it may wait for ever. They need not be listed yet." draw=${(common, form, set) =>
    html`<${Box} common=${common} chosen=${form.deps} own=${own} choose=${(deps) => set({ deps })} />`} />
    <${Text} of="conditions" wide lines="2" label="Starts when, one condition a line" placeholder=${"db ready\nmigrate succeeded"} hint="A task, name:0 or name:*, and started, ready, completed, succeeded, failed or not-running. Time limits, losses and groups: an object as in the API." />`;
