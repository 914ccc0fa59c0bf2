// Light or dark as the reader chose last; else as the system has it. It runs before the page is drawn.
(() => {
  "use strict";
  const root = document.documentElement;
  let kept = null;
  try { kept = localStorage.getItem("tacitus-theme"); } catch { /* storage may be forbidden */ }
  if (kept === "light" || kept === "dark") root.dataset.theme = kept;
  root.dataset.script = "on";
})();
