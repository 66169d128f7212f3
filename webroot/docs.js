"use strict";

/** Shows openapi.json: one article for each call, kind of problem and type, each with an address of its own. */

const METHODS = ["get", "put", "patch", "post", "delete"];
const SCHEMAS = "#/components/schemas/";

const byId = (id) => document.getElementById(id);

/** An element with text or elements in it; no text is interpreted as markup. */
const element = (tag, className, ...content) => {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...content);
  return made;
};

const link = (href, ...content) => {
  const made = element("a", "", ...content);
  made.href = href;
  return made;
};

const code = (text) => element("code", "", String(text));
const pre = (text) => element("pre", "", element("code", "", text));
const between = (items, sign) => items.flatMap((item, at) => (at === 0 ? [item] : [sign, item]));

/** The inline Markdown of the description: code, bold, links. */
const inline = (text) =>
  text
    .split(/(`[^`]+`|\*\*[^*]+\*\*|\*[^*]+\*|\[[^\]]+\]\([^)]+\))/)
    .filter(Boolean)
    .map((part) => {
      const linked = /^\[(.+)\]\((.+)\)$/.exec(part);
      if (linked) {
        return link(linked[2], ...inline(linked[1]));
      }
      return part.startsWith("`") && part.length > 1
        ? code(part.slice(1, -1))
        : /^\*\*.+\*\*$/.test(part)
          ? element("strong", "", part.slice(2, -2))
          : /^\*.+\*$/.test(part)
            ? element("em", "", part.slice(1, -1))
            : part;
    });

/** Paragraphs and fenced code. */
const text = (markdown = "") =>
  markdown
    .trim()
    .split(/^```$/m)
    .flatMap((part, at) =>
      at % 2 === 1
        ? [pre(part.trim())]
        : part
            .split(/\n\s*\n/)
            .filter((each) => each.trim())
            .map((each) => element("p", "", ...inline(each.trim().replace(/\s*\n\s*/g, " ")))),
    );

let api;

const resolve = (node) =>
  node.$ref ? node.$ref.slice(2).split("/").reduce((from, key) => from[key.replaceAll("~1", "/")], api) : node;

const named = (ref) => link(`#schema-${ref.slice(SCHEMAS.length)}`, ref.slice(SCHEMAS.length));

const bounds = ({ minimum: least, maximum: most }) =>
  least === undefined ? (most === undefined ? "" : ` up to ${most}`) : most === undefined ? ` from ${least}` : ` ${least} to ${most}`;

/** A description of a type; a named type is a link. */
const type = (schema) => {
  if (schema.$ref) {
    return [named(schema.$ref)];
  }
  if (schema.const !== undefined) {
    return [code(schema.const)];
  }
  if (schema.enum) {
    return between(schema.enum.map(code), " ");
  }
  const choice = schema.oneOf ?? schema.anyOf;
  if (choice && !schema.properties) {
    return between(choice.map((each) => element("span", "", ...type(each))), " or ");
  }
  if (schema.allOf && !schema.type) {
    return type(schema.allOf[0]);
  }
  if (schema.type === "array") {
    return ["list of ", ...type(schema.items)];
  }
  if (schema.type === "object" && schema.additionalProperties && !schema.properties) {
    return ["object of ", ...type(schema.additionalProperties)];
  }
  const words = [schema.type ?? "any"].flat().map((each) => (each === "null" ? each : each + bounds(schema)));
  return [words.join(" or ") + (schema.format ? `, ${schema.format}` : "")];
};

const standard = (schema) => {
  const value = resolve(schema).default;
  return value === undefined ? [] : [element("span", "soft", "default ", code(JSON.stringify(value)))];
};

const entry = (name, notes, description) => [
  element("dt", "", code(name), ...notes),
  element("dd", "", ...text(description)),
];

const property = (name, schema, required) => [
  ...entry(
    name,
    [element("span", "soft", ...type(schema), required ? ", always" : ""), ...standard(schema)],
    schema.description ?? (schema.$ref ? resolve(schema).description : ""),
  ),
  ...(schema.type === "object" || schema.type === "array" ? [element("dd", "", ...members(schema.items ?? schema))] : []),
];

/** The members of an object, and of each of its variants. */
const members = (described) => {
  // Members that are added to a named type are in allOf.
  const added = (described.allOf ?? []).filter((each) => each.properties);
  const schema = {
    ...described,
    properties: Object.assign({}, described.properties, ...added.map((each) => each.properties)),
    required: [described, ...added].flatMap((each) => each.required ?? []),
  };
  const properties = Object.entries(schema.properties ?? {}).filter(([, each]) => each);
  const list = properties.flatMap(([name, each]) => property(name, each, (schema.required ?? []).includes(name)));
  const variants = (schema["x-oneOf"] ?? schema.oneOf ?? []).filter((each) => each.title && each.properties);
  return [
    ...(schema.allOf ?? [])
      .filter((each) => each.$ref && (properties.length > 0 || schema.unevaluatedProperties === false))
      .map((each) => element("p", "", "All of ", named(each.$ref), properties.length > 0 ? ", and:" : ".")),
    ...(list.length > 0 ? [element("dl", "", ...list)] : []),
    ...variants.flatMap((each) => [element("h4", "", each.title), ...text(each.description), ...members(each)]),
  ];
};

const example = (named) => {
  const { summary, value } = resolve(named);
  const shown = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return element("details", "", element("summary", "", `Example: ${summary}`), pre(shown));
};

const content = (contents = {}) =>
  Object.entries(contents).flatMap(([media, { schema, examples = {}, "x-events": events = {} }]) => [
    element("p", "soft", code(media), " ", ...(media.endsWith("json") ? type(schema) : [])),
    ...Object.entries(events).map(([name, event]) => element("dl", "", ...property(name, { ...event.schema, description: event.description }))),
    ...Object.values(examples).map(example),
  ]);

const parameters = (all) =>
  all.length === 0
    ? []
    : [
        element("h4", "", "Parameters"),
        element(
          "dl",
          "",
          ...all.flatMap(({ name, in: place, required, schema, description }) =>
            entry(name, [element("span", "soft", `${place}${required ? ", required" : ""}, `, ...type(schema)), ...standard(schema)], description),
          ),
        ),
      ];

const response = ([status, ref]) => {
  const { description, headers = {}, content: contents } = resolve(ref);
  const list = Object.entries(headers).flatMap(([name, header]) => entry(name, [], resolve(header).description));
  return [
    element("dt", "", code(status === "default" ? "otherwise" : status)),
    element("dd", "", ...text(description), ...(list.length > 0 ? [element("dl", "", ...list)] : []), ...content(contents)),
  ];
};

const quoted = (words) => `'${words.replaceAll("'", "'\\''")}'`;

/** The call as a command line, with the first example as its body. */
const curl = (method, path, all, body) => {
  const filled = all
    .filter((each) => each.in === "path")
    .reduce((done, each) => done.replace(`{${each.name}}`, each.example), path);
  const query = all.filter((each) => each.in === "query" && each.required).map((each) => `?${each.name}=web`);
  const address = new URL(filled.slice(1) + query.join(""), document.baseURI).href;
  const sent = Object.values(Object.values(body?.content ?? {})[0]?.examples ?? {})[0];
  const streams = path.endsWith("/events") ? " -N" : "";
  return [
    `curl${method === "get" ? streams : ` -X ${method.toUpperCase()}`} ${/[?]/.test(address) ? quoted(address) : address}`,
    ...(sent ? [` -d ${quoted(JSON.stringify(resolve(sent).value))}`] : []),
  ].join("");
};

const article = (id, heading, ...rest) => {
  const made = element("article", "", heading, ...rest);
  made.id = id;
  return made;
};

const operation = ({ method, path, item, call }) => {
  const all = [...(item.parameters ?? []), ...(call.parameters ?? [])].map(resolve);
  const body = call.requestBody && resolve(call.requestBody);
  const heading = element("h3", "", link(`#${call.operationId}`, call.summary));
  return article(
    call.operationId,
    heading,
    element("p", "call", element("strong", method, method.toUpperCase()), ` ${path}`),
    ...text(call.description),
    pre(curl(method, path, all, body)),
    ...parameters(all),
    ...(body ? [element("h4", "", "Body"), ...text(body.description), ...content(body.content)] : []),
    element("h4", "", "Answers"),
    element("dl", "", ...Object.entries(call.responses).flatMap(response)),
  );
};

const problem = ([word, { status, title, description }]) =>
  article(
    `problem-${word}`,
    element("h3", "", link(`#problem-${word}`, word)),
    element("p", "soft", code(status), ` ${title}`),
    ...text(description),
  );

const schema = ([name, described]) =>
  article(
    `schema-${name}`,
    element("h3", "", link(`#schema-${name}`, name)),
    ...text(described.description),
    ...(described.properties || described.allOf ? [] : [element("p", "soft", ...type(described), " "), ...standard(described)]),
    ...members(described),
    ...(described.examples ?? []).map((value) => pre(JSON.stringify(value))),
  );

const calls = () =>
  Object.entries(api.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({ method, path, item, call: item[method] })),
  );

