/** The dossier of one run: how it ended, who requested that, what followed, and its last lines. */

import { addressOf, taskPath } from "./api.js";
import { parseLine } from "./ansi.js";
import { Line } from "./output.js";
import { endWords, kindOf, resultOf, secondsOf } from "./results.js";
import { useRun } from "./runs.js";
import { html, useNow } from "./view.js";
import { ago, bytes, clock, exact, length, plain } from "./words.js";

const Fact = ({ title, wide, children }) => html`<div class=${wide ? "wide" : ""}><dt>${title}</dt><dd>${children}</dd></div>`;

const moment = (iso, now) => html`<time datetime=${iso} title=${exact(iso)}>${clock(iso, now)}</time> <span class="soft">${ago(iso, now)}</span>`;

const by = ({ who, from }) => {
  const sender = { meproc: "Meproc itself", bus: "a program in the same JVM" }[from] ?? from;
  return who ? `${plain(who)} (${plain(sender)})` : plain(sender);
};

/** What is missing about the end of a run, and why; empty if nothing is. */
const doubt = (run) => {
  if (!run.exit && run.state !== "running") {
    return "No end of this run is recorded. It does not run any more; its end may not be kept yet, or was lost.";
  }
  return run.exit?.cause === "unknown" ? "Nobody watched this run when it ended, or the kernel did not report how: its exit status is not known." : "";
};

const Stop = ({ exit }) => {
  const forced = exit.forced ? "SIGKILL was needed" : "without SIGKILL";
  return exit.forced !== undefined && html`<${Fact} title="Stop">${exit.took === undefined ? forced : `${exit.took} s, ${forced}`}<//>`;
};

const BeforeKill = ({ leader: { state, waitChannel, stack } }) =>
  html`<${Fact} title="Before SIGKILL"><span data-testid="before-kill" title=${stack.join("\n")}>${plain(state)}${waitChannel && `, waiting in ${plain(waitChannel)}`}</span><//>`;

const Facts = ({ run, now }) => {
  const { exit, verdict, pid, node, occasion } = run;
  const seconds = secondsOf(run, now);
  const none = resultOf(run) === "did not run";
  return html`<dl class="facts dossier">
    <${Fact} title=${none ? "Due" : "Started"}>${moment(run.since, now)}<//>
    ${occasion && html`<${Fact} title="Started for"><span data-testid="occasion">${{ fire: "the fire of", missed: "the missed fire of", request: "a request of" }[occasion.kind]} ${moment(occasion.due, now)}${occasion.attempt > 0 && `, repetition ${occasion.attempt}`}</span><//>`}
    ${occasion && occasion.args.length + occasion.env.length > 0 && html`<${Fact} title="Parameters" wide><code>${plain([...occasion.args.map((arg) => JSON.stringify(arg)), ...occasion.env.map((name) => `${name}=…`)].join(" "))}</code><//>`}
    ${exit && html`<${Fact} title=${none ? "Recorded" : "Ended"}>${moment(exit.at, now)}<//>`}
    ${seconds !== null && html`<${Fact} title=${exit ? "Lasted" : "Has lasted"}>${exit?.cause === "unknown" ? "at most " : ""}${seconds < 10 ? `${seconds.toFixed(3)} s` : length(seconds)}<//>`}
    ${exit?.by && html`<${Fact} title="Requested by"><span data-testid="requester">${by(exit.by)}</span><//>`}
    ${exit && html`<${Stop} exit=${exit} />`}
    ${verdict && html`<${Fact} title="Then it">${verdict.words}${verdict.inARow > 1 && `; ${verdict.inARow} ended at once in a row`}<//>`}
    ${exit?.usage && html`<${Fact} title="CPU time">${exit.usage.user} s user, ${exit.usage.system} s system<//>`}
    ${exit?.usage && html`<${Fact} title="Peak memory">${exit.usage.peakRssAtMost ? "at most " : ""}${bytes(exit.usage.peakRss)}<//>`}
    ${exit?.beforeKill && html`<${BeforeKill} leader=${exit.beforeKill} />`}
    ${exit?.memoryEvents && html`<${Fact} title="Memory events">peak ${bytes(exit.memoryEvents.peak)}, high ${exit.memoryEvents.high}, max ${exit.memoryEvents.max}, oom ${exit.memoryEvents.oom}, killed ${exit.memoryEvents.oomKill}<//>`}
    ${!none && html`<${Fact} title="Process">${pid ?? "none"} <span class="soft">on ${plain(node)}</span><//>`}
    ${exit?.leftovers && html`<${Fact} title="Left behind" wide>${exit.leftovers.map((left) => `${left.pid} (${plain(left.command)})`).join(", ")}<//>`}
  </dl>`;
};

/** The lines with the colours of a terminal; a look continues in the next line. */
const parsed = (lines) => {
  let look;
  return lines.map((raw, at) => {
    const line = { ...parseLine(raw, look), at };
    look = line.look;
    return line;
  });
};

const Lines = ({ run, listed }) => {
  const { lastLines, lastLinesProblem, task, replica, output } = run;
  const address = listed && output && addressOf(`${taskPath(task)}/replicas/${replica}/output?from=${output.from}&limit=${Math.min(1 << 20, Math.max(1, (output.to ?? output.from + (1 << 20)) - output.from))}`);
  if (!lastLines || lastLines.length === 0) {
    return html`<p class="soft" data-testid="no-lines">${lastLinesProblem ? plain(lastLinesProblem) : "Its log has no output of this run."}</p>`;
  }
  return html`<h3 id="last-lines">The last ${lastLines.length === 1 ? "line" : `${lastLines.length} lines`} of its output</h3>
    <div class="screen wrap" tabindex="0" role="group" aria-labelledby="last-lines" data-testid="last-lines">${parsed(lastLines).map((line) => html`<${Line} line=${line} sought="" />`)}</div>
    ${address && html`<p><a href=${address} target="_blank" rel="noopener" data-testid="run-output">All of its output</a></p>`}`;
};

/**
 * @param known the record in the list, from which the dossier is shown until it is read
 * @param listed whether the task is, whose output can be read then
 */
export const Dossier = ({ number, known, listed }) => {
  const now = useNow();
  const { value, trouble } = useRun(number, known?.state);
  const run = value?.run === number ? value : known;
  if (!run) {
    return trouble ? html`<p class="trouble" role="alert">${trouble.message}</p>` : null;
  }
  const result = resultOf(run);
  const words = endWords(run);
  return html`<section class="card panel" aria-labelledby="dossier" data-testid="dossier">
    <h2 id="dossier"><i class=${`run ${kindOf(result)}`} aria-hidden="true"></i>${plain(run.task)}:${run.replica} <span class=${result === "failed" ? "bad-text" : ""}>${result}${words !== result && `: ${plain(words)}`}</span> <span class="soft">run ${run.run}</span></h2>
    ${doubt(run) && html`<p class="doubt" data-testid="doubt">${doubt(run)} ${run.exit && plain(run.exit.words)}</p>`}
    ${trouble && html`<p class="trouble" role="alert">${trouble.message}</p>`}
    <${Facts} run=${run} now=${now} />
    ${run.lastLines !== undefined && run.pid !== null && html`<${Lines} run=${run} listed=${listed} />`}
  </section>`;
};
