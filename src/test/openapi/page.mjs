// Draws the page /docs from the description, in a document that knows just enough, and holds the one to the other.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { parseYaml } from "@redocly/openapi-core";

const [, , webroot] = process.argv;
const read = (name) => readFileSync(`${webroot}/${name}`, "utf8");
const api = parseYaml(read("openapi.yaml"));

class Element {
  children = [];
  content = [];

  constructor(tag) {
    this.tag = tag;
  }

  append(...nodes) {
    this.content.push(...nodes);
    this.children.push(...nodes.filter((node) => node instanceof Element));
    for (const node of nodes) {
      assert.ok(node instanceof Element || typeof node === "string", `neither text nor element: ${node}`);
    }
  }

  addEventListener() {}

  get all() {
    return [this, ...this.children.flatMap((child) => child.all)];
  }

  get textContent() {
    return this.content.map((node) => node.textContent ?? node).join("");
  }

  set textContent(text) {
    this.content = [text];
  }
}

const fixed = Object.fromEntries([...read("docs.html").matchAll(/ id="([^"]+)"/g)].map(([, id]) => [id, new Element("?")]));
const missing = new Element("?");
runInNewContext(read("docs.js"), {
  URL,
  document: { baseURI: "http://localhost:8606/docs", createElement: (tag) => new Element(tag), getElementById: (id) => fixed[id] ?? missing },
  fetch: async () => ({ json: async () => structuredClone(api) }),
  location: { hash: "" },
  matchMedia: () => new Element("?"),
});
await new Promise((resolve) => setTimeout(resolve));

assert.equal(fixed.trouble.textContent, "", "the page has drawn everything");
assert.equal(missing.content.length, 0, "each place that the page fills is in its HTML");
const drawn = [fixed.content, fixed.index].flatMap((root) => root.all);
const ids = drawn.map((element) => element.id).filter(Boolean);
assert.equal(new Set(ids).size, ids.length, "an id is there once");
const texts = new Map(drawn.filter((element) => element.id).map((element) => [element.id, element.textContent]));

for (const [path, item] of Object.entries(api.paths)) {
  for (const { operationId, parameters = [], responses } of Object.values(item).filter((each) => each.operationId)) {
    const text = texts.get(operationId);
    assert.ok(text?.includes(path), `${operationId} is on the page with its path`);
    for (const part of [...parameters.map((each) => each.name ?? ""), ...Object.keys(responses).filter((each) => each !== "default")]) {
      assert.ok(text.includes(part), `${operationId} has ${part}`);
    }
  }
}
const { properties: problem, "x-problems": problems } = api.components.schemas.Problem;
assert.deepEqual(problem.type.enum, Object.keys(problems).map((word) => `/docs#problem-${word}`));
for (const [word, { status }] of Object.entries(problems)) {
  assert.ok(texts.get(`problem-${word}`)?.includes(status), `problem ${word} has its place and status`);
}
for (const [name, { properties = {} }] of Object.entries(api.components.schemas)) {
  for (const member of Object.keys(properties)) {
    assert.ok(texts.get(`schema-${name}`)?.includes(member), `type ${name} is on the page with ${member}`);
  }
}
for (const { href } of drawn.filter((element) => element.href)) {
  assert.ok(!href.startsWith("#") || ids.includes(href.slice(1)), `${href} leads somewhere`);
}
console.log(`the page has ${ids.length} places, and each link leads to one`);
