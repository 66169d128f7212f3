/** The run records of a task: the newest ones, which are kept up to date, and older ones on demand. */

import { api, taskPath } from "./api.js";
import { store } from "./store.js";
import { useEffect, useRef, useState, useStore } from "./view.js";

const PAGE = 100;
/** The time between two requests for the newest runs, however many events there are. */
const REST_MILLIS = 1000;
/** The most runs beyond the first page that are asked for their end again. */
const MOST_LIVE = 8;

const HOURS = { hour: 1, day: 24, week: 168 };
export const SPANS = [
  ["hour", "last hour"],
  ["day", "last 24 hours"],
  ["week", "last 7 days"],
];

/** The query of a choice: {@code result} is empty, failed, succeeded or a cause. */
const queryOf = ({ result, replica, span }) => {
  const query = new URLSearchParams({ limit: PAGE });
  if (result === "failed" || result === "succeeded") {
    query.set("success", result === "succeeded");
  } else if (result) {
    query.set("cause", result);
  }
  replica && query.set("replica", replica);
  HOURS[span] && query.set("since", new Date(store.now() - HOURS[span] * 3_600_000).toISOString());
  return query;
};

const read = async (name, choice, after) => {
  const query = queryOf(choice);
  after && query.set("after", after);
  return (await api("GET", `${taskPath(name)}/runs?${query}`)).body;
};

/** The runs of the page, and those known before that are older than all of them. */
const joined = (page, { runs, next }) => {
  const last = page.runs.at(-1);
  const older = page.next && last ? runs.filter(({ run }) => run < last.run) : [];
  return { runs: [...page.runs, ...older], next: older.length > 0 ? next : page.next };
};

/** Asks for the end of live runs that are older than the first page. */
const refreshed = async ({ runs, next }) => {
  const live = runs.slice(PAGE).filter(({ state }) => state === "running").slice(0, MOST_LIVE);
  const now = new Map(await Promise.all(live.map(async ({ run }) => [run, (await api("GET", `/runs/${run}`)).body])));
  return { runs: runs.map((each) => now.get(each.run) ?? each), next };
};

const NONE = { runs: [], next: null };

/** {@code { runs, next, trouble, loaded, older }}, the newest run first. */
export const useRuns = (name, choice) => {
  const moment = useStore((from) => from.moments.get(name) ?? 0);
  const connection = useStore((from) => from.connection.state);
  const [state, setState] = useState({ ...NONE, trouble: null, loaded: false });
  const here = useRef({ asking: false, again: false, gone: false, of: "", known: NONE });
  const of = JSON.stringify(choice);
  const load = async () => {
    const own = here.current;
    if (own.asking) {
      own.again = true;
      return;
    }
    own.asking = true;
    own.again = false;
    const asked = own.of;
    try {
      const page = await read(name, JSON.parse(asked));
      const known = await refreshed(joined(page, own.known));
      if (!own.gone && asked === own.of) {
        own.known = known;
        setState({ ...known, trouble: null, loaded: true });
      }
    } catch (refused) {
      own.gone || setState((before) => ({ ...before, trouble: refused, loaded: true }));
    }
    setTimeout(
      () => {
        own.asking = false;
        own.again && !own.gone && load();
      },
      asked === own.of ? REST_MILLIS : 0,
    );
  };
  useEffect(() => {
    if (here.current.of !== of) {
      here.current.of = of;
      here.current.known = NONE;
      setState({ ...NONE, trouble: null, loaded: false });
    }
    load();
  }, [name, of, moment, connection === "live"]);
  useEffect(() => () => void (here.current.gone = true), []);
  const older = async () => {
    const own = here.current;
    const { runs, next } = own.known;
    if (!next) {
      return;
    }
    try {
      const page = await read(name, choice, next);
      if (!own.gone && own.known.next === next && own.of === of) {
        own.known = { runs: [...runs, ...page.runs], next: page.next };
        setState({ ...own.known, trouble: null, loaded: true });
      }
    } catch (refused) {
      own.gone || setState((before) => ({ ...before, trouble: refused }));
    }
  };
  return { ...state, older };
};

/** The dossier of a run, which is read again when {@code state} changes. */
export const useRun = (run, state) => {
  const [answer, setAnswer] = useState({ value: null, trouble: null });
  useEffect(() => {
    let gone = false;
    const load = async () => {
      try {
        const { body } = await api("GET", `/runs/${run}`);
        gone || setAnswer({ value: body, trouble: null });
      } catch (refused) {
        gone || setAnswer({ value: null, trouble: refused });
      }
    };
    run ? load() : setAnswer({ value: null, trouble: null });
    return () => void (gone = true);
  }, [run, state]);
  return answer;
};
