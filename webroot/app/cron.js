/** The schedule of a task: the pattern, its meaning, and the next fires. */

import { api } from "./api.js";
import { Field } from "./fields.js";
import { sentence } from "./sentence.js";
import { html, useEffect, useNow, useState, VERBATIM } from "./view.js";
import { exact, until } from "./words.js";

const PAUSE_MILLIS = 250;
const PRESETS = [
  ["*/5 * * * *", "every 5 min"],
  ["0 * * * *", "hourly"],
  ["0 3 * * *", "daily at 3"],
  ["30 9 * * mon-fri", "weekdays 9:30"],
  ["0 0 * * sun", "weekly"],
  ["0 0 L * *", "end of month"],
];

const usePreview = (pattern) => {
  const [preview, setPreview] = useState(null);
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        setPreview((await api("POST", "/cron/preview", { pattern, n: 5 }, { signal: stop.signal })).body);
      } catch (refused) {
        if (refused.name !== "AbortError") {
          setPreview({ trouble: refused.errors?.[0]?.message ?? refused.message });
        }
      }
    }, PAUSE_MILLIS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [pattern]);
  return preview;
};

const Fires = ({ pattern }) => {
  const preview = usePreview(pattern);
  const now = useNow();
  if (!preview) {
    return html`<p class="soft">…</p>`;
  }
  if (preview.trouble) {
    return html`<p class="soft" data-testid="cron-trouble">No next time: ${preview.trouble}</p>`;
  }
  return html`<p class="sentence" role="status" data-testid="cron-sentence">${sentence(preview.pattern)}${sentence(preview.pattern) && ", "}${preview.zone}</p>
    <ol class="fires" aria-label="Next times" data-testid="cron-fires">
      ${preview.fires.map((fire) => html`<li key=${fire}><time datetime=${fire} title=${exact(fire)}>${fire.slice(0, 10)} <b>${fire.slice(11, 16)}</b></time> <span class="soft">${until(fire, now)}</span></li>`)}
    </ol>`;
};

export const Cron = ({ form, set }) =>
  html`<div class="cron wide">
    <${Field} of="cron" label="Pattern" hint="Minute, hour, day of month, month, day of week; L is the last day, | stands between patterns." draw=${(common) =>
      html`<input ...${common} class="code" ...${VERBATIM} value=${form.cron} onInput=${(event) => set({ cron: event.target.value })} />
        <span class="presets">${PRESETS.map(([pattern, words]) => html`<button key=${pattern} type="button" onClick=${() => set({ cron: pattern })}>${words}</button>`)}</span>`} />
    <div class="preview"><${Fires} pattern=${form.cron} /></div>
  </div>`;
