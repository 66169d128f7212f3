/** Narrows down what is shown. */

import { COLUMNS } from "./rows.js";
import { TASK_STATES } from "./states.js";
import { html, useEffect, useRef, VERBATIM } from "./view.js";
import { counted } from "./words.js";

const Choice = ({ label, value, values, none, change, className = "", testid }) =>
  html`<label class=${`choice ${className}`}><span>${label}</span>
    <select value=${value} data-testid=${testid} onChange=${(event) => change(event.target.value)}>
      ${none && html`<option value="">${none}</option>`}
      ${values.map(([key, words]) => html`<option key=${key} value=${key} selected=${key === value}>${words}</option>`)}
    </select>
  </label>`;

const same = (word) => [word, word];

/** The key / goes to the search, as in many other places. */
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
        onKeyDown=${(event) => event.key === "Escape" && change({ q: "" })}
      />
    </label>
    <${Choice} label="State" none="any state" value=${choice.state} values=${TASK_STATES.map(same)} change=${(state) => change({ state })} />
    <${Choice} label="Type" none="any type" value=${choice.type} values=${["daemon", "once", "cron"].map(same)} change=${(type) => change({ type })} testid="filter-type" />
    <${Choice} className="narrow" label="Sort by" value=${choice.sort} values=${COLUMNS.map(({ first, title }) => [first, `by ${title.toLowerCase()}`])} change=${(sort) => change({ sort })} />
    <p class="soft shown" role="status" data-testid="shown">${shown === all ? counted(all, "task") : `${shown.toLocaleString()} of ${counted(all, "task")}`}</p>
  </form>`;
};
