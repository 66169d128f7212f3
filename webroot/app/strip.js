/** A strip of marks, one for each run, the newest at the right: colour and shape by result, height by duration, times below. */

import { endWords, kindOf, resultOf, secondsOf } from "./results.js";
import { html, memo, useLayoutEffect, useRef } from "./view.js";
import { clock, exact, length, plain } from "./words.js";

/** From 5 s to a week. */
const UNITS = [5, 10, 30, 60, 120, 300, 600, 1800, 3600, 10_800, 43_200, 86_400, 604_800].map((seconds) => seconds * 1000);
/** The marks between two times, for which they need room. */
const APART = 9;
/** The height of the shortest run, of 100. */
const LEAST = 14;

const heightOf = (seconds, most) => (seconds === null ? LEAST : LEAST + (100 - LEAST) * (Math.log1p(seconds) / Math.log1p(Math.max(1, most))));

/** The indices of the runs with a time below them: the first of each minute, hour or other unit, as far as there is room. */
const ticks = (runs) => {
  const times = runs.map(({ since }) => Date.parse(since));
  const all = times.length ? times.at(-1) - times[0] : 0;
  const unit = UNITS.find((each) => all / each <= Math.max(1, runs.length / APART)) ?? UNITS.at(-1);
  const found = new Set();
  let last = -APART;
  times.forEach((time, at) => {
    const begins = at === 0 || Math.floor(time / unit) !== Math.floor(times[at - 1] / unit);
    if (begins && at - last >= APART) {
      found.add(at);
      last = at;
    }
  });
  return found;
};

const labelOf = (run, name, now) => {
  const seconds = secondsOf(run, now);
  const lasted = seconds === null ? "" : `, ${seconds < 10 ? `${seconds.toFixed(1)} s` : length(seconds)}`;
  const result = resultOf(run);
  const words = endWords(run);
  return `${name}:${run.replica}, ${result}${words === result ? "" : `: ${plain(words)}`}${lasted}, started ${clock(run.since, now)}`;
};

const Mark = memo(({ run, label, height, tick, chosen, choose }) => {
  const result = resultOf(run);
  return html`<div role="option" id=${`run-${run.run}`} class="slot" aria-selected=${chosen} aria-label=${label} title=${label} tabindex=${chosen ? 0 : -1} data-run=${run.run} data-result=${result} onClick=${() => choose(run.run)}>
    <i class=${`run ${kindOf(result)}`} style=${{ height: `${height}%` }}></i>
    ${tick && html`<time datetime=${run.since} title=${exact(run.since)}>${tick}</time>`}
  </div>`;
});

const STEPS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity };

/** @param runs the newest first */
export const Strip = ({ name, runs, chosen, choose, now, more, older }) => {
  const strip = useRef();
  const place = useRef({ atEnd: true, width: 0 });
  const shown = [...runs].reverse();
  const most = Math.max(...shown.map((run) => secondsOf(run, now) ?? 0));
  const timed = ticks(shown);
  useLayoutEffect(() => {
    const { atEnd, width, left } = place.current;
    // Older marks are added at the left: those that are seen stay where they are.
    strip.current.scrollLeft = atEnd ? strip.current.scrollWidth : left + strip.current.scrollWidth - width;
    remember();
  }, [shown[0]?.run, shown.at(-1)?.run, shown.length]);
  const remember = () => {
    const { scrollLeft, scrollWidth, clientWidth } = strip.current;
    place.current = { atEnd: scrollWidth - scrollLeft - clientWidth < 9, width: scrollWidth, left: scrollLeft };
  };
  const press = (event) => {
    const step = STEPS[event.key];
    if (step && event.target.closest(".slot")) {
      event.preventDefault();
      const at = shown.findIndex(({ run }) => run === chosen);
      const next = shown[Math.min(shown.length - 1, Math.max(0, at + step))];
      choose(next.run);
      strip.current.querySelector(`#run-${next.run}`)?.focus();
    }
  };
  return html`<div class="strip" ref=${strip} onScroll=${remember}>
    ${more && html`<button type="button" class="older" data-testid="older" onClick=${older}>Older runs</button>`}
    <div class="marks" role="listbox" aria-orientation="horizontal" aria-label="Runs, the newest last" data-testid="strip" onKeyDown=${press}>
      ${shown.map(
        (run, at) => html`<${Mark} key=${run.run} run=${run} label=${labelOf(run, name, now)} height=${Math.round(heightOf(secondsOf(run, now), most))} tick=${timed.has(at) ? clock(run.since, now) : ""} chosen=${run.run === chosen} choose=${choose} />`,
      )}
    </div>
  </div>`;
};
