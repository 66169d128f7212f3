/** The choice of a signal to send. */

import { act, Doing } from "./actions.js";
import { Dialog } from "./dialog.js";
import { html, useState } from "./view.js";
import { plain } from "./words.js";

const OWN = "defined by the program";
const SIGNALS = {
  HUP: "often: reload the configuration",
  INT: "as by Ctrl+C",
  QUIT: "end, and leave a core dump",
  TERM: "end",
  KILL: "end at once, without cleanup",
  USR1: OWN,
  USR2: OWN,
  STOP: "halt, until CONT",
  CONT: "go on",
  WINCH: "window size changed",
};
const MORE = ["ABRT", "ALRM", "BUS", "CHLD", "FPE", "ILL", "IO", "PIPE", "PROF", "PWR", "SEGV", "STKFLT", "SYS", "TRAP", "TSTP", "TTIN", "TTOU", "URG", "VTALRM", "XCPU", "XFSZ"];

export const SIGNAL_NAMES = [...Object.keys(SIGNALS), ...MORE];

export const SignalDialog = ({ name, index, close }) => {
  const [signal, setSignal] = useState("HUP");
  const [to, setTo] = useState("group");
  const subject = index === null ? `all of ${plain(name)}` : `${plain(name)}:${index}`;
  const send = async () => {
    await act(name, index, "signal", "", { signal, to });
    close();
  };
  return html`<${Dialog} title=${`Send a signal to ${subject}`} close=${close} testid="signal-dialog">
    <label class="field"><span>Signal</span>
      <select value=${signal} data-testid="signal-name" onChange=${(event) => setSignal(event.target.value)}>
        ${SIGNAL_NAMES.map((each) => html`<option key=${each} value=${each}>${each}</option>`)}
      </select>
    </label>
    <p class="soft">${SIGNALS[signal] ?? "see signal(7)"}</p>
    <label class="field"><span>Goes to</span>
      <select value=${to} data-testid="signal-to" onChange=${(event) => setTo(event.target.value)}>
        <option value="group">the process group</option>
        <option value="leader">the first process of a run alone</option>
      </select>
    </label>
    <div class="answers">
      <button type="button" onClick=${close}>Cancel</button>
      <${Doing} icon="signal" words="Send" className="primary" testid="signal-send" run=${send} />
    </div>
  <//>`;
};
