/** Why a task is as it is, and what has happened to it. */

import { taskPath } from "./api.js";
import { useAsked } from "./asked.js";
import { html, useNow } from "./view.js";
import { exact, plain, relative } from "./words.js";

const KINDS = {
  exited: "end",
  stopped: "rest",
  "task stopped": "rest",
  started: "good",
  "task started": "good",
  "not started": "bad",
  stuck: "bad",
  "times out": "bad",
  "roll ended": "bad",
};

const kindOf = ({ event, words }) => (event === "exited" && !/code 0\b/.test(words) ? "bad" : (KINDS[event] ?? "busy"));

export const Why = ({ name }) => {
  const { value, trouble } = useAsked(name, `${taskPath(name)}/why`);
  const now = useNow();
  return html`<section class="card panel why" aria-labelledby="why" data-testid="why"><h2 id="why">Why</h2>
    ${trouble && html`<p class="trouble" role="alert">${trouble.message}</p>`}
    <p class="summary" role="status">${value ? plain(value.summary) : "…"}</p>
    <ol class="timeline" tabindex="0" aria-label="What happened lately, the newest first">
      ${[...(value?.past ?? [])].reverse().map(
        (moment, at) => html`<li key=${`${moment.at} ${at}`} class=${kindOf(moment)}>
          <time datetime=${moment.at} title=${exact(moment.at)}>${relative(moment.at, now)}</time>
          <span>${moment.replica !== null && html`<b>${name}:${moment.replica}</b> `}${plain(moment.words)}</span>
        </li>`,
      )}
    </ol>
  </section>`;
};
