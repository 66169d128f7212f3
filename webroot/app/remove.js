/** The confirmation before a task is removed; it names what is stopped. */

import { api, taskPath } from "./api.js";
import { ask, Doing } from "./actions.js";
import { Dialog } from "./dialog.js";
import { go } from "./route.js";
import { store } from "./store.js";
import { html, useState } from "./view.js";
import { counted, listed, plain } from "./words.js";

export const Remove = ({ task, replicas, close }) => {
  const [trouble, setTrouble] = useState("");
  const { name } = task;
  const live = replicas.filter(({ pid }) => pid);
  const waiters = [...store.tasks.values()].filter(({ waitingFor }) => waitingFor.includes(name)).map((each) => each.name);
  const remove = async () => {
    setTrouble("");
    const at = location.hash;
    const outcome = await ask(name, "removed", () => api("DELETE", taskPath(name)));
    if (outcome) {
      close();
      at === location.hash && go("#/");
    } else {
      setTrouble("It is still listed; the message at the edge of the page says why.");
    }
  };
  return html`<${Dialog} title=${`Remove ${plain(name)}?`} close=${close} testid="remove-dialog">
    <p>${
      live.length > 0
        ? html`This stops ${counted(live.length, "process", "processes")}: ${listed(live.map(({ index, pid }) => `${name}:${index} (${pid})`), 8)}.`
        : "No process of it runs."
    } The task is removed; its output stays on disk.</p>
    ${waiters.length > 0 && html`<p>${listed(waiters)} ${waiters.length === 1 ? "waits" : "wait"} for it and may start then.</p>`}
    ${trouble && html`<p class="trouble" role="alert">${trouble}</p>`}
    <div class="answers">
      <button type="button" data-testid="remove-cancel" autofocus onClick=${close}>Keep it</button>
      <${Doing} icon="remove" words="Remove" className="danger solid" testid="remove-confirm" run=${remove} />
    </div>
  <//>`;
};
