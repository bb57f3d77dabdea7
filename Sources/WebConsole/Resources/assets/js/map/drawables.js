// Turns what the node answered into what is drawn: signs, and GeoJSON for areas, corridors, ways and stand-off.

import { anchor, around, metresPerPixel, shape } from "./geometry.js";

/** A ring smaller than so many pixels is left out: it would hide under the sign. */
const SMALLEST_PIXELS = 5;
/** Milliseconds of drawing work before the browser may show a frame. */
const SLICE = 7;
/** Rings that are kept from one view to the next. */
const MAXIMUM_KEPT = 6000;

const kept = new Map();

function remembered(key, make) {
  const found = kept.get(key);
  if (found) return found;
  if (kept.size >= MAXIMUM_KEPT) kept.clear();
  const made = make();
  kept.set(key, made);
  return made;
}

/** How the time of a place stands: it holds, it will, or it did. */
export function lookOf(feature, from) {
  if (feature.state === "withdrawn" || feature.state === "closed" || feature.state === "expired") return "ended";
  if (feature.kind === "hazard") return feature.state === "cleared" ? "ended" : "holds";
  const holding = feature.places.filter((place) => place.holds && place.part !== "travelled");
  if (holding.length === 0) return "ended";
  // Where a span of time is shown, what begins only within it has not begun.
  return holding.every((place) => place.window.from > from) ? "ahead" : "holds";
}

const pause = () => new Promise((resume) => { const channel = new MessageChannel(); channel.port1.onmessage = () => resume(); channel.port2.postMessage(0); });

/**
 * Makes everything drawable, a few milliseconds at a time; null when `isStale()` says that it is not wanted any more.
 *
 * Returns `{ signs, clusters, areas, rings, corridors, ways }`; the last four are lists of GeoJSON features.
 */
export async function drawablesOf(reply, zoom, isStale = () => false) {
  const standOffs = new Map(reply.standOffs.map((item) => [item.class, item]));
  const out = { signs: [], clusters: [], areas: [], rings: [], corridors: [], ways: [] };
  const now = reply.knowledge?.loggedAt ?? reply.time.from;
  const from = reply.time.isPast ? reply.time.from : now > reply.time.from ? now : reply.time.from;
  let began = performance.now();
  for (const feature of reply.features) {
    draw(feature, standOffs.get(feature.standOffClass), zoom, from, out);
    if (performance.now() - began < SLICE) continue;
    await pause();
    if (isStale()) return null;
    began = performance.now();
  }
  for (const cluster of reply.clusters) {
    out.clusters.push({
      at: [cluster.position.lon, cluster.position.lat], count: cluster.count, cluster, isAlarmed: Boolean(cluster.alarmed),
      hasMovement: Boolean(cluster.kinds.movement), hasHazard: Boolean(cluster.kinds.hazard),
    });
  }
  return out;
}

function draw(feature, standOff, zoom, from, out) {
  const look = lookOf(feature, from);
  const places = feature.places.filter((place) => place.holds || place.part !== "site");
  const main = places.find((place) => place.holds && place.part !== "travelled") ?? places[0];
  if (!main) return;
  const reported = feature.lastReport?.position;
  const at = reported ? [reported.lon, reported.lat] : anchor(main.area);
  out.signs.push({
    at, feature, standOff, kind: feature.kind, look, isAlarmed: Boolean(feature.alarms?.length),
    isRestricted: Boolean(feature.restricted),
  });
  const metresAPixel = metresPerPixel(at[1], zoom);
  // Drawn finely enough for this zoom, and again at another.
  const step = Math.round(zoom);
  for (const place of places) drawPlace(feature, place, standOff, { look, metresAPixel, step }, out);
}

function drawPlace(feature, place, standOff, { look, metresAPixel, step }, out) {
  const { area, part } = place;
  const properties = { id: feature.id, group: feature.kind === "hazard" ? "hazard" : feature.kind === "movement" ? "movement" : "site", look: look === "holds" && !place.holds ? (part === "travelled" ? "ended" : "ahead") : look, part };
  const key = `${feature.id} ${part} ${JSON.stringify(area).length} ${place.window.from} ${step} ${JSON.stringify(area.circle ?? area.route?.path[0] ?? area.polygon?.outer[0])}`;
  if (area.route) {
    const line = remembered(`${key} way`, () => shape(area));
    out.ways.push({ type: "Feature", properties, geometry: line });
    if (part !== "travelled" && area.route.halfWidthMetres / metresAPixel > 2) {
      const ring = remembered(`${key} corridor`, () => around(area, 0));
      out.corridors.push({ type: "Feature", properties, geometry: { type: "Polygon", coordinates: [ring] } });
    }
  } else if (area.polygon || area.circle.radiusMetres / metresAPixel > 2) {
    const form = remembered(`${key} shape`, () => shape(area));
    if (form.type === "Polygon") out.areas.push({ type: "Feature", properties, geometry: form });
  }
  // What is behind, and ground, has no distance to keep of its own.
  if (!standOff || part === "travelled" || look === "ended") return;
  const metres = standOff.metres + (feature.precisionMetres ?? 0);
  const own = area.circle?.radiusMetres ?? area.route?.halfWidthMetres ?? 0;
  if ((metres + own) / metresAPixel < SMALLEST_PIXELS || metres <= 0) return;
  const steps = (metres + own) / metresAPixel > 60 ? 96 : 48;
  const ring = remembered(`${key} ring ${metres}`, () => around(area, metres, steps));
  out.rings.push({ type: "Feature", properties, geometry: { type: "Polygon", coordinates: [ring] } });
}
