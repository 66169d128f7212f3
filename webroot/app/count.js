/** An input for a number with buttons for steps; the typed text stays until the input loses the focus. */

import { html, useState } from "./view.js";

/** @param change called with a number from least to most */
export const Count = ({ value, least, most, change, ...rest }) => {
  const [typed, setTyped] = useState(null);
  const still = () => setTyped(null);
  const leave = (event) => {
    still();
    event.target.value && change(Math.min(most, Math.max(least, Math.round(Number(event.target.value)))));
  };
  return html`<input type="number" min=${least} max=${most} value=${typed ?? value} onInput=${(event) => setTyped(event.target.value)} onChange=${leave} onBlur=${still} onKeyDown=${(event) => event.key === "Escape" && still()} ...${rest} />`;
};
