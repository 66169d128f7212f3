/** Times, amounts and names as people read them. */

/** What can't be seen, or turns text around, is spelled out; a command must look like what it does. */
export const plain = (text) =>
  String(text).replace(
    /[^\P{C}\n\t]|[\u2028\u2029]/gu,
    (hidden) => `\\u{${hidden.codePointAt(0).toString(16)}}`,
  );

const UNITS = [
  ["d", 86400],
  ["h", 3600],
  ["min", 60],
  ["s", 1],
];

/** {@code 5 s}, {@code 5 min 10 s}, {@code 2 d 3 h}; in short the first alone. */
export const length = (seconds, short = false) => {
  const whole = Math.max(0, Math.floor(seconds));
  const first = UNITS.findIndex(([, size]) => whole >= size);
  if (first < 0) {
    return "0 s";
  }
  const [unit, size] = UNITS[first];
  const next = short ? undefined : UNITS[first + 1];
  const rest = next ? Math.floor((whole % size) / next[1]) : 0;
  return `${Math.floor(whole / size)} ${unit}${rest ? ` ${rest} ${next[0]}` : ""}`;
};

/** {@code 5 min ago} or {@code in 5 min}. */
export const relative = (iso, now) => {
  const seconds = (Date.parse(iso) - now) / 1000;
  return seconds > 0.5 ? `in ${length(seconds + 0.5)}` : `${length(-seconds, true)} ago`;
};

const DAY = new Intl.DateTimeFormat([], { dateStyle: "full", timeStyle: "long" });
const CLOCK = new Intl.DateTimeFormat([], { timeStyle: "medium" });
const SHORT = new Intl.DateTimeFormat([], { dateStyle: "medium", timeStyle: "medium" });

export const exact = (iso) => DAY.format(new Date(iso));

/** The time of the day, with the day if that is another one. */
export const clock = (iso, now) => {
  const at = new Date(iso);
  return (at.toDateString() === new Date(now).toDateString() ? CLOCK : SHORT).format(at);
};

export const bytes = (count) => {
  const step = count < 1e3 ? 0 : count < 1e6 ? 1 : count < 1e9 ? 2 : 3;
  const value = count / 1000 ** step;
  return `${value < 10 && step > 0 ? value.toFixed(1) : Math.round(value)} ${["B", "kB", "MB", "GB"][step]}`;
};

/** Cores in use as a percentage of one. */
export const cores = (cpu) => `${cpu < 0.1 ? (cpu * 100).toFixed(1) : Math.round(cpu * 100)} %`;

export const counted = (count, word, words = `${word}s`) => `${count.toLocaleString()} ${count === 1 ? word : words}`;

/** {@code a, b and 3 more}. */
export const listed = (names, most = 5) => {
  const shown = names.slice(0, most);
  const more = names.length - shown.length;
  return more > 0
    ? `${shown.join(", ")} and ${more} more`
    : shown.length > 1
      ? `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`
      : shown.join("");
};

/** What a task executes, as one line. */
export const command = ({ cmd, args }) => plain(cmd ?? args.map(quoted).join(" "));

/** A word as a shell would have to be given it. */
export const quoted = (word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
