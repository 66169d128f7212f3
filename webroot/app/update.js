/** The progress of an update: a mark for each of its replicas, and whether the last one was rolled back. */

import { html } from "./view.js";
import { plain } from "./words.js";

const MOST_MARKS = 60;

/** The indices of ranges as 0-3,7. */
const indices = (ranges) =>
  ranges
    .split(",")
    .filter(Boolean)
    .flatMap((range) => {
      const [first, last = first] = range.split("-").map(Number);
      return Array.from({ length: Math.min(last - first + 1, 10000) }, (_, at) => first + at);
    });

const PARTS = [
  ["replaced", "good", "replaced"],
  ["replacing", "busy", "being replaced"],
  ["old", "rest", "still old"],
];

export const UpdateProgress = ({ update }) => {
  if (!update) {
    return null;
  }
  const sets = PARTS.map(([member, kind, words]) => ({ kind, words, these: indices(update[member]) }));
  const words = sets
    .filter(({ these }) => these.length > 0)
    .map(({ words: each, these }) => `${these.length} ${each}`)
    .join(", ");
  const marks = sets.flatMap(({ kind, these }) => these.map((index) => ({ index, kind }))).sort((one, other) => one.index - other.index);
  return html`<p class="update" data-testid="update" role="status"><b>${update.kind}</b>${update.why ? `, ${plain(update.why)}` : ""}: ${words}
    ${marks.length <= MOST_MARKS && html`<span class="replicas"><span class="marks" aria-hidden="true">${marks.map(({ index, kind }) => html`<i key=${index} class="mark ${kind}" title=${`replica ${index}`}></i>`)}</span></span>`}</p>`;
};
