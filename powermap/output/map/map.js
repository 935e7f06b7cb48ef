/* What the page shows comes from the block of JSON only, and goes into the page as text only. */
const data = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const INK = "#1d2530";
const actors = new Map(data.nodes.map((node) => [node.id, node]));
const inOrder = data.order.map((id) => actors.get(id));
const namedBy = new Map(data.nodes.map((node) => [node.id, []]));
const names = new Map(data.nodes.map((node) => [node.id, []]));
data.edges.forEach((edge, k) => {
  edge.id = "e" + k;
  names.get(edge.from).push(edge.to);
  namedBy.get(edge.to).push(edge.from);
});
const rank = new Map(data.order.map((id, k) => [id, k]));
for (const list of [...names.values(), ...namedBy.values()]) list.sort((a, b) => rank.get(a) - rank.get(b));

const state = { measure: data.measures.length ? $("size").value : null, picked: null, over: null, hidden: new Set() };
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/* ---- text ---- */

function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}
function say(text) { $("said").textContent = text; }
function count(k, one, many) { return k + " " + (k === 1 ? one : many); }
function shown(value) { return value === null || value === undefined ? "not known or not shown" : String(value); }
function plain(text) { return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim().replace(/\s+/g, " "); }

/* ---- the map ---- */

const box = $("map");
let nodes, edges, network, width = 800, height = 600, unit = 60;
const radius = new Map(), place = new Map();

/* The places go from 0 to 1; here they fill whatever room the screen has, lying or standing. */
function measurePlaces() {
  width = box.clientWidth || 800;
  height = box.clientHeight || 600;
  const standing = height > 1.1 * width;
  const n = Math.max(data.nodes.length, 1);
  unit = Math.sqrt((width * height) / n);
  const pad = Math.min(56, width / 9), top = Math.min(48, height / 8);
  for (const node of data.nodes) {
    const [u, v] = standing ? [node.y, node.x] : [node.x, node.y];
    place.set(node.id, { x: (u - 0.5) * (width - 2 * pad), y: (v - 0.5) * (height - 2 * top) - 6 });
  }
}
function measureSizes() {
  const largest = Math.min(Math.max(0.24 * unit, 5), 26), smallest = Math.max(largest / 4, 2.5);
  let top = 0;
  for (const node of data.nodes) top = Math.max(top, node.values[state.measure] || 0);
  for (const node of data.nodes) {
    const value = node.values[state.measure];
    const known = value !== null && value !== undefined;
    radius.set(node.id, known && top > 0 ? smallest + (largest - smallest) * Math.sqrt(value / top) : smallest);
  }
  return top;
}
/* Half way to white: on it a dashed outline can be seen, and the sector still be told. */
function pale(colour) {
  return "#" + [1, 3, 5].map((k) => Math.round((parseInt(colour.slice(k, k + 2), 16) + 255) / 2).toString(16).padStart(2, "0")).join("");
}
function near() {
  return state.picked === null ? null
    : new Set([state.picked, ...names.get(state.picked), ...namedBy.get(state.picked)]);
}
function drawn(node, close) {
  const value = node.values[state.measure];
  const known = value !== null && value !== undefined;
  const r = radius.get(node.id), border = Math.max(0.6, Math.min(1.5, r / 7)) + (node.id === state.picked ? 2 : 0);
  const fill = !known ? "#ffffff" : node.answered ? node.color : pale(node.color);
  return {
    id: node.id, shape: node.shape, size: r, ...place.get(node.id),
    color: { background: fill, border: INK, highlight: { background: fill, border: INK }, hover: { background: fill, border: INK } },
    borderWidth: border, borderWidthSelected: border,
    shapeProperties: { borderDashes: known && node.answered ? false : [Math.max(2, r / 3), Math.max(1.5, r / 4)] },
    hidden: state.hidden.has(node.id),
    opacity: close && !close.has(node.id) ? 0.18 : 1,
  };
}
/* The more lines, the fainter; past a few thousand an arrow is only drawn on those of the actor chosen. */
const CROWD = data.edges.length / Math.max(data.nodes.length, 1) ** 0.5;
const OPACITY = Math.min(0.5, Math.max(0.1, 14 / CROWD)), THIN = CROWD > 60 ? 0.6 : 1, ARROWS = data.edges.length <= 3000;
function drawnEdge(edge) {
  const own = state.picked !== null && (edge.from === state.picked || edge.to === state.picked);
  const opacity = own ? 0.95 : state.picked !== null ? Math.min(0.06, OPACITY / 2) : OPACITY;
  return {
    id: edge.id, from: edge.from, to: edge.to, arrows: own || ARROWS ? "to" : "",
    width: own ? 0.8 * edge.width + 0.5 : edge.width * THIN,
    color: { color: own ? INK : "#64707e", highlight: own ? INK : "#64707e", hover: own ? INK : "#64707e", opacity },
    hidden: state.hidden.has(edge.from) || state.hidden.has(edge.to),
  };
}
let edgesDrawn = new Map();
function redraw() {
  const close = near();
  nodes.update(data.nodes.map((node) => drawn(node, close)));
  /* Only the lines that look different are handed over: with thousands of ties that is what takes the time. */
  const changed = [];
  for (const edge of data.edges) {
    const look = drawnEdge(edge), sign = look.width + "|" + look.color.opacity + "|" + look.hidden;
    if (edgesDrawn.get(edge.id) !== sign) { edgesDrawn.set(edge.id, sign); changed.push(look); }
  }
  if (changed.length) edges.update(changed);
}
