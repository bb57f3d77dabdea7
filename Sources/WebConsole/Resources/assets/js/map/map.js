// The map of the console. `startMap(element, options)` puts it into an element; everything else of it is in the files beside.

import { page } from "../page.js";
import { ageText, numberText, t } from "../words.js";
import { graticule, loadCoast, loadGeoJSON, loadLayers } from "./basemap.js";
import { cardBox, listView, nameOf } from "./card.js";
import { loadMap, MapData } from "./data.js";
import { h } from "./dom.js";
import { drawablesOf } from "./drawables.js";
import { Drawing } from "./drawing.js";
import { createGL, hasWebGL } from "./engine-gl.js";
import { createLeaflet } from "./engine-leaflet.js";
import { around, boxOf } from "./geometry.js";
import { legend } from "./legend.js";
import { Overlay } from "./overlay.js";
import { readout } from "./readout.js";
import { forget } from "./symbols.js";
import { timeControls } from "./time.js";

/** Zooms beyond which a cluster is opened as a list, since its records stand in one place. */
const CLOSEST = 18;

const COLOURS = ["sea", "land", "coast", "graticule", "site", "movement", "hazard", "layer", "drawing", "chosen"];

function coloursOf(element) {
  const style = getComputedStyle(element);
  const read = (name) => style.getPropertyValue(name).trim();
  return {
    ...Object.fromEntries(COLOURS.map((name) => [name, read(`--map-${name}`) || "#888"])),
    ink: read("--ink") || "#1b1f24", paper: read("--paper") || "#ffffff", urgent: read("--urgent") || "#b3261e",
  };
}

/** Each with its own lines of degrees: far away every 30, close by every tenth. */
const gridStep = (zoom) => (zoom < 2 ? 30 : zoom < 4 ? 10 : zoom < 6.5 ? 5 : 1);

/**
 * Puts a map into an element.
 *
 * `mode` is "view", "pick" (one place), "draw" or "check"; `shapes` which shapes may be drawn; `field` an element whose
 * geometry is drawn, told and followed by `parley:geometry`; `onGeometry(detail)` is told as well; `load(query, signal)` asks
 * the node; `engine` may force "gl" or "leaflet". Returns a handle: `engine`, `geometry(detail)`, `findings(features)`, `go(place, zoom)`, `fit(box)`, `again()`, `stop()`.
 */
