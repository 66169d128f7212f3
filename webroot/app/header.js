/** The top of every view: the identity of the Meproc, the counts of its tasks by state, and whether the page is up to date. */

import { isIn, TROUBLES } from "./health.js";
import { Icon } from "./icons.js";
import { Shape, TASK_STATES } from "./states.js";
import { store } from "./store.js";
import { open } from "./stream.js";
import { html, useEffect, useMemo, useNow, useState, useStore } from "./view.js";
import { exact, length, zone } from "./words.js";

const SCHEMES = { auto: "light", light: "dark", dark: "auto" };

const Scheme = () => {
  const [scheme, setScheme] = useState(document.documentElement.dataset.theme ?? "auto");
  const change = () => {
    const next = SCHEMES[scheme];
    setScheme(next);
    document.documentElement.dataset.theme = next;
    try {
      localStorage.setItem("meproc.theme", next);
    } catch {
      // Without storage the choice lasts as long as the page.
    }
  };
  const label = `Colours: ${scheme}; change to ${SCHEMES[scheme]}`;
  return html`<button type="button" class="plain" aria-label=${label} title=${label} data-testid="scheme" onClick=${change}><${Icon} name="theme" /></button>`;
};

const Connection = () => {
  const { state, at } = useStore((from) => from.connection);
  useNow();
  const left = Math.max(0, Math.round((at - Date.now()) / 1000));
  const words = { live: "live", connecting: "connecting …", retrying: "reconnecting …", broken: `reconnecting in ${left} s` }[state];
  return html`<span class=${`connection ${state}`} data-testid="connection" data-state=${state}>
    <span class="dot" aria-hidden="true"></span><span>${words}</span>
    ${state === "broken" && html`<button type="button" class="link" onClick=${() => open()}>now</button>`}
    <span class="unseen" role="status">${state === "live" ? "Connected" : "Connection lost"}</span>
  </span>`;
};

const tally = (tasks) => {
  const counts = {};
  for (const { health, state } of tasks.values()) {
    counts[state] = (counts[state] ?? 0) + 1;
    // A task whose state is failed counts once.
    health === "ok" || health === state || (counts[health] = (counts[health] ?? 0) + 1);
  }
  return counts;
};

const COUNTED = [...new Set([...TROUBLES, ...TASK_STATES])];

const Counts = ({ chosen }) => {
  const changes = useStore((from) => from.changes);
  const counts = useMemo(() => tally(store.tasks), [changes]);
  return html`<ul class="counts" aria-label="Tasks by health and state">
    ${COUNTED.filter((state) => counts[state]).map(
      (state) => html`<li key=${state}>
        <a class="chip" href=${chosen === state ? "#/" : `#/?state=${encodeURIComponent(state)}`} aria-current=${chosen === state ? "true" : undefined} data-testid=${`count-${state}`}>
          <${Shape} state=${state} />${counts[state].toLocaleString()} <span>${state}</span>
        </a>
      </li>`,
    )}
  </ul>`;
};

const Node = () => {
  const node = useStore((from) => from.node);
  const now = useNow();
  if (!node) {
    return html`<span class="node">${location.host}</span>`;
  }
  const up = length((now - Date.parse(node.startedAt)) / 1000);
  const more = `${node.platform}, Java ${node.javaVersion}, ${node.launcher} launcher, process ${node.pid}\nstarted ${exact(node.startedAt)}\nzone ${node.zone}`;
  return html`<span class="node" title=${more} data-testid="node">${location.host} <span class="soft">${node.version}, up ${up}, times in ${zone()}</span></span>`;
};

const TITLES = { new: "New task", overview: "Tasks", schedule: "Schedule" };

/** The title of the window, with the number of failed tasks. */
const useTitle = ({ view, name }) => {
  const failed = useStore(({ tasks }) => [...tasks.values()].filter((task) => isIn(task, "failed")).length);
  useEffect(() => {
    const words = name ? `${{ edit: "Edit ", history: "Runs of " }[view] ?? ""}${name}` : TITLES[view];
    document.title = `${failed ? `(${failed.toLocaleString()} failed) ` : ""}${words} – Meproc`;
  });
};

export const Header = ({ route }) => {
  useTitle(route);
  const chosen = route.view === "overview" ? new URLSearchParams(route.query).get("state") : null;
  return html`<header class="top">
    <div class="bar">
      <a class="brand" href="#/"><svg viewBox="0 0 24 24" aria-hidden="true"><rect x="2" y="2" width="20" height="20" rx="5" /><path d="M6.5 16.5v-9l5.5 5.5 5.5-5.5v9" /></svg>Meproc</a>
      <${Node} />
      <${Connection} />
      <span class="grow"></span>
      <a class="aside" href="#/schedule" data-testid="schedule" aria-current=${route.view === "schedule" ? "page" : undefined}>Schedule</a>
      <a class="aside" href="docs">API</a>
      <${Scheme} />
      <a class="button primary" href="#/new" data-testid="new"><${Icon} name="plus" />New<span class="wide-only"> task</span></a>
    </div>
    <${Counts} chosen=${chosen} />
  </header>`;
};
