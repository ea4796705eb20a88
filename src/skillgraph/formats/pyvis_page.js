"use strict";
// The page's data are shown as text alone: vis-network draws labels and puts titles in as text.
// `network`, `nodes` and `edges` are global as on pyvis's own pages.
const page = JSON.parse(document.getElementById("network-data").textContent);
const nodes = new vis.DataSet(page.nodes);
const edges = new vis.DataSet(page.edges);
const hiddenClasses = new Set();
const shownNodes = new vis.DataView(nodes, { filter: (node) => !hiddenClasses.has(node.group) });
const network = new vis.Network(document.getElementById("network"), { nodes: shownNodes, edges }, page.options);

const firstLine = (id) => nodes.get(id).title.split("\n")[0];

function describe({ nodes: [nodeId], edges: edgeIds }) {
  const lines = nodeId === undefined ? [] : [nodes.get(nodeId).title];
  for (const edge of edges.get(nodeId === undefined ? edgeIds : network.getConnectedEdges(nodeId))) {
    if (edge.hidden) continue;
    lines.push(`${firstLine(edge.from)} → ${firstLine(edge.to)}\n${edge.title}`);
  }
  const details = document.getElementById("details");
  details.textContent = lines.join("\n\n");
  details.hidden = lines.length === 0;
}

network.on("select", describe);
network.once("afterDrawing", () => network.fit({ animation: false }));

// Zoomed out, vis-network draws no label below 10 pixels, and pale ones below 11: the most connected nodes are then
// named where there is room.
const hubs = nodes.get().sort((a, b) => b.size - a.size).slice(0, 60);
network.on("afterDrawing", (context) => {
  const pixel = 1 / network.getScale();
  const taken = [];
  Object.assign(context, { textAlign: "center", textBaseline: "top", lineJoin: "round", lineWidth: 3 * pixel });
  for (const { id, label, size, font } of hubs) {
    if (!shownNodes.get(id)) continue;
    const { x, y } = network.getPosition(id);
    const isDrawn = font.size >= 11 * pixel;
    context.font = `${Math.max(font.size, 12 * pixel)}px sans-serif`;
    const half = context.measureText(label).width / 2;
    const box = { left: x - half, right: x + half, top: y - size, bottom: y + size + 18 * pixel };
    const overlaps = (b) => b.left < box.right && box.left < b.right && b.top < box.bottom && box.top < b.bottom;
    if (!isDrawn && taken.some(overlaps)) continue;
    taken.push(box);
    if (isDrawn) continue;
    context.strokeStyle = "#fbfbf9";
    context.strokeText(label, x, y + size + 3 * pixel);
    context.fillStyle = "#1d2530";
    context.fillText(label, x, y + size + 3 * pixel);
  }
});

for (const button of document.querySelectorAll("#legend button")) {
  button.addEventListener("click", () => {
    network.unselectAll();
    const name = button.dataset.class;
    const hide = !hiddenClasses.delete(name);
    if (hide) hiddenClasses.add(name);
    button.setAttribute("aria-pressed", String(!hide));
    shownNodes.refresh();
  });
}

document.getElementById("planned").addEventListener("change", (event) => {
  const planned = page.edges.filter((edge) => edge.planned);
  edges.update(planned.map(({ id }) => ({ id, hidden: !event.target.checked })));
});

let lastSearch = { text: "", next: 0 };
document.getElementById("search").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = event.target.querySelector("input").value.trim().toLowerCase();
  // A title's last line is the class, the lines before it are the names.
  const namesOf = (node) => node.title.split("\n").slice(0, -1).join("\n").toLowerCase();
  // A name that is the text, or begins with it, comes before those that only hold it, and a short one before a long.
  const rank = (name) => (name === text ? 0 : name.startsWith(text) ? 1 : name.includes(text) ? 2 : 3) * 1e6 + name.length;
  const best = (node) => Math.min(...namesOf(node).split("\n").map(rank));
  const found = text
    ? shownNodes.get({ filter: (node) => namesOf(node).includes(text) }).sort((a, b) => best(a) - best(b))
    : [];
  const next = text === lastSearch.text ? lastSearch.next % Math.max(found.length, 1) : 0;
  lastSearch = { text, next: next + 1 };
  document.getElementById("found").textContent = found.length
    ? `${next + 1} / ${found.length}`
    : text && "没有找到 Nothing found";
  if (found.length === 0) return;
  network.selectNodes([found[next].id]);
  network.focus(found[next].id, { scale: 1, animation: false });
  describe({ nodes: [found[next].id], edges: [] });
});
