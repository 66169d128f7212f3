"use strict";

/** Puts on the colours that were chosen here before, ahead of the first paint. */
try {
  const chosen = localStorage.getItem("meproc.theme");
  if (chosen === "light" || chosen === "dark") {
    document.documentElement.dataset.theme = chosen;
  }
} catch {
  // No storage, no memory of it.
}
