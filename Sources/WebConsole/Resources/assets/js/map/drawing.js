// Drawing a place, a circle, an area or a corridor: with mouse or finger, and with the crosshair and Enter.

import { numberText, t } from "../words.js";
import { between, bent, boxOf, circle, corridor, near, running, wrapped } from "./geometry.js";
import { freshID, h } from "./dom.js";
import { readPlace } from "./readout.js";

/** Positions of one drawing. */
const MAXIMUM_POSITIONS = 500;
/** Pixels within which a handle is taken, and to which a position snaps. */
const [GRIP, SNAP] = [18, 14];
/** Metres: what a radius and a half-width are until somebody says otherwise, and at most. */
const USUAL = { circle: 500, corridor: 100 };
const MAXIMUM_METRES = 1_000_000;

const NAMES = { point: () => t("map.draw.point"), circle: () => t("map.draw.circle"), polygon: () => t("map.draw.polygon"), corridor: () => t("map.draw.corridor") };
const HELP = { point: () => t("map.draw.helpPoint"), circle: () => t("map.draw.helpCircle"), polygon: () => t("map.draw.helpPolygon"), corridor: () => t("map.draw.helpCorridor") };

const rounded = ([longitude, latitude]) => [Math.round(wrapped(longitude) * 1e7) / 1e7, Math.round(latitude * 1e7) / 1e7];

/** What is drawn as GeoJSON, with metres beside it where it has a radius or a half-width; null while it is not whole. */
export function geometryOf({ shape, places, metres, holes = [] }) {
  const all = places.map(rounded);
  if (shape === "point" && all.length === 1) return { geometry: { type: "Point", coordinates: all[0] } };
  if (shape === "circle" && all.length === 1) return { geometry: { type: "Point", coordinates: all[0] }, radiusMetres: metres };
  if (shape === "polygon" && all.length >= 3) return { geometry: { type: "Polygon", coordinates: [[...all, all[0]], ...holes] } };
  if (shape === "corridor" && all.length >= 2) return { geometry: { type: "LineString", coordinates: all }, halfWidthMetres: metres };
  return null;
}

/** What stands in a form as a drawing; null where it is none of ours. */
export function drawingOf({ geometry, radiusMetres, halfWidthMetres } = {}) {
  if (!geometry) return null;
  const isPlace = (place) => Array.isArray(place) && place.length >= 2 && place.every(Number.isFinite) && Math.abs(place[1]) <= 90;
  const whole = (shape, places, metres) => (places.length <= MAXIMUM_POSITIONS && places.every(isPlace)
    ? { shape, places: places.map(([x, y]) => [x, y]), metres } : null);
  if (geometry.type === "Point") return radiusMetres > 0 ? whole("circle", [geometry.coordinates], radiusMetres) : whole("point", [geometry.coordinates]);
  if (geometry.type === "Polygon") {
    const [outer = [], ...holes] = geometry.coordinates ?? [];
    const drawing = whole("polygon", outer.slice(0, -1));
    // What is cut out is kept as it is: only the outline is drawn by hand.
    return drawing && holes.length ? { ...drawing, holes } : drawing;
  }
  if (geometry.type === "LineString") return whole("corridor", geometry.coordinates ?? [], halfWidthMetres ?? USUAL.corridor);
  return null;
}

/** The features by which a drawing is shown. */
export function featuresOf({ shape, places, metres, holes = [] }) {
  const out = [];
  const add = (geometry) => out.push({ type: "Feature", properties: {}, geometry });
  const line = running(places);
  if (shape === "circle" && line.length) add({ type: "Polygon", coordinates: [circle(line[0], metres, 96)] });
  if (shape === "polygon" && line.length >= 3) add({ type: "Polygon", coordinates: [bent([...line, line[0]]), ...holes.map((hole) => running(hole, line[0][0]))] });
  if (shape === "polygon" && line.length === 2) add({ type: "LineString", coordinates: bent(line) });
  if (shape === "corridor" && line.length >= 2) {
    const way = bent(line);
    add({ type: "Polygon", coordinates: [corridor(way, metres)] });
    add({ type: "LineString", coordinates: way });
  }
  return out;
}

/** The tools for drawing on a map. `changed(detail)` gets the geometry, or null while it is not whole. */
export class Drawing {
  constructor({ engine, overlay, stage, shapes, changed }) {
    Object.assign(this, { engine, overlay, stage, changed, shapes });
    this.drawing = { shape: shapes[0], places: [], metres: USUAL[shapes[0]] ?? 0 };
    this.history = [];
    this.held = null;
    this.element = this.tools();
    overlay.avoid = () => this.pixels();
    overlay.extra = (context, map, centre) => this.handles(context, centre);
    engine.setDoubleClick(false);
    engine.on("click", ({ place, x, y }) => { if (!this.justHeld) this.add(this.snapped(place, x, y)); });
    stage.addEventListener("pointerdown", (event) => this.hold(event), true);
    stage.addEventListener("pointermove", (event) => this.move(event), true);
    for (const name of ["pointerup", "pointercancel"]) stage.addEventListener(name, (event) => this.release(event), true);
    stage.addEventListener("keydown", (event) => this.key(event));
    this.show();
  }

