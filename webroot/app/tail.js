/** A part of an output as lines: read from the end and continued, or around an offset and extended in both directions. */

import { readOutput } from "./api.js";
import { parseLine } from "./ansi.js";

const FIRST_BYTES = 1 << 16;
const NEXT_BYTES = 1 << 18;
const BLOCK = 100;
const MOST_BLOCKS = 100;
const LONG = 20_000;
const FAR_BEHIND = 1 << 20;
const END_OF_LINE = 10;
const NOTHING = new Uint8Array();

const decoder = new TextDecoder();

const decoded = (bytes) => (bytes.length > LONG ? `…${decoder.decode(bytes.subarray(-LONG))}` : decoder.decode(bytes));

const joined = (one, other) => {
  const all = new Uint8Array(one.length + other.length);
  all.set(one);
  all.set(other, one.length);
  return all;
};

/** Lines are grouped in blocks, which are rendered once. Offsets count the bytes of the whole output. */
export class Tail {
  blocks = [];
  /** The offset of the first line that is held, and the offset after the last byte that was read. */
  start = 0;
  next = null;
  size = 0;
  /** The file that the process writes to since its log was moved, or "removed"; null for its log. */
  moved = null;
  #rest = NOTHING;
  #look;
  #key = 0;
  #reading = false;

  constructor(name, index) {
    this.name = name;
    this.index = index;
  }

  /** Reads the following output; returns whether there was any. */
  async read() {
    const from = this.next;
    const beginning = from === null;
    const part = await readOutput(this.name, this.index, beginning ? -FIRST_BYTES : from, beginning ? FIRST_BYTES : NEXT_BYTES);
    if (from !== this.next) {
      return true; // another has read it
    }
    this.moved = part.moved;
    if (!beginning && (part.size < from || part.size - part.next > FAR_BEHIND)) {
      this.#begin();
      return true;
    }
    this.#take(part, beginning);
    return part.bytes.length > 0;
  }

  /** Reads forward from an earlier place, however far away the end is; returns whether there was any output. */
  async later() {
    const from = this.next;
    return from !== null && from < this.size && (await this.#alone(async () => {
      const part = await readOutput(this.name, this.index, from, FIRST_BYTES);
      from === this.next && this.#take(part, false);
    }));
  }

  /** Reads the preceding output; returns whether there was any. */
  async earlier() {
    const before = this.start;
    return before > 0 && (await this.#alone(async () => {
      const from = Math.max(0, before - FIRST_BYTES);
      const { bytes, offset } = await readOutput(this.name, this.index, from, before - from);
      if (before === this.start && offset === from && bytes.length === before - from) {
        const first = this.#firstLine(bytes, from);
        const held = this.blocks;
        this.blocks = [];
        this.#add(bytes.subarray(first - from), first, undefined);
        this.start = first;
        this.blocks = [...this.blocks, ...held];
        if (this.blocks.length > MOST_BLOCKS) {
          // Blocks dropped at the end are read again when they are scrolled to.
          this.next = this.blocks[MOST_BLOCKS].lines[0].at;
          this.blocks.length = MOST_BLOCKS;
          this.#rest = NOTHING;
        }
      }
    }));
  }

  /** Reads the output around an offset instead. */
  async jump(offset) {
    const from = Math.max(0, offset - FIRST_BYTES / 2);
    const part = await readOutput(this.name, this.index, from, FIRST_BYTES);
    this.#begin();
    this.#take(part, true);
  }

  holds(offset) {
    return this.next !== null && offset >= this.start && offset < this.next;
  }

  /** The offset of the line that contains this one. */
  lineAt(offset) {
    let found = this.start;
    for (const { lines } of this.blocks) {
      for (const { at } of lines) {
        found = at <= offset ? at : found;
      }
    }
    return offset >= this.#restAt ? this.#restAt : found;
  }

  async #alone(reading) {
    if (this.#reading) {
      return false;
    }
    this.#reading = true;
    try {
      await reading();
      return true;
    } finally {
      this.#reading = false;
    }
  }

  /** Starts again: the output is another one, was truncated, grows faster than it is read, or is shown at another place. */
  #begin() {
    this.blocks = [];
    this.#rest = NOTHING;
    this.next = null;
    this.#look = undefined;
  }

  #take({ bytes, offset, next, size }, beginning) {
    this.size = size;
    this.next = next;
    const first = beginning ? this.#firstLine(bytes, offset) : offset;
    if (beginning) {
      this.start = first;
    }
    const held = this.#rest.length;
    const all = joined(this.#rest, bytes.subarray(first - offset));
    const end = all.lastIndexOf(END_OF_LINE) + 1;
    this.#rest = all.slice(end).slice(-LONG - 1);
    this.#look = this.#add(all.subarray(0, end), first - held, this.#look);
    if (this.blocks.length > MOST_BLOCKS) {
      this.blocks.splice(0, this.blocks.length - MOST_BLOCKS);
      this.start = this.blocks[0].lines[0].at;
    }
  }

  /** The offset of the first complete line, or of all bytes if there is none. */
  #firstLine(bytes, offset) {
    const end = offset > 0 ? bytes.indexOf(END_OF_LINE) + 1 : 0;
    return end < bytes.length ? offset + end : offset;
  }

  /** Adds complete lines; returns the look that continues in the next one. */
  #add(bytes, offset, before) {
    let look = before;
    for (let from = 0; from < bytes.length; ) {
      const found = bytes.indexOf(END_OF_LINE, from);
      const end = found < 0 ? bytes.length : found;
      const parsed = parseLine(decoded(bytes.subarray(from, end)), look);
      parsed.at = offset + from;
      look = parsed.look;
      const block = this.blocks.at(-1);
      if (block && block.lines.length < BLOCK && block.size < LONG) {
        this.blocks[this.blocks.length - 1] = { key: block.key, size: block.size + end - from, lines: [...block.lines, parsed] };
      } else {
        this.blocks.push({ key: this.#key++, size: end - from, lines: [parsed] });
      }
      from = end + 1;
    }
    return look;
  }

  get #restAt() {
    return (this.next ?? 0) - this.#rest.length;
  }

  /** The text after the last line end. */
  get unfinished() {
    return this.#rest.length > 0 ? { ...parseLine(decoded(this.#rest), this.#look), at: this.#restAt } : null;
  }
}

/** Reads the whole output, a part at a time. */
export const readAll = async (name, index) => {
  const parts = [];
  let from = 0;
  let end;
  for (;;) {
    const part = await readOutput(name, index, from, 1 << 20);
    parts.push(part.bytes);
    end ??= part.size;
    if (part.bytes.length === 0 || part.next >= end) {
      return new Blob(parts, { type: "text/plain" });
    }
    from = part.next;
  }
};
