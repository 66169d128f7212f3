/** The lines of an output as far as they are known: read from the end, then on and on. */

import { readOutput } from "./api.js";
import { parseLine } from "./ansi.js";

const FIRST_BYTES = 1 << 16;
const NEXT_BYTES = 1 << 18;
const BLOCK = 100;
const MOST_BLOCKS = 100;
const LONG = 20_000;
const FAR_BEHIND = 1 << 20;

const cut = (line) => (line.length > LONG ? `…${line.slice(-LONG)}` : line);

/** Lines stand in blocks, which are drawn once and then left alone. */
export class Tail {
  blocks = [];
  rest = "";
  offset = 0;
  next = null;
  size = 0;
  dropped = false;
  #decoder = new TextDecoder();
  #look;
  #key = 0;

  constructor(name, index) {
    this.name = name;
    this.index = index;
  }

  /** Reads what is new. Gives whether there was anything. */
  async read() {
    const from = this.next;
    const beginning = from === null;
    const part = await readOutput(this.name, this.index, beginning ? -FIRST_BYTES : from, beginning ? FIRST_BYTES : NEXT_BYTES);
    if (from !== this.next) {
      return true; // another has read it
    }
    if (!beginning && (part.size < from || part.size - part.next > FAR_BEHIND)) {
      this.#begin();
      return true;
    }
    this.size = part.size;
    this.next = part.next;
    if (beginning) {
      this.offset = part.offset;
    }
    this.#add(this.#decoder.decode(part.bytes, { stream: true }), beginning && part.offset > 0);
    return part.bytes.length > 0;
  }

  /** The output is another one, was cut, or grows faster than it is read. */
  #begin() {
    this.blocks = [];
    this.rest = "";
    this.dropped = false;
    this.next = null;
    this.#look = undefined;
    this.#decoder = new TextDecoder();
  }

  #add(text, halved) {
    const lines = (this.rest + text).split("\n");
    this.rest = cut(lines.pop());
    for (const line of halved ? lines.slice(1) : lines) {
      const parsed = parseLine(cut(line), this.#look);
      this.#look = parsed.look;
      const block = this.blocks.at(-1);
      if (block && block.lines.length < BLOCK && block.size < LONG) {
        this.blocks[this.blocks.length - 1] = { key: block.key, size: block.size + line.length, lines: [...block.lines, parsed] };
      } else {
        this.blocks.push({ key: this.#key++, size: line.length, lines: [parsed] });
      }
    }
    if (this.blocks.length > MOST_BLOCKS) {
      this.blocks.splice(0, this.blocks.length - MOST_BLOCKS);
      this.dropped = true;
    }
  }

  /** What stands behind the last end of line. */
  get unfinished() {
    return this.rest ? parseLine(this.rest, this.#look) : null;
  }
}

/** All of an output, a part at a time. */
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
