/** The fires of the coming day, a line for each task. */

import { api } from "./api.js";
import { hrefOf } from "./route.js";
import { trigger } from "./schedules.js";
import { store } from "./store.js";
import { html, useEffect, useNow, useState, useStore } from "./view.js";
import { clock, counted, exact, plain, until } from "./words.js";

const DAY = 86_400_000;
const HOUR = 3_600_000;
const PER_TASK = 300;
const LIMIT = 1_000;
const REFRESH_MILLIS = 60_000;
/** Fires that are closer, as a part of the day, are drawn as one bar. */
const CLOSE = 0.004;
const LISTED = 20;
/** The most fires of one task in the list. */
const OF_EACH = 3;

const useFires = () => {
  const [answer, setAnswer] = useState(null);
  useEffect(() => {
    const stop = new AbortController();
    const load = async () => {
      const from = new Date(store.now()).toISOString();
      const to = new Date(store.now() + DAY).toISOString();
      try {
        setAnswer((await api("GET", `/schedule?from=${from}&to=${to}&limit=${LIMIT}&perTask=${PER_TASK}`, undefined, { signal: stop.signal })).body);
      } catch (refused) {
        refused.name === "AbortError" || setAnswer({ trouble: refused.message });
      }
    };
    load();
    const timer = setInterval(() => document.hidden || load(), REFRESH_MILLIS);
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, []);
  return answer;
};

/** Bars from fires in ascending order, as parts of the day. */
const bars = (fires, from) => {
  const all = [];
  for (const { at } of fires) {
    const place = (Date.parse(at) - from) / DAY;
    const last = all[all.length - 1];
    if (last && place - last.end < CLOSE) {
      last.end = place;
    } else {
      all.push({ begin: place, end: place });
    }
  }
  return all;
};

const percent = (part) => `${(100 * part).toFixed(3)}%`;

const Line = ({ name, fires, from, now }) => {
  const task = store.tasks.get(name);
  const { at, paused } = fires[0];
  const many = fires.length >= PER_TASK;
  const words = `${name}: ${paused ? "paused, " : ""}${many ? "more than " : ""}${counted(fires.length, "fire")}, the next ${until(at, now)}`;
  return html`<li class=${paused ? "paused" : ""} data-testid="timeline-line" data-task=${name}>
    <span class="who"><a href=${hrefOf(name)}>${plain(name)}</a><code class="soft">${task ? trigger(task.definition) : ""}</code></span>
    <span class="track" role="img" aria-label=${words} title=${words}>
      ${bars(fires, from).map(({ begin, end }) => html`<i style=${{ left: percent(begin), width: percent(end - begin) }}></i>`)}
      ${many && html`<i class="rest" style=${{ left: percent((Date.parse(fires[fires.length - 1].at) - from) / DAY), right: "0" }}></i>`}
    </span>
    <span class="next">${paused ? "paused" : html`<time datetime=${at} title=${exact(at)}>${until(at, now)}</time>`}</span>
  </li>`;
};

const Axis = ({ from }) => {
  const first = Math.ceil(from / HOUR) * HOUR;
  const hours = Array.from({ length: 24 }, (_, n) => first + n * HOUR).filter((at) => new Date(at).getUTCHours() % 3 === 0);
  return html`<li class="axis" aria-hidden="true"><span class="who"></span><span class="track">${hours.map((at) => html`<b key=${at} style=${{ left: percent((at - from) / DAY) }}>${clock(new Date(at).toISOString(), at).slice(0, 5)}</b>`)}</span><span class="next"></span></li>`;
};

export const Timeline = () => {
  const answer = useFires();
  const now = useNow();
  useStore((from) => from.members);
  if (!answer || answer.trouble) {
    return html`<section class="card nothing"><p class=${answer ? "bad-text" : "soft"}>${answer?.trouble ?? "…"}</p></section>`;
  }
  const from = Date.parse(answer.from);
  const byTask = new Map();
  for (const fire of answer.fires) {
    byTask.set(fire.task, [...(byTask.get(fire.task) ?? []), fire]);
  }
  if (byTask.size === 0) {
    return html`<section class="card nothing" data-testid="timeline-empty"><h1>Nothing fires in the coming day</h1><p><a class="button primary" href="#/new">Add a task with a schedule</a></p></section>`;
  }
  return html`<section class="card panel" aria-label="The coming day">
      <h1>The coming day</h1>
      ${answer.next && html`<p class="soft" data-testid="timeline-cut">Only the first ${LIMIT.toLocaleString()} fires are drawn, until ${clock(answer.next, now)}.</p>`}
      <ol class="timetable" data-testid="timeline"><${Axis} from=${from} />${[...byTask].map(([name, fires]) => html`<${Line} key=${name} name=${name} fires=${fires} from=${from} now=${now} />`)}</ol>
    </section>
    <section class="card panel" aria-label="Next fires"><h2>Next</h2>
      <ol class="fires coming">${[...byTask.values()].flatMap((fires) => fires.slice(0, OF_EACH)).filter(({ paused }) => !paused).sort((one, other) => Date.parse(one.at) - Date.parse(other.at)).slice(0, LISTED).map(
        ({ task, at, local, zone }) => html`<li key=${task + at}><time datetime=${at} title=${`${exact(at)}\n${local} ${zone}`}>${clock(at, now)}</time> <a href=${hrefOf(task)}>${plain(task)}</a> <span class="soft">${until(at, now)}</span></li>`,
      )}</ol>
    </section>`;
};
