/** A cron pattern as a sentence. A pattern without a phrase of its own is described field by field. */

import { listed, ordinal } from "./words.js";

const all = (words) => listed(words, 60);

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS = ["", ...[..."JFMAMJJASOND"].map((_, at) => new Date(0, at).toLocaleString("en", { month: "long" }))];
const SHORT = { "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *" };

const two = (number) => String(number).padStart(2, "0");

/** Replaces names by numbers. */
const numeric = (field, names) =>
  field.toLowerCase().replace(/[a-z]{3,}/g, (name) => {
    const at = names.findIndex((each) => each && each.slice(0, 3).toLowerCase() === name.slice(0, 3));
    return at < 0 ? name : String(at);
  });

const numbers = (field) => (/^\d+(,\d+)*$/.test(field) ? field.split(",").map(Number) : null);
const step = (field) => /^\*\/(\d+)$/.exec(field)?.[1];
const range = (field) => /^(\d+)-(\d+)$/.exec(field)?.slice(1).map(Number);

const MOST_TIMES = 6;

/** {@code [phrase, whether it names times of a day]}. */
const time = (minute, hour) => {
  const minutes = numbers(minute);
  const hours = numbers(hour);
  if (minutes && hours && minutes.length * hours.length <= MOST_TIMES) {
    return [`at ${all(hours.flatMap((each) => minutes.map((part) => `${two(each)}:${two(part)}`)))}`, true];
  }
  const often =
    minute === "*"
      ? "every minute"
      : step(minute)
        ? Number(step(minute)) === 1
          ? "every minute"
          : `every ${step(minute)} minutes`
        : minutes && minutes.every((each) => each === 0)
          ? "on the hour"
          : `at minute ${minutes ? all(minutes) : minute}`;
  const span = range(hour);
  if (hour === "*") {
    return [minutes ? `every hour ${often}` : often, false];
  } else if (step(hour)) {
    return [`${often} of every ${ordinal(Number(step(hour)))} hour`.replace("on the hour of every", "on the hour, every"), false];
  } else if (span) {
    return minutes ? [`every hour ${often}, from ${two(span[0])} to ${two(span[1])} o'clock`, false] : [`${often} from ${two(span[0])}:00 to ${two(span[1])}:59`, false];
  }
  return [`${often} of hour ${hours ? all(hours) : hour}`, false];
};

const weekdays = (field) => {
  const days = numeric(field, DAYS).replaceAll("7", "0");
  if (days === "1-5") {
    return "every weekday";
  } else if (days === "0,6" || days === "6,0" || numeric(field, DAYS) === "6-7") {
    return "every Saturday and Sunday";
  }
  const some = numbers(days);
  const span = range(numeric(field, DAYS));
  return some ? `every ${all(some.map((day) => DAYS[day] ?? day))}` : span ? `every ${DAYS[span[0]]} to ${DAYS[span[1]]}` : `on days of the week ${field}`;
};

const dates = (field) => {
  const some = numbers(field);
  const span = range(field);
  return field.toUpperCase() === "L"
    ? "on the last day of the month"
    : some
      ? `on the ${all(some.map(ordinal))}`
      : span
        ? `from the ${ordinal(span[0])} to the ${ordinal(span[1])}`
        : step(field)
          ? `on every ${ordinal(Number(step(field)))} day of the month`
          : `on days of the month ${field}`;
};

const months = (field) => {
  const named = numeric(field, MONTHS);
  const some = numbers(named);
  const span = range(named);
  return some ? all(some.map((month) => MONTHS[month] ?? month)) : span ? `${MONTHS[span[0]]} to ${MONTHS[span[1]]}` : step(field) ? `every ${ordinal(Number(step(field)))} month` : `months ${field}`;
};

const alternative = (pattern) => {
  const fields = pattern.trim().split(/\s+/);
  if (fields.length !== 5) {
    return "";
  }
  const [minute, hour, date, month, weekday] = fields;
  const [when, daily] = time(minute, hour);
  const days = [date === "*" ? "" : dates(date), weekday === "*" ? "" : weekdays(weekday)].filter(Boolean).join(" and ") || (daily ? "every day" : "");
  const words = daily ? `${days} ${when}` : days ? `${when}, ${days}` : when;
  return month === "*" ? words : `${words}, in ${months(month)}`;
};

/** Empty if there are not five fields. */
export const sentence = (pattern) => {
  const parts = (SHORT[pattern.trim().toLowerCase()] ?? pattern).split("|").map(alternative);
  return parts.every(Boolean) ? parts.join("; and ") : "";
};
