/** The filter and the order of the list of tasks. */

import { isIn, TROUBLES } from "./health.js";
import { TASK_STATES } from "./states.js";

const time = (iso) => (iso ? Date.parse(iso) : 0);

/** Failed tasks first, then failing ones. */
const trouble = (task) => (TROUBLES.indexOf(task.health) + 1 || TROUBLES.length + 1);

/** The sort key of each column. */
const KEYS = {
  __proto__: null,
  trouble,
  state: (task) => trouble(task) * 100 + TASK_STATES.indexOf(task.state),
  type: (task) => task.definition.type,
  replicas: (task) => task.definition.replica,
  cpu: (task, usageOf) => usageOf(task)?.cpu ?? -1,
  memory: (task, usageOf) => usageOf(task)?.rss ?? -1,
  since: (task) => time(task.since ?? task.lastStart),
  exit: (task) => time(task.lastExit?.at),
};

const contains = (words, type) => (task) => {
  if (type && task.definition.type !== type) {
    return false;
  }
  if (words.length === 0) {
    return true;
  }
  const { name, cmd, args } = task.definition;
  const text = `${name} ${cmd ?? args.join(" ")}`.toLowerCase();
  return words.every((word) => text.includes(word));
};

const compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

/** The sorted names; tasks with equal keys are sorted by name. */
export const choose = (tasks, usageOf, { q, state, type, sort }) => {
  const test = contains(q.toLowerCase().split(/\s+/).filter(Boolean), type);
  const found = [...tasks.values()].filter((task) => (!state || isIn(task, state)) && test(task));
  const down = sort.startsWith("-");
  const key = KEYS[down ? sort.slice(1) : sort];
  const sign = down ? -1 : 1;
  const keyed = found.map((task) => [key ? key(task, usageOf) : task.name, task.name]);
  keyed.sort((one, other) => sign * compare(one[0], other[0]) || compare(one[1], other[1]));
  return keyed.map(([, name]) => name);
};
