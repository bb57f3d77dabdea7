// Places as people write them. `parse` takes any usual format and says how it was read, or throws a CoordinateError that
// names the rule; a text that can be read in two ways is refused, never guessed. Positions are WGS 84 throughout.

import { plainCharacters } from "./coordinates/characters.js";
import { readDegrees } from "./coordinates/degrees.js";
import { CoordinateError, checkRange } from "./coordinates/error.js";
import { looksLikeMGRS, readMGRS, readUTM } from "./coordinates/grid.js";
import { readReference } from "./coordinates/links.js";
import { looksLikePlusCode, readPlusCode } from "./coordinates/plus-code.js";
import { rounded } from "./coordinates/show.js";

export { CoordinateError } from "./coordinates/error.js";
export { formatMGRS, standardZone } from "./coordinates/grid.js";
export { decimalsFor, formatDecimal, formatDMS, formatExact, gridDigitsFor, readBack, rounded, secondFormat } from "./coordinates/show.js";

/** The longest text that is looked at. */
export const MAXIMUM_TEXT = 2000;

function read(text) {
  const plain = plainCharacters(text);
  if (plain === "") throw new CoordinateError("empty");
  const reference = readReference(plain);
  if (reference) return reference;
  if (looksLikePlusCode(plain)) return readPlusCode(plain);
  if (looksLikeMGRS(plain)) return { ...readMGRS(plain), readAs: { format: "mgrs", order: "grid" }, gridText: plain.toUpperCase() };
  const utm = readUTM(plain);
  if (utm) return { ...utm, readAs: { format: "utm", order: "grid" } };
  return readDegrees(plain);
}

function significant(metres) {
  const step = 10 ** (Math.floor(Math.log10(metres)) - 1);
  return Number((Math.ceil(metres / step - 1e-9) * step).toPrecision(2));
}

/**
 * Reads a place.
 *
 * Returns `{ latitude, longitude, precisionMetres, readAs: { format, order, notes } }`: the position to seven decimals,
 * how large one unit of the last digit is, and how the text was taken. `notes` are keys under `coordinates.note.`.
 */
export function parse(text) {
  if (String(text).length > MAXIMUM_TEXT) throw new CoordinateError("too-long", { limit: MAXIMUM_TEXT });
  const found = read(text);
  checkRange(found.latitude, found.longitude);
  const notes = [];
  if (Math.abs(found.latitude) === 90) notes.push("pole");
  if (Math.abs(found.longitude) === 180) notes.push("antimeridian");
  if (found.latitude === 0 && found.longitude === 0) notes.push("null-island");
  if (found.readAs.order === "latitude-assumed-first" || found.readAs.order === "longitude-must-be-first") notes.push(found.readAs.order);
  if (found.readAs.order === "longitude-first") notes.push("longitude-first");
  if (found.readAs.format.endsWith("-view")) notes.push("view");
  if (found.precisionMetres > 100) notes.push("coarse");
  const precisionMetres = Math.max(0.01, significant(found.precisionMetres));
  const result = { ...rounded(found), precisionMetres, readAs: { ...found.readAs, notes } };
  if (found.gridText) result.gridText = found.gridText;
  return result;
}

/** The same without throwing: `{ place }` or `{ error }`. */
export function tryParse(text) {
  try {
    return { place: parse(text) };
  } catch (error) {
    if (error instanceof CoordinateError) return { error };
    throw error;
  }
}
