/** A modal dialog. */

import { html, useEffect, useRef } from "./view.js";

/** @param close called when the dialog was cancelled or closed */
export const Dialog = ({ title, close, children, testid }) => {
  const dialog = useRef();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current.showModal();
    const shown = dialog.current;
    return () => {
      shown.close();
      before?.focus?.();
    };
  }, []);
  return html`<dialog
    ref=${dialog}
    aria-labelledby="question"
    data-testid=${testid}
    onCancel=${(event) => {
      event.preventDefault();
      close();
    }}
    onClick=${(event) => event.target === dialog.current && close()}
  >
    <div class="inside">
      <h2 id="question">${title}</h2>
      ${children}
    </div>
  </dialog>`;
};
