// What was understood of a place, in three formats, beneath the control while one types.

import { decimalsFor, formatDMS, formatDecimal, formatExact, formatMGRS, gridDigitsFor, readBack, tryParse } from "../coordinates.js";
import { h } from "./dom.js";

/** The sentence about an error of a place. */
export const errorText = (error, context) => context.t(`coordinates.error.${error.rule}`, error.values);

/** A position as a statement has it. */
export const positionJSON = (place) => ({ lat: place.latitude, lon: place.longitude });

/** A position as a text that can be read in one way only. */
export function positionText({ lat, lon }) {
  const write = (value, letters) => `${Math.abs(value).toFixed(7).replace(/(\.\d{5}\d*?)0+$/, "$1")}${value < 0 ? letters[1] : letters[0]}`;
  return `${write(lat, "NS")} ${write(lon, "EW")}`;
}

/** What is read out: the digits one by one. */
export function spokenText(place, context) {
  const spoken = readBack(place, { digits: gridDigitsFor(place.precisionMetres ?? 1) });
  const [latitude, longitude] = spoken.decimal.map((part) => context.t("coordinates.spoken.degrees", { ...part, letter: context.t(`coordinates.letter.${part.letter}`) }));
  return [context.t("coordinates.spoken.decimal", { latitude, longitude }), context.t("coordinates.spoken.mgrs", spoken.mgrs)];
}

/** The three formats of a place as rows. */
export function formats(place) {
  return [
    ["coordinates.format.decimal", formatDecimal(place, decimalsFor(place.precisionMetres ?? 0.01))],
    ["coordinates.format.dms", formatDMS(place, 1)],
    ["coordinates.format.mgrs", formatMGRS(place, 5, true)],
  ];
}

/** One line for reviews and lists. */
export const placeLine = (place) => `${formatExact(place)} · ${formatDMS(place, 1)} · ${formatMGRS(place, 5, true)}`;

/** Fills the panel beneath a control. */
export function showReadBack(panel, text, context, { isSpoken = true } = {}) {
  const { place, error } = text.trim() === "" ? {} : tryParse(text);
  if (error) return panel.replaceChildren(h("p", { class: "read-back-error" }, errorText(error, context)));
  if (!place) return panel.replaceChildren();
  panel.replaceChildren(
    h("dl", { class: "formats" }, formats(place).map(([key, value]) => [h("dt", {}, context.t(key)), h("dd", {}, h("bdi", { dir: "ltr" }, value))])),
    ...place.readAs.notes.map((note) => h("p", { class: "read-back-note" }, context.t(`coordinates.note.${note}`, { metres: context.number(place.precisionMetres) }))),
    isSpoken ? h("details", {}, h("summary", {}, context.t("coordinates.spoken.title")), spokenText(place, context).map((line) => h("p", {}, line))) : "");
  return undefined;
}

/** Reads a list of places, one a line: `{ places, problems }`. */
export function readLines(text) {
  const [places, problems] = [[], []];
  (text ?? "").split("\n").forEach((line, at) => {
    if (line.trim() === "") return;
    const { place, error } = tryParse(line);
    if (place) places.push(place);
    else problems.push({ line: at + 1, error });
  });
  return { places, problems };
}
