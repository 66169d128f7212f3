/** A shared worker: one stream of events for all tabs of a browser, of which only six connections go to one address. */

import { Feed } from "./feed.js";

const ports = new Set();
let tasks = null;
let connection;

/** What a tab that comes later has to know. */
const KEPT = {
  connection: (now) => (connection = now),
  snapshot: (all) => (tasks = new Map(all.tasks.map((task) => [task.name, task]))),
  task: (task) => tasks?.set(task.name, task),
  removed: ({ name }) => tasks?.delete(name),
};

const feed = new Feed((name, content) => {
  KEPT[name]?.(content);
  ports.forEach((port) => port.postMessage([name, content]));
});

const leave = (port) => {
  ports.delete(port);
  if (ports.size === 0) {
    feed.close();
  }
};

self.onconnect = ({ ports: [port] }) => {
  port.onmessage = ({ data }) => (data === "open" ? feed.open() : leave(port));
  ports.add(port);
  tasks && port.postMessage(["snapshot", { tasks: [...tasks.values()] }]);
  connection && port.postMessage(["connection", connection]);
  ports.size === 1 && feed.open();
};
