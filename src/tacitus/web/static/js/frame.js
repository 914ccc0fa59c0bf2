// What every page does: the switch between light and dark, and the signature that forms and htmx send along.

/** Say whether the page is dark now. */
export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

/** Return a colour of the style sheet, such as `color("--for")`. */
export function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Return the data that a template put into the page with the `data` macro. */
export function pageData(id) {
  const holder = document.getElementById(id);
  return holder ? JSON.parse(holder.textContent) : null;
}

/** Do a write: `values` go as a form to `address`; returns the answer, or throws an Error with the reason. */
export async function post(address, values) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRF-Token": signature() },
    body: new URLSearchParams(values),
  });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.error || `The page answered ${answer.status}.`);
  return told;
}

/** Return the signature of this browser's forms. */
export function signature() {
  return document.querySelector('meta[name="csrf"]').content;
}

/** Call `redraw` when light turns to dark or back. */
export function onTheme(redraw) {
  addEventListener("tacitus:theme", redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
}

document.querySelector("[data-theme-toggle]")?.addEventListener("click", () => {
  const next = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  try { localStorage.setItem("tacitus-theme", next); } catch { /* it stays for this page */ }
  dispatchEvent(new CustomEvent("tacitus:theme"));
});

document.addEventListener("htmx:config:request", (event) => {
  const headers = event.detail?.ctx?.request?.headers;
  if (headers) headers["X-CSRF-Token"] = signature();
});
