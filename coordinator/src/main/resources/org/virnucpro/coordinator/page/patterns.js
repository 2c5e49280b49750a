// Colours with patterns, so that colour is never the only sign. Read from the style sheet, so they follow the theme.

export const LOOKS = [
  { way: "own", name: "from its own queue", pattern: "none" },
  { way: "stolen", name: "stolen", pattern: "hatch" },
  { way: "adopted", name: "left by a worker that is gone", pattern: "bars" },
  { way: "retried", name: "tried again", pattern: "dots" },
  { way: "failed", name: "without a result", pattern: "cross" },
];

export const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** What a canvas needs to draw blocks, for the theme of now. */
export function brushes(context) {
  const made = {};
  for (const { way, pattern } of LOOKS) {
    made[way] = { fill: color(way), edge: color(`${way}-edge`), over: overlay(context, pattern, color(`${way}-edge`)) };
  }
  return made;
}

function overlay(context, pattern, ink) {
  if (pattern === "none") return null;
  const size = 6;
  const scale = window.devicePixelRatio || 1;
  const tile = document.createElement("canvas");
  tile.width = tile.height = size * scale;
  const pen = tile.getContext("2d");
  pen.scale(scale, scale);
  pen.strokeStyle = pen.fillStyle = ink;
  pen.lineWidth = 1.1;
  const line = (x1, y1, x2, y2) => {
    pen.beginPath();
    pen.moveTo(x1, y1);
    pen.lineTo(x2, y2);
    pen.stroke();
  };
  if (pattern === "hatch" || pattern === "cross") {
    line(-1, size + 1, size + 1, -1);
    line(-1, 1, 1, -1);
    line(size - 1, size + 1, size + 1, size - 1);
  }
  if (pattern === "cross") {
    line(-1, -1, size + 1, size + 1);
  }
  if (pattern === "bars") line(size / 2, 0, size / 2, size);
  if (pattern === "dots") {
    pen.beginPath();
    pen.arc(size / 2, size / 2, 1.2, 0, 2 * Math.PI);
    pen.fill();
  }
  const made = context.createPattern(tile, "repeat");
  made.setTransform(new DOMMatrix().scale(1 / scale));
  return made;
}

/** Draws one block. */
export function paint(context, brush, x, y, width, height, strength = 1) {
  context.globalAlpha = strength;
  context.fillStyle = brush.fill;
  context.fillRect(x, y, width, height);
  context.globalAlpha = 1;
  if (brush.over && width > 2) {
    context.fillStyle = brush.over;
    context.fillRect(x, y, width, height);
  }
  if (width > 5) {
    context.strokeStyle = brush.edge;
    context.lineWidth = 1;
    context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
  }
}
