/** Shown before the tasks are loaded; has the reason if Meproc refuses this page. */

import { html, useStore } from "./view.js";

export const Loading = () => {
  const refusal = useStore((from) => from.refusal);
  return refusal ? html`<p class="hollow" role="alert" data-testid="refusal">${refusal}</p>` : html`<p class="hollow" role="status">Loading …</p>`;
};
