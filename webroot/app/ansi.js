/** Text with the colours of a terminal. Of the escape sequences only colours and weights are kept; all others are dropped. */

import { plain } from "./words.js";

const FRONT =
  "#7d8896 #ff7b72 #56d364 #e3b341 #79b8ff #d2a8ff #5ad4e6 #c9d1d9 #9aa6b6 #ffa198 #7ee787 #f2cc60 #a5d6ff #e2c5ff #9af0ff #fff".split(" ");
/** Bright backgrounds are the same as normal ones, so that any text is legible on them. */
const BACK = "#2a313c #8e1519 #0f5323 #693e00 #0c4a9e #5b2f96 #0b5561 #57606a".split(" ");

const PLAIN = { fg: null, bg: null, styles: [] };
const STYLES = { 1: "bold", 2: "dim", 3: "italic", 4: "underline", 7: "inverse", 9: "struck" };
const OFF = { 22: ["bold", "dim"], 23: ["italic"], 24: ["underline"], 27: ["inverse"], 29: ["struck"] };
const SEQUENCE = /\x1b(?:\[([0-9;:?<=>]*)[ -/]*([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\|$)|[PX^_][^\x1b]*(?:\x1b\\|$)|[ -/]*[0-~])/g;

const level = (step) => (step === 0 ? 0 : 55 + 40 * step);
const byte = (text) => Math.min(255, Number(text) || 0);

/** One of 256 colours: the number for the first 16, otherwise its components. */
const indexed = (number) => {
  if (number < 16) {
    return number;
  }
  if (number >= 232) {
    const grey = 8 + 10 * (number - 232);
    return `rgb(${grey},${grey},${grey})`;
  }
  const cube = number - 16;
  return `rgb(${level(Math.floor(cube / 36))},${level(Math.floor(cube / 6) % 6)},${level(cube % 6)})`;
};

/** The colour that follows 38 or 48, and the count of its numbers. */
const extended = (codes, at) =>
  codes[at] === "5"
    ? [indexed(byte(codes[at + 1])), 2]
    : codes[at] === "2"
      ? [`rgb(${byte(codes[at + 1])},${byte(codes[at + 2])},${byte(codes[at + 3])})`, 4]
      : [null, 0];

const apply = (before, parameters) => {
  const codes = parameters.split(/[;:]/);
  let look = before;
  for (let at = 0; at < codes.length; at++) {
    const code = Number(codes[at] || 0);
    if (code === 0) {
      look = PLAIN;
    } else if (STYLES[code]) {
      look = { ...look, styles: [...look.styles.filter((each) => each !== STYLES[code]), STYLES[code]] };
    } else if (OFF[code]) {
      look = { ...look, styles: look.styles.filter((each) => !OFF[code].includes(each)) };
    } else if (code === 38 || code === 48) {
      const [colour, taken] = extended(codes, at + 1);
      look = { ...look, [code === 38 ? "fg" : "bg"]: colour };
      at += taken;
    } else if (code === 39 || code === 49) {
      look = { ...look, [code === 39 ? "fg" : "bg"]: null };
    } else if ((code >= 30 && code < 38) || (code >= 90 && code < 98)) {
      look = { ...look, fg: code >= 90 ? code - 82 : code - 30 };
    } else if ((code >= 40 && code < 48) || (code >= 100 && code < 108)) {
      look = { ...look, bg: code % 10 };
    }
  }
  return look;
};

/** The text that a terminal would show after a line was overwritten. */
const overwritten = (line) => {
  const kept = line.replace(/\r+$/, "");
  return kept.slice(kept.lastIndexOf("\r") + 1);
};

/** {@code { text, spans: [{ text, look }], look }} of a line; the look at its end applies to the next line. */
export const parseLine = (raw, before = PLAIN) => {
  const line = overwritten(raw);
  const spans = [];
  let look = before;
  let from = 0;
  const add = (text) => text && spans.push({ text: plain(text), look });
  for (const found of line.matchAll(SEQUENCE)) {
    add(line.slice(from, found.index));
    from = found.index + found[0].length;
    if (found[2] === "m" && !/[?<=>]/.test(found[1])) {
      look = apply(look, found[1]);
    }
  }
  add(line.slice(from));
  return { spans, text: spans.map((span) => span.text).join(""), look };
};

/** Class names and colours for a span, none of which are taken from the text itself. */
export const dress = ({ fg, bg, styles }) => {
  const [front, back] = styles.includes("inverse") ? [bg ?? 0, fg ?? 7] : [fg, bg];
  const style = {};
  if (front !== null) {
    style.color = FRONT[front] ?? front;
  }
  if (back !== null) {
    style.backgroundColor = BACK[back % 8] ?? back;
  }
  return { className: styles.map((each) => `t-${each}`).join(" "), style };
};
