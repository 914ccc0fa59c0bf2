// Deeds by country, in at most five steps; each country is a link to its records.
import { pageData } from "./frame.js";

const given = pageData("map-data");
const box = document.getElementById("map");
const SVG = "http://www.w3.org/2000/svg";

function made(name, attributes, ...inside) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...inside);
  return element;
}

function step(n) {
  return given.steps.filter((low) => n >= low).length;
}

async function draw() {
  const { d3, topojson } = window;
  const world = await (await fetch(box.dataset.shapes)).json();
  const lands = topojson.feature(world, world.objects.countries).features;
  const rows = new Map(given.rows.flatMap((r) => r.shapes.map((id) => [id, r])));
  const shown = lands.filter((land) => land.id !== "010"); // nothing is told of Antarctica but its ice
  const told = shown.filter((land) => rows.has(land.id ?? land.properties.name));
  const width = 960, height = 460;
  const projection = d3.geoNaturalEarth1().fitExtent([[2, 2], [width - 2, height - 2]], { type: "FeatureCollection", features: shown });
  const path = d3.geoPath(projection);
  const svg = made("svg", { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": `Map of deeds by country, ${given.mode}; the table below says the same` });
  const name = (land) => land.id ?? land.properties.name;
  for (const land of shown) {
    const row = rows.get(name(land));
    const shape = made("path", { d: path(land), class: row ? `land step-${step(row.deeds)}` : "land" });
    const words = `${row?.name ?? land.properties.name}: ${row ? row.deeds.toLocaleString("en") : "no"} deed${row?.deeds === 1 ? "" : "s"}`;
    shape.append(made("title", {}, words));
    svg.append(row ? made("a", { href: row.url, "aria-label": words }, shape) : shape);
  }
  // the names of those with most, where there is room for them
  const boxes = [];
  for (const land of told.sort((a, b) => rows.get(name(b)).deeds - rows.get(name(a)).deeds).slice(0, 16)) {
    const row = rows.get(name(land));
    const largest = land.geometry.type === "MultiPolygon"
      ? { type: "Polygon", coordinates: land.geometry.coordinates.reduce((a, b) => (d3.geoArea({ type: "Polygon", coordinates: b }) > d3.geoArea({ type: "Polygon", coordinates: a }) ? b : a)) }
      : land.geometry;
    const [x, y] = path.centroid(largest);
    if (boxes.length > 2 && path.area(largest) < 130) continue;
    const half = row.name.length * 2.9 + 3;
    const place = [x - half, y - 7, x + half, y + 7];
    if (boxes.some((b) => b[0] < place[2] && place[0] < b[2] && b[1] < place[3] && place[1] < b[3])) continue;
    boxes.push(place);
    svg.append(made("text", { x, y: y + 3, class: "name", "aria-hidden": "true" }, row.name));
  }
  box.replaceChildren(svg, legend());
  box.hidden = false;
}

function legend() {
  const list = document.createElement("ul");
  list.className = "legend";
  list.setAttribute("aria-label", "Deeds");
  const entries = [["none", "land"], ...given.steps.map((low, n) => {
    const next = given.steps[n + 1];
    return [next === undefined ? (n ? `${low.toLocaleString("en")} or more` : `${low}`) : next - 1 === low ? `${low}` : `${low.toLocaleString("en")}–${(next - 1).toLocaleString("en")}`, `land step-${n + 1}`];
  })];
  for (const [words, kind] of entries) {
    const item = document.createElement("li");
    item.append(made("svg", { viewBox: "0 0 60 10", preserveAspectRatio: "none", "aria-hidden": "true" }, made("rect", { class: kind, width: 60, height: 10 })), words);
    list.append(item);
  }
  return list;
}

if (given && box && window.d3 && window.topojson) draw();
