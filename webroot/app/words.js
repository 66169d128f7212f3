/** Formats times, amounts and names. */

/**
 * Control, invisible and reordering characters (UAX #9), since a command must look like what it does. Joiners are kept between
 * letters of scripts that need them and in emoji, tags (UTS #51) after their black flag, and private-use icons always.
 */
const HIDDEN =
  /[^\P{Cc}\n\t]|\p{Cs}|[\u2028\u2029\u034f\u115f\u1160\u3164\uffa0]|(?![\u200c\u200d\u{e0020}-\u{e007f}\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2])\p{Cf}|(?<![^\0-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\0-\x7f])|(?<!\u{1f3f4}[\u{e0020}-\u{e007e}]*)[\u{e0020}-\u{e007f}]/gu;

/** Escapes characters that are invisible or reorder text. */
export const plain = (text) => String(text).replace(HIDDEN, (hidden) => `\\u{${hidden.codePointAt(0).toString(16)}}`);

const UNITS = [
  ["d", 86400],
  ["h", 3600],
  ["min", 60],
  ["s", 1],
];

/** {@code 5 s}, {@code 5 min 10 s}, {@code 2 d 3 h}; the short form has the first part only. */
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

/** {@code 5 min ago}; never negative, even if a clock is ahead. */
export const ago = (iso, now) => `${length((now - Date.parse(iso)) / 1000, true)} ago`;

/** {@code in 5 min}, or {@code now} when it is due. */
export const until = (iso, now) => {
  const seconds = (Date.parse(iso) - now) / 1000;
  return seconds > 0.5 ? `in ${length(seconds + 0.5)}` : "now";
};

const times = (timeZone) => {
  const format = (options) => new Intl.DateTimeFormat([], { hourCycle: "h23", timeZone, ...options });
  return {
    day: format({ dateStyle: "short" }),
    clock: format({ timeStyle: "medium" }),
    short: format({ dateStyle: "medium", timeStyle: "medium" }),
    full: format({ dateStyle: "full", timeStyle: "long" }),
  };
};

let local = times(undefined);

/** Sets the time zone of all displayed times; an unknown zone is replaced by the browser's. */
export const useZone = (zone) => {
  try {
    local = times(zone);
  } catch {
    local = times(undefined);
  }
};

/** The time zone of displayed times. */
export const zone = () => local.clock.resolvedOptions().timeZone;

export const exact = (iso) => local.full.format(new Date(iso));

/** The time of day, with the date if it is another day. */
export const clock = (iso, now) => {
  const at = new Date(iso);
  return (local.day.format(at) === local.day.format(now) ? local.clock : local.short).format(at);
};

export const bytes = (count) => {
  const step = count < 1e3 ? 0 : count < 1e6 ? 1 : count < 1e9 ? 2 : 3;
  const value = count / 1000 ** step;
  return `${value < 10 && step > 0 ? value.toFixed(1) : Math.round(value)} ${["B", "kB", "MB", "GB"][step]}`;
};

/** The number of cores in use as a percentage of one core. */
export const cores = (cpu) => `${cpu < 0.1 ? (cpu * 100).toFixed(1) : Math.round(cpu * 100)} %`;

export const counted = (count, word, words = `${word}s`) => `${count.toLocaleString()} ${count === 1 ? word : words}`;

export const ordinal = (number) => {
  const ending = Math.floor((number % 100) / 10) === 1 ? "th" : (["th", "st", "nd", "rd"][number % 10] ?? "th");
  return `${number}${ending}`;
};

/** {@code restarts in 4 s (3rd of 5 in 1m)}. */
export const restart = ({ at, ends, limit }, now) => `restarts ${until(at, now)}${limit ? ` (${ordinal(ends)} of ${limit})` : ""}`;

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

/** The command of a task in one line. */
export const command = ({ cmd, args }) => plain(cmd ?? args.map(quoted).join(" "));

/** A word quoted for a shell. */
export const quoted = (word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
