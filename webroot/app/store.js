/** The state of the page. Subscribers are notified of changes at most once a frame. */

import { isIn } from "./health.js";

const MOST_POINTS = 60;
/** Metrics that are older were measured by another clock. */
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
    // A hidden page has no frames.
    document.hidden ? setTimeout(tell, 1000) : requestAnimationFrame(tell);
  }
};

/** The metrics of a task, newest last. */
const extended = (points, value) => [...(points ?? []).slice(1 - MOST_POINTS), value];

export const store = {
  tasks: new Map(),
  /** {@code members} changes with the set of names, {@code changes} with anything of any task. */
  members: 0,
  changes: 0,
  loaded: false,
  /** The reason why Meproc refuses this page; empty if it does not. */
  refusal: "",
  node: null,
  connection: { state: "connecting", at: 0 },
  /** By name: the current metrics, and those of the last two minutes. */
  usage: new Map(),
  measured: 0,
  /** By name: the number of the last event of a listed task. */
  moments: new Map(),
  /** The milliseconds by which the clock of Meproc is ahead of the browser's. */
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

  /** Events of the end of a task may arrive after its removal. */
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

  /** The metrics of a task with a process. Metrics of an ended one stay until the next arrive. */
  usageOf({ name, since }) {
    return since ? this.usage.get(name) : undefined;
  },

  connect(connection) {
    this.connection = connection;
    plan();
  },

  /** Announces a message to screen readers. */
  announce(words) {
    this.announcement = words;
    plan();
  },
};
