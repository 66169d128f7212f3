/** The form fields of a task, grouped by purpose. */

import { Cron } from "./cron.js";
import { Deps } from "./deps.js";
import { Options, Part, problemOf, Select, Text } from "./fields.js";
import { Limits, Steps, Variables } from "./lists.js";
import { SIGNAL_NAMES } from "./signal.js";
import { html } from "./view.js";

const TYPES = [
  ["daemon", "Daemon", "is started again whenever it ends"],
  ["once", "Once", "runs to its end"],
  ["cron", "Schedule", "runs at the times of its pattern"],
];

const MODES = [
  ["cmd", "Shell command", "by /bin/sh -c"],
  ["args", "Program and arguments", "without a shell"],
];

const STOPS = [
  ["signal", "One signal", "then KILL"],
  ["sequence", "A sequence", "one signal after the other, then KILL"],
];

const LEADER = [
  ["stop-group", "stop its remaining processes"],
  ["wait", "wait for its remaining processes"],
  ["release", "release its remaining processes, which run on"],
];

const MISSED = [
  ["once", "start it once for all of them"],
  ["all", "start it for each, one after the other"],
  ["skip", "start it for none"],
];

const OUTPUTS = [
  ["log", "its log"],
  ["console", "its log and Meproc's own output"],
];

const RESTART = [
  ["", "by its type: daemons always, others never"],
  ["always", "always"],
  ["on-failure", "after a failure"],
  ["never", "never"],
];

const ESSENTIAL = [
  ["no", "goes on"],
  ["yes", "stops every task and ends"],
];

const UPDATES = [
  ["", "all replicas are restarted at once"],
  ["gated", "a few at a time, each once the ones before are ready"],
];

const UPDATE_FAILURE = [
  ["", "rollback: the definition from before comes back"],
  ["pause", "pause: the update ends, the others stay"],
  ["go-on", "go on with the others"],
];

const REACH = [
  ["group", "the process group"],
  ["leader", "the leader alone"],
];

const any = (form, ...fields) => fields.some((field) => form[field] !== "" && form[field].length !== 0);

