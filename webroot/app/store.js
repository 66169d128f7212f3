/** All that the page knows of Meproc. Whoever follows is told at most once a frame that something has changed. */

import { isIn } from "./health.js";

const MOST_POINTS = 60;
/** Figures that are older than that were measured by another clock. */
const MOST_DELAY_MILLIS = 3000;

const followers = new Set();
let planned = false;
let moment = 0;

const tell = () => {
  planned = false;
  [...followers].forEach((follower) => follower());
};

const plan = () => {
  if (!planned) {
    planned = true;
    // A page that nobody sees has no frames.
    document.hidden ? setTimeout(tell, 1000) : requestAnimationFrame(tell);
  }
};

/** The newest figures of a task last. */
const extended = (points, value) => [...(points ?? []).slice(1 - MOST_POINTS), value];

export const store = {
  tasks: new Map(),
  /** Changes with the set of names; {@code changes} with anything of any task. */
  members: 0,
  changes: 0,
  loaded: false,
  /** Why Meproc refuses this page; empty when it does not. */
  refusal: "",
  node: null,
  connection: { state: "connecting", at: 0 },
  /** By name: the figures of now, and those of the last two minutes. */
  usage: new Map(),
  measured: 0,
  /** By name, the number of what has happened last to a listed task. */
  moments: new Map(),
  /** By how many milliseconds the clock of Meproc is ahead of the browser's. */
  ahead: 0,
  notices: [],
  announcement: "",

  now() {
    return Date.now() + this.ahead;
  },

  follow(follower) {
    followers.add(follower);
    return () => followers.delete(follower);
  },

  changed() {
    plan();
  },

  snapshot(tasks) {
    this.tasks = new Map(tasks.map((task) => [task.name, task]));
    this.moments = new Map([...this.moments].filter(([name]) => this.tasks.has(name)));
    this.members++;
    this.changes++;
    this.loaded = true;
    plan();
  },

  task(task) {
    const before = this.tasks.get(task.name);
    this.tasks.set(task.name, task);
    this.members += before ? 0 : 1;
    this.changes++;
    if (before && isIn(task, "failed") && !isIn(before, "failed")) {
      this.announce(`${task.name} has failed${task.lastExit ? `: ${task.lastExit.words}` : ""}`);
    }
    this.happened(task.name);
  },

  removed(name) {
    this.members += this.tasks.delete(name) ? 1 : 0;
    this.usage.delete(name);
    this.moments.delete(name);
    this.changes++;
    plan();
  },

  /** What happens while a task ends may come after it was removed. */
  happened(name) {
    this.tasks.has(name) && this.moments.set(name, ++moment);
    plan();
  },

  metrics({ at, tasks }) {
    const ahead = Date.parse(at) - Date.now();
    this.ahead = Math.abs(ahead) > MOST_DELAY_MILLIS ? ahead : 0;
    const seen = new Map();
    for (const now of tasks) {
      const before = this.usage.get(now.name);
      seen.set(now.name, { ...now, cpus: extended(before?.cpus, now.cpu), memory: extended(before?.memory, now.rss) });
    }
    this.usage = seen;
    this.measured++;
    plan();
  },

  /** The figures of a task that has a process; those of an ended one stay until the next come. */
  usageOf({ name, since }) {
    return since ? this.usage.get(name) : undefined;
  },

  connect(connection) {
    this.connection = connection;
    plan();
  },

  /** Says something to those who do not look. */
  announce(words) {
    this.announcement = words;
    plan();
  },
};