const chapters = () => [
  ...api.tags.map(({ name, description }) => ({
    title: name,
    description,
    articles: calls()
      .filter(({ call }) => call.tags.includes(name))
      .map((each) => [each.call.summary, operation(each)]),
  })),
  {
    title: "Problems",
    description: "The last part of the `type` of a problem, its status and `title`.",
    articles: Object.entries(api.components.schemas.Problem["x-problems"]).map((each) => [each[0], problem(each)]),
  },
  {
    title: "Types",
    description: "What bodies and answers are made of.",
    articles: Object.entries(api.components.schemas).map((each) => [each[0], schema(each)]),
  },
];

const chapter = ({ title, description, articles }) => {
  const id = title.toLowerCase().replaceAll(" ", "-");
  const heading = element("h2", "", link(`#${id}`, title));
  heading.id = id;
  byId("content").append(element("section", "", heading, ...text(description), ...articles.map(([, made]) => made)));
  const entries = articles.map(([name, made]) => element("li", "", link(`#${made.id}`, name)));
  byId("index").append(element("li", "", link(`#${id}`, title), element("ul", "", ...entries)));
};

/** Shows the entries whose articles contain all words. */
const filter = () => {
  const words = byId("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (made) => words.every((word) => made.textContent.toLowerCase().includes(word));
  for (const group of byId("index").children) {
    const entries = [...group.querySelectorAll("li")];
    for (const each of entries) {
      each.hidden = !fits(byId(each.firstChild.hash.slice(1)));
    }
    group.hidden = entries.every((each) => each.hidden);
  }
  byId("none").hidden = [...byId("index").children].some((group) => !group.hidden);
};

const wide = matchMedia("(min-width: 62rem)");
const fold = () => {
  byId("contents").open = wide.matches;
};

const show = async () => {
  try {
    api = await (await fetch("openapi.json")).json();
    byId("content").append(...text(api.info.description));
    chapters().forEach(chapter);
    byId("trouble").hidden = true;
    byId("filter").addEventListener("input", filter);
    if (location.hash) {
      // The target of the address did not exist when the page was loaded.
      location.replace(location.hash);
    }
  } catch (error) {
    byId("trouble").textContent = `The description could not be loaded: ${error.message}`;
  }
};

wide.addEventListener("change", fold);
fold();
show();
