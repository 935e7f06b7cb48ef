(() => {
"use strict";

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

/* ---- names on the map: always of readable size, never over one another ---- */

const FONT = 13, LINE = 15;
const lines = new Map();
function wrapped(context, name) {
  if (lines.has(name)) return lines.get(name);
  const rows = [];
  let row = "";
  /* Signs that turn the direction of writing could make a name read as another. */
  for (const word of name.replace(/[\u202a-\u202e\u2066-\u2069]/g, "").trim().split(/\s+/)) {
    const longer = row ? row + " " + word : word;
    if (row && longer.length > 18) { rows.push(row); row = word; } else row = longer;
  }
  rows.push(row);
  const kept = rows.slice(0, 3).map((text) => (text.length > 24 ? text.slice(0, 23) + "…" : text));
  if (rows.length > 3 && !kept[2].endsWith("…")) kept[2] += "…";
  const wide = Math.max(...kept.map((text) => context.measureText(text).width));
  const made = { rows: kept, width: wide + 4, height: kept.length * LINE };
  lines.set(name, made);
  return made;
}
class Taken {
  constructor() { this.cells = new Map(); }
  *keys(b) {
    for (let i = Math.floor(b[0] / 64); i <= Math.floor(b[2] / 64); i++)
      for (let j = Math.floor(b[1] / 64); j <= Math.floor(b[3] / 64); j++) yield i * 100003 + j;
  }
  add(b) { for (const key of this.keys(b)) { if (!this.cells.has(key)) this.cells.set(key, []); this.cells.get(key).push(b); } }
  free(b, own) {
    for (const key of this.keys(b))
      for (const other of this.cells.get(key) || [])
        if (other.id !== own && other[0] < b[2] && b[0] < other[2] && other[1] < b[3] && b[1] < other[3]) return false;
    return true;
  }
}
function onScreen() {
  const scale = network.getScale(), view = network.getViewPosition();
  const seen = [];
  for (const node of data.nodes) {
    if (state.hidden.has(node.id)) continue;
    const at = place.get(node.id), r = radius.get(node.id) * scale;
    const x = (at.x - view.x) * scale + width / 2, y = (at.y - view.y) * scale + height / 2;
    if (x > -r && y > -r && x < width + r && y < height + r) seen.push({ node, x, y, r });
  }
  return seen;
}
function urgency(node, close) {
  return (node.id === state.picked ? 4 : 0) + (node.id === state.over ? 8 : 0) + (close && close.has(node.id) ? 2 : 0);
}
function drawNames(context) {
  const close = near(), seen = onScreen(), taken = new Taken();
  const ratio = context.canvas.width / width;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.font = FONT + "px system-ui, 'Segoe UI', Roboto, Arial, sans-serif";
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  for (const item of seen) {
    if (close && !close.has(item.node.id)) continue;
    const r = item.node.seat ? 1.32 * item.r + 3 : item.r;
    const b = [item.x - r, item.y - r, item.x + r, item.y + r];
    b.id = item.node.id;
    taken.add(b);
  }
  const wanted = seen.filter((item) => !close || close.has(item.node.id) || item.node.id === state.over);
  drawRings(context, seen, close);
  wanted.sort((a, b) => urgency(b.node, close) - urgency(a.node, close) || b.r - a.r || rank.get(a.node.id) - rank.get(b.node.id));
  let left = 0;
  for (const item of wanted) if (!drawName(context, item, taken, urgency(item.node, close) >= 4)) left++;
  context.restore();
  $("labels-say").textContent = left ? count(left, "name does", "names do") + " not fit: zoom in to read more." : "";
}
/* Who has a seat: round the sign and not its outline, which on a dark colour nobody would see. */
function drawRings(context, seen, close) {
  context.strokeStyle = INK;
  for (const { node, x, y, r } of seen) {
    if (!node.seat) continue;
    context.globalAlpha = close && !close.has(node.id) ? 0.18 : 1;
    context.lineWidth = Math.max(1, Math.min(2, r / 9));
    context.beginPath();
    context.arc(x, y, 1.32 * r + 2.5, 0, 2 * Math.PI);
    context.stroke();
  }
  context.globalAlpha = 1;
}
function drawName(context, { node, x, y, r }, taken, always) {
  const text = wrapped(context, node.label), w = text.width, h = text.height, gap = node.seat ? 0.32 * r + 5 : 3;
  const below = y + r + gap, above = y - r - gap - h, right = x + r + gap + w / 2, left = x - r - gap - w / 2, half = w / 2.2;
  const tries = [[x, below], [x, above], [right, y - h / 2], [left, y - h / 2],
    [x + half, below], [x - half, below], [x + half, above], [x - half, above],
    [right, y], [left, y], [right, y - h], [left, y - h]];
  const inside = (b) => b[0] >= 0 && b[2] <= width && b[1] >= 0 && b[3] <= height;
  let put = null;
  for (const [cx, cy] of tries) {
    const b = [cx - w / 2, cy, cx + w / 2, cy + h];
    if (inside(b) && taken.free(b, node.id)) { put = { cx, cy, b }; break; }
  }
  if (!put) {
    if (!always) return false;
    const cx = Math.min(Math.max(x, w / 2), width - w / 2);
    put = { cx, cy: tries[0][1], b: [cx - w / 2, tries[0][1], cx + w / 2, tries[0][1] + h] };
  }
  taken.add(put.b);
  context.strokeStyle = "rgba(255,255,255,.9)";
  context.lineWidth = 4;
  context.fillStyle = INK;
  text.rows.forEach((row, k) => {
    context.strokeText(row, put.cx, put.cy + k * LINE);
    context.fillText(row, put.cx, put.cy + k * LINE);
  });
  return true;
}

/* ---- one actor ---- */

function pick(id, { look = false } = {}) {
  state.picked = id;
  redraw();
  fillPanel();
  for (const row of document.querySelectorAll("#actors tbody tr")) row.classList.toggle("picked", row.dataset.id === id);
  if (id === null) { say("Nothing is selected."); return; }
  if (look) bringIntoView(id);
  say("Selected: " + actors.get(id).label + ". " + summary(id));
}
function summary(id) {
  const node = actors.get(id);
  if (!data.tiesShown) return node.answered ? "It answered." : "It did not answer.";
  const by = "Named by " + namedBy.get(id).length + " of the " + node.asked + " that answered and could name it. ";
  return by + (node.answered ? "It names " + names.get(id).length + "." : "It did not answer: whom it works with is not known.");
}
function bringIntoView(id) {
  const at = place.get(id), view = network.getViewPosition(), scale = network.getScale();
  const dx = Math.abs(at.x - view.x) * scale, dy = Math.abs(at.y - view.y) * scale;
  if (dx < 0.42 * width && dy < 0.4 * height) return;
  network.moveTo({ position: at, scale, animation: calm.matches ? false : { duration: 300, easingFunction: "easeInOutQuad" } });
}
function pickButton(id) {
  const button = element("button", actors.get(id).label, "pick");
  button.type = "button";
  button.addEventListener("click", () => {
    pick(id, { look: true });
    $("panel").focus({ preventScroll: true });
  });
  return button;
}
function listOf(ids, none) {
  if (!ids.length) return element("p", none);
  const list = element("ul");
  for (const id of ids) {
    const item = element("li");
    item.append(pickButton(id));
    list.append(item);
  }
  return list;
}
function facts(node) {
  const list = element("dl");
  const add = (term, text) => list.append(element("dt", term), element("dd", text, "name"));
  add("Sector", node.sector);
  add("Voice", node.voices.join(", "));
  if (data.nodes.some((other) => other.seat)) add("Seat", node.seat ? "yes, where decisions are made" : "no");
  add("Answered", node.answered ? "yes" : "no");
  const measure = data.measures.find((entry) => entry.key === state.measure);
  if (measure) add(measure.label, shown(node.values[measure.key]));
  return list;
}
function fillPanel() {
  const body = $("panel-body");
  body.replaceChildren();
  if (state.picked === null) {
    $("panel-heading").textContent = "Choose an organisation";
    body.append(element("p", "Click it on the map, type its name in the box above, or press its name in the table."));
    return;
  }
  const node = actors.get(state.picked);
  $("panel-heading").textContent = node.label;
  body.append(facts(node));
  if (data.tiesShown) {
    body.append(element("h4", "Named by " + namedBy.get(node.id).length + " of the " + node.asked + " that answered and could name it"));
    body.append(listOf(namedBy.get(node.id), node.asked ? "Nobody who answered named it." : "Nobody who could name it answered."));
    if (node.silent) body.append(element("p", "Whether " + count(node.silent, "other names", "others name") + " it is not known: they did not answer.", "note"));
    body.append(element("h4", node.answered ? "Names " + names.get(node.id).length : "Names"));
    if (node.answered) body.append(listOf(names.get(node.id), "It answered and named nobody."));
    else body.append(element("p", "This organisation did not answer: whom it works with is not known. That is not the same as having no ties.", "silent"));
    if (node.leftOut) body.append(element("p", "It left " + count(node.leftOut, "single answer", "single answers") + " out.", "note"));
  } else {
    body.append(element("p", "Who named whom is left out of this page on purpose.", "note"));
    if (!node.answered) body.append(element("p", "This organisation did not answer: its own judgement is not known.", "silent"));
  }
  const clear = element("button", "Clear the selection");
  clear.type = "button";
  clear.addEventListener("click", () => { pick(null); $("search").focus(); });
  body.append(clear);
}

/* ---- search, filter, size ---- */

function find(text) {
  const wanted = plain(text);
  if (!wanted) return [];
  const exact = inOrder.filter((node) => plain(node.label) === wanted);
  if (exact.length) return exact;
  const starts = inOrder.filter((node) => plain(node.label).startsWith(wanted));
  return starts.length === 1 ? starts : inOrder.filter((node) => plain(node.label).includes(wanted));
}
function search(event) {
  event.preventDefault();
  const typed = $("search").value, found = find(typed);
  if (found.length === 1) {
    const node = found[0];
    if (state.hidden.has(node.id)) clearFilters();
    $("search").value = node.label;
    pick(node.id, { look: true });
    if (matchMedia("(max-width: 60rem)").matches) box.scrollIntoView({ block: "nearest" });
  } else if (!plain(typed)) {
    say("Type the name of an organisation.");
  } else if (!found.length) {
    note("No organisation is called “" + typed + "”.");
  } else {
    note(found.length + " names contain “" + typed + "”: " + found.slice(0, 5).map((node) => node.label).join("; ") + (found.length > 5 ? " …" : ""));
  }
}
/* Nothing found, or too much: said where the eye is, too. */
function note(text) {
  state.picked = null;
  redraw();
  fillPanel();
  $("panel-heading").textContent = "Not selected";
  $("panel-body").replaceChildren(element("p", text));
  say(text);
}
function boxes(id) { return [...document.querySelectorAll("#" + id + " input")]; }
function filter() {
  const off = (id) => new Set(boxes(id).filter((input) => !input.checked).map((input) => input.value));
  const sectors = off("sectors"), voices = off("voices");
  state.hidden = new Set(data.nodes
    .filter((node) => sectors.has(node.sector) || node.voices.every((voice) => voices.has(voice)))
    .map((node) => node.id));
  if (state.picked !== null && state.hidden.has(state.picked)) { state.picked = null; fillPanel(); }
  for (const row of document.querySelectorAll("#actors tbody tr")) row.hidden = state.hidden.has(row.dataset.id);
  redraw();
  const there = data.nodes.length - state.hidden.size;
  $("filter-says").textContent = state.hidden.size ? "Showing " + there + " of " + data.nodes.length + " organisations, on the map and in the table." : "";
}
function clearFilters() {
  for (const input of [...boxes("sectors"), ...boxes("voices")]) input.checked = true;
  filter();
}
function size() {
  const top = measureSizes();
  const measure = data.measures.find((entry) => entry.key === state.measure);
  if (measure) {
    const unknown = data.nodes.filter((node) => node.values[measure.key] === null).length;
    $("size-says").textContent = "Size: " + measure.question + " Larger: " + measure.higher + "; the largest stands for " + Number(top.toPrecision(3)) + "."
      + (unknown ? " Not known or not shown for " + unknown + " of " + data.nodes.length + ": small, white and dashed." : "");
    for (const cell of document.querySelectorAll("#actors .measure")) cell.classList.remove("chosen");
    const column = [...document.querySelectorAll("#actors thead th")].findIndex((cell) => cell.dataset.key === measure.key);
    for (const row of document.querySelectorAll("#actors tr")) if (column >= 0) row.children[column].classList.add("chosen");
  }
}

/* ---- the table ---- */

function sortable() {
  const heads = [...document.querySelectorAll("#actors thead th")], body = document.querySelector("#actors tbody");
  heads.forEach((head, column) => {
    const button = element("button", head.textContent, "sort");
    button.type = "button";
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending" || (!head.hasAttribute("aria-sort") && head.dataset.key !== undefined);
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const text = (row) => row.children[column].textContent;
      const rows = [...body.rows].sort((a, b) => compare(text(a), text(b), down, head.dataset.key !== undefined) || rank.get(a.dataset.id) - rank.get(b.dataset.id));
      body.append(...rows);
    });
  });
}
function compare(a, b, down, numbers) {
  if (!numbers) return (down ? -1 : 1) * a.localeCompare(b, "en-GB");
  if (a === "–" || b === "–") return (a === "–") - (b === "–");
  return (down ? -1 : 1) * (Number(a) - Number(b));
}
function pickable() {
  for (const row of document.querySelectorAll("#actors tbody tr")) {
    const id = row.dataset.id, button = element("button", actors.get(id).label, "pick");
    button.type = "button";
    button.addEventListener("click", () => {
      pick(id, { look: true });
      $("panel").scrollIntoView({ block: "nearest" });
      $("panel").focus({ preventScroll: true });
    });
    row.cells[0].replaceChildren(button);
  }
}

