/** The results of runs: their words, their kinds of colour and shape, and how many succeeded. */

import { html } from "./view.js";

const NO_RUN = new Set(["missed", "skipped", "paused", "late"]);

/** The result of a run: running, succeeded, failed, stopped, did not run, or end unknown. */
export const resultOf = ({ state, exit }) => {
  if (!exit) {
    return state === "running" ? "running" : "end unknown";
  } else if (NO_RUN.has(exit.cause)) {
    return "did not run";
  } else if (exit.cause === "stopped" || exit.cause === "replaced") {
    return "stopped";
  } else if (exit.cause === "unknown") {
    return "end unknown";
  }
  return exit.success ? "succeeded" : "failed";
};

const KINDS = { running: "busy", succeeded: "good", failed: "bad", stopped: "rest", "did not run": "wait", "end unknown": "warn" };

export const RESULTS = Object.keys(KINDS);

/** The class of a result, which has its colour and shape. */
export const kindOf = (result) => KINDS[result];

export const endWords = (run) => run.exit?.words ?? resultOf(run);

/** How long a run lasted, or has lasted, in seconds; null if unknown. */
export const secondsOf = (run, now) => {
  const { since, exit, state } = run;
  if (resultOf(run) === "did not run" || (!exit && state !== "running")) {
    return null;
  }
  return Math.max(0, ((exit ? Date.parse(exit.at) : now) - Date.parse(since)) / 1000);
};

const tally = (runs) => {
  const counts = new Map();
  runs.forEach((run) => counts.set(resultOf(run), (counts.get(resultOf(run)) ?? 0) + 1));
  return counts;
};

const percent = (part, all) => `${part === all ? 100 : Math.min(99, Math.round((part / all) * 100))} %`;

/**
 * The share of the runs that succeeded among those that succeeded or failed, and the number of each result.
 * @param partial whether the runs were selected by their result, so that a share would mean nothing
 */
export const Rate = ({ runs, more, partial }) => {
  const counts = tally(runs);
  const good = counts.get("succeeded") ?? 0;
  const judged = good + (counts.get("failed") ?? 0);
  return html`<p class="rate" role="status" data-testid="rate">
    ${judged > 0 && !partial && html`<b class="figure">${percent(good, judged)}</b> of ${judged.toLocaleString()} ${judged === 1 ? "run" : "runs"} succeeded${more ? " so far back" : ""}`}
  </p>
  <ul class="legend" aria-label="Runs by result">
    ${RESULTS.filter((result) => counts.has(result)).map(
      (result) => html`<li key=${result}><i class=${`run ${kindOf(result)}`} aria-hidden="true"></i>${counts.get(result).toLocaleString()} ${result}</li>`,
    )}
  </ul>`;
};
