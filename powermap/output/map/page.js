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
  return by + (node.answered ? "It names " + names.get(id).length + "." : "It did not answer: whom it would name is not known.");
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
  if (measure) add(measure.label, atLeast(node, measure.key) + shown(node.values[measure.key]));
  if (!node.answered && OWN_TIES.includes(measure?.key) && node.values[measure.key] !== null) list.append(element("dd", "worked out without its own answers", "aside"));
  return list;
}
/* What unseen answers can only add to; and what rests on an actor's own ties as much as on those it receives. */
const OWN_TIES = ["pagerank", "constraint", "coreness"];
function atLeast(node, key) {
  const more = { in_degree: node.silent > 0, out_degree: node.leftOut > 0, coreness: data.nodes.some((other) => other.silent > 0) }[key];
  return more && node.values[key] !== null ? "at least " : "";
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
    if (node.silent) body.append(element("p", "Whether " + count(node.silent, "other names", "others name") + " it is not known: no answer about it was seen from " + (node.silent === 1 ? "that one." : "them."), "note"));
    body.append(element("h4", node.answered ? "Names " + names.get(node.id).length : "Names"));
    if (node.answered) body.append(listOf(names.get(node.id), node.leftOut ? "Nobody, in the answers it gave." : "It answered and named nobody."));
    else body.append(element("p", "This organisation did not answer: whom it would name is not known. That is not the same as having no ties.", "silent"));
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
