/** Addresses: {@code #/}, {@code #/new}, {@code #/schedule}, {@code #/tasks/NAME}, {@code #/tasks/NAME/edit} and {@code #/tasks/NAME/history}. */

import { useEffect, useState } from "./view.js";

const decoded = (part) => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

export const read = () => {
  const [path, query = ""] = location.hash.slice(1).split("?");
  const [, first = "", name = "", last = ""] = path.split("/").map(decoded);
  if (first === "tasks" && name) {
    return { view: last === "edit" || last === "history" ? last : "task", name, query };
  }
  return { view: first === "new" || first === "schedule" ? first : "overview", name: "", query };
};

export const hrefOf = (name, rest = "") => `#/tasks/${encodeURIComponent(name)}${rest}`;

export const go = (hash) => void (location.hash = hash);

/** Keeps the choices of a view in its address, without an entry in the history for each key. */
export const keep = (query) => keepIn("#/", query);

/** Keeps the choices of the view at a hash in its address. */
export const keepIn = (hash, query) => {
  history.replaceState(null, "", query ? `${hash}?${query}` : hash);
  window.dispatchEvent(new Event("kept"));
};

export const useRoute = () => {
  const [route, setRoute] = useState(read);
  useEffect(() => {
    const change = () => {
      setRoute(({ name }) => ({ ...read(), came: name }));
      window.scrollTo(0, 0);
      document.getElementById("content")?.focus({ preventScroll: true });
    };
    const kept = () => setRoute(({ came }) => ({ ...read(), came }));
    window.addEventListener("hashchange", change);
    window.addEventListener("kept", kept);
    return () => {
      window.removeEventListener("hashchange", change);
      window.removeEventListener("kept", kept);
    };
  }, []);
  return route;
};
