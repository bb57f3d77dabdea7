// Places as people write them: what is read, what is refused, and that no form says another place than the one given.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import test from "node:test";
import { formatDMS, formatDecimal, formatMGRS, parse, readBack, secondFormat, tryParse } from "../../../Sources/WebConsole/Resources/assets/js/coordinates.js";

const near = (found, latitude, longitude, within = 1e-6) => {
  assert.ok(Math.abs(found.latitude - latitude) <= within, `${found.latitude} is not ${latitude}`);
  let apart = Math.abs(found.longitude - longitude);
  if (apart > 180) apart = 360 - apart;
  assert.ok(apart <= within / Math.max(1e-9, Math.cos((latitude * Math.PI) / 180)) || Math.abs(latitude) > 89.999, `${found.longitude} is not ${longitude}`);
};

/** Numbers that come the same every time, so that a failure can be had again. */
function sequence(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 13), 0x297a2d39);
    mixed ^= mixed >>> 16;
    return (mixed >>> 0) / 2 ** 32;
  };
}

function places(count) {
  const random = sequence(7);
  const all = [[90, 0], [-90, 0], [0, 180], [0, -180], [0, 0], [84, 0], [-80, 0], [-80.0000001, -180], [83.9999999, 5], [72, 20.9999999], [56, 3], [64, 5.9999999]];
  const border = () => (random() - 0.5) * 2e-5;
  for (let at = 0; at < count; at += 1) {
    all.push([(Math.asin(2 * random() - 1) * 180) / Math.PI, random() * 360 - 180]);
    if (at % 5 === 0) {
      all.push([72 + random() * 12, random() * 45 - 2], [55 + random() * 10, random() * 14]);
      all.push([random() * 180 - 90, Math.floor(random() * 61) * 6 - 180 + border()]);
      all.push([-80 + 8 * Math.floor(random() * 21) + border(), random() * 360 - 180]);
      all.push([84 + random() * 6, random() * 360 - 180], [-80 - random() * 10, random() * 360 - 180]);
    }
  }
  return all.map(([latitude, longitude]) => ({
    latitude: Math.max(-90, Math.min(90, Number(latitude.toFixed(7)))), longitude: Math.max(-180, Math.min(180, Number(longitude.toFixed(7)))),
  }));
}

