/** Answers that are kept up to date. */

import { api } from "./api.js";
import { store } from "./store.js";
import { useEffect, useRef, useState, useStore } from "./view.js";

/** Repeats a request after each event of the task, with at most one request in progress. */
export const useAsked = (name, path) => {
  const moment = useStore((from) => from.moments.get(name) ?? 0);
  const connection = useStore((from) => from.connection.state);
  const listed = useStore((from) => from.tasks.has(name));
  const [answer, setAnswer] = useState({ value: null, trouble: null });
  const state = useRef({ asking: false, again: false, gone: false });
  const load = async () => {
    const here = state.current;
    if (here.asking) {
      here.again = true;
      return;
    }
    here.asking = true;
    try {
      const { body } = await api("GET", path);
      here.gone || setAnswer({ value: body, trouble: null });
    } catch (refused) {
      here.gone || setAnswer(({ value }) => ({ value, trouble: refused }));
    }
    setTimeout(() => {
      here.asking = false;
      if (here.again && !here.gone && store.tasks.has(name)) {
        here.again = false;
        load();
      }
    }, 150);
  };
  useEffect(() => {
    listed && load();
  }, [listed, moment, path, connection === "live"]);
  useEffect(() => () => void (state.current.gone = true), []);
  return answer;
};
