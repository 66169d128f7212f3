"use strict";

/** Puts on the colours that were chosen before, ahead of the first paint. */
try {
  document.documentElement.dataset.theme = localStorage.getItem("meproc.theme") ?? "auto";
} catch {
  // No storage, no memory.
}
