/** Conversion of a definition to the values of the form, and back. */

import { fromChanges, NO_CHANGES, patchChanges, toChanges } from "./changes.js";
import { asLines, fromLines } from "./conditions.js";
import { fromSchedule, NO_SCHEDULE, patchSchedule, toSchedule } from "./schedules.js";
import { hooksAsLines, hooksFromLines, hooksPatch } from "./hooks.js";

export const RESOURCES = ["nofile", "nproc", "core", "as", "fsize", "cpu", "memlock", "stack"];

/** What precedes the duration in an expectation, which is all that the form shows. */
const SUCCESS = "success within ";

const EMPTY = {
  name: "",
  mode: "cmd",
  cmd: "",
  args: "",
  type: "daemon",
  cron: "0 3 * * *",
  missed: "once",
  missedWithin: "",
  missedCap: "",
  expect: "",
  on: "",
  replica: "1",
  deps: [],
  conditions: "",
  interval: "",
  user: "",
  group: "",
  env: [],
  cwd: "",
  stdin: "",
  umask: "",
  nice: "",
  oomScoreAdj: "",
  output: "log",
  limits: {},
  stopping: "signal",
  signal: "",
  grace: "",
  sequence: [],
  to: "group",
  success: "",
  timeout: "",
  onLeaderExit: "stop-group",
  restartPolicy: "",
  restartForce: "",
  restartPrevent: "",
  restartDelay: "",
  restartGrowth: "",
  restartCap: "",
  restartJitter: "",
  restartResetAfter: "",
  restartGiveUp: "",
  essential: "no",
  ...NO_CHANGES,
  ...NO_SCHEDULE,
};

/** The members of the restart policy; the form has each with a prefix. */
const RESTART = ["policy", "force", "prevent", "delay", "growth", "cap", "jitter", "resetAfter", "giveUp"];

const restartKey = (member) => `restart${member[0].toUpperCase()}${member.slice(1)}`;

