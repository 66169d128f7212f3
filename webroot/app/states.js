/** The states with their words, colours and shapes; those with problems first. */

import { html } from "./view.js";

export const TASK_STATES = ["failed", "backing off", "stopping", "starting", "waiting", "running", "scheduled", "paused", "finished", "stopped"];

const KINDS = {
  running: "good",
  lingering: "busy",
  starting: "busy",
  restarting: "busy",
  stopping: "busy",
  aborting: "busy",
  "timing out": "busy",
  "backing off": "warn",
  "not ready": "wait",
  unhealthy: "warn",
  failing: "warn",
  failed: "bad",
  stuck: "bad",
  waiting: "wait",
  scheduled: "wait",
  finished: "done",
};

const SHAPES = {
  good: html`<circle cx="8" cy="8" r="5.5" />`,
  busy: html`<path d="M8 2.5a5.5 5.5 0 1 0 5.5 5.5h-2.6A2.9 2.9 0 1 1 8 5.1z" />`,
  warn: html`<path d="M8 2l6.4 6L8 14 1.6 8z" />`,
  bad: html`<path d="M8 1.8l6.6 11.8H1.4z" />`,
  wait: html`<path d="M3.4 2h9.2L9 8l3.6 6H3.4L7 8z" />`,
  done: html`<path d="M6.3 13L1.6 8.4l1.9-1.9 2.7 2.6 6.2-6.5 2 1.9z" />`,
  scheduled: html`<path d="M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zm0 2.1a4.4 4.4 0 1 0 0 8.8 4.4 4.4 0 0 0 0-8.8zm-.9 1.3h1.8v2.7l1.9 1.5-1.1 1.4-2.6-2z" />`,
  rest: html`<path d="M3 3h10v10H3zm2 2v6h6V5z" />`,
};

export const kind = (state) => KINDS[state] ?? "rest";

export const Shape = ({ state }) =>
  html`<svg class="shape ${kind(state)}" viewBox="0 0 16 16" aria-hidden="true">${SHAPES[state] ?? SHAPES[kind(state)]}</svg>`;

export const State = ({ state }) =>
  html`<span class="state ${kind(state)}"><${Shape} state=${state} />${state}</span>`;

/** A remark beside the state of a task or replica that runs and is not ready. */
export const Unready = ({ unready }) => (unready ? html`<span class="health wait" data-testid="unready"><${Shape} state="waiting" />not ready</span>` : null);

/** The health of a task, if the state does not show it. */
export const Health = ({ task: { health, state } }) =>
  health === "ok" || /failed|backing off/.test(state)
    ? null
    : html`<span class=${`health ${kind(health)}`} data-testid="health"><${Shape} state=${health} />${health === "failed" ? "last run failed" : health}</span>`;

const MOST_MARKS = 24;

/** A row of small marks, one for each replica. */
export const Marks = ({ task }) => {
  const { counts, marks, definition, running } = task;
  const unready = (counts.running ?? 0) - task.ready;
  const words = Object.entries(counts).map(([state, count]) => `${count} ${state}`).join(", ") + (unready > 0 ? `, ${unready} not ready` : "");
  const shown = marks.length > MOST_MARKS || definition.replica > MOST_MARKS ? bars(counts, definition.replica) : marks.map((state) => html`<i class="mark ${kind(state)}"></i>`);
  return html`<span class="replicas" title=${words}>
    <span class="count">${running}<span class="soft">/${definition.replica}</span></span>
    <span class="marks" role="img" aria-label=${words}>${shown}</span>
  </span>`;
};

const bars = (counts, all) =>
  Object.entries(counts).map(
    ([state, count]) => html`<i class="bar ${kind(state)}" style=${{ width: `${Math.max(4, (count / all) * 132)}px` }}></i>`,
  );
