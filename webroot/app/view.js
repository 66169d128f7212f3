/** The base of the views: templates, hooks, and the connection of components to the store. */

import { Component, html, render, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../vendor/preact.js";
import { store } from "./store.js";

export { html, render, useEffect, useLayoutEffect, useMemo, useRef, useState };

const alike = (one, other) => {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
};

/** A component that is rendered again only when one of its properties has changed. */
export const memo = (draw) =>
  class extends Component {
    shouldComponentUpdate(next) {
      return !alike(this.props, next);
    }

    render(props) {
      return draw(props);
    }
  };

/** Renders the component again whenever the selected part of the store has changed. */
export const useStore = (pick) => {
  const [, redraw] = useState(0);
  const latest = useRef();
  const picking = useRef();
  picking.current = pick;
  latest.current = pick(store);
  useEffect(
    () =>
      store.follow(() => {
        if (picking.current(store) !== latest.current) {
          redraw((count) => count + 1);
        }
      }),
    [],
  );
  return latest.current;
};

/** The time by Meproc's clock, updated every second. */
export const useNow = () => {
  const [now, setNow] = useState(store.now());
  useEffect(() => {
    const timer = setInterval(() => document.hidden || setNow(store.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
};

/** Attributes of inputs whose text must not be changed by the browser. */
export const VERBATIM = { autocomplete: "off", autocapitalize: "off", spellcheck: false };

/** Whether a media query matches. */
export const useMedia = (query) => {
  const media = useMemo(() => matchMedia(query), [query]);
  const [holds, setHolds] = useState(media.matches);
  useEffect(() => {
    const change = () => setHolds(media.matches);
    media.addEventListener("change", change);
    return () => media.removeEventListener("change", change);
  }, [media]);
  return holds;
};
