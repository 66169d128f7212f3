/** The conditions among the dependencies of a task: objects beside the names. */

const inside = ({ task, any = [], all = [] }) => (task ? [task.replace(/:.*$/, "")] : [...any, ...all].flatMap(inside));

/** The names of the tasks in a list of dependencies, each once. */
export const namesIn = (deps) => [...new Set(deps.flatMap((dep) => (typeof dep === "string" ? [dep] : inside(dep))))];

/** A condition as a line: {@code db ready}, or JSON if it has more members. */
const asLine = (need) => (need.task && Object.keys(need).length === 2 ? `${need.task} ${need.condition}` : JSON.stringify(need));

export const asLines = (deps) =>
  deps
    .filter((dep) => typeof dep !== "string")
    .map(asLine)
    .join("\n");

const parsed = (line) => {
  const [task, condition, ...more] = line.split(/\s+/);
  if (condition && more.length === 0) {
    return { task, condition };
  }
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
};

/** The conditions in lines; a line that is neither form is left as it is, and Meproc refuses it with the reason. */
export const fromLines = (lines) =>
  lines
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map(parsed);
