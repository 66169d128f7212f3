/** The page: selects the view by the part of the address after the #. */

import { Form } from "./app/form.js";
import { Header } from "./app/header.js";
import { HistoryView } from "./app/history.js";
import { Troubles } from "./app/leftovers.js";
import { Notices } from "./app/notices.js";
import { Overview } from "./app/overview.js";
import { useRoute } from "./app/route.js";
import { start } from "./app/stream.js";
import { TaskView } from "./app/task.js";
import { Timeline } from "./app/timeline.js";
import { html, render } from "./app/view.js";

const Content = ({ route: { view, name, query, came } }) => {
  switch (view) {
    case "new":
      return html`<${Form} key="new" />`;
    case "edit":
      return html`<${Form} key=${`edit ${name}`} name=${name} />`;
    case "history":
      return html`<${HistoryView} key=${name} name=${name} query=${query} />`;
    case "schedule":
      return html`<${Timeline} key="schedule" />`;
    case "task":
      return html`<${TaskView} key=${name} name=${name} />`;
    default:
      return html`<${Overview} query=${query} came=${came} />`;
  }
};

const App = () => {
  const route = useRoute();
  return html`<${Header} route=${route} />
    <${Notices} />
    <main id="content" tabindex="-1"><${Troubles} /><${Content} route=${route} /></main>`;
};

const root = document.getElementById("app");
root.replaceChildren();
render(html`<${App} />`, root);
document.querySelector(".skip").addEventListener("click", (event) => {
  // The part after the # selects the view, so the skip link must not change it.
  event.preventDefault();
  document.getElementById("content").focus();
});
start();
