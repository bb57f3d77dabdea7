// A place in three formats, and as it is read out over a bad line.

import { gridParts, formatMGRS } from "./grid.js";

const DEGREES_E7 = 1e7;

/** The place rounded to what a statement holds: seven decimals, eleven millimetres. */
export const rounded = ({ latitude, longitude }) => ({
  latitude: Math.round(latitude * DEGREES_E7) / DEGREES_E7 + 0, longitude: Math.round(longitude * DEGREES_E7) / DEGREES_E7 + 0,
});

/** How many decimals say as much as a precision does, 5 to 7. */
export const decimalsFor = (precisionMetres) => (precisionMetres >= 1 ? 5 : precisionMetres >= 0.1 ? 6 : 7);

/** Degrees with 5 to 7 decimals, latitude first. */
export const formatDecimal = ({ latitude, longitude }, decimals = 6) =>
  `${latitude.toFixed(decimals)}, ${longitude.toFixed(decimals)}`.replace(/-(0\.0+)(?!\d)/g, "$1");

/** Degrees as a statement holds them: all seven decimals, without zeros at their end beyond the fifth. */
export const formatExact = ({ latitude, longitude }) => [latitude, longitude].map((value) => value.toFixed(7).replace(/(\.\d{5}\d*?)0+$/, "$1")).join(", ");

function sexagesimal(value, decimals, width) {
  const scale = 10 ** decimals;
  // In whole units of the last digit, so that 59.9999 seconds become the next minute and never 60.
  const units = Math.round(Math.abs(value) * 3600 * scale);
  const seconds = (units % (60 * scale)) / scale;
  const minutes = Math.floor(units / (60 * scale)) % 60;
  const degrees = Math.floor(units / (3600 * scale));
  const pad = (number, length) => String(number).padStart(length, "0");
  return { degrees: pad(degrees, width), minutes: pad(minutes, 2), seconds: seconds.toFixed(decimals).padStart(decimals ? 3 + decimals : 2, "0") };
}

const half = (value, [positive, negative]) => (value < 0 ? negative : positive);

/** Degrees, minutes and seconds, such as 36°09′05.70″ N 036°58′03.90″ E. */
export function formatDMS({ latitude, longitude }, decimals = 2) {
  const write = (value, width, letters) => {
    const { degrees, minutes, seconds } = sexagesimal(value, decimals, width);
    return `${degrees}°${minutes}′${seconds}″ ${half(value, letters)}`;
  };
  return `${write(latitude, 2, ["N", "S"])} ${write(longitude, 3, ["E", "W"])}`;
}

/** What is said aloud, coordinate by coordinate: letters first, digits one by one. */
export function readBack(place, { decimals = 5, digits = 5 } = {}) {
  const spell = (text) => [...text].join(" ");
  const degrees = (value, letters) => {
    const [whole, fraction] = Math.abs(value).toFixed(decimals).split(".");
    return { letter: half(value, letters), whole: spell(whole), fraction: spell(fraction) };
  };
  const dms = (value, width, letters) => {
    const parts = sexagesimal(value, 1, width);
    return { letter: half(value, letters), degrees: spell(parts.degrees), minutes: spell(parts.minutes), seconds: spell(parts.seconds) };
  };
  const grid = gridParts(place, digits);
  return {
    decimal: [degrees(place.latitude, ["N", "S"]), degrees(place.longitude, ["E", "W"])],
    dms: [dms(place.latitude, 2, ["N", "S"]), dms(place.longitude, 3, ["E", "W"])],
    mgrs: { zone: spell(grid.zone), square: spell(grid.square), easting: spell(grid.easting), northing: spell(grid.northing) },
  };
}

/** How many digits each of easting and northing a precision deserves, 3 to 5: a message wants 100 m or finer. */
export const gridDigitsFor = (precisionMetres) => (precisionMetres <= 5 ? 5 : precisionMetres <= 50 ? 4 : 3);

/** The grid reference of a place as a message gives it beside the degrees, worked out from the place itself. */
export const secondFormat = (place, precisionMetres = 1) => ({ format: "mgrs", text: formatMGRS(place, gridDigitsFor(precisionMetres)) });
