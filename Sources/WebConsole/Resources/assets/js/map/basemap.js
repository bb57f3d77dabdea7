// The ground under everything: coasts, large lakes and a grid of degrees, without a border of anybody's; on top of it what
// the operator of this node laid out.

import { page } from "../page.js";

/** Bytes of one layer of the operator that a browser takes. */
const MAXIMUM_LAYER_BYTES = 20_000_000;
/** Layers of the operator, at most. */
const MAXIMUM_LAYERS = 24;

function rings(topology, name) {
  const { scale: [sx, sy], translate: [tx, ty] } = topology.transform;
  return topology.objects[name].arcs.map((polygon) => polygon.map((ring) => ring.flatMap((number) => {
    let [x, y] = [0, 0];
    return topology.arcs[number].map(([dx, dy]) => {
      [x, y] = [x + dx, y + dy];
      return [x * sx + tx, y * sy + ty];
    });
  })));
}

/** Lines every so many degrees. */
export function graticule(step) {
  const lines = [];
  for (let longitude = -180; longitude <= 180; longitude += step) {
    lines.push([[longitude, -85], [longitude, 85]]);
  }
  for (let latitude = -80; latitude <= 80; latitude += step) {
    lines.push([[-180, latitude], [180, latitude]]);
  }
  return { type: "Feature", properties: {}, geometry: { type: "MultiLineString", coordinates: lines } };
}

/** Coasts as lines without the edges along the antimeridian, where rings were cut, nor along the pole. */
function coastlines(polygons) {
  const lines = [];
  for (const [ring] of polygons) {
    let line = [];
    for (const [x, y] of ring) {
      const isCut = Math.abs(x) >= 179.99 || y <= -89.9;
      if (!isCut) line.push([x, y]);
      if ((isCut || line.length === 0) && line.length > 1) lines.push(line);
      if (isCut) line = [];
    }
    if (line.length > 1) lines.push(line);
  }
  return { type: "Feature", properties: {}, geometry: { type: "MultiLineString", coordinates: lines } };
}

let loaded = null;

/** Loads the coasts once: `{ land, lakes, coast, attribution }`, or null where they are not installed. */
export function loadCoast() {
  loaded ??= fetch(`${page.assets}/vendor/coast.json`).then(async (reply) => {
    if (!reply.ok) return null;
    const topology = await reply.json();
    const [land, lakes] = [rings(topology, "land"), rings(topology, "lakes")];
    const area = (coordinates) => ({ type: "Feature", properties: {}, geometry: { type: "MultiPolygon", coordinates } });
    return { land: area(land), lakes: area(lakes), coast: coastlines(land), attribution: topology.attribution };
  }).catch(() => null);
  return loaded;
}

/** The operator's layers, as the node lists them; what is not of the form is left out. */
export async function loadLayers() {
  try {
    const reply = await fetch("/console/layers", { headers: { accept: "application/json" } });
    if (!reply.ok) return [];
    const said = await reply.json();
    const list = Array.isArray(said) ? said : said?.layers;
    if (!Array.isArray(list)) return [];
    return list.slice(0, MAXIMUM_LAYERS).filter(isLayer);
  } catch {
    return [];
  }
}

function isLayer(layer) {
  if (typeof layer?.name !== "string" || typeof layer.url !== "string") return false;
  // Nothing is ever asked of another server.
  if (new URL(layer.url, location.href).origin !== location.origin) return false;
  return ["geojson", "raster"].includes(layer.kind);
}

/** The GeoJSON of one of the operator's layers; throws when it is too large or no GeoJSON. */
export async function loadGeoJSON(layer) {
  const reply = await fetch(layer.url);
  if (!reply.ok) throw new Error("layer");
  const text = await reply.text();
  if (text.length > MAXIMUM_LAYER_BYTES) throw new Error("layer");
  const data = JSON.parse(text);
  if (data?.type !== "FeatureCollection" && data?.type !== "Feature") throw new Error("layer");
  return data;
}