export async function startMap(element, options = {}) {
  const { mode = "view", centre = [20, 15], zoom = 1.2, load = loadMap, field = null, engine: wanted = null } = options;
  const { record = null, isSmall = false } = options;
  const shapes = options.shapes ?? (mode === "pick" ? ["point"] : mode === "check" ? ["polygon", "circle", "corridor"] : ["point", "circle", "polygon", "corridor"]);
  const label = t("map.label");
  const ground = h("div", { class: "map-ground" });
  const crosshair = h("div", { class: "map-crosshair", "aria-hidden": "true" });
  const status = h("p", { class: "map-status", role: "status" });
  const notes = h("div", { class: "map-notes" });
  const attribution = h("p", { class: "map-attribution" });
  const stage = h("div", { class: "map-stage" }, ground, crosshair);
  const side = h("div", { class: "map-side" });
  element.classList.add("map");
  element.dataset.mode = mode;
  element.toggleAttribute("data-small", isSmall);
  element.replaceChildren(stage, side);

  let colours = coloursOf(element);
  const place = (record ? null : placeOf(location.hash, mode)) ?? { centre, zoom };
  const engine = await createEngine(ground, { ...place, colours, label }, wanted);
  element.dataset.engine = engine.name;
  const overlay = new Overlay(stage, engine, colours, nameOf);
  const cards = cardBox((id) => { overlay.chosen = id; overlay.draw(); });
  const reading = readout((to) => engine.go(to, Math.max(engine.view().zoom, 11)));
  const openCluster = (item) => {
    const [west, south, east, north] = item.cluster.bbox;
    if (item.cluster.only) location.assign(`/console/records/${item.cluster.only}`);
    else if (east - west < 1e-5 && north - south < 1e-5) engine.go(item.at, Math.min(CLOSEST, engine.view().zoom + 4));
    else engine.fit(boxOf([[west, south], [east, north]]));
  };
  const list = listView({
    openCluster,
    go: (item) => { engine.go(item.at, Math.max(engine.view().zoom, 11)); cards.open([item]); },
  });
  const key = legend(() => colours, (filters) => { data.filters = filters; data.again(); });
  const time = timeControls(({ at, until }) => { data.time = { at, until }; data.again(); });

  let drawn = 0;
  let isFitted = Boolean(record) || Boolean(placeOf(location.hash, mode)) || options.centre !== undefined;
  let last = null;
  const redraw = async () => {
    const number = (drawn += 1);
    const made = await drawablesOf(last, engine.view().zoom, () => number !== drawn);
    if (!made) return;
    overlay.set(made);
    // One source a frame, so that none of them is late.
    for (const name of ["areas", "rings", "corridors", "ways"]) {
      engine.set(name, made[name]);
      await new Promise((next) => requestAnimationFrame(next));
      if (number !== drawn) return;
    }
    list.show(made);
    element.dispatchEvent(new CustomEvent("parley:map", { detail: { total: last.total, askedAt: last.knowledge?.askedAt, signs: made.signs.length, clusters: made.clusters.length } }));
    if (drawing?.drawing.places.length > 0) isFitted = true;
    if (!isFitted && last.total > 0) {
      isFitted = true;
      const places = [...made.signs, ...made.clusters].map((item) => item.at);
      const box = boxOf(places);
      if (box[2] - box[0] < 180) engine.fit(box);
    }
  };
  const data = new MapData({
    load,
    show: (reply) => {
      last = reply;
      time.clock(reply.knowledge?.askedAt);
      key.show(reply.counts);
      status.textContent = reply.total > 0 ? t("map.status.total", { count: reply.total }) : t("map.status.nothing");
      writeNotes(notes, reply);
      redraw();
    },
    fail: (problem) => { status.textContent = problem.detail ?? t("map.status.failed"); status.classList.add("map-failed"); },
    busy: (isBusy) => { element.toggleAttribute("data-busy", isBusy); if (isBusy) status.classList.remove("map-failed"); },
  });

  let step = null;
  const settled = () => {
    const view = engine.view();
    data.moved(view);
    if (gridStep(view.zoom) !== step) {
      step = gridStep(view.zoom);
      engine.set("graticule", [graticule(step)]);
    }
    if (mode === "view" && !record) history.replaceState(null, "", `#${view.zoom.toFixed(2)}/${view.centre[1].toFixed(5)}/${view.centre[0].toFixed(5)}`);
  };
  engine.on("settle", settled);
  engine.on("mousemove", ({ place: at }) => { if (!element.hasAttribute("data-crosshair")) reading.show(at); });
  engine.on("move", () => { if (element.hasAttribute("data-crosshair")) reading.show(engine.view().centre); });
  const openAt = (x, y) => {
    const items = overlay.at(x, y);
    if (items.length === 0) return cards.close();
    if (!items[0].feature) return openCluster(items[0]);
    return cards.open(items.filter((item) => item.feature));
  };
  // While something is drawn a click draws; Shift and click still tells what is there.
  const isDrawing = mode !== "view";
  engine.on("click", ({ x, y, event }) => { if (!isDrawing || event?.shiftKey) openAt(x, y); });
  engine.on("mousemove", ({ x, y }) => { ground.style.cursor = isDrawing ? "crosshair" : overlay.at(x, y).length ? "pointer" : ""; });
  crosshairKeys(element, stage, engine, { isDrawing, openAt });

  const drawing = isDrawing ? new Drawing({
    engine, overlay, stage, shapes,
    changed: (detail) => {
      options.onGeometry?.(detail);
      field?.dispatchEvent(new CustomEvent("parley:geometry", { detail: { from: "map", ...detail } }));
    },
  }) : null;
  field?.addEventListener("parley:geometry", ({ detail }) => { if (detail?.from !== "map" && drawing?.take(detail)) drawing.bring(); });

  const layerList = h("ul", { class: "map-ticks" });
  const layerBox = h("details", { hidden: true }, h("summary", {}, t("map.layers.title")), layerList);
  stage.append(zoomButtons(engine), status, cards.element, attribution);
  side.append(...(drawing ? [drawing.element] : []), time.element,
    h("details", { class: "map-legend-box", open: mode === "view" && innerWidth > 800 }, h("summary", {}, t("map.legend.title")), key.element),
    layerBox, list.element, reading.element, notes);

  loadCoast().then(async (coast) => {
    if (!coast) { attribution.textContent = t("map.coast.missing"); return; }
    attribution.textContent = t("map.coast.attribution", { source: coast.attribution });
    for (const name of ["land", "lakes", "coast"]) {
      engine.set(name, [coast[name]]);
      await new Promise((next) => setTimeout(next, 30));
    }
  });
  showLayers(engine, layerBox, layerList, attribution);
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const recolour = () => { colours = coloursOf(element); overlay.colours = colours; forget(); engine.recolour(colours); overlay.draw(); };
  scheme.addEventListener("change", recolour);
  reading.show(engine.view().centre);
  if (record) await showRecord(record, engine, overlay);
  settled();
  return {
    engine, overlay, data,
    geometry: (detail) => {
      const isTaken = drawing?.take(detail) ?? false;
      if (isTaken) drawing.bring();
      return isTaken;
    },
    findings: (features) => engine.set("findings", features),
    go: engine.go, fit: engine.fit, again: () => data.again(),
    stop: () => { data.stop(); scheme.removeEventListener("change", recolour); engine.remove(); element.replaceChildren(); },
  };
}

