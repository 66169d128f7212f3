/** The actions on several tasks. */

import { api } from "./api.js";
import { Doing } from "./actions.js";
import { Dialog } from "./dialog.js";
import { notify } from "./notices.js";
import { html, useState } from "./view.js";
import { counted, listed } from "./words.js";

const VERBS = [
  ["start", "Start", "started"],
  ["stop", "Stop", "stopped"],
  ["restart", "Restart", "restarted"],
  ["remove", "Remove", "removed"],
];

/** The number of refusals that are reported one by one. */
const MOST_TROUBLES = 3;

const askAll = async (verb, names, done) => {
  try {
    const { body } = await api("POST", `/tasks:${verb}`, { selector: { names } });
    const refused = body.results.filter(({ status }) => status >= 400);
    const unchanged = body.results.filter(({ outcome }) => outcome?.change === "unchanged").length;
    const good = body.results.length - refused.length - unchanged;
    if (good > 0) {
      notify(`${counted(good, "task")}: ${done}`, false, verb === "stop" ? { words: "Start again", run: () => askAll("start", names, "started") } : undefined);
    }
    if (unchanged > 0) {
      notify(`${counted(unchanged, "task")}: unchanged`);
    }
    refused.slice(0, MOST_TROUBLES).forEach(({ name, problem }) => notify(`${name}: ${problem?.detail ?? problem?.title ?? "refused"}`, true));
    if (refused.length > MOST_TROUBLES) {
      notify(`${counted(refused.length - MOST_TROUBLES, "more task")}: refused`, true);
    }
  } catch (refused) {
    notify(refused.message, true);
  }
};

/** @param clear deselects all tasks */
export const Picked = ({ names, clear }) => {
  const [asked, setAsked] = useState(null);
  if (names.length === 0) {
    return null;
  }
  const [verb, words, done] = asked ?? [];
  const run = async (each, title, past) => {
    await askAll(each, names, past);
    setAsked(null);
    clear();
  };
  return html`<div class="card picked" role="group" aria-label="Selected tasks" data-testid="picked">
    <b role="status">${counted(names.length, "task")} selected</b>
    ${VERBS.map(
      (each) => html`<${Doing} key=${each[0]} icon=${each[0]} words=${each[0] === "start" ? each[1] : `${each[1]} …`} className=${each[0] === "remove" ? "danger" : ""} testid=${`picked-${each[0]}`} run=${() => (each[0] === "start" ? run(...each) : setAsked(each))} />`,
    )}
    <button type="button" class="link" onClick=${clear}>Clear</button>
    ${
      asked &&
      html`<${Dialog} title=${`${words} ${counted(names.length, "task")}?`} close=${() => setAsked(null)} testid="picked-dialog">
        <p>${listed(names, 12)}</p>
        ${verb === "remove" && html`<p>Their processes are stopped and their definitions are removed; their output stays on disk.</p>`}
        <div class="answers">
          <button type="button" autofocus onClick=${() => setAsked(null)}>Cancel</button>
          <${Doing} icon=${verb} words=${words} className=${verb === "remove" ? "danger solid" : "primary"} testid="picked-confirm" run=${() => run(verb, words, done)} />
        </div>
      <//>`
    }
  </div>`;
};
