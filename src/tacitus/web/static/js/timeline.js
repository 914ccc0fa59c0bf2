// Deeds over time: cooperation above the line, conflict below, and their mean intensity beneath; one small picture a type.
import { color, onTheme, pageData } from "./frame.js";

const given = pageData("timeline");
const box = document.getElementById("bars");
const small = document.getElementById("types");
const QUADS = [
  ["verbal_cooperation", "Verbal cooperation", 1], ["material_cooperation", "Material cooperation", 1],
  ["verbal_conflict", "Verbal conflict", -1], ["material_conflict", "Material conflict", -1],
];
const byQuad = Object.fromEntries(QUADS.map(([key, name]) => [name, key]));
const hue = (quad) => color(`--${(byQuad[quad] || "unclassed").replaceAll("_", "-")}`);

/** The days at which a period begins and ends. A year among months is drawn at its January. */
function ends(period) {
  const begin = new Date(`${`${period}-01-01`.slice(0, 10)}T00:00:00Z`);
  const end = new Date(begin);
  if (given.unit === "day") end.setUTCDate(end.getUTCDate() + 1);
  else if (given.unit === "week") end.setUTCDate(end.getUTCDate() + 7);
  else if (given.unit === "month") end.setUTCMonth(end.getUTCMonth() + 1);
  else end.setUTCFullYear(end.getUTCFullYear() + 1);
  return [begin, end];
}

const full = given?.periods.filter((p) => p.period.length === { day: 10, week: 10, month: 7, year: 4 }[given.unit]) ?? [];

// Plot puts a style sheet into each picture, which the page forbids; made in a page of its own, it can be taken out first
const elsewhere = document.implementation.createHTMLDocument("");

function plot(options) {
  const made = window.Plot.plot({ ...options, className: "plot", document: elsewhere });
  for (const sheet of made.querySelectorAll("style")) sheet.remove();
  // "rule", "rect": Plot's own words, on groups, which have no name that is read out
  for (const group of made.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label");
  return made;
}

function draw() {
  const { Plot } = window;
  const width = box.clientWidth || 900;
  const narrow = width < 560;
  const bars = full.flatMap((p) => QUADS.filter(([key]) => p[key]).map(([key, name, sign]) => {
    const [x1, x2] = ends(p.period);
    return { x1, x2, n: sign * p[key], quad: name, url: p.url, words: p.words, count: p[key] };
  }));
  const points = full.map((p) => {
    const [x1, x2] = ends(p.period);
    return { x: new Date((+x1 + +x2) / 2), intensity: p.intensity, words: p.words, url: p.url };
  });
  const domain = [ends(full[0].period)[0], ends(full.at(-1).period)[1]];
  const shared = { width, marginLeft: 40, marginRight: 12, x: { type: "utc", domain, label: null } };
  const soft = color("--soft"), rule = color("--rule");
  const top = plot({
    ...shared, height: narrow ? 240 : 310, marginBottom: 36,
    y: { label: "↑ cooperation · deeds · conflict ↓", tickFormat: (n) => Math.abs(n).toLocaleString("en"), nice: true, ticks: 6 },
    color: { domain: QUADS.map(([, name]) => name), range: QUADS.map(([, name]) => hue(name)) },
    marks: [
      Plot.gridY({ stroke: rule, strokeOpacity: 1, ticks: 6 }),
      Plot.rectY(bars, { x1: "x1", x2: "x2", y: "n", fill: "quad", href: "url", insetLeft: full.length > 200 ? 0 : 0.5, insetRight: full.length > 200 ? 0 : 0.5,
        title: (d) => `${d.words}: ${d.count.toLocaleString("en")} ${d.quad.toLowerCase()}`,
        ariaLabel: (d) => `${d.words}: ${d.count} ${d.quad.toLowerCase()}` }),
      Plot.ruleY([0], { stroke: color("--ink"), strokeWidth: 1 }),
    ],
  });
  const known = points.filter((p) => p.intensity !== null);
  const line = plot({
    ...shared, height: narrow ? 100 : 116, marginTop: 24, marginBottom: 6, x: { ...shared.x, axis: null },
    y: { domain: [-10, 10], ticks: [-10, 0, 10], label: "mean intensity", labelArrow: "none", tickFormat: (n) => (n > 0 ? `+${n}` : `${n}`.replace("-", "−")) },
    marks: [
      Plot.gridY({ stroke: rule, strokeOpacity: 1, ticks: [-10, 0, 10] }),
      Plot.ruleY([0], { stroke: soft }),
      Plot.lineY(points, { x: "x", y: "intensity", stroke: color("--ink"), strokeWidth: 1.5, curve: "monotone-x" }),
      Plot.dot(known, { x: "x", y: "intensity", r: known.length > 90 ? 1.2 : 2.4, fill: (p) => (p.intensity < 0 ? "conflict" : "cooperation"), href: "url",
        title: (p) => `${p.words}: ${p.intensity > 0 ? "+" : ""}${p.intensity}` }),
    ],
    color: { domain: ["cooperation", "conflict"], range: [color("--for"), color("--against")] },
  });
  box.replaceChildren(top, line);
  drawTypes(domain);
}

/** One small picture for each type of event, all on one scale, the same time below each. */
function drawTypes(domain) {
  const { Plot } = window;
  const made = given.types.map((t) => {
    const figure = document.createElement("figure");
    figure.className = "one";
    const head = document.createElement("p");
    head.className = "head";
    const name = document.createElement("a");
    name.className = `type quad-${byQuad[t.quad_class] || "none"}`;
    const address = new URL(location.href);
    address.searchParams.set("type", t.type);
    address.searchParams.delete("page");
    name.href = address.pathname + address.search;
    name.textContent = t.type;
    const most = Math.max(1, ...full.map((p) => p.types[t.type] ?? 0));
    const count = document.createElement("span");
    count.className = "dim num";
    count.textContent = t.deeds.toLocaleString("en");
    const peak = document.createElement("span");
    peak.className = "peak";
    peak.textContent = `, at most ${most.toLocaleString("en")} a ${given.unit}`;
    count.append(peak);
    head.append(name, count);
    const rows = full.filter((p) => p.types[t.type]).map((p) => ({ x1: ends(p.period)[0], x2: ends(p.period)[1], n: p.types[t.type], words: p.words }));
    figure.append(head, plot({
      width: 250, height: 44, marginLeft: 1, marginRight: 1, marginTop: 2, marginBottom: 2,
      x: { type: "utc", domain, axis: null }, y: { domain: [0, most], axis: null },
      marks: [
        Plot.rectY(rows, { x1: "x1", x2: "x2", y: "n", fill: hue(t.quad_class), title: (d) => `${d.words}: ${d.n}` }),
        Plot.ruleY([0], { stroke: color("--rule-strong") }),
      ],
    }));
    return figure;
  });
  const caption = document.createElement("figcaption");
  caption.textContent = "Each type by itself, over the same time, each on a scale of its own";
  small.replaceChildren(caption, ...made);
}

if (given && box && window.Plot && full.length) {
  box.hidden = small.hidden = false;
  draw();
  onTheme(draw);
  let width = box.clientWidth;
  new ResizeObserver(() => {
    if (Math.abs(box.clientWidth - width) > 8) {
      width = box.clientWidth;
      draw();
    }
  }).observe(box);
}
