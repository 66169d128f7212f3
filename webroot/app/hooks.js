/** The targets of notifications as lines of a form: {@code failed: ops webhook:https://hooks.example.org/a}. */

const EVENTS = ["failed", "recovered", "started", "ended", "missed", "late"];

const asTarget = (target) => (typeof target === "string" ? target : `${target.kind}:${target.url}`);

const fromTarget = (text) => {
  const [, kind, url] = /^(\w+):(.+)$/.exec(text) ?? [];
  return kind ? { kind, url } : text;
};

export const hooksAsLines = (on = {}) =>
  Object.entries(on)
    .map(([event, targets]) => `${event}: ${targets.map(asTarget).join(" ")}`)
    .join("\n");

/** The events with their targets; a line without an event is refused by Meproc with the reason. */
export const hooksFromLines = (lines) =>
  Object.fromEntries(
    lines
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean)
      .map((line) => {
        const [, event, targets] = /^([^:\s]*)\s*:?(.*)$/.exec(line);
        return [event, targets.split(/[\s,]+/).filter(Boolean).map(fromTarget)];
      }),
  );

/** The merge patch of the targets; null removes an event. */
export const hooksPatch = (on) => on && { ...Object.fromEntries(EVENTS.map((event) => [event, null])), ...on };
