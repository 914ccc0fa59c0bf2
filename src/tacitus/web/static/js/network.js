// The picture of a network: laid out the same way each time, read by mouse, finger and keyboard.
import { color, onTheme, pageData } from "./frame.js";
import { fillPanel } from "./panel.js";

const given = pageData("network");
const box = document.getElementById("net");
const told = document.getElementById("net-told");
const lines = {
  backs: ["--for", "solid", "triangle"], opposes: ["--against", "dashed", "tee"],
  congruence: ["--for", "solid", "none"], conflict: ["--against", "dashed", "none"],
  "Verbal cooperation": ["--verbal-cooperation", "solid", "triangle"],
  "Material cooperation": ["--material-cooperation", "solid", "triangle"],
  "Verbal conflict": ["--verbal-conflict", "dotted", "tee"],
  "Material conflict": ["--material-conflict", "dashed", "tee"],
};
const OTHER = ["--unclassed", "solid", "triangle"];

/** Numbers that look like chance and are the same each time. */
function seeded(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function nameOf(id) {
  return given.names[id] ?? id;
}

function short(words, length = 26) {
  return words.length <= length ? words : `${words.slice(0, length - 1).trimEnd()}…`;
}

function style() {
  const ink = color("--ink"), paper = color("--raised"), rule = color("--rule-strong");
  const drawn = [
    { selector: "node", style: {
      label: "data(shown)", color: ink, "font-family": "system-ui, sans-serif", "font-size": "data(font)",
      "text-outline-color": paper, "text-outline-width": 2.5, "text-valign": "bottom", "text-margin-y": 3,
      width: "data(size)", height: "data(size)", "background-color": color("--soft"), "border-width": 1.5, "border-color": paper,
      "text-wrap": "wrap", "text-max-width": 120, "min-zoomed-font-size": 6 } },
    { selector: "edge", style: {
      width: "data(width)", "curve-style": "bezier", "control-point-step-size": 34, opacity: given.edges.length > 120 ? 0.55 : 0.82, "arrow-scale": 0.85,
      "line-color": color("--unclassed"), "target-arrow-color": color("--unclassed") } },
    ...Object.entries(lines).map(([kind, [hue, dash, head]]) => ({
      selector: `edge[kind = "${kind}"]`,
      style: { "line-color": color(hue), "target-arrow-color": color(hue), "line-style": dash, "target-arrow-shape": head,
        "line-dash-pattern": [7, 4] } })),
    { selector: ".faded", style: { opacity: 0.14 } },
    { selector: "node.faded", style: { "text-opacity": 0.25 } },
    { selector: "edge.lit", style: { opacity: 1, "z-index": 20, "underlay-color": color("--focus"), "underlay-opacity": 0.35, "underlay-padding": 4 } },
    { selector: "node.lit", style: { "border-color": color("--focus"), "border-width": 3, "z-index": 20 } },
    { selector: "node:active, edge:active", style: { "overlay-color": rule, "overlay-opacity": 0.15 } },
  ];
  return drawn;
}

function elements() {
  const heaviest = Math.max(...given.edges.map((e) => Math.abs(e.weight)), 1e-9);
  const strongest = Math.max(...given.nodes.map((n) => n.weight), 1e-9);
  const nodes = given.nodes.map((n, i) => {
    const part = Math.sqrt(n.weight / strongest);
    const angle = (2 * Math.PI * i) / given.nodes.length;
    return { data: { id: n.id, label: short(nameOf(n.id)), shown: short(nameOf(n.id)), rank: 0, base: 10.5 + 5 * part, size: 9 + 20 * part, font: 10.5 + 5 * part },
      position: { x: 400 * Math.cos(angle), y: 300 * Math.sin(angle) } };
  });
  [...nodes].sort((a, b) => b.data.base - a.data.base).forEach((n, i) => { n.data.rank = i; });
  const thin = given.edges.length > 120 ? 0.8 : 1.2;
  const edges = given.edges.map((e, i) => ({
    data: { id: `e${i}`, source: e.source, target: e.target, kind: e.kind, width: thin + 5 * Math.sqrt(Math.abs(e.weight) / heaviest), number: i },
  }));
  return { nodes, edges };
}

/** Lay out with chance taken away: the same network lies the same way each time. */
function layOut(net) {
  const chance = Math.random;
  Math.random = seeded(20190123);
  try {
    net.layout({ name: "fcose", quality: "proof", randomize: true, animate: false, padding: 28, nodeDimensionsIncludeLabels: true,
      nodeSeparation: 90, idealEdgeLength: 95, nodeRepulsion: 9000, gravity: 0.3, packComponents: false, numIter: 2500 }).run();
  } finally {
    Math.random = chance;
  }
  if (box.clientWidth < box.clientHeight) net.nodes().positions((n) => ({ x: n.position("y"), y: n.position("x") })); // upright on a phone
  refit(net);
}

/** Fit the picture into its box, and keep the names readable: where there is no room, only those with most ties have one. */
function refit(net) {
  net.resize();
  net.fit(undefined, 24);
  names(net);
}

function names(net) {
  const zoom = net.zoom();
  const room = box.clientWidth < 560 ? Math.round(16 * Math.max(1, zoom)) : 999;
  net.batch(() => net.nodes().forEach((n) => {
    n.data("font", Math.max(n.data("base"), 10 / zoom));
    n.data("shown", n.data("rank") < room || n.hasClass("lit") ? n.data("label") : "");
  }));
}

function say(e) {
  const tie = e.directed ? ` ${e.kind.toLowerCase()} ` : " and ";
  const joined = e.directed && !["backs", "opposes"].includes(e.kind) ? ` → ${e.kind.toLowerCase()} → ` : tie;
  return `${nameOf(e.source)}${joined}${nameOf(e.target)}: ${e.records} record${e.records === 1 ? "" : "s"}`;
}

function start() {
  box.hidden = false;
  // cytoscape would put a style sheet into the page, which the page forbids; ours has its rules, and this says so
  const there = document.createElement("template");
  there.id = "__________cytoscape_stylesheet";
  document.head.append(there);
  const net = window.cytoscape({ container: box, elements: elements(), style: style(), minZoom: 0.2, maxZoom: 4,
    userZoomingEnabled: false, boxSelectionEnabled: false, autounselectify: true });
  layOut(net);
  net.on("mouseover", "edge", (event) => { told.textContent = say(given.edges[event.target.data("number")]); });
  net.on("mouseover", "node", (event) => { told.textContent = `${nameOf(event.target.id())}: ${event.target.connectedEdges().length} ties`; });
  net.on("tap", "edge", (event) => open(event.target.data("number")));
  net.on("tap", "node", (event) => light(event.target.closedNeighborhood(), event.target));
  net.on("tap", (event) => { if (event.target === net) light(null); });
  onTheme(() => net.style(style()));

  const order = given.edges.map((_, i) => i);
  let at = -1;
  box.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) {
      at = (at + step + order.length) % order.length;
      show(at);
    } else if (event.key === "Enter" && at >= 0) open(at);
    else if (event.key === "Escape") { at = -1; light(null); told.textContent = ""; }
    else if (event.key === "+" || event.key === "-") zoomBy(event.key === "+" ? 1.3 : 0.77);
    else return;
    event.preventDefault();
  });

  function light(kept, main) {
    net.elements().removeClass("faded lit");
    if (kept) {
      net.elements().not(kept).addClass("faded");
      (main || kept).addClass("lit");
      kept.nodes().addClass("lit");
    }
    names(net);
  }
  function show(number) {
    const edge = net.getElementById(`e${number}`);
    light(edge.union(edge.connectedNodes()), edge);
    told.textContent = say(given.edges[number]);
  }
  function open(number) {
    at = number;
    show(number);
    fillPanel(given.edges[number].url, "evidence");
  }
  function zoomBy(factor) {
    net.zoom({ level: net.zoom() * factor, renderedPosition: { x: box.clientWidth / 2, y: box.clientHeight / 2 } });
    names(net);
  }
  for (const [words, sign, work] of [["Nearer", "+", () => zoomBy(1.3)], ["Farther", "−", () => zoomBy(0.77)], ["All of it", "⤢", () => refit(net)]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.title = words;
    button.setAttribute("aria-label", words);
    button.textContent = sign;
    button.addEventListener("click", work);
    document.getElementById("net-zoom").append(button);
  }
  const tieOf = (address) => new URL(address, location.href).searchParams.get("tie");
  const showTie = (address) => {
    const tie = tieOf(address);
    const number = given.edges.findIndex((e) => tie && tieOf(e.url) === tie);
    if (number >= 0) show(number);
    else light(null);
  };
  addEventListener("tacitus:panel", (event) => showTie(event.detail.address));
  if (tieOf(location.href)) showTie(location.href);
  let width = box.clientWidth;
  new ResizeObserver(() => {
    if (Math.abs(box.clientWidth - width) > 4) refit(net);
    width = box.clientWidth;
  }).observe(box);
}

