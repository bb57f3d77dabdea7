// MapLibre GL behind the few things that this map asks of a library; `engine-leaflet.js` does the same.

import { page } from "../page.js";
import { loadStyle, loadScript, Signals } from "./loading.js";

const EMPTY = { type: "FeatureCollection", features: [] };
const collection = (features) => ({ type: "FeatureCollection", features });

/**
 * Whether this browser draws WebGL, and faster than a canvas.
 *
 * Without a graphics processor WebGL is computed pixel by pixel, some 300 ms a frame where a canvas takes 30.
 */
export function hasWebGL() {
  try {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("webgl2", { failIfMajorPerformanceCaveat: true });
    if (!context) return false;
    const info = context.getExtension("WEBGL_debug_renderer_info");
    const renderer = String(context.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : context.RENDERER));
    context.getExtension("WEBGL_lose_context")?.loseContext();
    return !/swiftshader|llvmpipe|softpipe|software|basic render/iu.test(renderer);
  } catch {
    return false;
  }
}

const by = (name, values, otherwise) => ["match", ["get", name], ...Object.entries(values).flat(), otherwise];

function styleOf(colours) {
  const group = by("group", { movement: colours.movement, hazard: colours.hazard }, colours.site);
  const source = { type: "geojson", data: EMPTY, tolerance: 0.2, buffer: 32 };
  const line = (id, from, paint, filter) => ({ id, type: "line", source: from, paint, ...(filter ? { filter } : {}) });
  return {
    version: 8,
    sources: Object.fromEntries(["land", "lakes", "coast", "graticule", "areas", "rings", "corridors", "ways", "findings", "drawing"]
      .map((name) => [name, { ...source, ...(name === "coast" || name === "land" ? { tolerance: 0.3, maxzoom: 8 } : {}) }])),
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colours.sea } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": colours.land, "fill-antialias": false } },
      { id: "lakes", type: "fill", source: "lakes", paint: { "fill-color": colours.sea } },
      line("coast", "coast", { "line-color": colours.coast, "line-width": 1 }),
      line("graticule", "graticule", { "line-color": colours.graticule, "line-width": 0.7 }),
      { id: "rings", type: "fill", source: "rings", paint: { "fill-color": group, "fill-opacity": 0.06 } },
      line("rings-line", "rings", { "line-color": group, "line-width": 1.2, "line-dasharray": [4, 3], "line-opacity": 0.75 }),
      { id: "areas", type: "fill", source: "areas", paint: { "fill-color": group, "fill-opacity": by("look", { holds: 0.22 }, 0.07) } },
      line("areas-line", "areas", { "line-color": group, "line-width": 1.6 }, ["==", ["get", "look"], "holds"]),
      line("areas-dashed", "areas", { "line-color": group, "line-width": 1.4, "line-dasharray": [2, 2] }, ["!=", ["get", "look"], "holds"]),
      { id: "corridors", type: "fill", source: "corridors", paint: { "fill-color": colours.movement, "fill-opacity": 0.16 } },
      line("ways", "ways", { "line-color": colours.movement, "line-width": 2.6 }, ["==", ["get", "look"], "holds"]),
      line("ways-ahead", "ways", { "line-color": colours.movement, "line-width": 2, "line-dasharray": [3, 2] }, ["==", ["get", "look"], "ahead"]),
      line("ways-behind", "ways", { "line-color": colours.movement, "line-width": 1.4, "line-dasharray": [1, 2], "line-opacity": 0.7 }, ["==", ["get", "look"], "ended"]),
      { id: "findings", type: "fill", source: "findings", paint: { "fill-color": colours.urgent, "fill-opacity": 0.1 }, filter: ["==", ["geometry-type"], "Polygon"] },
      line("findings-line", "findings", { "line-color": colours.urgent, "line-width": 2 }),
      { id: "drawing", type: "fill", source: "drawing", paint: { "fill-color": colours.drawing, "fill-opacity": 0.16 }, filter: ["==", ["geometry-type"], "Polygon"] },
      line("drawing-line", "drawing", { "line-color": colours.drawing, "line-width": 2.2 }),
    ],
  };
}

