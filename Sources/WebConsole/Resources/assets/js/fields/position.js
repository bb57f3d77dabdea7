// Places: one position, a position in two formats, what was heard, and a place with its name.

import { formatMGRS, gridDigitsFor, tryParse } from "../coordinates.js";
import { group, h, labelled } from "./dom.js";
import { withGazetteer } from "./gazetteer.js";
import { placeLine, positionJSON, positionText, showReadBack } from "./read-back.js";
import { checkText } from "./text.js";

/** Problems of a text that should be a place. */
export function placeProblems(text, pointer = "") {
  const { error } = tryParse(text);
  return error ? [{ pointer, rule: `place:${error.rule}`, values: error.values }] : [];
}

/** An input for one place with its read-back; `tell` is given the text. Gives `{ element, set, input }`. */
export function placeInput(value, tell, context, options = {}) {
  const panel = h("div", { class: "read-back", "aria-live": "polite" });
  const input = h("input", { value, dir: "ltr", autocomplete: "off", spellcheck: "false", class: "coordinates", oninput: (event) => heard(event.target.value) });
  function heard(text, isSilent) {
    const isName = /^\p{L}/u.test(text.trim()) && tryParse(text).error;
    showReadBack(panel, isName && !/\d/.test(text) ? "" : text, context, options);
    if (!isSilent) tell(text);
  }
  const set = (text, isSilent) => { input.value = text; heard(text, isSilent); };
  const control = options.isNameable === false ? input : withGazetteer(input, (place) => {
    set(positionText({ lat: place.latitude, lon: place.longitude }));
    options.taken?.(place);
  }, context, (text) => /^\p{L}{2}/u.test(text) && Boolean(tryParse(text).error));
  heard(value ?? "", true);
  return { control, input, panel, set };
}

/** Ties a field to the map: geometry goes out as it changes and comes in as it is drawn, by `parley:geometry`. */
export function tieToMap(element, geometryOf, take) {
  element.addEventListener("parley:geometry", (event) => { if (event.detail?.from !== "field") take(event.detail); });
  const tell = () => {
    const detail = geometryOf();
    element.dispatchEvent(new CustomEvent("parley:geometry", { bubbles: true, detail: { ...detail, from: "field" } }));
  };
  element.addEventListener("parley:map-opened", tell);
  return tell;
}

const pointOf = (text) => {
  const { place } = tryParse(text);
  return { geometry: place ? { type: "Point", coordinates: [place.longitude, place.latitude] } : null };
};

/** One position. */
export const position = {
  blank: () => "", isBlank: (value) => !value?.trim(), json: (value) => positionJSON(tryParse(value).place), value: (json) => positionText(json),
  check: (value) => placeProblems(value), say: (value) => [placeLine(tryParse(value).place)],
  mount(field, value, change, context) {
    const labels = context.labels(field);
    let text = value;
    const made = placeInput(value, (next) => { text = next; change(next); tell?.(); }, context);
    const wrapped = labelled(made.input, { ...labels, pointer: labels.pointer });
    wrapped.dataset.map = "point";
    wrapped.querySelector(".field-error").before(made.panel);
    made.panel.before(made.control);
    const tell = tieToMap(wrapped, () => pointOf(text), ({ geometry }) => geometry?.type === "Point" && made.set(positionText({ lat: geometry.coordinates[1], lon: geometry.coordinates[0] })));
    return wrapped;
  },
};

const isGrid = (text) => Boolean(tryParse(text).place?.gridText);

/** The second format as it would be worked out from the position; nil where there is none. */
export function proposedSecond(text) {
  const { place } = tryParse(text);
  if (!place) return "";
  return place.gridText ?? formatMGRS(place, gridDigitsFor(place.precisionMetres));
}

function apart(text, second, precisionMetres) {
  const [one, other] = [tryParse(text).place, tryParse(second).place];
  if (!one || !other) return 0;
  const latitude = (one.latitude - other.latitude) * 111_195;
  const longitude = (((one.longitude - other.longitude + 540) % 360) - 180) * 111_320 * Math.cos((one.latitude * Math.PI) / 180);
  const distance = Math.hypot(latitude, longitude);
  return distance > other.precisionMetres * 0.71 + Math.max(other.precisionMetres, precisionMetres) * 1.5 ? distance : 0;
}