/* ---- start ---- */

function whole() { network.moveTo({ position: { x: 0, y: 0 }, scale: 1, animation: false }); }
function zoom(factor) {
  const scale = Math.min(Math.max(network.getScale() * factor, 0.3), 12);
  const position = state.picked === null ? network.getViewPosition() : place.get(state.picked);
  network.moveTo({ position, scale, animation: false });
}
function nearest(point) {
  let best = null, closest = 22;
  for (const item of onScreen()) {
    const distance = Math.hypot(item.x - point.x, item.y - point.y) - item.r;
    if (distance < closest) { closest = distance; best = item.node.id; }
  }
  return best;
}
function draw() {
  measurePlaces();
  size();
  const looks = data.edges.map(drawnEdge);
  nodes = new vis.DataSet(data.nodes.map((node) => drawn(node, null)));
  edges = new vis.DataSet(looks);
  data.options.edges.arrows.to.scaleFactor = Math.min(Math.max(unit / 260, 0.2), 0.42);
  edgesDrawn = new Map(looks.map((look) => [look.id, look.width + "|" + look.color.opacity + "|" + look.hidden]));
  network = new vis.Network(box, { nodes, edges }, data.options);
  /* The picture has a text in its place; what is inside it is not for the keyboard. */
  for (const inner of box.querySelectorAll("[tabindex]")) inner.removeAttribute("tabindex");
  network.on("afterDrawing", drawNames);
  network.on("click", (event) => {
    const id = event.nodes.length ? event.nodes[0] : nearest(event.pointer.DOM);
    if (id !== null || state.picked !== null) pick(id);
  });
  network.on("hoverNode", (event) => { state.over = event.node; box.classList.add("over"); network.redraw(); });
  network.on("blurNode", () => { state.over = null; box.classList.remove("over"); network.redraw(); });
  box.addEventListener("wheel", (event) => { if (!event.ctrlKey && !event.metaKey) event.stopPropagation(); }, { capture: true });
  network.on("resize", () => {
    if (!box.clientWidth || (box.clientWidth === width && box.clientHeight === height)) return;
    measurePlaces();
    measureSizes();
    redraw();
    whole();
  });
  whole();
}
function listen() {
  $("find").addEventListener("submit", search);
  /* A whole name, chosen from the list or typed to its end, needs no Enter. */
  $("search").addEventListener("input", () => {
    const wanted = plain($("search").value), node = inOrder.find((one) => plain(one.label) === wanted);
    if (wanted && node && !state.hidden.has(node.id)) pick(node.id, { look: true });
  });
  for (const node of inOrder) {
    const option = element("option");
    option.value = node.label;
    $("names").append(option);
  }
  $("size").addEventListener("change", () => { state.measure = $("size").value; size(); redraw(); if (state.picked !== null) fillPanel(); });
  for (const input of [...boxes("sectors"), ...boxes("voices")]) input.addEventListener("change", filter);
  $("zoom-in").addEventListener("click", () => zoom(1.4));
  $("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
  $("reset").addEventListener("click", () => {
    clearFilters();
    $("search").value = "";
    pick(null);
    whole();
    say("Everything is shown again.");
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && state.picked !== null) pick(null); });
  addEventListener("beforeprint", () => {
    const old = document.querySelector(".snapshot");
    if (old) old.remove();
    const image = element("img", undefined, "snapshot");
    image.alt = box.getAttribute("aria-label");
    image.src = box.querySelector("canvas").toDataURL("image/png");
    box.after(image);
  });
}

$("explore").hidden = false;
draw();
listen();
/* The tables come after this script in the page. */
document.addEventListener("DOMContentLoaded", () => {
  $("actors").classList.add("one");
  if (data.measures.length > 1) $("all-measures-label").hidden = false;
  $("all-measures").addEventListener("change", (event) => $("actors").classList.toggle("one", !event.target.checked));
  pickable();
  sortable();
  network.once("afterDrawing", () => { document.documentElement.dataset.ready = "yes"; });
  network.redraw();
});
})();
