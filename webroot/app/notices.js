/** Messages about the results of actions at the edge of the page, and announcements for screen readers. */

import { Icon } from "./icons.js";
import { store } from "./store.js";
import { html, useStore } from "./view.js";
import { plain } from "./words.js";

const GOOD_MILLIS = 6000;
/** A message with an undo button stays longer. */
const UNDO_MILLIS = 15_000;

let number = 0;

const close = (id) => {
  store.notices = store.notices.filter((notice) => notice.id !== id);
  store.changed();
};

/**
 * @param trouble whether the message stays until it is closed
 * @param undo the undo button: {@code words} is its label, {@code run} its action
 */
export const notify = (words, trouble = false, undo = undefined) => {
  const id = ++number;
  store.notices = [...store.notices.slice(-3), { id, words, trouble, undo }];
  store.changed();
  if (!trouble) {
    setTimeout(() => close(id), undo ? UNDO_MILLIS : GOOD_MILLIS);
  }
};

const take = ({ id, undo }) => {
  close(id);
  undo.run();
};

const Notice = ({ notice }) =>
  html`<div class=${`notice ${notice.trouble ? "trouble" : ""}`} role=${notice.trouble ? "alert" : "status"} data-testid="notice">
    <p>${plain(notice.words)}</p>
    ${notice.undo && html`<button type="button" data-testid="undo" onClick=${() => take(notice)}>${notice.undo.words}</button>`}
    <button type="button" class="plain" aria-label="Close the message" onClick=${() => close(notice.id)}><${Icon} name="close" /></button>
  </div>`;

export const Notices = () => {
  const notices = useStore((from) => from.notices);
  const announcement = useStore((from) => from.announcement);
  return html`<div class="notices">${notices.map((notice) => html`<${Notice} key=${notice.id} notice=${notice} />`)}</div>
    <p class="unseen" aria-live="polite" data-testid="announcement">${plain(announcement)}</p>`;
};
