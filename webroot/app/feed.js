/** The stream of events, opened again from where it was whenever it breaks. It runs in a page or in a worker. */

const ADDRESS = new URL("../api/v1/events?metrics=true", import.meta.url).href;
const EVENTS = ["snapshot", "task", "removed", "run", "metrics", "gap"];
const DELAYS = [1, 2, 3, 5];
/** Figures come every 2 s: a stream that is silent for so long is broken. */
const SILENCE_MILLIS = 12_000;

export class Feed {
  #report;
  #source;
  #last = "";
  #failures = 0;
  #timer;
  #watchdog;

  /** @param report called with the name of an event and its content; {@code connection} is one more, for the stream itself */
  constructor(report) {
    this.#report = report;
  }

  /** Opens it now, whether or not it is time. */
  open() {
    this.close();
    this.#report("connection", { state: this.#failures > 0 ? "retrying" : "connecting", at: 0 });
    const source = new EventSource(`${ADDRESS}${this.#last ? `&lastEventId=${this.#last}` : ""}`);
    this.#source = source;
    source.onerror = () => this.#fail();
    source.onopen = (event) => {
      this.#heard(event);
      this.#failures = 0;
      this.#report("connection", { state: "live", at: Date.now() });
    };
    for (const name of EVENTS) {
      source.addEventListener(name, (event) => {
        this.#heard(event);
        this.#report(name, JSON.parse(event.data));
      });
    }
  }

  /** Stays closed until it is opened. */
  close() {
    this.#source?.close();
    clearTimeout(this.#timer);
    clearTimeout(this.#watchdog);
  }

  #heard({ lastEventId }) {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#fail(), SILENCE_MILLIS);
    this.#last = lastEventId || this.#last;
  }

  #fail() {
    this.close();
    const delay = DELAYS[Math.min(this.#failures++, DELAYS.length - 1)] * 1000;
    this.#report("connection", { state: "broken", at: Date.now() + delay });
    this.#timer = setTimeout(() => this.open(), delay);
  }
}
