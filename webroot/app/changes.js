/** The policy for updates and the listening sockets, as values of the form. */

const UPDATE = ["maxUnavailable", "healthyAfter", "timeout", "onFailure"];

/** The form has each member with a prefix. */
const key = (member) => `update${member[0].toUpperCase()}${member.slice(1)}`;

export const NO_CHANGES = { updateMode: "", sockets: "", ...Object.fromEntries(UPDATE.map((member) => [key(member), ""])) };

/** A socket as a line: 127.0.0.1:8080 name=web backlog=100 mode=0660. */
const socketLine = ({ listen, ...more }) => [listen, ...Object.entries(more).map(([member, value]) => `${member}=${value}`)].join(" ");

const socketOf = (line) => {
  const [listen, ...more] = line.split(/\s+/);
  return {
    listen,
    ...Object.fromEntries(
      more.map((each) => {
        const [member, value = ""] = each.split(/=(.*)/);
        return [member, member === "backlog" && /^\d{1,9}$/.test(value) ? Number(value) : value];
      }),
    ),
  };
};

export const fromChanges = ({ update, sockets = [] }) => ({
  updateMode: update ? "gated" : "",
  sockets: sockets.map(socketLine).join("\n"),
  ...Object.fromEntries(UPDATE.map((member) => [key(member), String(update?.[member] ?? "")])),
});

/** The two members of the definition; undefined for the defaults. */
export const toChanges = (form) => {
  const sockets = form.sockets.split("\n").map((line) => line.trim()).filter(Boolean).map(socketOf);
  const members = UPDATE.map((member) => [member, form[key(member)].trim()]).filter(([, value]) => value);
  const update = Object.fromEntries(members.map(([member, value]) => [member, member === "maxUnavailable" && /^\d{1,9}$/.test(value) ? Number(value) : value]));
  return { update: form.updateMode && form.type === "daemon" ? update : undefined, sockets: sockets.length > 0 ? sockets : undefined };
};

/** The members of a merge patch. */
export const patchChanges = ({ update, sockets }) => ({
  update: update ? { ...Object.fromEntries(UPDATE.map((member) => [member, null])), ...update } : null,
  sockets: sockets ?? null,
});
