// What somebody writes who uses the interface from TypeScript. It is compiled, not run: that it compiles says that the
// description gives a program the types that it needs, and no others.
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

type Schemas = components["schemas"];

const client = createClient<paths>({ baseUrl: "http://127.0.0.1:8606" });
const web = { params: { path: { name: "web" } } };

const definition: Schemas["Definition"] = { type: "daemon", args: ["sleep", "60"], replica: 2, stop: { signal: "INT", grace: "5s" } };

// @ts-expect-error a type that does not exist
export const wrong: Schemas["Definition"] = { type: "deamon", cmd: "true" };

/** Has it run, and tells which process is its first. */
export async function deploy(): Promise<number | null> {
  const { data, error } = await client.PUT("/api/v1/tasks/{name}", {
    params: { ...web.params, query: { wait: "true" }, header: { "If-None-Match": "*" } },
    body: definition,
  });
  if (error !== undefined) {
    throw new Error(explain(error));
  }
  const change: "created" | "changed" | "unchanged" | "started" | "stopped" | "restarted" | "reset" | "removed" | "signalled" | "queued" | "paused" | "resumed" = data.change;
  const { data: task } = await client.GET("/api/v1/tasks/{name}", web);
  return change === "created" ? (task?.replicas[0]?.pid ?? null) : null;
}

/** What to tell a person. */
function explain(problem: Schemas["Problem"]): string {
  const fields = (problem.errors ?? []).map(({ field, message, allowed }) => `${field}: ${message} (${allowed ?? "see above"})`);
  switch (problem.type) {
    case "/docs#problem-changed-meanwhile":
      return "somebody was faster";
    case "/docs#problem-start-failed":
      return `${problem.status}: ${problem.detail}`;
    default:
      return [problem.title, problem.detail, ...fields].join("\n");
  }
}

/** Each kind of end has its own members. */
export function ending(exit: Schemas["Exit"]): string {
  switch (exit.cause) {
    case "exited":
      return `code ${exit.code}`;
    case "signaled":
      return `signal ${exit.signal}${exit.core ? ", core dumped" : ""}`;
    case "stopped":
      return `stopped in ${exit.took} s`;
    case "timed out":
      return `longer than ${exit.limit}`;
    case "replaced":
      return `replaced in ${exit.took} s`;
    case "not started":
      return `${exit.step} failed`;
    case "killed for memory":
    case "memory limit":
    case "probe failed":
    case "paused":
    case "unknown":
    case "missed":
    case "skipped":
    case "late":
      return exit.words;
  }
}

/** Scales it, and takes a variable out. */
export async function scale(replica: number, revision: number): Promise<void> {
  await client.PATCH("/api/v1/tasks/{name}", {
    params: { ...web.params, header: { "If-Match": `"${revision}"` } },
    body: { replica, env: { TOKEN: null } },
  });
  await client.POST("/api/v1/tasks/{name}/restart", { params: { ...web.params, query: { rolling: true } } });
  await client.POST("/api/v1/tasks:signal", { body: { selector: { type: "daemon" }, signal: "HUP" } });
}

/** All that do not run, page by page. */
export async function* failed(): AsyncGenerator<Schemas["TaskSummary"]> {
  for (let after: string | null | undefined = undefined; after !== null; ) {
    const query: { state: Schemas["TaskState"][]; after?: string } = { state: ["failed", "backing off"] };
    const page: { data?: Schemas["TaskList"] } = await client.GET("/api/v1/tasks", { params: { query: after === undefined ? query : { ...query, after } } });
    yield* page.data?.tasks ?? [];
    after = page.data?.next ?? null;
  }
}