export const Parts = ({ form, set, touch, before, problems }) => {
  const wrong = (...fields) => fields.some((field) => problemOf(problems, field));
  const signals = [["", "TERM (default)"], ...SIGNAL_NAMES.filter((each) => each !== "STOP" && each !== "TERM").map((each) => [each, each])];
  const program =
    form.mode === "cmd"
      ? html`<${Text} key="cmd" of="cmd" wide lines="2" label="Command" placeholder="exec nginx -g 'daemon off;'" hint="With exec in front the shell gives way to the program." />`
      : html`<${Text} key="args" of="args" wide lines="4" label="Program and arguments, one a line" placeholder=${"sleep\n60"} hint=${"A line in double quotes is read as a JSON string. ${replica} is the index of the replica."} />`;
  return html`
    <section class="card part" aria-label="What to run"><div class="grid">
      <${Text} of="name" label="Name" placeholder="web" readonly=${Boolean(before)} hint=${before ? "The name cannot be changed." : "Letters, digits, . _ - and no more than 64 of them."} />
      <${Text} of="replica" label="Replicas" inputmode="numeric" hint="Identical processes, 1 to 10,000." />
      <${Options} of="mode" legend="How to run it" values=${MODES} form=${form} set=${set} />
      ${program}
      <${Options} of="type" legend="When to run it" values=${TYPES} form=${form} set=${set} />
      ${form.type === "cron" && html`<${Cron} form=${form} set=${set} />`}
      <${Deps} own=${form.name} />
    </div></section>
    <${Part} title="Environment and account" words="variables, directory, input, user, group" used=${any(form, "env", "cwd", "stdin", "user", "group", "umask") || form.output !== "log"} wrong=${wrong("env", "cwd", "stdin", "user", "group", "umask", "output")}>
      <${Variables} form=${form} set=${set} touch=${touch} />
      <${Text} of="cwd" label="Directory" placeholder="as Meproc" hint="An absolute path." />
      <${Text} of="stdin" label="Standard input" placeholder="/dev/null" hint="A file, by its absolute path." />
      <${Select} of="output" label="Output goes to" values=${OUTPUTS} hint="For containers, whose log is Meproc's output." />
      <${Text} of="user" label="User" placeholder="as Meproc" hint="An account of the machine." />
      <${Text} of="group" label="Group" placeholder="as the user" hint="A group of the machine." />
      <${Text} of="umask" label="Umask" placeholder="as Meproc" hint="Octal, as 027." />
    <//>
    <${Part} title="Stop, success and time limit" words="signals, exit codes, leftovers" used=${any(form, "signal", "grace", "sequence", "success", "timeout", "interval") || form.onLeaderExit !== "stop-group" || form.to !== "group"} wrong=${wrong("stop", "success", "timeout", "interval", "onLeaderExit")}>
      <${Options} of="stopping" legend="How it is stopped" values=${STOPS} form=${form} set=${set} />
      ${
        form.stopping === "sequence"
          ? html`<${Steps} form=${form} set=${set} touch=${touch} />`
          : html`<${Select} of="stop.signal" at="signal" label="Signal" values=${signals} hint="The signal that stops a run." />
              <${Text} of="stop.grace" at="grace" label="Grace" placeholder="10s" hint="The time before KILL: 1ms to 1h." />`
      }
      <${Select} of="stop.to" at="to" label="Signals go to" values=${REACH} hint="KILL goes to all." />
      <${Text} of="success" label="Success codes" placeholder="0" hint="Exit codes and signals, as 0, 3, TERM." />
      <${Text} of="timeout" label="Time limit" placeholder="none" hint="As 90s, 10m, 2h; then it is stopped and has failed." />
      <${Text} of="interval" label="Restart delay, ms" inputmode="numeric" placeholder="3000" hint="For daemons; grows while runs end at once." />
      <${Select} of="onLeaderExit" label="When its first process ends" values=${LEADER} hint="Others of the run may still live then." />
    <//>
    <${Part} title="Restarts" words="policy, delays, limit" used=${any(form, "restartPolicy", "restartForce", "restartPrevent", "restartDelay", "restartGrowth", "restartCap", "restartJitter", "restartResetAfter", "restartGiveUp") || form.essential !== "no"} wrong=${wrong("restart", "essential")}>
      <${Select} of="restart.policy" at="restartPolicy" label="Starts again" values=${RESTART} hint="When a run ends that nobody stopped." />
      <${Text} of="restart.giveUp" at="restartGiveUp" label="Gives up after" placeholder="never" hint="As 5 in 1m: the fifth end in a minute is the last." />
      <${Text} of="restart.delay" at="restartDelay" label="First delay" placeholder="the restart delay" hint="As 500ms, 5s, 1m." />
      <${Text} of="restart.growth" at="restartGrowth" label="Growth" placeholder="2, or 1 if a delay is set" hint="The factor to the next delay, 1 to 10." />
      <${Text} of="restart.cap" at="restartCap" label="Longest delay" placeholder="10 times the first" hint="As 30s, 5m." />
      <${Text} of="restart.jitter" at="restartJitter" label="Jitter" placeholder="0%" hint="As 20%, added at random." />
      <${Text} of="restart.resetAfter" at="restartResetAfter" label="A run has lasted after" placeholder="1s" hint="Then the next delay is the first one again." />
      <${Text} of="restart.force" at="restartForce" label="Always after" placeholder="none" hint="Exit codes and signals, as 75, HUP." />
      <${Text} of="restart.prevent" at="restartPrevent" label="Never after" placeholder="none" hint="Exit codes and signals, as 78." />
      <${Select} of="essential" label="When it fails for good, Meproc" values=${ESSENTIAL} hint="Ends with the exit code of the run, for containers." />
    <//>
    <${Part} title="Updates and sockets" words="new commands, listening sockets" used=${any(form, "updateMode", "sockets")} wrong=${wrong("update", "sockets")}>
      ${
        form.type === "daemon" &&
        html`<${Select} of="update" at="updateMode" label="After a new command" values=${UPDATES} hint="A rolling restart is never at once." />`
      }
      ${
        form.type === "daemon" &&
        form.updateMode &&
        html`<${Text} of="update.maxUnavailable" at="updateMaxUnavailable" label="Replicas out of service" placeholder="1" hint="At the most: 2, or 25%." />
          <${Text} of="update.healthyAfter" at="updateHealthyAfter" label="Ready for" placeholder="2s" hint="Before the next one is replaced." />
          <${Text} of="update.timeout" at="updateTimeout" label="Ready within" placeholder="5m" hint="Otherwise the new process has failed." />
          <${Select} of="update.onFailure" at="updateOnFailure" label="When a new process fails" values=${UPDATE_FAILURE} />`
      }
      <${Text} of="sockets" wide lines="2" label="Listening sockets, one a line" placeholder="127.0.0.1:8080 name=web" hint="Meproc holds them, and processes get them from descriptor 3 on. Also the path of a Unix socket; name, backlog, mode are optional." />
    <//>
    ${
      form.type === "cron" &&
      html`<${Part} title="Fires and runs" words="intervals, zone, overlap, repetitions" used=${any(form, "every", "at", "zone", "jitter", "overlap", "deadline", "retryTimes", "retryDelay")} wrong=${wrong("every", "at", "zone", "jitter", "overlap", "deadline", "retry")}>
        <${Text} of="every" label="Every" placeholder="by the pattern" hint="In place of the pattern: 30s, 15m, 6h." />
        <${Text} of="at" label="Once at" placeholder="by the pattern" hint="In place of the pattern: 2027-01-31T09:00:00Z." />
        <${Text} of="zone" label="Time zone" placeholder="Meproc's" hint="As Europe/Berlin." />
        <${Text} of="jitter" label="Jitter" placeholder="none" hint="Each fire is delayed by less than this." />
        <${Text} of="overlap" label="During an earlier run" placeholder="skip" hint="skip, queue(3), replace or allow(2)." />
        <${Text} of="deadline" label="Starts within" placeholder="any time" hint="As 1h; a later start is skipped." />
        <${Text} of="retry.times" at="retryTimes" label="Repetitions of a failed run" inputmode="numeric" placeholder="0" hint="1 to 100, for the same fire." />
        <${Text} of="retry.delay" at="retryDelay" label="Time before a repetition" placeholder="1m" hint="As 30s, 5m." />
      <//>`
    }
    <${Part} title="Missed, expected and kept" words="after an absence, late successes, history" used=${any(form, "missedWithin", "missedCap", "expect", "historyRuns", "historyDays") || (form.type === "cron" && form.missed !== "once")} wrong=${wrong("missed", "missedWithin", "missedCap", "expect", "history")}>
      ${
        form.type === "cron" &&
        html`<${Select} of="missed" label="Times that were missed" values=${MISSED} hint="While Meproc was not running." />
          <${Text} of="missedWithin" label="If missed for no longer than" placeholder="1h" hint="As 30m, 2h, 7d." />
          <${Text} of="missedCap" label="Most starts to catch up" inputmode="numeric" placeholder="10" hint="1 to 100." />`
      }
      <${Text} of="history.runs" at="historyRuns" label="Runs that are kept" inputmode="numeric" placeholder="Meproc's limit" hint="The newest ended ones." />
      <${Text} of="history.days" at="historyDays" label="Days that runs are kept" inputmode="numeric" placeholder="Meproc's limit" hint="1 to 36500." />
      <${Text} of="expect" label="A success is expected within" placeholder="none" hint="As 26h; the task has failed when none came." />
    <//>
    <${Part} title="Notifications" words="who is notified of what" used=${any(form, "on")} wrong=${wrong("on")}>
      <${Text} of="on" label="Targets" lines=${3} wide placeholder="failed: ops" hint="A line for each of failed, recovered, started, ended, missed, late, with targets of the settings, webhook:URL or ntfy:URL." />
    <//>
    <${Part} title="Limits" words="priority and resources" used=${any(form, "nice", "oomScoreAdj") || Object.values(form.limits).some(Boolean)} wrong=${wrong("nice", "oomScoreAdj", "limits")}>
      <${Text} of="nice" label="Niceness" placeholder="as Meproc" hint="-20, urgent, to 19." />
      <${Text} of="oomScoreAdj" label="Memory score" placeholder="0" hint="-1000, never ended when memory runs out, to 1000." />
      <${Limits} />
      <p class="hint wide">Each an integer, unlimited, or soft:hard.</p>
    <//>`;
};
