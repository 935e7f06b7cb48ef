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
  /* What is too long loses its middle: names that begin alike often differ at the end. */
  const chosen = rows.length > 3 ? [rows[0], rows[1], "… " + rows.at(-1)] : rows;
  const kept = chosen.map((text) => {
    const signs = [...text];
    return signs.length > 24 ? signs.slice(0, 14).join("") + "…" + signs.slice(-9).join("") : text;
  });
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
