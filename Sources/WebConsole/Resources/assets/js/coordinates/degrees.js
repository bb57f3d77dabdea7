// Degrees, degrees and minutes, degrees, minutes and seconds, in the ways people write them. Where the letters are
// missing, the order that was taken is said; where a text can be read in two ways, it is refused.

import { plainDirections } from "./characters.js";
import { CoordinateError, checkRange } from "./error.js";

const METRES_PER_DEGREE = 111_320;
const AXIS = { N: "latitude", S: "latitude", E: "longitude", W: "longitude", "@": "latitude", "#": "longitude" };
const TOKEN = /(\d+(?:\.\d+)?|\.\d+)|([NSEW])|([@#])|([°'"])|([+-])|([,;/|])|([:=])|( )|(.)/gu;

/** Decides what commas are: between the numbers, or within them; refuses where it could be both. */
function settleCommas(text) {
  if (!text.includes(",")) return text;
  const within = (text.match(/\d,\d/g) ?? []).length;
  const between = (text.match(/,(?!\d)|(?<!\d),/g) ?? []).length;
  if (within === 0 || /\d\.\d/.test(text)) return text;
  const hasOtherDivision = between > 0 || /[;/|°'"NSEW@#]/.test(text) || /\d +[+-]?\d/.test(text);
  if (!hasOtherDivision) throw new CoordinateError("comma", { text });
  // "36,2,37,1": nobody can tell which of them divide.
  if (/\d,\d+,\d/.test(text)) throw new CoordinateError("comma", { text });
  return text.replace(/(\d),(\d)/g, "$1.$2");
}

/** `361200N0370900E`, as aviation writes it. */
function compact(text) {
  const found = /^(\d{4}|\d{6}(?:\.\d+)?)([NS])(\d{5}|\d{7}(?:\.\d+)?)([EW])$/.exec(text.replace(/[ /]/g, ""));
  if (!found) return null;
  const part = (digits, width, letter) => {
    const [minutes, seconds] = [digits.slice(width, width + 2), digits.slice(width + 2)];
    const numbers = [digits.slice(0, width), minutes, seconds].filter(Boolean);
    return { axis: AXIS[letter], letter, numbers, marks: [] };
  };
  return [part(found[1], 2, found[2]), part(found[3], 3, found[4])];
}

function tokens(text) {
  const all = [];
  for (const [whole, number, letter, axis, mark, sign, division, colon, space] of text.matchAll(TOKEN)) {
    if (number) all.push({ is: "number", text: whole });
    else if (letter) all.push({ is: "letter", text: whole });
    else if (axis) all.push({ is: "axis", text: whole });
    else if (mark) all.push({ is: "mark", text: whole });
    else if (sign) all.push({ is: "sign", text: whole });
    else if (division) all.push({ is: "division", text: whole });
    else if (colon) all.push({ is: "colon", text: whole });
    else if (!space) throw new CoordinateError(whole === "O" ? "letter-o" : whole === "C" ? "letter-c" : "character", { character: whole });
  }
  return all;
}

/** Splits the tokens into the two coordinates. */
function divide(all) {
  const labels = all.filter((token) => token.is === "axis");
  const letters = all.filter((token) => token.is === "letter");
  const isBehindLabel = labels.length === 2;
  if (labels.length === 1 || labels.length > 2) throw new CoordinateError("labels");
  if (letters.length === 1 && !isBehindLabel) throw new CoordinateError("one-letter", { letter: letters[0].text });
  if (letters.length > 2) throw new CoordinateError("letters");
  const keep = all.filter((token) => token.is !== "division" && !(token.is === "colon" && isBehindLabel));
  const startingWith = (is) => {
    const second = keep.findLastIndex((token) => token.is === is);
    return [keep.slice(0, second), keep.slice(second)];
  };
  if (isBehindLabel) {
    if (keep[0].is !== "axis") throw new CoordinateError("labels");
    return startingWith("axis");
  }
  if (letters.length === 2) {
    if (keep[0].is === "letter") return startingWith("letter");
    const first = keep.findIndex((token) => token.is === "letter");
    return [keep.slice(0, first + 1), keep.slice(first + 1)];
  }
  const divisions = all.filter((token) => token.is === "division").length;
  if (divisions > 1) throw new CoordinateError("divisions");
  if (divisions === 1) {
    const at = all.findIndex((token) => token.is === "division");
    return [all.slice(0, at), all.slice(at + 1)];
  }
  const degrees = keep.filter((token) => token.is === "mark" && token.text === "°").length;
  const numbers = keep.filter((token) => token.is === "number").length;
  if (degrees !== 2 && ![2, 4, 6].includes(numbers)) throw new CoordinateError(numbers < 2 ? "one-number" : "count", { count: numbers });
  const target = degrees === 2
    ? keep.findLastIndex((token, index) => token.is === "number" && keep[index + 1]?.text === "°")
    : keep.findIndex((token, index) => token.is === "number"
      && keep.slice(0, index + 1).filter((each) => each.is === "number").length === numbers / 2 + 1);
  const start = keep[target - 1]?.is === "sign" ? target - 1 : target;
  return [keep.slice(0, start), keep.slice(start)];
}

/** One coordinate: its numbers, its marks, its sign, its letter. */
function gather(group) {
  const one = { axis: null, letter: null, sign: null, numbers: [], marks: [] };
  for (const token of group) {
    if (token.is === "axis") one.axis = AXIS[token.text];
    else if (token.is === "letter") one.letter = token.text;
    else if (token.is === "number") one.numbers.push(token.text);
    else if (token.is === "mark") {
      if (one.numbers.length === 0) throw new CoordinateError("mark", { mark: token.text });
      const place = one.numbers.length - 1;
      if (one.marks[place] && one.marks[place] !== token.text) throw new CoordinateError("mark", { mark: token.text });
      one.marks[place] = token.text;
    } else if (token.is === "sign") {
      if (one.numbers.length || one.sign) throw new CoordinateError("sign");
      one.sign = token.text;
    } else if (token.is === "colon" && (one.numbers.length === 0 || token.text === "=")) throw new CoordinateError("character", { character: token.text });
  }
  if (one.letter && one.sign === "-") throw new CoordinateError("sign-and-letter", { letter: one.letter });
  if (one.letter && one.axis && AXIS[one.letter] !== one.axis) throw new CoordinateError("labels");
  one.axis ??= one.letter ? AXIS[one.letter] : null;
  return one;
}

/** Its value in degrees, and how large one unit of its last digit is. */
function value({ numbers, marks, sign, letter }) {
  if (numbers.length === 0) throw new CoordinateError("one-number");
  if (numbers.length > 3) throw new CoordinateError("count", { count: numbers.length });
  ["°", "'", '"'].forEach((mark, place) => {
    if (marks[place] && marks[place] !== mark && place < numbers.length) throw new CoordinateError("mark", { mark: marks[place] });
  });
  numbers.slice(0, -1).forEach((number) => {
    if (number.includes(".")) throw new CoordinateError("fraction", { number });
  });
  const units = [1, 60, 3600];
  let degrees = 0;
  numbers.forEach((number, place) => {
    if (place > 0 && Number(number) >= 60) throw new CoordinateError(place === 1 ? "minutes" : "seconds", { value: number });
    degrees += Number(number) / units[place];
  });
  const decimals = (numbers.at(-1).split(".")[1] ?? "").length;
  const isNegative = sign === "-" || letter === "S" || letter === "W";
  return { degrees: isNegative ? -degrees : degrees, unit: 10 ** -decimals / units[numbers.length - 1] };
}

const FORMATS = ["decimal", "dm", "dms"];

/** Reads a pair of coordinates in degrees. */
export function readDegrees(plain) {
  const text = settleCommas(plainDirections(plain));
  if (/[[\]{}()<>]/.test(text)) throw new CoordinateError("brackets");
  const parts = compact(text) ?? divide(tokens(text)).map(gather);
  const [first, second] = parts;
  if (first.axis && first.axis === second.axis) throw new CoordinateError("same-axis", { axis: first.axis });
  if (!first.axis !== !second.axis) throw new CoordinateError("one-letter", { letter: first.letter ?? second.letter });
  const isBare = first.axis === null && [first, second].some((one) => one.marks.length === 0);
  if (isBare && first.numbers.length !== second.numbers.length) throw new CoordinateError("uneven");
  const values = parts.map(value);
  let order = first.axis === null ? "latitude-assumed-first" : first.axis === "latitude" ? "latitude-first" : "longitude-first";
  if (first.axis === null && Math.abs(values[0].degrees) > 90 && Math.abs(values[1].degrees) <= 90) order = "longitude-must-be-first";
  const isLongitudeFirst = order === "longitude-first" || order === "longitude-must-be-first";
  const [latitude, longitude] = isLongitudeFirst ? [values[1], values[0]] : values;
  checkRange(latitude.degrees, longitude.degrees);
  const unit = Math.max(latitude.unit, longitude.unit);
  return {
    latitude: latitude.degrees, longitude: longitude.degrees, precisionMetres: unit * METRES_PER_DEGREE,
    readAs: { format: FORMATS[Math.max(first.numbers.length, second.numbers.length) - 1], order },
  };
}
