/** The stream of events, which reconnects and resumes after a lost connection. It runs in a page or in a worker. */

const ADDRESS = new URL("../api/v1/events?metrics=true", import.meta.url).href;
const EVENTS = ["snapshot", "task", "removed", "run", "metrics", "gap"];
const DELAYS = [1, 2, 3, 5];
/** Metrics arrive every 2 s, so a stream that is silent for this time is broken. */
const SILENCE_MILLIS = 12_000;

export class Feed {
  #report;
  #source;
  #last = "";
  #failures = 0;
  #timer;
  #watchdog;

  /**
   * @param report called with the name of an event and its content; {@code connection} is an additional event about the stream
   * itself
   */
  constructor(report) {
    this.#report = report;
  }

  /** Opens the stream at once, without waiting for the next attempt. */
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

  /** Closes the stream until it is opened again. */
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
