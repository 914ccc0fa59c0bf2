// A reviewer gives a name once: this browser keeps it for the fields that ask for it.

const KEPT = "tacitus-reviewer";

function kept() {
  try { return localStorage.getItem(KEPT) ?? ""; } catch { return ""; }
}

addEventListener("submit", (event) => {
  const name = event.target.elements?.by?.value.trim();
  if (!name) return;
  try { localStorage.setItem(KEPT, name); } catch { /* it is asked for again */ }
}, true);

for (const field of document.querySelectorAll('input[name="by"]:not([type="hidden"])')) {
  if (field.value || !kept()) continue;
  field.value = kept();
  // where nothing is shown before somebody says who looks
  if (field.dataset.ask !== undefined) field.form.requestSubmit();
}
