// Links the marked text with the ledger beside it: pointing at one lights the other up, a click keeps it lit.
// A segment's data-r lists "number:part" for every record that covers it, the innermost last, and "cN" for actors.

const text = document.querySelector(".text");
const ledger = document.querySelector(".ledger");
const entries = new Map(); // record number -> entry
const segments = new Map(); // record number -> [segment, part]
const kin = new Map(); // actor -> segments
const OWN = new Set(["content", "cue", "trigger", "evidence", "target"]);
const MAIN = new Set(["cue", "trigger", "target"]);
let pinned = null;
let pointer = null; // where it last moved to on the screen
let resting = null; // where it was when we scrolled: what then comes to lie under it was not pointed at

for (const seg of text.querySelectorAll(".seg")) {
  for (const token of seg.dataset.r.split(" ")) {
    const [number, part] = token.split(":");
    if (!number) continue;
    const into = part ? segments : kin;
    if (!into.has(number)) into.set(number, []);
    into.get(number).push(part ? [seg, part] : seg);
  }
}

/** Return the records that cover a segment by their own words, the innermost first; else those it takes part in. */
function recordsOf(seg) {
  const tokens = seg.dataset.r.split(" ").map((t) => t.split(":")).filter((t) => t[1]).reverse();
  const visible = tokens.filter(([n]) => entries.get(n)?.offsetParent !== null);
  const own = visible.filter(([, part]) => OWN.has(part));
  return [...new Set([...own, ...visible].map(([n]) => n))];
}

function clear() {
  for (const lit of document.querySelectorAll(".lit, .lit-main, .lit-who, .kin")) {
    lit.classList.remove("lit", "lit-main", "lit-who", "kin");
  }
}

/** Light a record up in the text, and its entry; `others` are entries that cover the same words. */
function light(number, others = []) {
  clear();
  for (const [seg, part] of segments.get(number) ?? []) {
    seg.classList.add(OWN.has(part) ? "lit" : "lit-who");
    if (MAIN.has(part)) seg.classList.add("lit-main");
  }
  for (const n of others) entries.get(n)?.classList.add("lit");
  entries.get(number)?.classList.add("lit-main");
}

function spot(event) {
  return `${event.screenX},${event.screenY}`;
}

for (const kind of ["pointermove", "pointerdown"]) addEventListener(kind, (event) => { pointer = spot(event); });

function rest() {
  if (pinned === null) clear();
  else light(pinned);
}

function pin(number, scroll) {
  pinned = number;
  light(number);
  const entry = entries.get(number);
  if (!entry) return;
  history.replaceState(null, "", `#${entry.id}`);
  resting = pointer;
  if (scroll === "text") reveal(segments.get(number)?.find(([, part]) => OWN.has(part))?.[0]);
  if (scroll === "ledger") revealEntry(entry);
}

function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}

function reveal(seg) {
  if (!seg) return;
  const box = seg.getBoundingClientRect();
  if (box.top < 60 || box.bottom > innerHeight - 60) seg.scrollIntoView({ block: "center", behavior: calm() });
}

/** Scroll the ledger, and the page only where the ledger does not scroll by itself. */
function revealEntry(entry) {
  if (ledger.scrollHeight <= ledger.clientHeight + 1) {
    entry.scrollIntoView({ block: "center", behavior: calm() });
    return;
  }
  const top = entry.offsetTop - ledger.offsetTop - ledger.clientHeight / 3;
  ledger.scrollTo({ top, behavior: calm() });
}

text.addEventListener("pointerover", (event) => {
  const seg = event.target.closest(".seg");
  if (!seg || spot(event) === resting) return;
  const [first, ...others] = recordsOf(seg);
  if (first === undefined) clear();
  else light(first, others);
  for (const token of seg.dataset.r.split(" ")) {
    for (const other of kin.get(token) ?? []) other.classList.add("kin");
  }
});
text.addEventListener("pointerleave", rest);

