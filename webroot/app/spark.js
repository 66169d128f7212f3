/** A sparkline of the last two minutes. */

import { html, memo } from "./view.js";

const POINTS = 60;
/** Fewer points would look like a dot. */
const LEAST = 5;
const WIDTH = 60;
const HEIGHT = 18;

const path = (values, most) =>
  values
    .map((value, at) => {
      const x = ((POINTS - values.length + at) / (POINTS - 1)) * WIDTH;
      const y = HEIGHT - 1 - (value / most) * (HEIGHT - 3);
      return `${at === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join("");

/** @param least the upper end of the scale if all values are lower */
export const Spark = memo(({ values, least, className }) => {
  if (values.length < LEAST) {
    return html`<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true"></svg>`;
  }
  const line = path(values, Math.max(least, ...values));
  const start = (((POINTS - values.length) / (POINTS - 1)) * WIDTH).toFixed(1);
  return html`<svg class="spark ${className}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
    <path class="under" d="${line}L${WIDTH} ${HEIGHT}L${start} ${HEIGHT}Z" /><path class="line" d=${line} />
  </svg>`;
});
