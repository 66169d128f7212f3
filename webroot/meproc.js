"use strict";

const REFRESH_MILLIS = 2000;
const BUSY = new Set(["starting", "stopping", "backing off", "waiting"]);
const UNUSUAL = { lingering: "busy warning", "timing out": "busy warning", stuck: "failed" };
const MOST_EXITS = 3;

const byId = (id) => document.getElementById(id);

/** An element with text or elements in it; nothing is ever read as markup. */
const element = (tag, className, ...content) => {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...content);
  return made;
};

/** What can't be seen, or turns text around, is spelled out; a command must look like what it does. */
const plain = (text) =>
  text.replace(/[^\P{C}\n\t]|[\u2028\u2029]/gu, (hidden) => `\\u{${hidden.codePointAt(0).toString(16)}}`);

const soft = (text) => element("span", "soft", text);

const moment = (iso) => {
  const at = new Date(iso);
  const day = at.toDateString() === new Date().toDateString() ? {} : { month: "short", day: "numeric" };
  const made = element("time", "", at.toLocaleString([], { hour: "numeric", minute: "2-digit", ...day }));
  made.dateTime = iso;
  return made;
};

const name = (task) => {
  const th = element("th", "", task.name, soft(task.type === "cron" ? `cron ${task.cron}` : task.type));
  th.scope = "row";
  return th;
};

const state = (task) => {
  const td = element("td", "condition", element("span", `state ${BUSY.has(task.state) ? "busy" : task.state}`, task.state));
  if (task.waiting_for.length > 0) {
    td.append(soft(`for ${task.waiting_for.join(", ")}`));
  } else if (task.next_fire) {
    const next = soft("next ");
    next.append(moment(task.next_fire));
    td.append(next);
  }
  for (const [word, look] of Object.entries(UNUSUAL)) {
    const count = task.replicas.filter((replica) => replica.state === word).length;
    if (count > 0) {
      td.append(element("span", `soft state ${look}`, task.replica === 1 ? word : `${count} ${word}`));
    }
  }
  return td;
};

const command = (task) => {
  const line = plain(task.cmd);
  const code = element("code", "", line);
  code.title = line;
  return element("td", "command", code);
};

const usage = ({ user, system, peak_rss, peak_rss_at_most }) =>
  `cpu ${(user + system).toFixed(2)} s, memory ${peak_rss_at_most ? "at most " : ""}${(peak_rss / 1e6).toFixed(1)} MB`;

/** All that is known of an end, for whoever points at it. */
const details = (task, index, exit) =>
  [
    `${task.name}:${index}${exit.pid ? `, process ${exit.pid}` : `, failed at ${exit.step}`}`,
    `${exit.pid ? `${new Date(exit.since).toLocaleString()} to ` : ""}${new Date(exit.at).toLocaleString()}`,
    exit.took === undefined ? "" : `the stop took ${exit.took} s`,
    exit.usage ? usage(exit.usage) : "",
    ...(exit.leftovers ?? []).map(
      (left) =>
        `${left.pid} (${plain(left.command)})${left.left_group ? " had left the process group and" : ""} was ` +
        (left.killed ? "killed" : "ended"),
    ),
  ]
    .filter(Boolean)
    .join("\n");

const note = (alike) => {
  const [{ last_exit: exit }] = alike;
  if (alike.length > 1) {
    return `${alike.length} replicas`;
  }
  return exit.usage ? usage(exit.usage) : exit.step ? `failed at ${exit.step}` : "";
};

const leftovers = (alike) => {
  const left = alike.flatMap((replica) => replica.last_exit.leftovers ?? []);
  const commands = left.slice(0, MOST_EXITS).map((each) => plain(each.command));
  return `left behind: ${commands.join(", ")}${left.length > MOST_EXITS ? ` and ${left.length - MOST_EXITS} more` : ""}`;
};

/** The end of all replicas that ended in the same words. */
const end = (task, alike) => {
  const [{ last_exit: exit }] = alike;
  const made = element("span", "", element("span", exit.forced ? "warning" : "", plain(exit.words)));
  made.title = alike.slice(0, MOST_EXITS).map((replica) => details(task, replica.index, replica.last_exit)).join("\n\n");
  if (alike.some((replica) => replica.last_exit.leftovers)) {
    made.append(element("span", "soft warning", leftovers(alike)));
  }
  made.append(soft(note(alike)));
  return made;
};

const exits = (task) => {
  const ends = new Map();
  for (const replica of task.replicas.filter((each) => each.last_exit)) {
    const { words } = replica.last_exit;
    ends.set(words, ends.get(words) ?? []).get(words).push(replica);
  }
  const td = element("td", "exit", ...[...ends.values()].slice(0, MOST_EXITS).map((alike) => end(task, alike)));
  if (ends.size > MOST_EXITS) {
    td.append(soft(`${ends.size - MOST_EXITS} more`));
  }
  return td;
};

const row = (task) =>
  element(
    "tr",
    "",
    name(task),
    state(task),
    element("td", "count", `${task.running} / ${task.replica}`),
    command(task),
    exits(task),
  );

const counted = (count, word, words) => `${count} ${count === 1 ? word : words}`;

const show = ({ tasks, running }) => {
  const all = Object.values(tasks);
  byId("tasks").replaceChildren(...all.map(row));
  byId("table").hidden = all.length === 0;
  byId("empty").hidden = all.length > 0;
  byId("summary").textContent =
    `${counted(all.length, "task", "tasks")}, ${counted(running.length, "process", "processes")}`;
};

const trouble = (words) => {
  byId("trouble").hidden = words === "";
  byId("trouble").textContent = words;
};

let shown = "";

const refresh = async () => {
  try {
    const text = await (await fetch("/proc")).text();
    if (text !== shown) {
      const answer = JSON.parse(text);
      if (answer.code !== 200) {
        throw new Error(answer.detail ?? answer.msg);
      }
      show(answer.data);
      shown = text;
    }
    trouble("");
  } catch (error) {
    trouble(`Meproc does not answer: ${error.message}`);
  }
};

const keepRefreshing = async () => {
  if (!document.hidden) {
    await refresh();
  }
  setTimeout(keepRefreshing, REFRESH_MILLIS);
};

byId("example").textContent =
  `curl -X PUT ${location.origin}/proc -d '{"name": "hello", "cmd": "sleep 60", "type": "once"}'`;
document.addEventListener("visibilitychange", () => document.hidden || refresh());
keepRefreshing();