/** A word that can't stand on a line of its own is shown as JSON. */
const asLine = (word) => (/[\n\r]|^"|^$/.test(word) ? JSON.stringify(word) : word);

const asWord = (line) => {
  try {
    return line.startsWith('"') ? String(JSON.parse(line)) : line;
  } catch {
    return line;
  }
};

const text = (value) => (value === undefined || value === null ? "" : String(value));

/** The restart policy, which may be a word. */
const fromRestart = (restart = {}) => {
  const members = typeof restart === "string" ? { policy: restart } : restart;
  return Object.fromEntries(RESTART.map((member) => [restartKey(member), Array.isArray(members[member]) ? members[member].join(", ") : text(members[member])]));
};

/** @param definition null for a new task */
export const toForm = (definition) => {
  if (!definition) {
    return EMPTY;
  }
  const { args, env = [], stop = {}, limits = {}, success = [] } = definition;
  const texts = Object.fromEntries(
    ["name", "cmd", "replica", "interval", "user", "group", "cwd", "stdin", "umask", "nice", "oomScoreAdj", "timeout", "missedWithin", "missedCap"].map((key) => [key, text(definition[key])]),
  );
  return {
    ...EMPTY,
    ...texts,
    mode: args ? "args" : "cmd",
    args: (args ?? []).map(asLine).join("\n"),
    type: definition.type,
    cron: definition.cron ? [definition.cron].flat().join(" | ") : EMPTY.cron,
    missed: definition.missed ?? EMPTY.missed,
    on: hooksAsLines(definition.on),
    expect: (definition.expect ?? "").replace(SUCCESS, ""),
    output: definition.output ?? EMPTY.output,
    deps: definition.deps.filter((dep) => typeof dep === "string"),
    conditions: asLines(definition.deps),
    env: env.map((name) => ({ name, value: "", kept: true })),
    limits: Object.fromEntries(Object.entries(limits).map(([key, value]) => [key, text(value)])),
    stopping: stop.sequence ? "sequence" : "signal",
    signal: stop.signal ?? "",
    grace: stop.grace ?? "",
    sequence: stop.sequence ?? [],
    to: stop.to ?? EMPTY.to,
    success: success.join(", "),
    onLeaderExit: definition.onLeaderExit ?? EMPTY.onLeaderExit,
    ...fromRestart(definition.restart),
    essential: definition.essential ? "yes" : "no",
    ...fromChanges(definition),
    ...fromSchedule(definition),
  };
};

/** A number if the text is one; otherwise the text, which Meproc refuses with the reason. */
const number = (value) => (/^\s*-?\d{1,15}\s*$/.test(value) ? Number(value) : value);

/** An empty field is the default. For a required field, a blank makes Meproc report that it is missing. */
const filled = (entries) => Object.fromEntries(entries.filter(([, value]) => value !== "" && value !== undefined));

const stop = ({ stopping, signal, grace, sequence, to }) => ({
  ...(stopping === "sequence" ? { sequence } : filled([["signal", signal], ["grace", grace.trim()]])),
  ...(to === EMPTY.to ? {} : { to }),
});

const statuses = (value) => value.split(/[\s,]+/).filter(Boolean).map((each) => number(each));

const toRestart = (form) =>
  filled(
    RESTART.map((member) => {
      const value = form[restartKey(member)].trim();
      const list = member === "force" || member === "prevent";
      return [member, value === "" ? "" : list ? statuses(value) : member === "growth" && !Number.isNaN(Number(value)) ? Number(value) : value];
    }),
  );

/** @param hidden the placeholder for values that only Meproc knows */
export const toDefinition = (form, hidden) => {
  const limits = filled(Object.entries(form.limits).map(([key, value]) => [key, number(value.trim())]));
  const env = form.env.filter(({ name, value }) => name || value).map(({ name, value, kept }) => [name, kept ? hidden : value]);
  const stops = stop(form);
  const deps = [...form.deps, ...fromLines(form.conditions)];
  const success = statuses(form.success);
  const restart = toRestart(form);
  const changes = toChanges(form);
  const schedule = toSchedule(form);
  return filled([
    [form.mode, form.mode === "cmd" ? form.cmd || undefined : form.args.split("\n").filter((line, at, all) => line || at < all.length - 1).map(asWord)],
    ["type", form.type],
    ["cron", form.type === "cron" && !schedule.every && !schedule.at ? form.cron || " " : ""],
    ["missed", form.type === "cron" && form.missed !== EMPTY.missed ? form.missed : ""],
    ["missedWithin", form.type === "cron" ? form.missedWithin.trim() : ""],
    ["missedCap", form.type === "cron" ? number(form.missedCap.trim()) : ""],
    ["expect", form.expect.trim() ? SUCCESS + form.expect.trim() : ""],
    ["on", form.on.trim() ? hooksFromLines(form.on) : ""],
    ["replica", form.replica === "1" ? "" : number(form.replica || " ")],
    ["deps", deps.length > 0 ? deps : ""],
    ["interval", number(form.interval.trim())],
    ["user", form.user],
    ["group", form.group],
    ["env", env.length > 0 ? Object.fromEntries(env) : ""],
    ["cwd", form.cwd],
    ["stdin", form.stdin === "null" ? "" : form.stdin],
    ["umask", form.umask],
    ["nice", number(form.nice.trim())],
    ["oomScoreAdj", number(form.oomScoreAdj.trim())],
    ["output", form.output === EMPTY.output ? "" : form.output],
    ["limits", Object.keys(limits).length > 0 ? limits : ""],
    ["stop", Object.keys(stops).length > 0 ? stops : ""],
    ["success", success.length > 0 ? success : ""],
    ["timeout", form.timeout.trim()],
    ["onLeaderExit", form.onLeaderExit === EMPTY.onLeaderExit ? "" : form.onLeaderExit],
    ["restart", Object.keys(restart).length > 0 ? restart : ""],
    ["essential", form.essential === "yes" ? true : ""],
    ["update", changes.update],
    ["sockets", changes.sockets],
    ...Object.entries(schedule),
  ]);
};

const PATCHED = ["cmd", "args", "cron", "missed", "missedWithin", "missedCap", "expect", "replica", "deps", "interval", "user", "group", "cwd", "stdin", "umask", "nice", "oomScoreAdj", "output", "success", "timeout", "onLeaderExit", "essential"];

/** The merge patch from one definition to another; unknown values stay unchanged. */
export const toPatch = (before, form) => {
  const after = toDefinition(form, undefined);
  const without = (members, there = {}) => ({ ...Object.fromEntries(members.map((key) => [key, null])), ...there });
  const kept = form.env.filter((each) => each.kept).map((each) => each.name);
  const env = Object.entries(after.env ?? {}).filter(([name, value]) => value !== undefined || !kept.includes(name));
  return {
    ...without(PATCHED, after),
    on: hooksPatch(after.on) ?? null,
    limits: after.limits ? without(Object.keys(before.limits ?? {}), after.limits) : null,
    restart: after.restart ? without(RESTART, after.restart) : null,
    ...patchChanges(after),
    ...patchSchedule(after),
    stop: after.stop ? without(["signal", "grace", "sequence", "to"], after.stop) : null,
    env: after.env ? without((before.env ?? []).filter((name) => !kept.includes(name)), Object.fromEntries(env)) : null,
  };
};
