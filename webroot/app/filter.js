/** The search and the filters of the list. */

import { TROUBLES } from "./health.js";
import { COLUMNS, TROUBLE } from "./rows.js";
import { TASK_STATES } from "./states.js";
import { html, useEffect, useRef, VERBATIM } from "./view.js";
import { counted } from "./words.js";

/** A choice of one of several values. */
export const Choice = ({ label, value, values, none, change, className = "", testid }) =>
  html`<label class=${`choice ${className}`}><span>${label}</span>
    <select value=${value} data-testid=${testid} onChange=${(event) => change(event.target.value)}>
      ${none && html`<option value="">${none}</option>`}
      ${values.map(([key, words]) => html`<option key=${key} value=${key} selected=${key === value}>${words}</option>`)}
    </select>
  </label>`;

const same = (word) => [word, word];

/** The key / focuses the search, as in many other pages. */
const useShortcut = (field) =>
  useEffect(() => {
    const press = (event) => {
      if (event.key === "/" && !/INPUT|TEXTAREA|SELECT/.test(event.target.tagName) && !document.querySelector("dialog[open]")) {
        event.preventDefault();
        field.current.focus();
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);

/** Enter or an arrow key moves the focus to the table. */
const press = (event, change) => {
  const first = document.querySelector(".tasks [data-row]");
  if (event.key === "Escape") {
    change({ q: "" });
  } else if (first && /^(Enter|ArrowDown)$/.test(event.key) && !event.isComposing) {
    event.preventDefault();
    first.focus();
  }
};

export const Filter = ({ choice, change, shown, all }) => {
  const field = useRef();
  useShortcut(field);
  return html`<form class="filter" role="search" onSubmit=${(event) => event.preventDefault()}>
    <label class="choice search"><span class="unseen">Search by name or command</span>
      <input
        ref=${field}
        type="search"
        placeholder="Search by name or command ( / )"
        ...${VERBATIM}
        value=${choice.q}
        data-testid="search"
        onInput=${(event) => change({ q: event.target.value })}
        onKeyDown=${(event) => press(event, change)}
      />
    </label>
    <${Choice} label="State" none="any state" value=${choice.state} values=${[...new Set([...TROUBLES, ...TASK_STATES])].map(same)} testid="filter-state" change=${(state) => change({ state })} />
    <${Choice} label="Type" none="any type" value=${choice.type} values=${["daemon", "once", "cron"].map(same)} change=${(type) => change({ type })} testid="filter-type" />
    <${Choice} className="narrow" label="Sort by" value=${choice.sort} values=${[TROUBLE, ...COLUMNS.map(({ first, title }) => [first, `by ${title.toLowerCase()}`])]} change=${(sort) => change({ sort })} />
    <p class="soft shown" role="status" data-testid="shown">${shown === all ? counted(all, "task") : `${shown.toLocaleString()} of ${counted(all, "task")}`}</p>
  </form>`;
};