  tools() {
    const name = freshID("map-shape");
    this.help = h("p", { class: "map-note", id: `${name}-help` });
    this.state = h("p", { class: "map-draw-state", role: "status" });
    this.metresField = h("input", { type: "number", min: 1, max: MAXIMUM_METRES, step: "any", id: `${name}-metres`, dir: "ltr" });
    this.metresLabel = h("label", { for: `${name}-metres` });
    this.metresField.addEventListener("change", () => {
      const metres = Number(this.metresField.value);
      if (metres > 0 && metres <= MAXIMUM_METRES) this.change({ ...this.drawing, metres });
      else this.metresField.value = this.drawing.metres;
    });
    this.snap = h("input", { type: "checkbox" });
    const radio = (shape) => h("label", { class: "map-choice" },
      h("input", { type: "radio", name, value: shape, checked: shape === this.drawing.shape, onchange: () => this.choose(shape) }), " ", NAMES[shape]());
    const text = h("textarea", { id: `${name}-paste`, rows: 3, dir: "ltr", class: "map-paste" });
    const error = h("p", { class: "field-error", hidden: true, role: "alert" });
    const paste = h("details", { class: "map-pastes" }, h("summary", {}, t("map.draw.paste")),
      h("label", { for: `${name}-paste` }, t("map.draw.pasteLabel")), text, error,
      h("button", { type: "button", onclick: async () => { const wrong = await this.paste(text.value); error.hidden = !wrong; error.textContent = wrong ?? ""; } }, t("map.draw.pasteButton")));
    this.buttons = {
      undo: h("button", { type: "button", onclick: () => this.undo() }, t("map.draw.undo")),
      clear: h("button", { type: "button", onclick: () => this.change({ ...this.drawing, places: [], holes: undefined }) }, t("map.draw.clear")),
    };
    return h("section", { class: "map-draw", "aria-label": t("map.draw.label") },
      this.shapes.length > 1 ? h("fieldset", {}, h("legend", {}, t("map.draw.shape")), this.shapes.map(radio)) : null,
      h("p", { class: "map-draw-metres" }, this.metresLabel, " ", this.metresField), this.help,
      h("p", { class: "map-draw-buttons" }, this.buttons.undo, this.buttons.clear, h("label", { class: "map-choice" }, this.snap, " ", t("map.draw.snap"))),
      paste, this.state);
  }

  choose(shape) {
    const isLine = (name) => name === "polygon" || name === "corridor";
    const places = isLine(shape) === isLine(this.drawing.shape) ? this.drawing.places : this.drawing.places.slice(0, isLine(shape) ? undefined : 1);
    this.change({ shape, places, metres: USUAL[shape] ?? 0 });
  }

  /** Another drawing; the one before can be had back. */
  change(drawing, { isSilent = false } = {}) {
    this.history.push(this.drawing);
    if (this.history.length > 100) this.history.shift();
    this.drawing = drawing;
    this.show();
    if (!isSilent) this.changed(geometryOf(drawing));
  }

  undo() {
    const before = this.history.pop();
    if (!before) return;
    this.drawing = before;
    this.show();
    this.changed(geometryOf(before));
  }

  /** Takes what a form holds. */
  take(detail) {
    if (detail && !detail.geometry) {
      this.change({ ...this.drawing, places: [], holes: undefined }, { isSilent: true });
      return true;
    }
    const drawing = drawingOf(detail);
    if (!drawing || !this.shapes.includes(drawing.shape)) return false;
    const radio = this.element.querySelector(`input[type=radio][value=${drawing.shape}]`);
    if (radio) radio.checked = true;
    this.change({ metres: USUAL[drawing.shape] ?? 0, ...drawing, metres: drawing.metres ?? USUAL[drawing.shape] ?? 0 }, { isSilent: true });
    return true;
  }

  /** Moves the map to the drawing, where none of it is in view. */
  bring() {
    const { places } = this.drawing;
    const { width, height } = this.engine.size();
    const isSeen = this.engine.view().zoom > 4 && this.pixels().some(([x, y]) => x > 0 && y > 0 && x < width && y < height);
    if (places.length === 0 || isSeen) return;
    if (places.length > 1) this.engine.fit(boxOf(places)); else this.engine.go(places[0], 13);
  }

