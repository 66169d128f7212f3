/** Tabs with further information about a task: its events, its dependencies, its definition. */

import { Curl } from "./curl.js";
import { Graph } from "./graph.js";
import { html, useRef, useState } from "./view.js";
import { History } from "./why.js";

const TABS = [
  ["history", "History", ({ task, why }) => html`<${History} name=${task.name} why=${why} />`],
  ["dependencies", "Dependencies", ({ task }) => html`<${Graph} name=${task.name} />`],
  ["definition", "Definition", ({ task }) => html`<${Curl} definition=${task.definition} />`],
];

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

/** Tabs as in the ARIA Authoring Practices: one tab stop, with arrow keys between the tabs. */
export const More = (given) => {
  const [at, setAt] = useState(0);
  const bar = useRef();
  const press = (event) => {
    const step = STEPS[event.key];
    if (step) {
      event.preventDefault();
      const next = (at + step + TABS.length) % TABS.length;
      setAt(next);
      bar.current.children[next].focus();
    }
  };
  const [key, , draw] = TABS[at];
  return html`<section class="card more" aria-label="More about the task">
    <div ref=${bar} class="tabs" role="tablist" aria-label="More about the task" onKeyDown=${press}>
      ${TABS.map(
        ([each, title], index) => html`<button key=${each} type="button" role="tab" id=${`tab-${each}`} aria-selected=${index === at} aria-controls="tab-panel" tabindex=${index === at ? 0 : -1} data-testid=${`tab-${each}`} onClick=${() => setAt(index)}>${title}</button>`,
      )}
    </div>
    <div class="panel" id="tab-panel" role="tabpanel" aria-labelledby=${`tab-${key}`}>${draw(given)}</div>
  </section>`;
};
