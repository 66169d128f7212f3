/** Icons for buttons; the button has the text. */

import { html } from "./view.js";

const PATHS = {
  start: "M4 2.5v11l9-5.5z",
  run: "M4 2.5v11l9-5.5z",
  pause: "M3.5 3h3.2v10H3.5zm5.8 0h3.2v10H9.3z",
  resume: "M2.5 3h2.4v10H2.5zM7 3v10l7-5z",
  stop: "M3.5 3.5h9v9h-9z",
  restart: "M13.5 3v4.2H9.3l1.6-1.6A4 4 0 1 0 12 8.8h1.6A5.6 5.6 0 1 1 12 4.5z",
  rolling: "M2 3h5v4H2zm7 0h5v4H9zM2 9h5v4H2zm7.5.8h4v2.4h-4z",
  signal: "M9.5 1L3 9h4l-.8 6L13 7H8.6z",
  reset: "M2.5 3v4.2h4.2L5.1 5.6a4 4 0 1 1-1.1 3.2H2.4A5.6 5.6 0 1 0 4 4.5z",
  edit: "M2 11.2V14h2.8l7.6-7.6-2.8-2.8zm11-7.4a1 1 0 0 0 0-1.3l-.9-.9a1 1 0 0 0-1.3 0l-.6.7 2.3 2.3z",
  remove: "M6 1.5h4l.7 1H14V4H2V2.5h3.3zM3 5h10l-.8 9.5H3.8z",
  plus: "M7 2h2v5h5v2H9v5H7V9H2V7h5z",
  minus: "M2 7h12v2H2z",
  close: "M3.4 2L8 6.6 12.6 2 14 3.4 9.4 8l4.6 4.6-1.4 1.4L8 9.4 3.4 14 2 12.6 6.6 8 2 3.4z",
  up: "M8 3l5 6H3z",
  down: "M8 13L3 7h10z",
  back: "M9.5 2.5L11 4 7 8l4 4-1.5 1.5L4 8z",
  theme: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM8 3a5 5 0 0 1 0 10z",
  copy: "M5 1h9v10h-3v-2h1V3H7v1H5zM2 5h8v10H2z",
  download: "M7 1h2v6h3.5L8 11.5 3.5 7H7zM2 13h12v2H2z",
};

export const Icon = ({ name }) =>
  html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path fill-rule="evenodd" d=${PATHS[name]} /></svg>`;
