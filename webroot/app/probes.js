/** The probes of a task in a few words. */

const KINDS = ["startup", "ready", "live"];

const address = ({ scheme = "http", host = "127.0.0.1", port, path = "/" }) => `${scheme}://${host}:${port}${path}`;

const check = (probe) => {
  if (probe.http) {
    return address(probe.http);
  } else if (probe.tcp) {
    return `tcp ${probe.tcp.host ?? "127.0.0.1"}:${probe.tcp.port}`;
  } else if (probe.exec) {
    return probe.exec.cmd ?? probe.exec.args.join(" ");
  }
  return probe.output ? `output ${probe.output.match}` : "notify";
};

/** Such as "ready: http://127.0.0.1:8000/; live: notify"; empty without probes. */
export const probesOf = (definition) =>
  KINDS.filter((kind) => definition[kind])
    .map((kind) => `${kind}: ${check(definition[kind])}`)
    .join("; ");