  async paste(text) {
    const lines = text.split(/\r?\n/u).map((line) => line.trim()).filter(Boolean);
    if (lines.length === 0) return t("map.draw.pasteEmpty");
    if (lines.length > MAXIMUM_POSITIONS) return t("map.draw.tooMany", { limit: MAXIMUM_POSITIONS });
    const places = [];
    for (const [number, line] of lines.entries()) {
      const place = await readPlace(line);
      if (!place) return t("map.draw.pasteLine", { line: number + 1 });
      places.push([place.longitude, place.latitude]);
    }
    const { shape } = this.drawing;
    this.change({ ...this.drawing, places: shape === "point" || shape === "circle" ? places.slice(0, 1) : places });
    if (places.length > 1) this.engine.fit(boxOf(places)); else this.engine.go(places[0], 12);
    return null;
  }

  add(place) {
    const { shape, places } = this.drawing;
    if (shape === "point" || shape === "circle") return this.change({ ...this.drawing, places: [place] });
    if (places.length >= MAXIMUM_POSITIONS) return undefined;
    const before = places.at(-1);
    return this.change({ ...this.drawing, places: [...places, before ? [near(place[0], before[0]), place[1]] : place] });
  }

  snapped(place, x, y) {
    if (!this.snap.checked) return place;
    const found = this.overlay.placed.filter(({ item }) => item.feature)
      .map((one) => ({ ...one, distance: Math.hypot(one.x - x, one.y - y) })).filter(({ distance }) => distance <= SNAP)
      .sort((a, b) => a.distance - b.distance)[0];
    return found ? found.item.at : place;
  }

  /** Pixels of the drawing's positions. */
  pixels() {
    const centre = this.engine.view().centre[0];
    return this.drawing.places.map((place) => this.engine.project([near(place[0], centre), place[1]]));
  }

  point(event) {
    const box = this.stage.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  hold(event) {
    this.justHeld = false;
    if (event.button > 0 || event.target.closest("button, .map-card")) return;
    const [x, y] = this.point(event);
    const number = this.pixels().findIndex(([px, py]) => Math.hypot(px - x, py - y) <= GRIP);
    if (number < 0) return;
    event.stopPropagation();
    event.preventDefault();
    this.held = { number, pointer: event.pointerId, before: this.drawing };
    this.engine.setDragging(false);
    this.stage.setPointerCapture?.(event.pointerId);
  }

  move(event) {
    if (this.held?.pointer !== event.pointerId) return;
    event.stopPropagation();
    const [x, y] = this.point(event);
    const places = [...this.drawing.places];
    places[this.held.number] = this.snapped(this.engine.unproject([x, y]), x, y);
    this.drawing = { ...this.drawing, places };
    this.show();
  }

  release(event) {
    if (this.held?.pointer !== event.pointerId) return;
    event.stopPropagation();
    this.engine.setDragging(true);
    const { before } = this.held;
    this.held = null;
    // The click that follows belongs to what was held.
    this.justHeld = true;
    setTimeout(() => { this.justHeld = false; }, 50);
    if (before.places === this.drawing.places) return;
    const drawing = this.drawing;
    this.drawing = before;
    this.change(drawing);
  }

  key(event) {
    if (event.target.closest("button, a, input, textarea, .map-card") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") {
      const { width, height } = this.engine.size();
      this.add(this.snapped(this.engine.view().centre, width / 2, height / 2));
    } else if (event.key === "Backspace" || event.key === "Delete") this.undo();
    else return;
    event.preventDefault();
  }

  show() {
    const { shape, places, metres } = this.drawing;
    this.engine.set("drawing", featuresOf(this.drawing));
    this.help.textContent = HELP[shape]();
    const hasMetres = shape === "circle" || shape === "corridor";
    this.metresField.parentElement.hidden = !hasMetres;
    this.metresLabel.textContent = shape === "circle" ? t("map.draw.radius") : t("map.draw.halfWidth");
    if (document.activeElement !== this.metresField) this.metresField.value = metres;
    this.buttons.undo.disabled = this.history.length === 0;
    this.buttons.clear.disabled = places.length === 0;
    const line = running(places);
    const along = line.slice(1).reduce((sum, place, number) => sum + between(line[number], place).metres, 0);
    this.state.textContent = geometryOf(this.drawing) ? (along > 0 && shape === "corridor"
      ? t("map.draw.length", { km: numberText(Math.round(along / 100) / 10) }) : t("map.draw.whole", { count: places.length }))
      : t("map.draw.open", { count: places.length });
    this.overlay.draw();
    if (!this.held) this.overlay.label();
  }

  handles(context, centre) {
    const pixels = this.drawing.places.map((place) => this.engine.project([near(place[0], centre), place[1]]));
    pixels.forEach(([x, y], number) => {
      context.beginPath();
      context.arc(x, y, 6, 0, 7);
      context.fillStyle = this.overlay.colours.paper;
      context.strokeStyle = this.overlay.colours.drawing;
      context.lineWidth = number === pixels.length - 1 ? 3.5 : 2;
      context.fill();
      context.stroke();
    });
  }
}
