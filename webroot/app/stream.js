/** The one stream of events. When it breaks it is opened again, from where it was. */

import { api } from "./api.js";
import { store } from "./store.js";
import { useZone } from "./words.js";

const DELAYS = [1, 2, 3, 5];
/** Figures come every 2 s: who hears nothing for so long hears nothing at all. */
const SILENCE_MILLIS = 12_000;

let source;
let last = "";
let failures = 0;
let timer;
let watchdog;

const HANDLERS = {
  snapshot: ({ tasks }) => store.snapshot(tasks),
  task: (task) => store.task(task),
  removed: (gone) => store.removed(gone.name),
  run: (run) => store.happened(run.task),
  metrics: (figures) => store.metrics(figures),
  gap: () => store.announce("Some events were missed; all tasks are shown as they are now."),
};

const learnNode = async () => {
  try {
    store.node = (await api("GET", "/node")).body;
    useZone(store.node.zone);
    store.changed();
  } catch {
    // The next connection asks again.
  }
};

const fail = () => {
  source?.close();
  clearTimeout(timer);
  clearTimeout(watchdog);
  const delay = DELAYS[Math.min(failures++, DELAYS.length - 1)] * 1000;
  store.connect({ state: "broken", at: Date.now() + delay });
  timer = setTimeout(open, delay);
};

const hear = (event) => {
  clearTimeout(watchdog);
  watchdog = setTimeout(fail, SILENCE_MILLIS);
  last = event.lastEventId || last;
};

/** Opens it now, whether or not it is time. */
export const open = () => {
  clearTimeout(timer);
  source?.close();
  store.connect({ state: failures > 0 ? "retrying" : "connecting", at: 0 });
  source = new EventSource(`api/v1/events?metrics=true${last ? `&lastEventId=${last}` : ""}`);
  source.onerror = fail;
  source.onopen = (event) => {
    hear(event);
    const again = failures > 0;
    failures = 0;
    store.connect({ state: "live", at: Date.now() });
    again && store.announce("Connected again; what was missed is filled in.");
    learnNode();
  };
  for (const [name, handle] of Object.entries(HANDLERS)) {
    source.addEventListener(name, (event) => {
      hear(event);
      handle(JSON.parse(event.data));
    });
  }
};
