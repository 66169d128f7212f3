/** The form for a new task, or for another definition of a listed one. Meproc validates the values while they are typed. */

import { api, taskPath } from "./api.js";
import { Curl } from "./curl.js";
import { toDefinition, toForm, toPatch } from "./definition.js";
import { concerns, Entry } from "./fields.js";
import { Parts } from "./parts.js";
import { notify } from "./notices.js";
import { go, hrefOf } from "./route.js";
import { html, useEffect, useRef, useState } from "./view.js";
import { plain } from "./words.js";

const PAUSE_MILLIS = 350;
const NOT_NAMED = "a-name";
const NEW = { "If-None-Match": "*" };
const TAKEN = "a task of this name is already listed";

const listed = (refused, fresh) => (fresh && refused.status === 412 ? [{ field: "name", message: TAKEN }] : refused.errors);

/** Validates the definition with a dry run. */
const useProblems = (form, fresh, submitted) => {
  const [problems, setProblems] = useState([]);
  const first = useRef(form);
  useEffect(() => {
    if (form === first.current && !submitted) {
      return undefined;
    }
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const path = `${taskPath(form.name || NOT_NAMED)}?dryRun=true`;
        await api("PUT", path, toDefinition(form, ""), { signal: stop.signal, headers: fresh && form.name ? NEW : {} });
        setProblems([]);
      } catch (refused) {
        if (refused.name !== "AbortError") {
          setProblems(listed(refused, fresh) ?? []);
        }
      }
    }, PAUSE_MILLIS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [form, submitted]);
  return [form.name ? problems : [{ field: "name", message: "a name is required" }, ...problems], setProblems];
};

const send = (form, before) =>
  before
    ? api("PATCH", taskPath(before.name), toPatch(before.definition, form), { headers: { "If-Match": before.revision } })
    : api("PUT", taskPath(form.name), toDefinition(form, ""), { headers: NEW });

const Filled = ({ before }) => {
  const [form, setForm] = useState(() => toForm(before?.definition));
  const [touched, setTouched] = useState([]);
  const [submitted, setSubmitted] = useState(false);
  const [trouble, setTrouble] = useState("");
  const [busy, setBusy] = useState(false);
  const element = useRef();
  const [problems, setProblems] = useProblems(form, !before, submitted);
  const set = (part) => {
    setForm((now) => ({ ...now, ...part }));
    setTrouble("");
  };
  // Delayed, since an error message that appears would move the element that is about to be clicked.
  const touch = (of) => setTimeout(() => setTouched((now) => (now.includes(of) ? now : [...now, of])), PAUSE_MILLIS + 50);
  const shown = problems.filter(({ field }) => submitted || touched.some((of) => concerns(field, of)));
  const showFirst = () => setTimeout(() => element.current?.querySelector(".field:has(.problem:not(:empty)) :is(input, textarea, select)")?.focus(), 50);
  const submit = async (event) => {
    event.preventDefault();
    setSubmitted(true);
    if (busy || !form.name) {
      showFirst();
      return;
    }
    setBusy(true);
    try {
      const { body } = await send(form, before);
      const name = before?.name ?? form.name;
      notify(`${name}: ${body.change}${body.note ? `; ${body.note}` : ""}`);
      element.current && go(hrefOf(name));
    } catch (refused) {
      const errors = listed(refused, !before);
      setProblems(errors);
      setTrouble(refused.status === 412 && before ? "Another request has changed the task. Open the form again to see the current definition." : errors === refused.errors ? refused.message : TAKEN);
      showFirst();
    } finally {
      setBusy(false);
    }
  };
  return html`<${Entry.Provider} value=${{ form, set, problems: shown, touch }}>
    <div class="heading"><h1>${before ? `Edit ${plain(before.name)}` : "New task"}</h1></div>
    <form ref=${element} class="form" novalidate onSubmit=${submit} aria-label=${before ? `Edit ${before.name}` : "New task"}>
      <div class="parts">
        <${Parts} form=${form} set=${set} touch=${touch} before=${before} problems=${shown} />
        ${trouble && html`<p class="trouble" role="alert" data-testid="form-trouble">${plain(trouble)}</p>`}
        <div class="answers">
          <button type="submit" class="primary" aria-busy=${busy} data-testid="save">${before ? "Save" : "Create and start"}</button>
          <a class="button" href=${before ? hrefOf(before.name) : "#/"}>Cancel</a>
          <span class="soft" role="status">${busy ? "under way …" : before ? "Only what the change touches starts anew." : ""}</span>
        </div>
      </div>
      <aside class="card panel aside-json" aria-label="The same as text"><h2>The same as text</h2><${Curl} definition=${{ name: form.name, ...toDefinition(form, "…") }} /></aside>
    </form>
  <//>`;
};

/** @param name the task to change; absent for a new one */
export const Form = ({ name }) => {
  const [before, setBefore] = useState(null);
  const [trouble, setTrouble] = useState("");
  useEffect(() => {
    if (name) {
      api("GET", taskPath(name)).then(
        ({ body, revision }) => setBefore({ name, revision, definition: body.definition }),
        (refused) => setTrouble(refused.message),
      );
    }
  }, [name]);
  if (trouble) {
    return html`<p class="trouble" role="alert">${trouble} <a href="#/">All tasks</a></p>`;
  }
  return name && !before ? html`<p class="hollow" role="status">Loading …</p>` : html`<${Filled} before=${before} />`;
};