/** A position with the same place in a second format, so that a slip in one is seen. */
export const twoFormats = {
  blank: () => ({ position: "", second: "" }), isBlank: (value) => !value.position?.trim() && !value.second?.trim(),
  json(value) {
    return { position: positionJSON(tryParse(value.position).place), second: { format: "mgrs", text: (value.second.trim() || proposedSecond(value.position)).toUpperCase() } };
  },
  value: (json) => ({ position: positionText(json.position), second: json.second?.text ?? "" }),
  check(value) {
    const found = placeProblems(value.position, "/position");
    const second = value.second.trim() || proposedSecond(value.position);
    if (!value.second.trim()) return found;
    if (!isGrid(second)) return [...found, ...(tryParse(second).error ? placeProblems(second, "/second") : [{ pointer: "/second", rule: "second-grid" }])];
    const distance = apart(value.position, second, 0);
    return distance ? [...found, { pointer: "/second", rule: "second-apart", values: { metres: Math.round(distance) } }] : found;
  },
  say(value, field, context) {
    return [placeLine(tryParse(value.position).place), context.t("field.second.said", { text: value.second.trim() || proposedSecond(value.position) })];
  },
  mount(field, value, change, context) {
    const labels = context.labels(field);
    const kept = { ...value };
    const proposal = h("p", { class: "field-hint" });
    const propose = () => { proposal.textContent = proposedSecond(kept.position) ? context.t("field.second.proposed", { text: proposedSecond(kept.position) }) : ""; };
    const made = placeInput(kept.position, (text) => { kept.position = text; propose(); change({ ...kept }); tell?.(); }, context);
    const first = labelled(made.input, { ...labels, pointer: `${labels.pointer}/position` });
    first.querySelector(".field-error").before(made.panel);
    made.panel.before(made.control);
    const second = h("input", { value: kept.second, dir: "ltr", autocomplete: "off", class: "coordinates", oninput: (event) => { kept.second = event.target.value; change({ ...kept }); } });
    const other = labelled(second, { label: context.t("field.second.label"), hint: context.t("field.second.hint"), pointer: `${labels.pointer}/second`, optionalText: labels.optionalText });
    propose();
    const box = h("div", { class: "two-formats", "data-map": "point" }, first, other, proposal);
    const tell = tieToMap(box, () => pointOf(kept.position), ({ geometry }) => geometry?.type === "Point" && made.set(positionText({ lat: geometry.coordinates[1], lon: geometry.coordinates[0] })));
    return box;
  },
};

/** A place as it was heard: in degrees or as a grid reference, whichever it was. */
export const heard = {
  ...position,
  json: (value) => (isGrid(value) ? { second: { format: "mgrs", text: tryParse(value).place.gridText } } : { position: positionJSON(tryParse(value).place) }),
  value: (json) => (json.second ? json.second.text : positionText(json.position)),
};

/** A place as people name it, with its place code and its position where they are known; none is guessed from another. */
export const place = {
  blank: () => ({ name: "", pcode: "", position: "" }), isBlank: (value) => !value.name?.trim() && !value.pcode?.trim() && !value.position?.trim(),
  json: (value) => ({
    name: value.name.trim(), ...(value.pcode.trim() ? { pcode: value.pcode.trim() } : {}),
    ...(value.position.trim() ? { position: positionJSON(tryParse(value.position).place) } : {}),
  }),
  value: (json) => ({ name: json.name, pcode: json.pcode ?? "", position: json.position ? positionText(json.position) : "" }),
  check: (value) => [
    ...checkText(value.name.trim(), { limit: 200 }).map((problem) => ({ ...problem, pointer: "/name" })),
    ...(value.pcode.trim() && !/^[A-Za-z0-9]{1,24}$/.test(value.pcode.trim()) ? [{ pointer: "/pcode", rule: "pcode" }] : []),
    ...(value.position.trim() ? placeProblems(value.position, "/position") : []),
  ],
  say: (value) => [[value.name.trim(), value.pcode.trim()].filter(Boolean).join(" · "), ...(value.position.trim() ? [placeLine(tryParse(value.position).place)] : [])],
  mount(field, value, change, context) {
    const labels = context.labels(field);
    const kept = { ...value };
    const tellAll = () => { change({ ...kept }); tell?.(); };
    const name = h("input", { value: kept.name, dir: "auto", autocomplete: "off", oninput: (event) => { kept.name = event.target.value; tellAll(); } });
    const code = h("input", { value: kept.pcode, dir: "ltr", autocomplete: "off", oninput: (event) => { kept.pcode = event.target.value; tellAll(); } });
    const take = (found) => {
      name.value = kept.name = found.name;
      code.value = kept.pcode = found.pcode ?? "";
      made.set(positionText({ lat: found.latitude, lon: found.longitude }));
    };
    const made = placeInput(kept.position, (text) => { kept.position = text; tellAll(); }, context, { isNameable: false });
    const part = (control, key, pointer, isRequired, beside) => {
      const wrapped = labelled(control, { label: context.t(key), pointer: `${labels.pointer}${pointer}`, isRequired, optionalText: labels.optionalText });
      if (beside) wrapped.querySelector(".field-error").before(beside);
      return wrapped;
    };
    const named = part(name, "field.place.name", "/name", true);
    const mark = h("span");
    name.replaceWith(mark);
    mark.replaceWith(withGazetteer(name, take, context));
    const box = group({ ...labels, map: "point" }, named, part(code, "field.place.pcode", "/pcode", false), part(made.input, "field.place.position", "/position", false, made.panel));
    const tell = tieToMap(box, () => pointOf(kept.position), ({ geometry }) => geometry?.type === "Point" && made.set(positionText({ lat: geometry.coordinates[1], lon: geometry.coordinates[0] })));
    return box;
  },
};
