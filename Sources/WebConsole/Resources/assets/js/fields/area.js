// Areas: a point with a radius, an outline, a corridor; and the line that a leg travels. Typed, pasted or drawn.

import { tryParse } from "../coordinates.js";
import { freshID, group, h, labelled } from "./dom.js";
import { numberOf } from "./number.js";
import { placeInput, placeProblems, tieToMap } from "./position.js";
import { errorText, formats, placeLine, positionJSON, positionText, readLines } from "./read-back.js";

const MOST = 4096;
const RADIUS_MOST = 5_000_000;

function lineProblems(text, pointer, least) {
  const { places, problems } = readLines(text);
  if (problems.length) return [{ pointer, rule: "place-line", values: { line: problems[0].line, rule: problems[0].error.rule, values: problems[0].error.values } }];
  if (places.length < least) return [{ pointer, rule: "places-few", values: { count: places.length, least } }];
  if (places.length > MOST) return [{ pointer, rule: "too-many", values: { count: places.length, limit: MOST } }];
  return [];
}

function metresProblems(text, pointer, isRequired) {
  if (!text?.trim()) return isRequired ? [{ pointer, rule: "required" }] : [];
  const metres = numberOf(text);
  if (metres === null) return [{ pointer, rule: "number" }];
  return metres < 0 || metres > RADIUS_MOST ? [{ pointer, rule: "number-range", values: { least: 0, most: RADIUS_MOST } }] : [];
}

/** Several places in a text control, one a line, each with its read-back. Gives `{ control, list, set }`. */
export function linesInput(value, tell, context) {
  const list = h("ol", { class: "read-back-lines", "aria-live": "polite" });
  const show = (text) => {
    const rows = (text ?? "").split("\n").filter((line) => line.trim());
    list.replaceChildren(...rows.slice(0, 64).map((line) => {
      const { place, error } = tryParse(line);
      return h("li", {}, error ? h("span", { class: "read-back-error" }, errorText(error, context)) : h("bdi", { dir: "ltr" }, formats(place).map(([, written]) => written).join(" · ")),
        place?.readAs.notes.length ? h("span", { class: "read-back-note" }, ` ${place.readAs.notes.map((note) => context.t(`coordinates.note.${note}`, { metres: context.number(place.precisionMetres) })).join(" ")}`) : null);
    }));
    if (rows.length > 64) list.append(h("li", {}, context.t("field.lines.more", { count: rows.length - 64 })));
  };
  const control = h("textarea", { value, rows: 4, dir: "ltr", spellcheck: "false", class: "coordinates", oninput: (event) => { show(event.target.value); tell(event.target.value); } });
  show(value);
  return { control, list, set: (text) => { control.value = text; show(text); tell(text); } };
}

const linesText = (coordinates) => coordinates.map(([lon, lat]) => positionText({ lat, lon })).join("\n");
const coordinatesOf = (text) => readLines(text).places.map((place) => [place.longitude, place.latitude]);

const geometryOf = {
  circle: (value) => {
    const { place } = tryParse(value.centre);
    return { geometry: place ? { type: "Point", coordinates: [place.longitude, place.latitude] } : null, radiusMetres: numberOf(value.radius) ?? 0 };
  },
  polygon: (value) => {
    const ring = coordinatesOf(value.outline);
    return { geometry: ring.length >= 3 ? { type: "Polygon", coordinates: [[...ring, ring[0]]] } : null };
  },
  route: (value) => {
    const line = coordinatesOf(value.path);
    return { geometry: line.length >= 2 ? { type: "LineString", coordinates: line } : null, halfWidthMetres: numberOf(value.halfWidth) ?? 0 };
  },
};

/** A ring without the repeated first place at its end. */
const openRing = (ring) => (ring.length > 3 && ring[0][0] === ring.at(-1)[0] && ring[0][1] === ring.at(-1)[1] ? ring.slice(0, -1) : ring);

