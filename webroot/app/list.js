/** A list that renders only its visible rows, if it has more rows than are useful for the browser's own search. */

import { html, useEffect, useLayoutEffect, useRef, useState } from "./view.js";

/** The rows rendered beyond the visible ones; as many are added and removed at once. */
const SPARE = 4;

/** The size up to which all rows are rendered. */
const FEW = 300;

const visible = (element, count, height) => {
  if (count <= FEW) {
    return { first: 0, most: FEW };
  }
  const above = element ? -element.getBoundingClientRect().top : 0;
  const first = Math.max(0, (Math.floor(above / height / SPARE) - 1) * SPARE);
  return { first: Math.min(first, Math.max(0, count - 1)), most: Math.ceil(window.innerHeight / height) + 3 * SPARE };
};

const KEYS = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };

/**
 * @param draw returns the row at an index, at this distance from the top; its focusable element has data-row
 * @param height the height of each row in pixels
 * @param start the row that has the focus at first, or none
 */
export const List = ({ count, height, draw, start = -1 }) => {
  const body = useRef();
  const [window_, setWindow] = useState({ first: 0, most: 40 });
  const wanted = useRef(null);
  const focused = body.current?.contains(document.activeElement) && document.activeElement;

  const look = () => {
    const next = visible(body.current, count, height);
    setWindow((now) => (now.first === next.first && now.most === next.most ? now : next));
  };
  useLayoutEffect(look, [count, height]);
  useEffect(() => {
    let planned = false;
    const scroll = () => {
      if (!planned) {
        planned = true;
        requestAnimationFrame(() => {
          planned = false;
          look();
        });
      }
    };
    window.addEventListener("scroll", scroll, { passive: true });
    window.addEventListener("resize", scroll);
    return () => {
      window.removeEventListener("scroll", scroll);
      window.removeEventListener("resize", scroll);
    };
  }, [count, height]);
  useLayoutEffect(() => {
    // A row that is moved loses the focus; a removed row passes it to its successor.
    if (focused && !body.current.contains(document.activeElement)) {
      const next = focused.isConnected ? focused : body.current.querySelector(`[data-row="${Math.min(focused.dataset.row, count - 1)}"]`);
      next?.focus({ preventScroll: true });
    }
    const row = wanted.current !== null && body.current.querySelector(`[data-row="${wanted.current}"]`);
    if (row) {
      wanted.current = null;
      row.focus({ preventScroll: true });
    }
  });

  /** Focuses a row as soon as it is rendered. */
  const reach = (next) => {
    const top = body.current.getBoundingClientRect().top + window.scrollY + next * height;
    const low = top + height - window.innerHeight + 24;
    const high = top - 180;
    if (window.scrollY < low || window.scrollY > high) {
      window.scrollTo(0, Math.max(0, window.scrollY < low ? low : high));
    }
    wanted.current = next;
    look();
    setWindow((now) => ({ ...now }));
  };
  useEffect(() => void (start >= 0 && reach(start)), []);

  const move = (event) => {
    const step = KEYS[event.key];
    const at = event.target.dataset?.row;
    if (step === undefined || at === undefined || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    event.preventDefault();
    reach(Math.min(count - 1, Math.max(0, Number(at) + step)));
  };

  const first = Math.min(window_.first, Math.max(0, count - 1));
  const last = Math.min(count, first + window_.most);
  const rows = [];
  for (let index = first; index < last; index++) {
    rows.push(draw(index, index * height));
  }
  return html`<div ref=${body} class="rows" role="rowgroup" style=${{ height: `${count * height}px` }} onKeyDown=${move}>${rows}</div>`;
};
