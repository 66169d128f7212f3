/** A search through the whole output, which the service does a part at a time. */

import { api, taskPath } from "./api.js";
import { useEffect, useRef, useState } from "./view.js";

const PAUSE_MILLIS = 250;
const AGAIN_MILLIS = 1000;
const MOST_AT_ONCE = 1000;
/** The most matches that are kept. */
const MOST_HITS = 10_000;

const NONE = { of: "", hits: [], scanned: 0, done: true, trouble: "" };

/**
 * The offsets of all matching lines found so far; matches in later output are added.
 * @param size the size of the output, as far as it is known
 * @returns {@code of} is the text of these matches, which may differ from the text that was typed last
 */
export const useHits = (name, index, sought, size) => {
  const [found, setFound] = useState(NONE);
  const latest = useRef(found);
  latest.current = found;
  const search = (from, hits, pause) => {
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      let next = from;
      let all = hits;
      try {
        while (next !== null && all.length < MOST_HITS) {
          const query = new URLSearchParams({ q: sought, from: next, limit: MOST_AT_ONCE });
          const { body } = await api("GET", `${taskPath(name)}/replicas/${index}/output/search?${query}`, undefined, { signal: stop.signal });
          all = [...all, ...body.matches.map(({ offset }) => offset)];
          next = body.next;
          setFound({ of: sought, hits: all, scanned: next ?? body.size, size: body.size, done: next === null, trouble: "" });
        }
      } catch (refused) {
        refused.name === "AbortError" || setFound({ ...NONE, trouble: refused.message });
      }
    }, pause);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  };
  useEffect(() => {
    setFound({ ...NONE, done: !sought });
    return sought ? search(0, [], PAUSE_MILLIS) : undefined;
  }, [name, index, sought]);
  const { hits, scanned, done } = found;
  const grown = Boolean(sought) && done && scanned > 0 && size > scanned;
  useEffect(() => (grown ? search(scanned, hits, AGAIN_MILLIS) : undefined), [grown, scanned]);
  return found;
};

/** The number of matches, and the position among them. */
export const hitWords = ({ hits, scanned, size, done, trouble }, at) => {
  const count = hits.length.toLocaleString();
  if (scanned === 0 && !done) {
    return "searching …";
  }
  const more = done ? "" : hits.length >= MOST_HITS ? "+" : ` (${Math.floor((100 * scanned) / (size || 1))} %)`;
  return trouble || (at >= 0 ? `${(at + 1).toLocaleString()} of ${count}${more}` : `${count}${more} ${hits.length === 1 ? "line" : "lines"}`);
};
