// One key decides and the next record is there. Forms do the work; without this script they do it by clicks.

import { signature } from "./frame.js";

const desk = () => document.getElementById("review");
let busy = false;

/** Put the page at `address` in the place of this one, without loading scripts and styles again. */
async function show(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.getElementById("review");
  if (!answer.ok || !next) { location.assign(address); return; }
  desk().replaceWith(document.adoptNode(next));
  history.replaceState(null, "", address);
  ready();
  const top = desk().getBoundingClientRect().top;
  if (top < 0) desk().scrollIntoView();
}

/** Send a form; `button` is the one that was pressed. */
async function send(form, button) {
  if (busy) return;
  busy = true;
  desk().classList.add("busy");
  try {
    const values = new URLSearchParams(new FormData(form, button));
    const answer = await fetch(form.action, {
      method: "POST", headers: { Accept: "application/json", "X-CSRF-Token": signature() }, body: values,
    });
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(told.error || `The page answered ${answer.status}; nothing was kept.`);
    await show(told.next).catch(() => location.assign(told.next));
  } catch (error) {
    // fetch says in its own words that nobody answered; the form sent again is the same review
    tell(error instanceof TypeError ? "The page does not answer; do it again when it runs." : error.message);
  } finally {
    busy = false;
    desk().classList.remove("busy");
  }
}

function tell(words) {
  let place = desk().querySelector(".failed");
  if (!place) {
    place = document.createElement("p");
    place.className = "told failed";
    place.setAttribute("role", "alert");
    desk().querySelector("#decide, .bar, form").before(place);
  }
  place.textContent = words;
}

function openEdit(open) {
  const edit = desk().querySelector("#edit");
  if (!edit) return;
  edit.open = open;
  desk().querySelector("[data-edit]").setAttribute("aria-expanded", String(open));
  if (open) edit.querySelector("select, input")?.focus();
  else document.activeElement?.blur();
}

function passage() {
  const data = document.getElementById("passage-data");
  return data ? JSON.parse(data.textContent) : { start: 0, text: "" };
}

/** Show the words that each pair of numbers stands for. */
function preview() {
  const { start, text } = passage();
  // the casebook counts characters; a string here counts half of some
  const letters = [...text];
  for (const span of desk().querySelectorAll("fieldset.span")) {
    const [from, to] = ["start", "end"].map((end) => Number(span.querySelector(`[data-end="${end}"]`).value) - start);
    const words = letters.slice(Math.max(0, from), Math.max(0, to)).join("");
    span.querySelector("output").textContent = to > from && from >= 0 ? `“${words}”` : "not in this passage";
  }
}

/** Return where the next word begins (way 1) or the one before ends, seen from a place in the article. */
function nextEdge(place, way, end) {
  const { start, text } = passage();
  const letters = [...text];
  let at = place - start;
  const inWord = (n) => n >= 0 && n < letters.length && !/\s/.test(letters[n]);
  const isEdge = (n) => (end === "start" ? inWord(n) && !inWord(n - 1) : inWord(n - 1) && !inWord(n));
  do at += way; while (at > 0 && at < letters.length && !isEdge(at));
  return start + Math.max(0, Math.min(letters.length, at));
}

function moveEnd(event) {
  const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const input = event.target;
  if (!way || !input.dataset?.end) return;
  event.preventDefault();
  const place = Number(input.value);
  input.value = event.shiftKey ? place + way : nextEdge(place, way, input.dataset.end);
  preview();
}

function typing(target) {
  return target.matches?.("input, select, textarea") || target.isContentEditable;
}

function onKey(event) {
  if (!desk() || event.altKey || event.metaKey) return;
  if (event.key === "Escape") { openEdit(false); return; }
  if (event.ctrlKey) {
    const edit = desk().querySelector("#edit");
    if (event.key === "Enter" && edit?.open) { event.preventDefault(); edit.querySelector("button.main").click(); }
    return;
  }
  if (typing(event.target)) {
    if (event.key === "Enter" && event.target.id === "note") { event.preventDefault(); event.target.blur(); }
    moveEnd(event);
    return;
  }
  if (event.key === "n") { event.preventDefault(); desk().querySelector("#note")?.focus(); return; }
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  // a button that has the focus is pressed by space, as everywhere
  if (key === " " && event.target.matches?.("button, a, summary")) return;
  const pressed = desk().querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!pressed) return;
  event.preventDefault();
  if (!event.repeat) pressed.click(); // a key held down is one decision
}

function onClick(event) {
  const pressed = event.target.closest?.("#review [data-edit], #review [data-help], #review a[data-key=' ']");
  if (!pressed) return;
  if (pressed.matches("[data-edit]")) openEdit(!desk().querySelector("#edit").open);
  else if (pressed.matches("[data-help]")) {
    const help = desk().querySelector("#help");
    help.hidden = !help.hidden;
    pressed.setAttribute("aria-expanded", String(!help.hidden));
  } else { event.preventDefault(); show(pressed.href); }
}

function onSubmit(event) {
  const form = event.target;
  if (!form.matches?.("#decide, #undo")) return;
  event.preventDefault();
  send(form, event.submitter);
}

function ready() { preview(); }

addEventListener("keydown", onKey);
addEventListener("click", onClick);
addEventListener("submit", onSubmit);
addEventListener("input", (event) => { if (event.target.dataset?.end) preview(); });
ready();
