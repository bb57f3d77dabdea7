// The ground on a canvas of its own, for the library that has no worker to prepare it: places are projected once, coarser
// copies are kept for far views, and only what is in view is drawn, so that a frame of the whole Earth costs a few milliseconds.

/** Zooms (of 256 · 2^zoom pixels) up to which a coarser copy serves. */
const COARSER = [2.5, 4.5, 6.5];
/** Pixels that neighbours of a copy are apart at the closest zoom that it serves. */
const APART = 1.2;

const x = (longitude) => (longitude + 180) / 360;
const y = (latitude) => {
  const sine = Math.sin(Math.max(-85.0511, Math.min(85.0511, latitude)) * Math.PI / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
};

function line(places) {
  const points = new Float64Array(places.length * 2);
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  places.forEach(([longitude, latitude], number) => {
    const [px, py] = [x(longitude), y(latitude)];
    points[2 * number] = px;
    points[2 * number + 1] = py;
    [west, east] = [Math.min(west, px), Math.max(east, px)];
    [north, south] = [Math.min(north, py), Math.max(south, py)];
  });
  return { points, box: [west, north, east, south] };
}

function coarser({ points, box }, apart) {
  const kept = [points[0], points[1]];
  for (let i = 2; i < points.length; i += 2) {
    const isLast = i === points.length - 2;
    const [dx, dy] = [points[i] - kept[kept.length - 2], points[i + 1] - kept[kept.length - 1]];
    if (isLast || Math.abs(dx) > apart || Math.abs(dy) > apart) kept.push(points[i], points[i + 1]);
  }
  return { points: Float64Array.from(kept), box };
}

/** Lines and rings of GeoJSON, ready to be drawn at any zoom. */
export function prepared(features) {
  const lines = features.flatMap(({ geometry: { type, coordinates } }) =>
    (type === "MultiPolygon" ? coordinates.flat() : type === "MultiLineString" || type === "Polygon" ? coordinates : [coordinates])).map(line);
  const copies = COARSER.map((zoom) => lines.map((one) => coarser(one, APART / (256 * 2 ** zoom))));
  return [...copies, lines];
}

/** Draws prepared layers. `origin` is the pixel of the whole Earth at the canvas' corner. */
export function drawGround(context, layers, { zoom, origin, width, height }) {
  const scale = 256 * 2 ** zoom;
  const copy = COARSER.findIndex((limit) => zoom <= limit);
  const first = Math.floor(origin.x / scale);
  const last = Math.floor((origin.x + width) / scale);
  for (const { lines, fill, stroke, weight } of layers) {
    context.beginPath();
    for (let world = first; world <= last; world += 1) {
      for (const { points, box } of lines.at(copy)) {
        const [left, top] = [(box[0] + world) * scale - origin.x, box[1] * scale - origin.y];
        const [right, bottom] = [(box[2] + world) * scale - origin.x, box[3] * scale - origin.y];
        if (right < 0 || bottom < 0 || left > width || top > height) continue;
        if (right - left < 1 && bottom - top < 1) continue;
        const shift = world * scale - origin.x;
        context.moveTo(points[0] * scale + shift, points[1] * scale - origin.y);
        for (let i = 2; i < points.length; i += 2) context.lineTo(points[i] * scale + shift, points[i + 1] * scale - origin.y);
      }
    }
    if (fill) {
      context.fillStyle = fill;
      context.fill();
    }
    if (stroke) {
      context.strokeStyle = stroke;
      context.lineWidth = weight;
      context.stroke();
    }
  }
}
