/** The schedule of a task in words, and as values of the form. */

const TEXTS = ["every", "at", "zone", "jitter", "overlap", "deadline"];

/** What makes a task fire; empty for one that does not. */
export const trigger = ({ cron, every, at }) => (cron ? [cron].flat().join(" | ") : every ? `every ${every}` : at ? `at ${at}` : "");

export const NO_SCHEDULE = { ...Object.fromEntries(TEXTS.map((member) => [member, ""])), retryTimes: "", retryDelay: "", historyRuns: "", historyDays: "" };

const text = (value) => (value === undefined || value === null ? "" : String(value));

export const fromSchedule = (definition) => ({
  ...Object.fromEntries(TEXTS.map((member) => [member, text(definition[member])])),
  retryTimes: text(definition.retry?.times),
  retryDelay: text(definition.retry?.delay),
  historyRuns: text(definition.history?.runs),
  historyDays: text(definition.history?.days),
});

const number = (value) => (/^\s*\d{1,9}\s*$/.test(value) ? Number(value) : value.trim());

const members = (entries) => {
  const given = entries.filter(([, value]) => String(value).trim() !== "");
  return given.length > 0 ? Object.fromEntries(given) : undefined;
};

/** The members of the definition; undefined for the defaults. */
export const toSchedule = (form) => ({
  ...Object.fromEntries(TEXTS.map((member) => [member, form.type === "cron" && form[member].trim() ? form[member].trim() : undefined])),
  retry: form.type === "cron" ? members([["times", number(form.retryTimes)], ["delay", form.retryDelay.trim()]]) : undefined,
  history: members([["runs", number(form.historyRuns)], ["days", number(form.historyDays)]]),
});

/** The members of a merge patch. */
export const patchSchedule = ({ retry, history, ...others }) => ({
  ...Object.fromEntries(TEXTS.map((member) => [member, others[member] ?? null])),
  retry: retry ? { times: null, delay: null, ...retry } : null,
  history: history ? { runs: null, days: null, ...history } : null,
});