/** Makes a map in `container`. */
export async function createGL(container, { centre, zoom, colours, label }) {
  await Promise.all([loadStyle(`${page.assets}/vendor/maplibre-gl.css`), loadScript(`${page.assets}/vendor/maplibre-gl.js`)]);
  const map = new globalThis.maplibregl.Map({
    container, style: styleOf(colours), center: centre, zoom, minZoom: 0, maxZoom: 20, attributionControl: false,
    dragRotate: false, pitchWithRotate: false, touchPitch: false, fadeDuration: 0, maxPitch: 0,
    renderWorldCopies: true, locale: { "Map.Title": label },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.getCanvas().setAttribute("aria-label", label);
  await new Promise((ready, failed) => {
    map.once("load", ready);
    map.once("error", (event) => failed(event.error));
  });
  const signals = new Signals();
  for (const [name, own] of [["render", "render"], ["move", "move"], ["moveend", "settle"], ["resize", "settle"]]) {
    map.on(name, () => signals.say(own));
  }
  for (const name of ["click", "mousemove", "dblclick"]) {
    map.on(name, (event) => signals.say(name, { x: event.point.x, y: event.point.y, place: event.lngLat.toArray(), event: event.originalEvent }));
  }
  const size = () => ({ width: container.clientWidth, height: container.clientHeight });
  return {
    name: "gl",
    on: (name, listener) => signals.on(name, listener),
    size,
    focusable: map.getCanvas(),
    project: (place) => { const { x, y } = map.project(place); return [x, y]; },
    unproject: ([x, y]) => map.unproject([x, y]).toArray(),
    view: () => {
      const bounds = map.getBounds();
      return { centre: map.getCenter().toArray(), zoom: map.getZoom(), bounds: [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()] };
    },
    go: (place, closer) => map.easeTo({ center: place, zoom: closer ?? map.getZoom(), duration: reduced() ? 0 : 350 }),
    fit: ([west, south, east, north]) => map.fitBounds([[west, south], [east, north]], { padding: 60, maxZoom: 15, duration: reduced() ? 0 : 350 }),
    set: (name, features) => map.getSource(name)?.setData(collection(features)),
    addLayer: (number, layer, data, isShown) => addLayer(map, colours, number, layer, data, isShown),
    showLayer: (number, isShown) => {
      for (const { id } of map.getStyle().layers.filter(({ id }) => id.startsWith(`own-${number}-`))) {
        map.setLayoutProperty(id, "visibility", isShown ? "visible" : "none");
      }
    },
    setDragging: (isOn) => { if (isOn) map.dragPan.enable(); else map.dragPan.disable(); },
    setDoubleClick: (isOn) => { if (isOn) map.doubleClickZoom.enable(); else map.doubleClickZoom.disable(); },
    recolour: (fresh) => recolour(map, styleOf(fresh)),
    repaint: () => map.triggerRepaint(),
    remove: () => map.remove(),
  };
}

const reduced = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function recolour(map, style) {
  for (const { id, paint } of style.layers) {
    for (const [name, value] of Object.entries(paint)) map.setPaintProperty(id, name, value);
  }
}

function addLayer(map, colours, number, layer, data, isShown) {
  const layout = { visibility: isShown ? "visible" : "none" };
  const source = `own-${number}`;
  if (layer.kind === "raster") {
    map.addSource(source, { type: "raster", tiles: [new URL(layer.url, location.href).href.replaceAll("%7B", "{").replaceAll("%7D", "}")], tileSize: 256 });
    map.addLayer({ id: `${source}-raster`, type: "raster", source, layout }, "rings");
    return;
  }
  map.addSource(source, { type: "geojson", data });
  const paint = { "line-color": colours.layer, "line-width": 1.3, "line-dasharray": [5, 2] };
  map.addLayer({ id: `${source}-fill`, type: "fill", source, layout, paint: { "fill-color": colours.layer, "fill-opacity": 0.06 }, filter: ["==", ["geometry-type"], "Polygon"] }, "rings");
  map.addLayer({ id: `${source}-line`, type: "line", source, layout, paint }, "rings");
  map.addLayer({ id: `${source}-point`, type: "circle", source, layout, paint: { "circle-radius": 3, "circle-color": colours.layer }, filter: ["==", ["geometry-type"], "Point"] }, "rings");
}