/** Moves to a record's place and marks it. */
async function showRecord(id, engine, overlay) {
  overlay.chosen = id;
  const reply = await fetch(`/console/api/records/${id.split("/").map(encodeURIComponent).join("/")}`, { headers: { accept: "application/json" } });
  if (!reply.ok) return;
  const { details } = (await reply.json()).record ?? {};
  const areas = details?.place ? [details.place]
    : (details?.legs ?? []).map(({ path }) => ({ route: { path, halfWidthMetres: details.halfWidthMetres } }));
  const places = areas.flatMap((area) => around(area, 1000));
  if (places.length > 0) engine.fit(boxOf(places));
}

async function createEngine(ground, options, wanted) {
  if (wanted === "gl" || (wanted !== "leaflet" && hasWebGL())) {
    try { return await createGL(ground, options); } catch { ground.replaceChildren(); ground.removeAttribute("class"); ground.className = "map-ground"; }
  }
  return createLeaflet(ground, options);
}

/** The view that an address names, such as #7.5/36.2/37.1. */
function placeOf(hash, mode) {
  const found = mode === "view" ? /^#(\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)$/u.exec(hash) : null;
  if (!found) return null;
  const [zoom, latitude, longitude] = found.slice(1).map(Number);
  return Math.abs(latitude) <= 85 && Math.abs(longitude) <= 360 ? { zoom: Math.min(20, zoom), centre: [longitude, latitude] } : null;
}

/** The crosshair is shown while keys move the map, and Enter means what is under it. */
function crosshairKeys(element, stage, engine, { isDrawing, openAt }) {
  stage.addEventListener("keydown", (event) => {
    if (event.target !== engine.focusable) return;
    element.setAttribute("data-crosshair", "");
    if (event.key !== "Enter" || isDrawing) return;
    const { width, height } = engine.size();
    openAt(width / 2, height / 2);
    event.preventDefault();
  });
  stage.addEventListener("pointermove", () => element.removeAttribute("data-crosshair"));
  stage.addEventListener("focusin", (event) => {
    if (event.target === engine.focusable && engine.focusable.matches(":focus-visible")) element.setAttribute("data-crosshair", "");
  });
}

function zoomButtons(engine) {
  const by = (difference) => () => { const { centre, zoom } = engine.view(); engine.go(centre, Math.max(0, Math.min(20, zoom + difference))); };
  return h("div", { class: "map-buttons" },
    h("button", { type: "button", "aria-label": t("map.zoomIn"), onclick: by(1) }, "+"),
    h("button", { type: "button", "aria-label": t("map.zoomOut"), onclick: by(-1) }, "−"));
}

function writeNotes(notes, reply) {
  const { knowledge } = reply;
  notes.replaceChildren(
    knowledge?.ageSeconds === null || knowledge?.ageSeconds === undefined ? "" : h("p", { class: knowledge.isStale ? "map-warn" : "map-note" },
      t("map.status.age", { age: ageText(-1000 * knowledge.ageSeconds), size: numberText(knowledge.size) })),
    reply.time.isPast ? h("p", { class: "map-warn" }, t("map.time.isPast")) : reply.time.note ? h("p", { class: "map-note" }, t("map.time.isAhead")) : "",
    reply.isPartial ? h("p", { class: "map-warn" }, t("map.status.partial")) : "",
    h("p", { class: "map-note" }, t("map.status.restrictedElsewhere")),
    ...(reply.doctrine ?? []).map((sentence) => h("p", { class: "map-note" }, sentence)));
}

async function showLayers(engine, box, listElement, attribution) {
  const layers = await loadLayers();
  for (const [number, layer] of layers.entries()) {
    let state = "new";
    const tick = h("input", {
      type: "checkbox", onchange: async () => {
        if (state === "new") {
          state = "there";
          try { engine.addLayer(number, layer, layer.kind === "geojson" ? await loadGeoJSON(layer) : null, tick.checked); }
          catch { tick.checked = false; tick.disabled = true; name.append(" ", t("map.layers.failed")); }
          if (layer.attribution) attribution.append(" · ", h("bdi", {}, layer.attribution));
        } else engine.showLayer(number, tick.checked);
      },
    });
    const name = h("bdi", {}, layer.name);
    listElement.append(h("li", {}, h("label", { class: "map-tick" }, tick, name)));
    box.hidden = false;
  }
}

if (page.isExercise) document.documentElement.dataset.exercise = "true";
