// Leaflet on a canvas, where there is no WebGL; the same few things as `engine-gl.js`.

import { page } from "../page.js";
import { loadStyle, loadScript, Signals } from "./loading.js";
import { near } from "./geometry.js";
import { drawGround, prepared } from "./ground-canvas.js";

/** Leaflet counts 256 pixels around the Earth where MapLibre counts 512. */
const STEP = 1;

const dashes = { "ways ahead": "7 5", "ways ended": "2 4", rings: "5 4" };

function look(name, properties, colours) {
  const group = { movement: colours.movement, hazard: colours.hazard }[properties?.group] ?? colours.site;
  const holds = properties?.look === "holds";
  switch (name) {
    case "rings": return { color: group, weight: 1.2, dashArray: dashes.rings, fillColor: group, fillOpacity: 0.06 };
    case "areas": return { color: group, weight: 1.6, dashArray: holds ? null : "4 4", fillColor: group, fillOpacity: holds ? 0.22 : 0.07 };
    case "corridors": return { stroke: false, fillColor: colours.movement, fillOpacity: 0.16 };
    case "ways": return { color: colours.movement, weight: holds ? 2.6 : 1.8, dashArray: dashes[`ways ${properties?.look}`] ?? null, fill: false };
    case "findings": return { color: colours.urgent, weight: 2, fillColor: colours.urgent, fillOpacity: 0.1 };
    case "drawing": return { color: colours.drawing, weight: 2.2, fillColor: colours.drawing, fillOpacity: 0.16 };
    default: return { color: colours.layer, weight: 1.3, dashArray: "6 3", fillColor: colours.layer, fillOpacity: 0.06 };
  }
}

const GROUND = ["land", "lakes", "coast", "graticule"];

/** The canvas of coasts and degrees below everything else. */
function groundOf(map, container, colours) {
  const canvas = document.createElement("canvas");
  canvas.className = "map-coasts";
  canvas.setAttribute("aria-hidden", "true");
  container.prepend(canvas);
  const layers = new Map();
  let isAsked = false;
  const draw = () => {
    isAsked = false;
    const [width, height] = [container.clientWidth, container.clientHeight];
    const ratio = Math.min(2, globalThis.devicePixelRatio || 1);
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const { land, sea, coast, graticule } = colours();
    const looks = { land: { fill: land }, lakes: { fill: sea }, coast: { stroke: coast, weight: 1 }, graticule: { stroke: graticule, weight: 0.7 } };
    const shown = GROUND.filter((name) => layers.has(name)).map((name) => ({ lines: layers.get(name), ...looks[name] }));
    drawGround(context, shown, { zoom: map.getZoom(), origin: map.getPixelBounds().min, width, height });
  };
  // Many things may move in one frame; the ground is drawn once in it.
  const ask = () => { if (!isAsked) { isAsked = true; requestAnimationFrame(draw); } };
  return { draw: ask, set: (name, features) => { layers.set(name, prepared(features)); ask(); } };
}

/** Makes a map in `container`. */
export async function createLeaflet(container, { centre, zoom, colours, label }) {
  await Promise.all([loadStyle(`${page.assets}/vendor/leaflet.css`), loadScript(`${page.assets}/vendor/leaflet.js`)]);
  const { L } = globalThis;
  const map = L.map(container, {
    center: [centre[1], centre[0]], zoom: zoom + STEP, minZoom: 1, maxZoom: 21, zoomControl: false, attributionControl: false,
    preferCanvas: true, zoomAnimation: false, fadeAnimation: false, inertia: false, zoomSnap: 0.5, wheelDebounceTime: 90, worldCopyJump: false,
  });
  container.setAttribute("aria-label", label);
  container.setAttribute("role", "region");
  container.style.background = colours.sea;
  let shown = colours;
  const order = ["rings", "areas", "corridors", "ways", "findings", "drawing"];
  const layers = new Map();
  const renderers = new Map();
  // The operator's layers, and everything else; the ground lies below on a canvas of its own.
  ["own", "notified"].forEach((name, number) => {
    map.createPane(name).style.zIndex = String(200 + number * 50);
    renderers.set(name, L.canvas({ pane: name, padding: 0.15 }));
  });
  const ground = groundOf(map, container, () => shown);
  const make = (name, features, pane) => L.geoJSON({ type: "FeatureCollection", features }, {
    renderer: renderers.get(pane), pane, interactive: false, smoothFactor: 0.3, style: (feature) => look(name, feature.properties, shown),
    pointToLayer: (feature, place) => L.circleMarker(place, { renderer: renderers.get(pane), pane, radius: 3, interactive: false }),
  });
  const data = new Map();
  const signals = new Signals();
  map.on("move zoom viewreset", () => { ground.draw(); signals.say("render"); signals.say("move"); });
  map.on("moveend resize", () => { ground.draw(); signals.say("render"); signals.say("settle"); });
  for (const name of ["click", "mousemove", "dblclick"]) {
    map.on(name, (event) => signals.say(name, { x: event.containerPoint.x, y: event.containerPoint.y, place: [event.latlng.lng, event.latlng.lat], event: event.originalEvent }));
  }
  const set = (name, features) => {
    if (GROUND.includes(name)) { ground.set(name, features); return; }
    data.set(name, features);
    const layer = make(name, features, "notified");
    layers.get(name)?.remove();
    layers.set(name, layer);
    layer.addTo(map);
    // A canvas draws in the order in which things came.
    for (const later of order.slice(order.indexOf(name) + 1)) layers.get(later)?.bringToFront();
  };
  const reduced = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    name: "leaflet",
    on: (name, listener) => signals.on(name, listener),
    size: () => ({ width: container.clientWidth, height: container.clientHeight }),
    focusable: container,
    project: ([longitude, latitude]) => { const point = map.latLngToContainerPoint([latitude, longitude]); return [point.x, point.y]; },
    unproject: ([x, y]) => { const place = map.containerPointToLatLng([x, y]); return [place.lng, place.lat]; },
    view: () => {
      const [bounds, middle] = [map.getBounds(), map.getCenter()];
      return { centre: [middle.lng, middle.lat], zoom: map.getZoom() - STEP, bounds: [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()] };
    },
    go: ([longitude, latitude], closer) => map.setView([latitude, near(longitude, map.getCenter().lng)], closer === undefined ? map.getZoom() : closer + STEP, { animate: !reduced() }),
    fit: ([west, south, east, north]) => map.fitBounds([[south, west], [north, east]], { padding: [60, 60], maxZoom: 16, animate: false }),
    set,
    addLayer: (number, layer, geojson, isShown) => {
      const name = `own-${number}`;
      const own = layer.kind === "raster" ? L.tileLayer(layer.url, { pane: "own" }) : make(name, geojson.features ?? [geojson], "own");
      layers.set(name, own);
      if (isShown) own.addTo(map);
    },
    showLayer: (number, isShown) => { const own = layers.get(`own-${number}`); if (isShown) own?.addTo(map); else own?.remove(); },
    setDragging: (isOn) => { if (isOn) map.dragging.enable(); else map.dragging.disable(); },
    setDoubleClick: (isOn) => { if (isOn) map.doubleClickZoom.enable(); else map.doubleClickZoom.disable(); },
    recolour: (fresh) => {
      shown = fresh;
      container.style.background = fresh.sea;
      ground.draw();
      for (const [name, features] of data) set(name, features);
    },
    repaint: () => signals.say("render"),
    remove: () => map.remove(),
  };
}
