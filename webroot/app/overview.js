/** The list of all tasks. */

import { addressOf } from "./api.js";
import { Filter } from "./filter.js";
import { List } from "./list.js";
import { Loading } from "./loading.js";
import { Picked } from "./picked.js";
import { keep, read } from "./route.js";
import { COLUMNS, Head, Row } from "./rows.js";
import { choose } from "./choice.js";
import { store } from "./store.js";
import { html, useEffect, useMedia, useMemo, useNow, useRef, useState, useStore } from "./view.js";
import { quoted } from "./words.js";

const HEIGHT = 45;
const NARROW_HEIGHT = 104;
const NOBODY = new Set();
/** The shortest time between two sorts of a long list. */
const PAUSE_MILLIS = 400;

const readChoice = (query) => {
  const sent = new URLSearchParams(query);
  return { q: sent.get("q") ?? "", state: sent.get("state") ?? "", type: sent.get("type") ?? "", sort: sent.get("sort") ?? "trouble" };
};

const writeChoice = (choice) => {
  const sent = new URLSearchParams();
  Object.entries(choice).forEach(([key, value]) => value && !(key === "sort" && value === "trouble") && sent.set(key, value));
  return sent.toString();
};

/** The names to show. An order by states or metrics is not computed for each of thousands of events. */
const useNames = (choice) => {
  const members = useStore((from) => from.members);
  const changes = useStore((from) => from.changes);
  const measured = useStore((from) => from.measured);
  const settled = useRef({ at: 0, changes: 0 });
  const lively = choice.q || choice.type || choice.state || !["name", "-name", "type", "-type"].includes(choice.sort);
  const now = Date.now();
  const [, redraw] = useState(0);
  const late = lively && settled.current.changes !== changes && now - settled.current.at <= PAUSE_MILLIS;
  if (lively && settled.current.changes !== changes && !late) {
    settled.current = { at: now, changes };
  }
  useEffect(() => {
    if (late) {
      const timer = setTimeout(() => redraw((count) => count + 1), PAUSE_MILLIS);
      return () => clearTimeout(timer);
    }
  }, [late]);
  const figures = /cpu|memory/.test(choice.sort) ? measured : 0;
  return useMemo(
    () => choose(store.tasks, (task) => store.usageOf(task), choice),
    [members, settled.current, figures, choice.q, choice.state, choice.type, choice.sort],
  );
};

const Nothing = () => {
  const example = `curl -X PUT ${addressOf("/tasks/hello")} -d ${quoted('{"cmd": "while date; do sleep 1; done", "type": "daemon"}')}`;
  return html`<section class="card nothing" data-testid="empty">
    <h1>No tasks yet</h1>
    <p><a class="button primary" href="#/new">Add the first one</a></p>
    <p>or by command line:</p>
    <pre><code>${example}</code></pre>
  </section>`;
};

/** @param came the name of the task that was shown before */
export const Overview = ({ query, came }) => {
  const [choice, setChoice] = useState(() => readChoice(query));
  const loaded = useStore((from) => from.loaded);
  const narrow = useMedia("(max-width: 52rem)");
  const now = useNow();
  const names = useNames(choice);
  useEffect(() => {
    // The address does not have later input yet.
    read().query === query && setChoice(readChoice(query));
  }, [query]);
  const change = (part) => {
    const next = { ...choice, ...part };
    setChoice(next);
    keep(writeChoice(next));
  };
  const [picked, setPicked] = useState(NOBODY);
  const pick = useMemo(() => (name, on) => setPicked((before) => new Set(on ? [...before, name] : [...before].filter((each) => each !== name))), []);
  const chosen = picked.size > 0 ? names.filter((name) => picked.has(name)) : [];
  if (!loaded) {
    return html`<${Loading} />`;
  }
  if (store.tasks.size === 0) {
    return html`<${Nothing} />`;
  }
  const draw = (index, top) => {
    const task = store.tasks.get(names[index]);
    return task
      ? html`<${Row} key=${task.name} task=${task} usage=${store.usageOf(task)} now=${now} index=${index} top=${top} picked=${picked.has(task.name)} pick=${pick} />`
      : null;
  };
  return html`<h1 class="unseen">Tasks</h1>
    <${Filter} choice=${choice} change=${change} shown=${names.length} all=${store.tasks.size} />
    <div class="card table tasks" role="table" aria-label="Tasks" aria-rowcount=${names.length + 1} aria-colcount=${COLUMNS.length + 2} data-testid="tasks">
      <${Head} sort=${choice.sort} change=${change} all=${chosen.length > 0 && chosen.length === names.length} pickAll=${(on) => setPicked(on ? new Set(names) : NOBODY)} />
      <${List} count=${names.length} height=${narrow ? NARROW_HEIGHT : HEIGHT} draw=${draw} start=${names.indexOf(came)} />
      ${names.length === 0 && html`<p class="hollow">No task fits. <button type="button" class="link" onClick=${() => change({ q: "", state: "", type: "" })}>Show all</button></p>`}
    </div>
    <${Picked} names=${chosen} clear=${() => setPicked(NOBODY)} />`;
};
