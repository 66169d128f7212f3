/** A shared worker with one stream of events for all tabs, since a browser opens at most six connections to one address. */

import { Feed } from "./feed.js";

const ports = new Set();
let tasks = null;
let connection;

/** The state that a new tab needs. */
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