text.addEventListener("click", (event) => {
  const seg = event.target.closest(".seg");
  if (!seg || getSelection().toString()) return;
  const found = recordsOf(seg);
  if (!found.length) return;
  // the same place again: the record around it
  const next = found[(found.indexOf(pinned) + 1) % found.length];
  pin(next, "ledger");
});

function register(entry) {
  const number = entry.dataset.n;
  entries.set(number, entry);
  entry.addEventListener("pointerenter", (event) => {
    if (spot(event) !== resting) light(number);
  });
  entry.addEventListener("pointerleave", rest);
  entry.addEventListener("focusin", () => light(number));
  entry.querySelector(".go").addEventListener("click", (event) => {
    event.preventDefault();
    pin(number, "text");
  });
  entry.querySelector(".why").addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    explain(event.currentTarget, entry);
  });
}

/** Unfold why a record is there, below its entry. */
async function explain(link, entry) {
  const there = entry.querySelector(".explanation");
  if (there) {
    there.remove();
    link.setAttribute("aria-expanded", "false");
    return;
  }
  const answer = await fetch(link.href).catch(() => null);
  if (!answer?.ok) {
    location.href = link.href;
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const why = page.getElementById("why");
  why.removeAttribute("id");
  why.classList.add("explanation");
  entry.append(document.adoptNode(why));
  link.setAttribute("aria-expanded", "true");
}

ledger.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.target.closest("input, textarea, select, .explanation")) return;
  const shown = [...entries.keys()].filter((n) => entries.get(n).offsetParent !== null);
  if (!shown.length) return;
  event.preventDefault();
  const at = shown.indexOf(event.target.closest(".entry")?.dataset.n ?? pinned);
  const next = shown[Math.max(0, Math.min(shown.length - 1, at < 0 ? 0 : at + step))];
  entries.get(next).querySelector(".go").focus({ preventScroll: true });
  pin(next, "text");
  revealEntry(entries.get(next));
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  pinned = null;
  clear();
});

function follow() {
  const id = decodeURIComponent(location.hash.slice(1));
  const entry = id.startsWith("r=") ? document.getElementById(id) : null;
  if (!entry) return;
  pin(entry.dataset.n, "text");
  revealEntry(entry);
}
addEventListener("hashchange", follow);
document.querySelectorAll(".entry").forEach(register);
follow();
loadRest();

/** Fetch the records that are not in the page yet, and put them where the pager stands. */
async function loadRest() {
  const rest = document.querySelector(".rest");
  if (!rest?.dataset.rest) return;
  const list = document.querySelector(".entries");
  const total = Number(rest.dataset.total);
  const told = Object.assign(document.createElement("p"), { className: "note" });
  rest.replaceChildren(told);
  for (let after = Number(rest.dataset.after); after < total; ) {
    told.textContent = `${after} of ${total} records; the others are coming …`;
    const answer = await fetch(`${rest.dataset.rest}?after=${after}`).catch(() => null);
    const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    const found = [...(page?.querySelectorAll(".entry") ?? [])];
    if (!found.length) {
      told.textContent = `${after} of ${total} records could be loaded.`;
      return;
    }
    for (const entry of found) register(list.appendChild(document.adoptNode(entry)));
    after += found.length;
    if (pinned === null) follow();
  }
  rest.remove();
}

// previous and next hit
const told = document.querySelector(".hits");
const count = Number(told?.dataset.hits ?? 0);
if (count) {
  let at = -1;
  const where = document.createElement("span");
  const go = (step) => {
    at = (at + step + count) % count;
    document.querySelector("mark.here")?.classList.remove("here");
    const hit = document.getElementById(`hit-${at + 1}`);
    hit.classList.add("here");
    hit.scrollIntoView({ block: "center", behavior: calm() });
    where.textContent = ` ${at + 1} of ${count} `;
  };
  const button = (sign, name, step) => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: sign });
    made.setAttribute("aria-label", name);
    made.addEventListener("click", () => go(step));
    return made;
  };
  told.replaceChildren(button("↑", "Previous hit", -1), where, button("↓", "Next hit", 1));
  where.textContent = ` ${count} ${count === 1 ? "hit" : "hits"} `;
  if (!location.hash) go(1);
}
