/** A definition as JSON, and as a command line that sends it to a Meproc. */

import { addressOf, taskPath } from "./api.js";
import { Icon } from "./icons.js";
import { notify } from "./notices.js";
import { html, useRef, useState } from "./view.js";
import { plain, quoted } from "./words.js";

/** The values of variables are unknown here and have to be filled in. */
const open = (all) => (Array.isArray(all.env) ? { ...all, env: Object.fromEntries(all.env.map((name) => [name, "…"])) } : all);

const command = (name, body) => `curl -X PUT ${quoted(addressOf(taskPath(name)))} -d ${quoted(JSON.stringify(body))}`;

const FORMS = [
  ["json", "JSON"],
  ["curl", "curl"],
];

export const Curl = ({ definition }) => {
  const [form, setForm] = useState("json");
  const shown = useRef();
  const { name, ...body } = open(definition);
  const text = form === "json" ? JSON.stringify({ name, ...body }, null, 2) : command(name || "NAME", body);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      notify("Copied");
    } catch {
      // Only a page from https or from this machine may write to the clipboard; selecting is always allowed.
      getSelection().selectAllChildren(shown.current);
      notify("Selected; copy it with the keyboard");
    }
  };
  return html`<div class="curl">
    <div class="tools" role="group" aria-label="Form">
      ${FORMS.map(([key, words]) => html`<button key=${key} type="button" aria-pressed=${form === key} data-testid=${`as-${key}`} onClick=${() => setForm(key)}>${words}</button>`)}
      <span class="grow"></span>
      <button type="button" data-testid="copy" onClick=${copy}><${Icon} name="copy" />Copy</button>
    </div>
    <pre tabindex="0" aria-label="The task as text"><code ref=${shown} data-testid="as-text">${plain(text)}</code></pre>
  </div>`;
};
