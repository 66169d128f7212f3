/** What a replica writes, as it writes it. */

import { Doing } from "./actions.js";
import { dress } from "./ansi.js";
import { Count } from "./count.js";
import { notify } from "./notices.js";
import { readAll, Tail } from "./tail.js";
import { html, memo, useEffect, useLayoutEffect, useMemo, useRef, useState } from "./view.js";
import { bytes, counted } from "./words.js";

const PAUSE_MILLIS = 600;

/** The text with what is looked for marked in it. */
const marked = (text, sought) => {
  if (!sought) {
    return text;
  }
  const parts = [];
  const low = text.toLowerCase();
  let from = 0;
  for (let at = low.indexOf(sought); at >= 0 && low.length === text.length; at = low.indexOf(sought, from)) {
    parts.push(text.slice(from, at), html`<mark>${text.slice(at, at + sought.length)}</mark>`);
    from = at + sought.length;
  }
  return [...parts, text.slice(from)];
};

const Line = ({ line, sought }) =>
  html`<div class="line">${line.spans.map(({ text, look }) => {
    const { className, style } = dress(look);
    return className || style.color || style.backgroundColor ? html`<span class=${className} style=${style}>${marked(text, sought)}</span>` : marked(text, sought);
  })}${line.spans.length === 0 && "\u200b"}</div>`;

const has = (line, sought) => line.text.toLowerCase().includes(sought);

const Block = memo(({ block, sought }) => block.lines.map((line) => html`<${Line} line=${line} sought=${sought && has(line, sought) ? sought : ""} />`));

const useTail = (name, index, following) => {
  const tail = useMemo(() => new Tail(name, index), [name, index]);
  const [, redraw] = useState(0);
  const [trouble, setTrouble] = useState("");
  useEffect(() => {
    let timer;
    let gone = false;
    const read = async () => {
      let more = false;
      if (!document.hidden) {
        try {
          more = (await tail.read()) && tail.next < tail.size;
          gone || setTrouble("");
        } catch (refused) {
          gone || setTrouble(refused.message);
        }
        gone || redraw((count) => count + 1);
      }
      if (!gone && (following || tail.next === null)) {
        timer = setTimeout(read, more ? 0 : PAUSE_MILLIS);
      }
    };
    if (following || tail.next === null) {
      read();
    }
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [tail, following]);
  return [tail, trouble];
};

const save = async (name, index) => {
  try {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await readAll(name, index));
    link.download = `${name}-${index}.log`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  } catch (refused) {
    notify(`${name}:${index}: ${refused.message}`, true);
  }
};

/** Steps through the marks. */
const useSearch = (screen) => {
  const [sought, setSought] = useState("");
  const [at, setAt] = useState(-1);
  const step = (by) => {
    const marks = screen.current.querySelectorAll("mark");
    if (marks.length > 0) {
      const next = (at + by + marks.length) % marks.length;
      marks.forEach((mark, index) => mark.classList.toggle("here", index === next));
      const { top } = marks[next].getBoundingClientRect();
      screen.current.scrollTop += top - screen.current.getBoundingClientRect().top - screen.current.clientHeight / 2;
      setAt(next);
    }
  };
  return { sought, setSought: (text) => (setSought(text.toLowerCase()), setAt(-1)), step, at };
};

export const Output = ({ name, index, count, choose }) => {
  const [following, setFollowing] = useState(true);
  const [wrap, setWrap] = useState(true);
  const screen = useRef();
  const [tail, trouble] = useTail(name, index, following);
  const search = useSearch(screen);
  const last = tail.unfinished;
  const lines = tail.blocks.reduce((sum, block) => sum + block.lines.length, 0) + (last ? 1 : 0);
  const found = search.sought ? tail.blocks.reduce((sum, block) => sum + block.lines.filter((line) => has(line, search.sought)).length, 0) : 0;
  useLayoutEffect(() => {
    if (following && search.at < 0) {
      screen.current.scrollTop = screen.current.scrollHeight;
    }
  });
  const scroll = ({ target }) => following && search.at < 0 && target.scrollHeight - target.scrollTop - target.clientHeight > 9 && setFollowing(false);
  return html`<section class="card panel wide output" aria-labelledby="output"><div class="tools">
      <h2 id="output">Output</h2>
      ${count > 1 && html`<label class="choice"><span>replica</span><${Count} least=${0} most=${count - 1} value=${index} change=${choose} data-testid="output-replica" /></label>`}
      <button type="button" aria-pressed=${following} data-testid="follow" onClick=${() => setFollowing(!following)}>${following ? "Pause" : "Follow"}</button>
      <button type="button" aria-pressed=${wrap} data-testid="wrap" onClick=${() => setWrap(!wrap)}>Wrap</button>
      <label class="choice"><span class="unseen">Search the output</span><input type="search" placeholder="Search" data-testid="output-search"
        onInput=${(event) => search.setSought(event.target.value)}
        onKeyDown=${(event) => event.key === "Enter" && (event.preventDefault(), search.step(event.shiftKey ? -1 : 1))} /></label>
      <span class="soft" role="status">${search.sought && counted(found, "line")}</span>
      <span class="soft">${bytes(tail.size)}${following ? "" : ", paused"}</span>
      <${Doing} icon="download" label="Download the output" testid="download" run=${() => save(name, index)} />
    </div>
    ${trouble && html`<p class="trouble" role="alert">${trouble}</p>`}
    <div ref=${screen} class=${`screen ${wrap ? "wrap" : ""}`} role="log" aria-live="off" tabindex="0" aria-label=${`Output of ${name}:${index}`} data-testid="output" onScroll=${scroll}>
      ${(tail.offset > 0 || tail.dropped) && html`<div class="line t-dim">… what came before is in the download</div>`}
      ${tail.blocks.map((block) => html`<${Block} key=${block.key} block=${block} sought=${search.sought} />`)}
      ${last && html`<${Line} line=${last} sought=${search.sought} />`}
      ${lines === 0 && !trouble && html`<div class="line t-dim">${tail.next === null ? "Loading …" : "Nothing was written yet."}</div>`}
    </div>
  </section>`;
};
