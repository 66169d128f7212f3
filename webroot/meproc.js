"use strict";

const REFRESH_MILLIS = 2000;
const BUSY = new Set(["starting", "stopping", "backing off", "waiting"]);
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
  return td;
};

const command = (task) => {
  const line = plain(task.cmd);
  const code = element("code", "", line);
  code.title = line;
  return element("td", "command", code);
};

const exits = (task) => {
  const words = task.replicas.map((replica) => replica.not_started ?? replica.last_exit?.words).filter(Boolean);
  const different = [...new Set(words)];
  const more = different.length - MOST_EXITS;
  return different.slice(0, MOST_EXITS).join("; ") + (more > 0 ? `; ${more} more` : "");
};

const row = (task) =>
  element(
    "tr",
    "",
    name(task),
    state(task),
    element("td", "count", `${task.running} / ${task.replica}`),
    command(task),
    element("td", "exit", exits(task)),
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
