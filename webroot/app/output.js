/** The output of a replica, which is updated while it is written. */

import { Doing } from "./actions.js";
import { dress } from "./ansi.js";
import { Count } from "./count.js";
import { Icon } from "./icons.js";
import { notify } from "./notices.js";
import { hitWords, useHits } from "./search.js";
import { readAll, Tail } from "./tail.js";
import { html, memo, useEffect, useLayoutEffect, useMemo, useRef, useState } from "./view.js";
import { bytes } from "./words.js";

const PAUSE_MILLIS = 600;

/** The text with the matches of the search marked. */
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

export const Line = ({ line, sought, here }) =>
  html`<div class=${here ? "line here" : "line"} data-at=${line.at}>${line.spans.map(({ text, look }) => {
    const { className, style } = dress(look);
    return className || style.color || style.backgroundColor ? html`<span class=${className} style=${style}>${marked(text, sought)}</span>` : marked(text, sought);
  })}${line.spans.length === 0 && "\u200b"}</div>`;

const has = (line, sought) => line.text.toLowerCase().includes(sought);

const Block = memo(({ block, sought, here }) =>
  block.lines.map((line) => html`<${Line} line=${line} sought=${sought && has(line, sought) ? sought : ""} here=${line.at === here} />`),
);

/** Whether a block contains the line at an offset. */
const within = ({ lines }, offset) => lines[0].at <= offset && offset <= lines.at(-1).at;

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

/** The distance from an edge in pixels at which more is loaded. */
const NEAR = 200;

/** The first line that is at least partly visible: its offset in the output, and its position. */
const firstSeen = (screen) => {
  const { top } = screen.getBoundingClientRect();
  const line = [...screen.querySelectorAll("[data-at]")].find((each) => each.getBoundingClientRect().bottom > top);
  return line ? { at: Number(line.dataset.at), top: line.getBoundingClientRect().top } : { at: 0, top };
};

/** Keeps a line at its position on the screen after lines were added or removed above and below it. */
const keepInPlace = (screen, { at, top }) => {
  const line = screen.querySelector(`[data-at="${at}"]`);
  if (line) {
    screen.scrollTop += line.getBoundingClientRect().top - top;
  }
};

/** Whether a match is visible without scrolling. */
const seesHit = (screen) => {
  const { top, bottom } = screen.getBoundingClientRect();
  return [...screen.querySelectorAll("mark")].some((mark) => {
    const box = mark.getBoundingClientRect();
    return box.top >= top && box.bottom <= bottom;
  });
};

/** Steps through the matches in the whole output; goes to the first one as soon as it is found, unless one is visible already. */
const useSteps = (tail, { of, hits }, sought, screen, pause) => {
  const [at, setAt] = useState(-1);
  const [here, setHere] = useState(-1);
  const [trouble, setTrouble] = useState("");
  useLayoutEffect(() => {
    const line = here >= 0 && screen.current.querySelector(".here");
    if (line) {
      screen.current.scrollTop += line.getBoundingClientRect().top - screen.current.getBoundingClientRect().top - screen.current.clientHeight / 2;
    }
  }, [here, at]);
  const step = async (by) => {
    if (hits.length === 0) {
      return;
    }
    const seen = at < 0 ? firstSeen(screen.current).at : 0;
    const next = at < 0 ? Math.max(0, hits.findIndex((offset) => offset >= seen)) : (at + by + hits.length) % hits.length;
    pause();
    try {
      tail.holds(hits[next]) || (await tail.jump(hits[next]));
      setTrouble("");
    } catch (refused) {
      setTrouble(refused.message);
    }
    setAt(next);
    setHere(tail.lineAt(hits[next]));
  };
  const reset = () => {
    setAt(-1);
    setHere(-1);
  };
  const shown = useRef(true);
  useEffect(() => {
    shown.current = false;
    reset();
  }, [tail, sought]);
  const first = sought !== "" && of === sought && hits.length > 0;
  useEffect(() => {
    if (first && !shown.current) {
      shown.current = true;
      at >= 0 || seesHit(screen.current) || step(0);
    }
  }, [first, tail, sought]);
  return { at, here, step, reset, trouble };
};

