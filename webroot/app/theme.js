"use strict";

/** Puts on the colours that were chosen before, ahead of the first paint. */
try {
  document.documentElement.dataset.theme = localStorage.getItem("meproc.theme") ?? "auto";
} catch {
  // No storage, no memory.
}

/** The first of some addresses that is refused, in words. */
const reasonOf = async (addresses) => {
  for (const address of addresses) {
    const response = await fetch(address);
    if (!response.ok) {
      const { detail = "" } = await response.json().catch(() => ({}));
      return `${address} was answered with status ${response.status}. ${detail}`;
    }
  }
  return "Is something between this browser and Meproc holding it up? The browser's console has more.";
};

/** Shows why the scripts of the page are missing, which they can't do themselves. */
const explain = async (script) => {
  const reason = await reasonOf([script, "api/v1/node"]).catch(() => "Meproc does not answer.");
  const place = document.querySelector("#app [role=status]");
  if (place) {
    place.textContent = `The page could not be loaded. ${reason}`;
  }
};

addEventListener("error", ({ target }) => target instanceof HTMLScriptElement && explain(target.src), true);
