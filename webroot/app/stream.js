/**
 * Passes the stream of events to the store, from the worker that all tabs share, or from a stream of its own without a worker.
 */

import { api } from "./api.js";
import { Feed } from "./feed.js";
import { store } from "./store.js";
import { useZone } from "./words.js";

/**
 * A message arrives every 2 s while the stream is open, and every 5 s while it is not; a worker that is silent for this time has
 * ended.
 */
const SILENCE_MILLIS = 30_000;
/** A hidden tab keeps its own stream for this time. */
const HIDDEN_MILLIS = 10_000;

/** The time between two readings of the node, whose troubles cause no events. */
const NODE_MILLIS = 20_000;

/** Reads the properties and troubles of the node. */
export const learnNode = async () => {
  try {
    store.node = (await api("GET", "/node")).body;
    useZone(store.node.zone);
    store.changed();
  } catch {
    // The next connection retries.
  }
};

/** The error of a stream has no reason, so another call finds it out. */
const learnRefusal = async () => {
  try {
    await api("GET", "/node");
    store.refusal = "";
  } catch (refused) {
    store.refusal = refused.status === 403 ? refused.message : "";
  }
  store.changed();
};

const HANDLERS = {
  snapshot: ({ tasks }) => store.snapshot(tasks),
  task: (task) => store.task(task),
  removed: (gone) => store.removed(gone.name),
  run: (run) => store.happened(run.task),
  metrics: (figures) => store.metrics(figures),
  gap: () => store.announce("Some events were missed; all tasks are shown as they are now."),
  connection: (connection) => {
    const { state } = store.connection;
    store.connect(connection);
    connection.state === "broken" && !store.loaded && learnRefusal();
    if (connection.state === "live" && state !== "live") {
      /broken|retrying/.test(state) && store.announce("Reconnected; missed events are filled in.");
      learnNode();
    }
  },
};

const handle = (name, content) => HANDLERS[name]?.(content);

const startOwn = () => {
  const feed = new Feed(handle);
  let timer;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) {
      timer = setTimeout(() => feed.close(), HIDDEN_MILLIS);
    } else {
      feed.open();
    }
  });
  feed.open();
  return () => feed.open();
};

const startShared = () => {
  const worker = new SharedWorker(new URL("shared.js", import.meta.url), { type: "module", name: "meproc" });
  const { port } = worker;
  let watchdog;
  const leave = () => {
    clearTimeout(watchdog);
    port.onmessage = null;
    port.postMessage("leave");
    port.close();
    removeEventListener("pagehide", leave);
  };
  const giveUp = () => {
    leave();
    open = startOwn();
  };
  const watch = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(giveUp, SILENCE_MILLIS);
  };
  worker.onerror = giveUp;
  port.onmessage = ({ data: [name, content] }) => {
    watch();
    handle(name, content);
  };
  addEventListener("pagehide", leave);
  watch();
  return () => port.postMessage("open");
};

/** Opens the stream at once, without waiting for the next attempt. */
export let open = () => {};

export const start = () => {
  try {
    open = startShared();
  } catch {
    // Some browsers have no shared workers, or do not allow them.
    open = startOwn();
  }
};

setInterval(() => document.hidden || store.connection.state !== "live" || learnNode(), NODE_MILLIS);

addEventListener("pageshow", ({ persisted }) => persisted && start());