export const Output = ({ name, index, count, choose }) => {
  const [following, setFollowing] = useState(true);
  const [wrap, setWrap] = useState(true);
  const [sought, setSought] = useState("");
  const [, redraw] = useState(0);
  const screen = useRef();
  const place = useRef(null);
  const [tail, unread] = useTail(name, index, following);
  const found = useHits(name, index, sought, tail.size);
  const steps = useSteps(tail, found, sought, screen, () => setFollowing(false));
  const trouble = unread || steps.trouble;
  const last = tail.unfinished;
  const none = tail.blocks.length === 0 && !last;
  const low = sought.toLowerCase();
  useLayoutEffect(() => {
    if (following && steps.at < 0) {
      screen.current.scrollTop = screen.current.scrollHeight;
    } else if (place.current) {
      keepInPlace(screen.current, place.current);
    }
    place.current = null;
  });
  const more = async (read) => {
    try {
      if (await read()) {
        place.current = firstSeen(screen.current);
        redraw((before) => before + 1);
      }
    } catch {
      // The next scroll event retries.
    }
  };
  const scroll = ({ target }) => {
    const left = target.scrollHeight - target.scrollTop - target.clientHeight;
    if (following && steps.at < 0 && left > 9) {
      setFollowing(false);
    }
    if (target.scrollTop < NEAR && tail.start > 0) {
      more(() => tail.earlier());
    } else if (!following && left < NEAR) {
      more(() => tail.later());
    }
  };
  const follow = () => {
    steps.reset();
    setFollowing(!following);
  };
  const enter = (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      steps.step(event.shiftKey ? -1 : 1);
    }
  };
  return html`<section class="card panel output" aria-labelledby="output"><div class="tools">
      <h2 id="output">Output</h2>
      ${count > 1 && html`<label class="choice"><span>replica</span><${Count} least=${0} most=${count - 1} value=${index} change=${choose} data-testid="output-replica" /></label>`}
      <button type="button" aria-pressed=${following} data-testid="follow" onClick=${follow}>${following ? "Pause" : "Follow"}</button>
      <button type="button" aria-pressed=${wrap} data-testid="wrap" onClick=${() => setWrap(!wrap)}>Wrap</button>
      <label class="choice"><span class="unseen">Search the whole output</span><input type="search" placeholder="Search all of it" maxlength="1000" data-testid="output-search" onInput=${(event) => setSought(event.target.value)} onKeyDown=${enter} /></label>
      ${
        sought &&
        html`<span class="hits"><span class="soft" role="status" data-testid="hits">${hitWords(found, steps.at)}</span>
          <button type="button" class="plain" aria-label="Previous hit" title="Previous hit (Shift+Enter)" data-testid="hit-before" onClick=${() => steps.step(-1)}><${Icon} name="up" /></button>
          <button type="button" class="plain" aria-label="Next hit" title="Next hit (Enter)" data-testid="hit-after" onClick=${() => steps.step(1)}><${Icon} name="down" /></button></span>`
      }
      <span class="soft">${bytes(tail.size)}${following ? "" : ", paused"}</span>
      <${Doing} icon="download" label="Download the output" testid="download" run=${() => save(name, index)} />
    </div>
    ${trouble && html`<p class="trouble" role="alert">${trouble}</p>`}
    <div ref=${screen} class=${`screen ${wrap ? "wrap" : ""}`} role="log" aria-live="off" tabindex="0" aria-label=${`Output of ${name}:${index}`} data-testid="output" onScroll=${scroll}>
      ${tail.start > 0 && html`<div class="line t-dim">… scroll up for earlier output</div>`}
      ${tail.blocks.map((block) => html`<${Block} key=${block.key} block=${block} sought=${low} here=${within(block, steps.here) ? steps.here : -1} />`)}
      ${last && html`<${Line} line=${last} sought=${low} here=${last.at === steps.here} />`}
      ${tail.moved && html`<div class="line t-dim">${tail.moved === "removed" ? "The log was removed" : `The log was moved to ${tail.moved}`} while its process runs, which goes on writing there. Its next start opens a new one.</div>`}
      ${none && !trouble && !tail.moved && html`<div class="line t-dim">${tail.next === null ? "Loading …" : "Nothing was written yet."}</div>`}
    </div>
  </section>`;
};
