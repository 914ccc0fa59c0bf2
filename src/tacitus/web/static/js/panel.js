// Links with data-panel="ID" fill the part of the page with that id from the address they lead to, and leave the rest.

/** Fetch an address of this page and put its part with an id into ours; the part's heading gets the focus. */
export async function fillPanel(address, id) {
  const holder = document.getElementById(id);
  if (!holder) return;
  holder.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    const made = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(id);
    if (!answer.ok || !made) throw new Error(`The page answered ${answer.status}.`);
    const put = document.importNode(made, true);
    holder.replaceWith(put);
    history.replaceState(null, "", address.replace(/#.*$/, ""));
    const heading = put.querySelector("h2");
    heading?.focus({ preventScroll: true });
    const box = put.getBoundingClientRect();
    if (!put.hidden && (box.top < 0 || box.top > innerHeight - 120)) put.scrollIntoView({ block: "nearest" });
    dispatchEvent(new CustomEvent("tacitus:panel", { detail: { id, address } }));
  } catch {
    location.assign(address);
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-panel]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  for (const other of document.querySelectorAll("a[data-panel][aria-current]")) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  fillPanel(link.getAttribute("href"), link.dataset.panel);
});