/** Two thumbs on the strip of time; letting go asks for the window between them. */
function slider() {
  const bins = pageData("bins");
  const thumbs = document.querySelector(".thumbs");
  if (!bins || !thumbs) return;
  const form = document.querySelector("form.bar");
  const [from, to] = [document.getElementById("span-from"), document.getElementById("span-to")];
  const since = form.elements.since, until = form.elements.until;
  const place = (day, otherwise, last) => {
    if (!day) return otherwise;
    const n = last ? bins.findLastIndex((b) => b.slice(0, day.length) <= day) : bins.findIndex((b) => b >= day.slice(0, b.length));
    return n < 0 ? otherwise : n;
  };
  from.value = place(since.value, 0, false);
  to.value = place(until.value, bins.length - 1, true);
  thumbs.hidden = false;
  const words = document.getElementById("span-words");
  const bars = [...document.querySelectorAll("#span rect")];
  const ends = () => [Math.min(+from.value, +to.value), Math.max(+from.value, +to.value)];
  const lastDay = (bin) => {
    if (document.getElementById("span").dataset.unit !== "week") return bin;
    const day = new Date(`${bin}T00:00:00Z`);
    day.setUTCDate(day.getUTCDate() + 6);
    return day.toISOString().slice(0, 10);
  };
  for (const thumb of [from, to]) {
    thumb.addEventListener("input", () => {
      const [a, b] = ends();
      bars.forEach((bar, n) => bar.setAttribute("class", n >= a && n <= b ? "in" : "out"));
      words.textContent = `${bins[a]} to ${bins[b]}`;
    });
    thumb.addEventListener("change", () => {
      const [a, b] = ends();
      since.value = a === 0 ? "" : bins[a];
      until.value = b === bins.length - 1 ? "" : lastDay(bins[b]);
      form.requestSubmit();
    });
  }
}

if (given && box && window.cytoscape) start();
slider();
