// One call of each kind by the client that openapi-fetch makes of the types of openapi-typescript.
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

declare const process: { argv: string[] };

function must(fine: boolean, what: unknown): void {
  if (!fine) {
    throw new Error(JSON.stringify(what));
  }
}

const client = createClient<paths>({ baseUrl: process.argv[2] ?? "" });
const web = { params: { path: { name: "web" } } };
const first = { params: { ...web.params, header: { "If-None-Match": "*" } } };
const definition: components["schemas"]["Definition"] = { type: "daemon", args: ["sleep", "60"], replica: 2 };

const created = await client.PUT("/api/v1/tasks/{name}", { ...first, body: definition });
must(created.data?.change === "created", created);
const refused = await client.PUT("/api/v1/tasks/{name}", { ...first, body: definition });
must(refused.error?.type === "/docs#problem-changed-meanwhile", refused);
const listed = await client.GET("/api/v1/tasks", { params: { query: { state: ["running", "failed"] } } });
must(listed.data?.tasks[0]?.name === "web" && listed.data.tasks[0].counts.running === 2, listed);
const task = await client.GET("/api/v1/tasks/{name}", web);
must(task.data?.replicas.length === 2 && task.data.definition.args?.[0] === "sleep", task);
const changed = await client.PATCH("/api/v1/tasks/{name}", {
  params: { ...web.params, header: { "If-Match": `"${task.data?.revision}"` } },
  body: { replica: 1 },
});
must(changed.data?.change === "changed" && changed.data.task?.definition.replica === 1, changed);
const stopped = await client.POST("/api/v1/tasks/{name}/stop", web);
must(stopped.data?.change === "stopped", stopped);
const why = await client.GET("/api/v1/tasks/{name}/why", web);
must(why.data?.state === "stopped", why);
const removed = await client.DELETE("/api/v1/tasks/{name}", web);
must(removed.data?.change === "removed", removed);
const unknown = await client.GET("/api/v1/tasks/{name}", web);
must(unknown.response.status === 404 && unknown.error?.type === "/docs#problem-unknown-task", unknown);
