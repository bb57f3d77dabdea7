// What people type and paste, brought to one spelling: digits of other scripts, marks of degrees, the letters and words
// for the points of the compass. Nothing is dropped that could carry meaning.

const DIGITS = [0x0660, 0x06f0, 0x0966, 0xff10];

const MARKS = [
  [/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/g, ""],
  [/[\u00a0\u2000-\u200b\u202f\u205f\u3000\t\r\n]/g, " "],
  [/[\u2212\u2010-\u2014\uff0d]/g, "-"],
  [/\uff0b/g, "+"],
  [/\u066b/g, "."],
  [/[\u060c\uff0c\u3001]/g, ","],
  [/\u061b/g, ";"],
  [/[\u00ba\u02da\u2218\u2070\u1d52\u05af]/g, "°"],
  [/[\u2033\u201c\u201d\u201e\u02ba\u3003\u05f4\uff02]|''|\u2032\u2032|\u2019\u2019|\u00b4\u00b4/g, '"'],
  [/[\u2032\u2018\u2019\u201b\u02b9\u02bc\u00b4`\u05f3\uff07]/g, "'"],
];

// Longest first. Latin C is no Cyrillic С, and O is west in one language and east in another: both are asked about.
const WORDS = [
  [/с\s*\.\s*ш\s*\.?/gi, "N"], [/ю\s*\.\s*ш\s*\.?/gi, "S"], [/в\s*\.\s*д\s*\.?/gi, "E"], [/з\s*\.\s*д\s*\.?/gi, "W"],
  [/северн(?:ой|ая)\s+широт[ыа]/gi, "N"], [/южн(?:ой|ая)\s+широт[ыа]/gi, "S"],
  [/восточн(?:ой|ая)\s+долгот[ыа]/gi, "E"], [/западн(?:ой|ая)\s+долгот[ыа]/gi, "W"],
  [/(?<!\p{L})(?:north|nord|norte|север)(?!\p{L})/giu, "N"], [/(?<!\p{L})(?:south|sud|sur|юг)(?!\p{L})/giu, "S"],
  [/(?<!\p{L})(?:east|est|este|восток)(?!\p{L})/giu, "E"], [/(?<!\p{L})(?:west|ouest|oeste|запад)(?!\p{L})/giu, "W"],
  [/(?:ال)?شمال[اًي]*/g, "N"], [/(?:ال)?جنوب[اًي]*/g, "S"], [/(?:ال)?شرق[اًي]*/g, "E"], [/(?:ال)?غرب[اًي]*/g, "W"],
  [/(?<!\p{L})[Сс](?!\p{L})/gu, "N"], [/(?<!\p{L})[Юю](?!\p{L})/gu, "S"],
  [/(?<!\p{L})[Вв](?!\p{L})/gu, "E"], [/(?<!\p{L})[Зз](?!\p{L})/gu, "W"],
  [/خط\s+العرض|دائرة\s+العرض|широта/gi, "@"], [/خط\s+الطول|долгота/gi, "#"],
  [/(?<!\p{L})(?:latitude|lat)(?!\p{L})\.?/giu, "@"], [/(?<!\p{L})(?:longitude|long|lng|lon)(?!\p{L})\.?/giu, "#"],
  [/(?<!\p{L})degrees?(?!\p{L})|(?<!\p{L})deg\.?(?!\p{L})/giu, "°"],
  [/(?<!\p{L})minutes?(?!\p{L})|(?<!\p{L})min\.?(?!\p{L})/giu, "'"],
  [/(?<!\p{L})seconds?(?!\p{L})|(?<!\p{L})sec\.?(?!\p{L})/giu, '"'],
];

/** Digits, marks and spaces of any script in one spelling. */
export function plainCharacters(text) {
  let plain = "";
  for (const character of String(text)) {
    const code = character.codePointAt(0);
    const zero = DIGITS.find((start) => code >= start && code < start + 10);
    plain += zero === undefined ? character : String(code - zero);
  }
  for (const [pattern, mark] of MARKS) plain = plain.replace(pattern, mark);
  return plain.replace(/ +/g, " ").trim();
}

/** Letters and words for the points of the compass, and the names of the axes, as N, S, E, W, @ (latitude), # (longitude). */
export function plainDirections(text) {
  let plain = text;
  for (const [pattern, letter] of WORDS) plain = plain.replace(pattern, ` ${letter} `);
  return plain.replace(/ +/g, " ").trim().toUpperCase();
}
