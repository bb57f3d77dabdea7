// Full Plus codes (Open Location Code). A short code needs a town beside it and is refused: which town is a guess.

import { CoordinateError } from "./error.js";

const ALPHABET = "23456789CFGHJMPQRVWX";

/** Whether a text has the form of such a code. */
export const looksLikePlusCode = (text) => /^[23456789CFGHJMPQRVWX]{2,8}0*\+[23456789CFGHJMPQRVWX]*( .+)?$/i.test(text.trim());

/** Reads a full code: the middle of its square. */
export function readPlusCode(text) {
  const code = text.trim().toUpperCase();
  const found = /^([23456789CFGHJMPQRVWX]{2,8})(0*)\+([23456789CFGHJMPQRVWX]{0,7})$/.exec(code);
  if (!found) throw new CoordinateError("plus-short", { text: code });
  const [, head, zeros, tail] = found;
  if (head.length + zeros.length !== 8) throw new CoordinateError("plus-short", { text: code });
  if ((zeros && (tail || head.length % 2)) || tail.length === 1) throw new CoordinateError("plus-form", { text: code });
  const digits = head + tail;
  let [south, west, height, width] = [-90, -180, 400, 400];
  for (let at = 0; at < Math.min(10, digits.length); at += 2) {
    height /= 20;
    width /= 20;
    south += ALPHABET.indexOf(digits[at]) * height;
    west += ALPHABET.indexOf(digits[at + 1]) * width;
  }
  for (let at = 10; at < digits.length; at += 1) {
    height /= 5;
    width /= 4;
    const index = ALPHABET.indexOf(digits[at]);
    south += Math.floor(index / 4) * height;
    west += (index % 4) * width;
  }
  const [latitude, longitude] = [south + height / 2, west + width / 2];
  if (latitude > 90 || longitude > 180) throw new CoordinateError("plus-form", { text: code });
  return { latitude, longitude, precisionMetres: height * 111_320, readAs: { format: "plus-code", order: "latitude-first" } };
}
