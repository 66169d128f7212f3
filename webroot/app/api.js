/** Calls of the API. A refusal is thrown as the problem in the answer. */

/** Relative to the page, since a proxy may serve it below any path. */
const ROOT = "api/v1";

/** The absolute address of a path of the API, for use outside of the page. */
export const addressOf = (path) => new URL(ROOT + path, document.baseURI).href;

/** A refusal: {@code message} for people, {@code errors} for the fields. */
class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `Meproc answered with status ${status}`);
    this.status = status;
    this.title = problem.title ?? "";
    this.errors = problem.errors ?? [];
  }
}

const send = async (method, path, body, options) => {
  try {
    return await fetch(ROOT + path, { method, body: body === undefined ? undefined : JSON.stringify(body), ...options });
  } catch (broken) {
    if (broken.name === "AbortError") {
      throw broken;
    }
    throw new Refused(0, { detail: "Meproc does not answer. Whether the request was carried out is unknown." });
  }
};

const read = async (response) => {
  try {
    return await response.json();
  } catch {
    return {};
  }
};

/** {@code { body, revision }} of the answer, with the revision in the form that requests send. */
export const api = async (method, path, body, options) => {
  const response = await send(method, path, body, options);
  const answer = await read(response);
  if (!response.ok) {
    throw new Refused(response.status, answer);
  }
  return { body: answer, revision: `"${response.headers.get("Meproc-Revision")}"` };
};

export const taskPath = (name) => `/tasks/${encodeURIComponent(name)}`;

/**
 * A part of the output of a replica: its bytes, its offset, the offset of the next part, and the file that has the output
 * instead.
 */
export const readOutput = async (name, index, from, limit) => {
  const response = await send("GET", `${taskPath(name)}/replicas/${index}/output?from=${from}&limit=${limit}`);
  if (!response.ok) {
    throw new Refused(response.status, await read(response));
  }
  const number = (header) => Number(response.headers.get(header));
  const bytes = new Uint8Array(await response.arrayBuffer());
  const moved = response.headers.get("Meproc-Moved");
  return { bytes, offset: number("Meproc-Offset"), next: number("Meproc-Next"), size: number("Meproc-Size"), moved };
};