/** An area. */
export const area = {
  blank: () => ({ shape: "circle", centre: "", radius: "", outline: "", path: "", halfWidth: "" }),
  isBlank: (value) => ({ circle: !value.centre.trim(), polygon: !value.outline.trim(), route: !value.path.trim() })[value.shape],
  json(value) {
    const positions = (text) => readLines(text).places.map(positionJSON);
    if (value.shape === "polygon") return { polygon: { outer: positions(value.outline), ...(value.holes ? { holes: value.holes } : {}) } };
    if (value.shape === "route") return { route: { path: positions(value.path), halfWidthMetres: numberOf(value.halfWidth) } };
    return { circle: { centre: positionJSON(tryParse(value.centre).place), radiusMetres: numberOf(value.radius) ?? 0 } };
  },
  value(json) {
    const blank = area.blank();
    const lines = (positions) => positions.map(positionText).join("\n");
    if (json.circle) return { ...blank, centre: positionText(json.circle.centre), radius: String(json.circle.radiusMetres ?? 0) };
    if (json.polygon) return { ...blank, shape: "polygon", outline: lines(json.polygon.outer), ...(json.polygon.holes ? { holes: json.polygon.holes } : {}) };
    return { ...blank, shape: "route", path: lines(json.route.path), halfWidth: String(json.route.halfWidthMetres) };
  },
  check(value) {
    if (value.shape === "polygon") return lineProblems(value.outline, "/polygon/outer", 3);
    if (value.shape === "route") return [...lineProblems(value.path, "/route/path", 1), ...metresProblems(value.halfWidth, "/route/halfWidthMetres", true)];
    return [...placeProblems(value.centre, "/circle/centre"), ...metresProblems(value.radius, "/circle/radiusMetres", true)];
  },
  say(value, field, context) {
    if (value.shape === "circle") return [placeLine(tryParse(value.centre).place), context.t("field.area.radius-said", { metres: context.number(numberOf(value.radius) ?? 0) })];
    const { places } = readLines(value.shape === "polygon" ? value.outline : value.path);
    const first = context.t(value.shape === "polygon" ? "field.area.outline-said" : "field.area.corridor-said", { count: places.length, metres: context.number(numberOf(value.halfWidth) ?? 0) });
    return [first, ...places.map(placeLine), ...(value.holes ? [context.t("field.area.holes-said", { count: value.holes.length })] : [])];
  },
  mount(field, value, change, context) {
    const labels = context.labels(field);
    const kept = { ...area.blank(), ...value };
    const parts = h("div", { class: "area-parts" });
    const tellAll = () => { change({ ...kept }); tell?.(); };
    const metres = (name, key, pointer) => {
      const control = h("input", { value: kept[name], inputmode: "decimal", dir: "ltr", class: "number", oninput: (event) => { kept[name] = event.target.value; tellAll(); } });
      return labelled(control, { label: context.t(key), isRequired: true, pointer: `${labels.pointer}${pointer}` });
    };
    const places = (name, key, hint, pointer) => {
      const made = linesInput(kept[name], (text) => { kept[name] = text; tellAll(); }, context);
      const wrapped = labelled(made.control, { label: context.t(key), hint: context.t(hint), isRequired: true, pointer: `${labels.pointer}${pointer}` });
      wrapped.querySelector(".field-error").before(made.list);
      return wrapped;
    };
    const draw = () => {
      if (kept.shape === "polygon") parts.replaceChildren(places("outline", "field.area.outline", "field.area.outline-hint", "/polygon/outer"));
      else if (kept.shape === "route") parts.replaceChildren(places("path", "field.area.path", "field.area.path-hint", "/route/path"), metres("halfWidth", "field.area.half-width", "/route/halfWidthMetres"));
      else {
        const made = placeInput(kept.centre, (text) => { kept.centre = text; tellAll(); }, context);
        const wrapped = labelled(made.input, { label: context.t("field.area.centre"), hint: context.t("field.position.hint"), isRequired: true, pointer: `${labels.pointer}/circle/centre` });
        wrapped.querySelector(".field-error").before(made.panel);
        made.panel.before(made.control);
        parts.replaceChildren(wrapped, metres("radius", "field.area.radius", "/circle/radiusMetres"));
      }
      if (kept.holes) parts.append(h("p", { class: "field-hint" }, context.t("field.area.holes-said", { count: kept.holes.length })));
    };
    const name = freshID("shape");
    const shapes = (field.shapes ?? ["circle", "polygon", "route"]).map((shape) => h("label", { class: "check" },
      h("input", { type: "radio", name, value: shape, checked: kept.shape === shape, onchange: () => { kept.shape = shape; draw(); tellAll(); } }),
      h("span", {}, context.t({ circle: "field.area.circle", polygon: "field.area.polygon", route: "field.area.route" }[shape]))));
    draw();
    const box = group({ ...labels, map: "area" }, h("div", { class: "checks" }, shapes), parts);
    const tell = tieToMap(box, () => geometryOf[kept.shape](kept), (detail) => {
      const { geometry } = detail;
      if (geometry?.type === "Point") Object.assign(kept, { shape: "circle", centre: positionText({ lat: geometry.coordinates[1], lon: geometry.coordinates[0] }), radius: String(detail.radiusMetres ?? (kept.radius || 0)) });
      else if (geometry?.type === "Polygon") {
        const holes = geometry.coordinates.slice(1).map((ring) => openRing(ring).map(([lon, lat]) => ({ lat, lon })));
        Object.assign(kept, { shape: "polygon", outline: linesText(openRing(geometry.coordinates[0])), holes: holes.length ? holes : undefined });
      } else if (geometry?.type === "LineString") Object.assign(kept, { shape: "route", path: linesText(geometry.coordinates), halfWidth: String(detail.halfWidthMetres ?? kept.halfWidth) });
      else return;
      for (const radio of box.querySelectorAll("input[type=radio]")) radio.checked = radio.value === kept.shape;
      draw();
      change({ ...kept });
    });
    return box;
  },
};

/** The line that a leg travels. */
export const path = {
  blank: () => "", isBlank: (value) => !value?.trim(), json: (value) => readLines(value).places.map(positionJSON), value: (json) => json.map(positionText).join("\n"),
  check: (value) => lineProblems(value, "", 1), say: (value) => readLines(value).places.map(placeLine),
  mount(field, value, change, context) {
    let text = value;
    const made = linesInput(value, (next) => { text = next; change(next); tell?.(); }, context);
    const wrapped = labelled(made.control, context.labels(field));
    wrapped.dataset.map = "line";
    wrapped.querySelector(".field-error").before(made.list);
    const tell = tieToMap(wrapped, () => geometryOf.route({ path: text, halfWidth: "" }), ({ geometry }) => geometry?.type === "LineString" && made.set(linesText(geometry.coordinates)));
    return wrapped;
  },
};
