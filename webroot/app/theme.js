"use strict";

/** Applies the stored colour scheme before the first paint. */
try {
  document.documentElement.dataset.theme = localStorage.getItem("meproc.theme") ?? "auto";
} catch {
  // Without storage no choice is kept.
}

/** The reason of the first refused address. */
const reasonOf = async (addresses) => {
  for (const address of addresses) {
    const response = await fetch(address);
    if (!response.ok) {
      const { detail = "" } = await response.json().catch(() => ({}));
      return `${address} was answered with status ${response.status}. ${detail}`;
    }
  }
  return "A proxy or an extension may block it; see the browser's console.";
};

/** Shows why the scripts of the page are missing, since the scripts themselves can't. */
const explain = async (script) => {
  const reason = await reasonOf([script, "api/v1/node"]).catch(() => "Meproc does not answer.");
  const place = document.querySelector("#app [role=status]");
  if (place) {
    place.textContent = `The page could not be loaded. ${reason}`;
  }
};

addEventListener("error", ({ target }) => target instanceof HTMLScriptElement && explain(target.src), true);
