/** The dependencies as a picture: the tasks that a task waits for on the left, the tasks that wait for it on the right. */

import { namesIn } from "./conditions.js";
import { hrefOf } from "./route.js";
import { store } from "./store.js";
import { kind, Shape } from "./states.js";
import { html, useLayoutEffect, useMemo, useRef, useStore } from "./view.js";
import { counted, listed, plain } from "./words.js";

const WIDTH = 160;
const HEIGHT = 40;
const GAP = 40;
const ROW = 52;
const MOST = 7;
const FARTHEST = 3;

/** Columns of names by distance, following a relation from one name; each name occurs once. */
const columns = (name, next) => {
  const seen = new Set([name]);
  const found = [];
  for (let layer = [name]; layer.length > 0 && found.length < FARTHEST; ) {
    layer = [...new Set(layer.flatMap(next))].filter((each) => !seen.has(each)).sort();
    layer.forEach((each) => seen.add(each));
    if (layer.length > 0) {
      found.push(layer);
    }
  }
  return found;
};

const depsOf = (name) => namesIn(store.tasks.get(name)?.definition.deps ?? []);

/** The dependents of each name. */
const inverse = () => {
  const users = new Map();
  for (const task of store.tasks.values()) {
    for (const dep of namesIn(task.definition.deps)) {
      users.has(dep) ? users.get(dep).push(task.name) : users.set(dep, [task.name]);
    }
  }
  return users;
};

const place = (layers) => {
  const places = new Map();
  const tallest = Math.max(...layers.map((layer) => Math.min(layer.length, MOST + 1)));
  layers.forEach((layer, column) => {
    const shown = layer.slice(0, MOST);
    const rows = shown.length + (layer.length > MOST ? 1 : 0);
    const put = (name, row, more) => places.set(name, { x: column * (WIDTH + GAP) + 2, y: (row + (tallest - rows) / 2) * ROW + 6, more });
    shown.forEach((each, row) => put(each, row));
    if (layer.length > MOST) {
      put(`\u0000${column}`, MOST, layer.length - MOST);
    }
  });
  return { places, width: layers.length * (WIDTH + GAP) - GAP + 4, height: tallest * ROW };
};

const Node = ({ name, at, self }) => {
  if (at.more) {
    return html`<text class="soft-text" x=${at.x + 12} y=${at.y + 25}>and ${at.more} more</text>`;
  }
  const state = store.tasks.get(name)?.state ?? "not listed";
  const shown = plain(name);
  return html`<a class=${`node ${kind(state)} ${self ? "self" : ""}`} href=${hrefOf(name)} aria-label=${`${shown} ${state}`} aria-current=${self ? "true" : undefined}>
    <rect x=${at.x} y=${at.y} width=${WIDTH} height=${HEIGHT} rx="8" />
    <svg x=${at.x + 10} y=${at.y + 12} width="16" height="16"><${Shape} state=${state} /></svg>
    <foreignObject x=${at.x + 34} y=${at.y} width=${WIDTH - 42} height=${HEIGHT}><div class="label" title=${shown}><b>${shown}</b> <span class="soft">${state}</span></div></foreignObject></a>`;
};

const Edge = ({ from, to }) => {
  const x1 = from.x + WIDTH;
  const y1 = from.y + HEIGHT / 2;
  const x2 = to.x - 5;
  const y2 = to.y + HEIGHT / 2;
  const middle = (x1 + x2) / 2;
  return html`<path class="edge" marker-end="url(#arrow)" d="M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}" />`;
};

const Picture = ({ name, before, after }) => {
  const layers = [...[...before].reverse(), [name], ...after];
  const { places, width, height } = place(layers);
  const edges = [...places.keys()].flatMap((each) => depsOf(each).filter((dep) => places.has(dep) && places.get(dep).x < places.get(each).x).map((dep) => [dep, each]));
  const box = useRef();
  useLayoutEffect(() => {
    // Scrolls a wide picture so that the task itself is visible.
    box.current.scrollLeft = places.get(name).x + (WIDTH - box.current.clientWidth) / 2;
  }, [name, width]);
  return html`<div ref=${box} class="graph" tabindex="0" role="group" aria-label="Dependencies">
    <svg width=${width} height=${height} viewBox="0 0 ${width} ${height}" role="group" aria-label="Arrows lead from a task to those that wait for it" data-testid="graph">
      <defs><marker id="arrow" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0l8 4-8 4z" /></marker></defs>
      ${edges.map(([from, to]) => html`<${Edge} key=${`${from} ${to}`} from=${places.get(from)} to=${places.get(to)} />`)}
      ${[...places].map(([each, at]) => html`<${Node} key=${each} name=${each} at=${at} self=${each === name} />`)}
    </svg>
  </div>`;
};

const waitsFor = (name) => {
  const { deps } = store.tasks.get(name).definition;
  const beside = deps.filter((dep) => typeof dep === "string").sort();
  const conditions = namesIn(deps.filter((dep) => typeof dep !== "string")).sort();
  return [
    beside.length > 0 && `does not start while ${listed(beside)} ${beside.length === 1 ? "runs" : "run"}`,
    conditions.length > 0 && `starts when ${listed(conditions)} ${conditions.length === 1 ? "meets its condition" : "meet their conditions"}`,
  ]
    .filter(Boolean)
    .join(", and ")
    .replace(/^./, (first) => first.toUpperCase());
};

export const Graph = ({ name }) => {
  const changes = useStore((from) => from.changes);
  const users = useMemo(inverse, [changes]);
  const before = columns(name, depsOf);
  const after = columns(name, (each) => users.get(each) ?? []);
  const waits = before[0] ?? [];
  const waiters = after[0] ?? [];
  const words =
    waits.length + waiters.length === 0
      ? "It waits for no other task, and none waits for it."
      : `${waits.length > 0 ? waitsFor(name) : "Waits for no other task"}; ${
          waiters.length > 0 ? `${counted(waiters.length, "task waits", "tasks wait")} for it.` : "none waits for it."
        }`;
  return html`<p class="soft">${words}</p>
    ${waits.length + waiters.length > 0 && html`<${Picture} name=${name} before=${before} after=${after} />`}`;
};
