"use strict";

const REFRESH_MILLIS = 2000;
const BUSY = new Set(["starting", "stopping", "backing off", "waiting"]);

const element = (tag, text) => {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
};

const cell = (content) => {
  const td = document.createElement("td");
  td.append(content);
  return td;
};

const state = (task) => {
  const span = element("span", task.state);
  span.className = `state ${BUSY.has(task.state) ? "busy" : task.state}`;
  return span;
};

const lastExit = (task) => {
  const ends = task.replicas.map((replica) => replica.not_started ?? replica.last_exit?.words).filter(Boolean);
  return [...new Set(ends)].join("; ");
};

const row = (task) => {
  const tr = document.createElement("tr");
  tr.append(
    cell(element("strong", task.name)),
    cell(state(task)),
    cell(task.type === "cron" ? `cron ${task.cron}` : task.type),
    cell(`${task.running} of ${task.replica}`),
    cell(element("code", task.cmd)),
    cell(lastExit(task)),
  );
  return tr;
};

const show = (tasks) => {
  document.getElementById("tasks").replaceChildren(...tasks.map(row));
  document.getElementById("empty").hidden = tasks.length > 0;
};

const refresh = async () => {
  const status = document.getElementById("status");
  try {
    const answer = await (await fetch("/proc")).json();
    if (answer.code !== 200) {
      throw new Error(answer.detail ?? answer.msg);
    }
    const tasks = Object.values(answer.data.tasks);
    show(tasks);
    status.textContent = `${tasks.length} tasks, ${answer.data.running.length} processes`;
  } catch (error) {
    status.textContent = `Meproc does not answer: ${error.message}`;
  }
  setTimeout(refresh, REFRESH_MILLIS);
};

refresh();