function oracle(arguments_, lines) {
  try {
    return execFileSync("GeoConvert", arguments_, { input: `${lines.join("\n")}\n`, maxBuffer: 1e9 }).toString().trim().split("\n");
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

test("grid references are those of GeographicLib, in every zone, at borders and at the poles", (context) => {
  const all = places(4000);
  const expected = oracle(["-m", "-p", "0"], all.map((place) => `${place.latitude.toFixed(7)} ${place.longitude.toFixed(7)}`));
  if (!expected) return context.skip("GeoConvert (geographiclib-tools) is not here");
  all.forEach((place, at) => assert.equal(formatMGRS(place), expected[at], JSON.stringify(place)));
  const back = oracle(["-g", "-p", "9"], expected);
  expected.forEach((text, at) => {
    const [latitude, longitude] = back[at].split(" ").map(Number);
    near(parse(text), latitude, longitude, 1.1e-7);
  });
});

test("a grid reference that was read is written again as it was", () => {
  for (const place of places(1000)) {
    for (const digits of [5, 4, 3]) {
      const text = formatMGRS(place, digits);
      const read = parse(text);
      assert.equal(read.precisionMetres, 10 ** (5 - digits));
      // The middle of a square that straddles a border of zones may lie in the next one; then it is a neighbour.
      const again = formatMGRS(read, digits);
      if (again.slice(0, -2 * digits) === text.slice(0, -2 * digits)) assert.equal(again, text);
    }
  }
});

test("what is written in one format is read as the same place in every other", () => {
  for (const place of places(1000)) {
    near(parse(formatDecimal(place, 7)), place.latitude, place.longitude, 1e-7);
    near(parse(formatDMS(place, 3)), place.latitude, place.longitude, 4e-7);
    assert.doesNotMatch(formatDMS(place, 0), /60[′″]/);
  }
});

const READ = [
  ["36.151583, 36.96775", 36.151583, 36.96775], ["36,151583 36,96775", 36.151583, 36.96775], ["36,2, 37,15", 36.2, 37.15],
  ["N36.2 E37.1", 36.2, 37.1], ["36.2°N, 37.1°E", 36.2, 37.1], ["36.2S 37.1W", -36.2, -37.1], ["-36.2 -37.1", -36.2, -37.1], ["36.2;37.1", 36.2, 37.1],
  ["٣٦٫٢ شمالاً ٣٧٫١ شرقاً", 36.2, 37.1], ["۳۶٫۲، ۳۷٫۱", 36.2, 37.1], ["36,2 С 37,1 В", 36.2, 37.1], ["Ю36,2 З37,1", -36.2, -37.1],
  ["36°12′05.5″ с. ш. 37°09′00″ в. д.", 36.2015278, 37.15], ["E 37.1 N 36.2", 36.2, 37.1], ["36 12 37 9", 36.2, 37.15], ["36 12 5.5 37 9 0", 36.2015278, 37.15],
  ["36°12'05\" 37°09'00\"", 36.2013889, 37.15], ["36º 12’ 5” N, 37º 9’ 0” W", 36.2013889, -37.15], ["36°12''N 37°E", null], ["N 36° 12.345 E 037° 09.876", 36.20575, 37.1646],
  ["361200N0370900E", 36.2, 37.15], ["3612N03709E", 36.2, 37.15], ["36:12:05N 37:09:00E", 36.2013889, 37.15], ["lat: 36.2, lon: 37.1", 36.2, 37.1], ["lon=37.1 lat=36.2", 36.2, 37.1],
  ["37S BA 98765 43210", 36.5131043, 36.7527483], ["37sba9876543210", 36.5131043, 36.7527483], ["37 south 298765 4343210", -51.0273874, 36.1302231],
  ["geo:36.2,37.15;u=20", 36.2, 37.15], ["geo:0,0?q=36.2,37.15", 36.2, 37.15], ["https://www.google.com/maps/@36.2,37.15,15z", 36.2, 37.15],
  ["https://www.google.com/maps/place/X/@36.1,37.0,17z/data=!8m2!3d36.2021!4d37.1343", 36.2021, 37.1343], ["https://maps.google.com/?q=36.2,37.15", 36.2, 37.15],
  ["https://www.openstreetmap.org/?mlat=36.2&mlon=37.15#map=15/36.1/37.0", 36.2, 37.15], ["https://yandex.ru/maps/?ll=37.15%2C36.2&z=12", 36.2, 37.15],
  ["POINT(37.1 36.2)", 36.2, 37.1], ['{"type":"Point","coordinates":[37.1,36.2]}', 36.2, 37.1], ["8FVC9G8F+6X", 47.3655625, 8.5249375], ["\u200e36.2\u00a0N\u200f 37.1 E", 36.2, 37.1],
];

for (const [text, latitude, longitude] of READ) {
  test(`reads ${text}`, () => {
    if (latitude === null) return assert.ok(tryParse(text).error);
    near(parse(text), latitude, longitude, 1e-6);
  });
}

const REFUSED = [
  ["", "empty"], ["hello", "character"], ["36.2", "one-number"], ["36,2,37,15", "comma"], ["36,37", "comma"], ["36.2 37.1 N", "one-letter"], ["36.2N 37.1N", "same-axis"],
  ["36.2O 37.1N", "letter-o"], ["36.2C 37.1E", "letter-c"], ["-36.2N 37E", "sign-and-letter"], ["91N 37E", "latitude-range"], ["36.2 190", "longitude-range"], ["95 185", "latitude-range"],
  ["36°60'N 37°E", "minutes"], ["36 12 60 N 37 9 0 E", "seconds"], ["36.5 12 N 37 9 E", "fraction"], ["36.2.3 37", "count"], ["1.234,5 37", "uneven"], ["[37.1, 36.2]", "brackets"],
  ["37SBA987654321", "mgrs-odd"], ["37S BA 9876 543", "mgrs-unequal"], ["37SBA987654321012", "mgrs-too-many"], ["61SBA1212", "mgrs-zone"], ["37IBA1212", "mgrs-band"], ["37SIA1212", "mgrs-square"],
  ["37SBK1212", "mgrs-outside-band"], ["SBA1212", "mgrs-zone-missing"], ["37S 298765 4343210", "utm-letter-s"], ["37T 298765 1343210", "utm-band"], ["37N 98765 4343210", "utm-easting"],
  ["geo:36.2,37;crs=mars", "geo-crs"], ["https://maps.app.goo.gl/abc", "short-link"], ["https://example.org/@36.2,37.1", "link"], ["6592+8V Aleppo", "plus-short"], ["9".repeat(3000), "too-long"],
];

for (const [text, rule] of REFUSED) {
  test(`refuses ${text.slice(0, 40)} by ${rule}`, () => {
    const { place, error } = tryParse(text);
    assert.equal(place, undefined, JSON.stringify(place));
    assert.equal(error.rule, rule);
  });
}

test("given numbers without letters, when they are read, then the order that was taken is said", () => {
  assert.deepEqual(parse("36.2012 37.1034").readAs.notes, ["latitude-assumed-first"]);
  assert.deepEqual(parse("120.52011 36.20001").readAs.notes, ["longitude-must-be-first"]);
  assert.deepEqual(parse("36.20123N 37.10123E").readAs.notes, []);
  assert.ok(parse("90N 0E").readAs.notes.includes("pole"));
  assert.ok(parse("0.00001 180.00000").readAs.notes.includes("antimeridian"));
  assert.ok(parse("0.00000 0.00000").readAs.notes.includes("null-island"));
});

test("whatever is typed, it is a place on the globe or an error with a sentence", () => {
  const random = sequence(11);
  const pieces = ["36", "37.15", ",", ".", " ", "°", "'", '"', "N", "E", "S", "W", "-", "+", "С", "٣", "geo:", "37S", "BA", "/", "0", "9999", ":", "lat", "{", "}", "\u202e", "O"];
  const words = JSON.parse(readFileSync(new URL("../../../Sources/WebConsole/Resources/locales/en.json", import.meta.url)));
  for (let at = 0; at < 20000; at += 1) {
    const text = Array.from({ length: 1 + Math.floor(random() * 9) }, () => pieces[Math.floor(random() * pieces.length)]).join("");
    const { place, error } = tryParse(text);
    if (place) assert.ok(Math.abs(place.latitude) <= 90 && Math.abs(place.longitude) <= 180 && place.precisionMetres > 0, text);
    else assert.ok(words[`coordinates.error.${error.rule}`], `${error.rule} has no words`);
  }
});

test("what is read out is spelled digit by digit, and the second format agrees with the first", () => {
  const spoken = readBack({ latitude: 36.151583, longitude: -36.96775 });
  assert.deepEqual(spoken.decimal[0], { letter: "N", whole: "3 6", fraction: "1 5 1 5 8" });
  assert.equal(spoken.dms[1].letter, "W");
  assert.deepEqual(secondFormat({ latitude: 36.151583, longitude: 36.96775 }, 20), { format: "mgrs", text: formatMGRS({ latitude: 36.151583, longitude: 36.96775 }, 4) });
});
