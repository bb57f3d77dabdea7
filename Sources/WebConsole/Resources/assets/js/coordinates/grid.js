// UTM, UPS and MGRS on WGS 84, forward and back. The series are Karney's of sixth order in the third flattening
// (doi:10.1007/s00190-011-0445-3), better than a micrometre wherever a zone is used. Digits of a grid reference are cut
// off, never rounded: it names a square, and the place lies in it.

import { CoordinateError } from "./error.js";

const A = 6378137;
const F = 1 / 298.257223563;
const E2 = F * (2 - F);
const E = Math.sqrt(E2);
const N = F / (2 - F);
const RADIAN = Math.PI / 180;
const K0_UTM = 0.9996;
const K0_UPS = 0.994;
const RECTIFYING = (A / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64 + N ** 6 / 256);

const polynomial = (...terms) => terms.reduce((sum, [power, factor]) => sum + factor * N ** power, 0);

const ALPHA = [
  polynomial([1, 1 / 2], [2, -2 / 3], [3, 5 / 16], [4, 41 / 180], [5, -127 / 288], [6, 7891 / 37800]),
  polynomial([2, 13 / 48], [3, -3 / 5], [4, 557 / 1440], [5, 281 / 630], [6, -1983433 / 1935360]),
  polynomial([3, 61 / 240], [4, -103 / 140], [5, 15061 / 26880], [6, 167603 / 181440]),
  polynomial([4, 49561 / 161280], [5, -179 / 168], [6, 6601661 / 7257600]),
  polynomial([5, 34729 / 80640], [6, -3418889 / 1995840]),
  polynomial([6, 212378941 / 319334400]),
];

const BETA = [
  polynomial([1, 1 / 2], [2, -2 / 3], [3, 37 / 96], [4, -1 / 360], [5, -81 / 512], [6, 96199 / 604800]),
  polynomial([2, 1 / 48], [3, 1 / 15], [4, -437 / 1440], [5, 46 / 105], [6, -1118711 / 3870720]),
  polynomial([3, 17 / 480], [4, -37 / 840], [5, -209 / 4480], [6, 5569 / 90720]),
  polynomial([4, 4397 / 161280], [5, -11 / 504], [6, -830251 / 7257600]),
  polynomial([5, 4583 / 161280], [6, -108847 / 3991680]),
  polynomial([6, 20648693 / 638668800]),
];

/** tan of the conformal latitude from tan of the geographic one. */
function conformal(tau) {
  const sigma = Math.sinh(E * Math.atanh((E * tau) / Math.hypot(1, tau)));
  return tau * Math.hypot(1, sigma) - sigma * Math.hypot(1, tau);
}

/** tan of the geographic latitude from tan of the conformal one, by Newton's method. */
function geographic(tauPrime) {
  let tau = tauPrime / (1 - E2);
  for (let turn = 0; turn < 8; turn += 1) {
    const found = conformal(tau);
    const step = ((tauPrime - found) / Math.hypot(1, found)) * ((1 + (1 - E2) * tau * tau) / ((1 - E2) * Math.hypot(1, tau)));
    tau += step;
    if (Math.abs(step) < 1e-15 * Math.max(1, Math.abs(tau))) break;
  }
  return tau;
}

function transverseMercator(latitude, fromMeridian) {
  const tau = conformal(Math.tan(latitude * RADIAN));
  const [sine, cosine] = [Math.sin(fromMeridian * RADIAN), Math.cos(fromMeridian * RADIAN)];
  const xi = Math.atan2(tau, cosine);
  const eta = Math.asinh(sine / Math.hypot(tau, cosine));
  let [x, y] = [eta, xi];
  ALPHA.forEach((alpha, index) => {
    const j = 2 * (index + 1);
    y += alpha * Math.sin(j * xi) * Math.cosh(j * eta);
    x += alpha * Math.cos(j * xi) * Math.sinh(j * eta);
  });
  return { easting: K0_UTM * RECTIFYING * x, northing: K0_UTM * RECTIFYING * y };
}

function inverseTransverseMercator(easting, northing) {
  const xi = northing / (K0_UTM * RECTIFYING);
  const eta = easting / (K0_UTM * RECTIFYING);
  let [x, y] = [eta, xi];
  BETA.forEach((beta, index) => {
    const j = 2 * (index + 1);
    y -= beta * Math.sin(j * xi) * Math.cosh(j * eta);
    x -= beta * Math.cos(j * xi) * Math.sinh(j * eta);
  });
  const [sinh, cosine] = [Math.sinh(x), Math.cos(y)];
  const tau = geographic(Math.sin(y) / Math.hypot(sinh, cosine));
  return { latitude: Math.atan(tau) / RADIAN, longitude: Math.atan2(sinh, cosine) / RADIAN };
}

const POLAR = (2 * K0_UPS * A) / Math.sqrt((1 + E) ** (1 + E) * (1 - E) ** (1 - E));

function polarStereographic(latitude, longitude, isNorth) {
  const phi = isNorth ? latitude : -latitude;
  const tau = conformal(Math.tan(phi * RADIAN));
  // The distance from the pole; 1 / (hypot + tau) keeps its digits close to it.
  const rho = phi === 90 ? 0 : POLAR / (Math.hypot(1, tau) + tau);
  // Exact on the axes: a place on the meridian of 180 degrees is not a hair west of it.
  const sine = longitude % 180 === 0 ? 0 : Math.sin(longitude * RADIAN);
  const cosine = Math.abs(longitude) === 90 ? 0 : Math.cos(longitude * RADIAN);
  return { easting: 2e6 + rho * sine, northing: 2e6 + (isNorth ? -rho : rho) * cosine };
}

function inversePolarStereographic(easting, northing, isNorth) {
  const [x, y] = [easting - 2e6, northing - 2e6];
  const rho = Math.hypot(x, y);
  if (rho === 0) return { latitude: isNorth ? 90 : -90, longitude: 0 };
  const t = rho / POLAR;
  const latitude = Math.atan(geographic((1 / t - t) / 2)) / RADIAN;
  const longitude = Math.atan2(x, isNorth ? -y : y) / RADIAN;
  return { latitude: isNorth ? latitude : -latitude, longitude };
}

const BANDS = "CDEFGHJKLMNPQRSTUVWX";
const ROWS = "ABCDEFGHJKLMNPQRSTUV";
const COLUMNS = ["ABCDEFGH", "JKLMNPQR", "STUVWXYZ"];
const POLAR_BANDS = {
  A: { isNorth: false, columns: "JKLPQRSTUXYZ", column: 8, row: 8, rows: "ABCDEFGHJKLMNPQRSTUVWXYZ" },
  B: { isNorth: false, columns: "ABCFGHJKLPQR", column: 20, row: 8, rows: "ABCDEFGHJKLMNPQRSTUVWXYZ" },
  Y: { isNorth: true, columns: "RSTUXYZ", column: 13, row: 13, rows: "ABCDEFGHJKLMNP" },
  Z: { isNorth: true, columns: "ABCFGHJ", column: 20, row: 13, rows: "ABCDEFGHJKLMNP" },
};
const SIDE = 100_000;

const bandIndex = (latitude) => Math.max(0, Math.min(19, Math.floor((Math.floor(latitude) + 80) / 8)));

/** The standard zone of a place: 0 for UPS; with the wider zones of Norway's west and of Svalbard. */
export function standardZone(latitude, longitude) {
  if (latitude < -80 || latitude >= 84) return 0;
  let whole = Math.floor(longitude);
  if (whole >= 180) whole -= 360;
  const zone = Math.floor((whole + 186) / 6);
  const band = bandIndex(latitude);
  if (band === 17 && zone === 31 && whole >= 3) return 32;
  if (band === 19 && whole >= 0 && whole < 42) return 2 * Math.floor((whole + 183) / 12) + 1;
  return zone;
}

/** The grid position of a place in its standard zone, or in the one that is asked for. */
export function toGrid({ latitude, longitude }, zone = standardZone(latitude, longitude)) {
  const isNorth = latitude >= 0;
  if (zone === 0) return { zone, isNorth, ...polarStereographic(latitude, longitude, isNorth) };
  let fromMeridian = longitude - (zone * 6 - 183);
  if (fromMeridian >= 180) fromMeridian -= 360;
  if (fromMeridian < -180) fromMeridian += 360;
  const { easting, northing } = transverseMercator(latitude, fromMeridian);
  return { zone, isNorth, easting: easting + 5e5, northing: northing + (isNorth ? 0 : 1e7) };
}

/** The place of a grid position. */
export function fromGrid({ zone, isNorth, easting, northing }) {
  if (zone === 0) return inversePolarStereographic(easting, northing, isNorth);
  const place = inverseTransverseMercator(easting - 5e5, northing - (isNorth ? 0 : 1e7));
  let longitude = place.longitude + (zone * 6 - 183);
  if (longitude >= 180) longitude -= 360;
  if (longitude < -180) longitude += 360;
  return { latitude: place.latitude, longitude };
}

const digitsText = (metres, digits) =>
  digits === 0 ? "" : String(Math.floor((Math.floor(metres) % SIDE) / 10 ** (5 - digits))).padStart(digits, "0");

/** The parts of the grid reference of a place, with 0 to 5 digits each for easting and northing. */
export function gridParts(place, digits = 5) {
  const grid = toGrid(place);
  const [across, up] = [Math.floor(grid.easting / SIDE), Math.floor(grid.northing / SIDE)];
  const [easting, northing] = [digitsText(grid.easting, digits), digitsText(grid.northing, digits)];
  if (grid.zone === 0) {
    const band = grid.isNorth ? (across >= 20 ? "Z" : "Y") : across >= 20 ? "B" : "A";
    const half = POLAR_BANDS[band];
    return { zone: band, square: half.columns[across - half.column] + half.rows[up - half.row], easting, northing };
  }
  const column = COLUMNS[(grid.zone - 1) % 3][across - 1];
  const row = ROWS[(up + (grid.zone % 2 === 0 ? 5 : 0)) % 20];
  const zone = String(grid.zone).padStart(2, "0") + BANDS[bandIndex(place.latitude)];
  return { zone, square: column + row, easting, northing };
}

/** The grid reference, such as `37SBA9876543210`, or with spaces for reading out. */
export function formatMGRS(place, digits = 5, isSpaced = false) {
  const { zone, square, easting, northing } = gridParts(place, digits);
  return [zone, square, easting, northing].filter(Boolean).join(isSpaced ? " " : "");
}

/** Whether a text has the form of a grid reference, right or wrong: then it is read as one and as nothing else. */
export const looksLikeMGRS = (text) => /^(\d{1,2}\s*)?[A-Z]\s*[A-Z]{2}(\s*\d[\d\s]*)?$/i.test(text.trim());

function polarCorner(band, square) {
  const half = POLAR_BANDS[band];
  const [column, row] = [half.columns.indexOf(square[0]), half.rows.indexOf(square[1])];
  if (column < 0) throw new CoordinateError("mgrs-square", { square });
  if (row < 0) throw new CoordinateError("mgrs-square", { square });
  return { zone: 0, isNorth: half.isNorth, easting: (half.column + column) * SIDE, northing: (half.row + row) * SIDE };
}

function utmCorner(zone, band, square, zoneText) {
  const index = BANDS.indexOf(band);
  if (index < 0) throw new CoordinateError("mgrs-band", { band });
  const isNorth = index >= 10;
  const column = COLUMNS[(zone - 1) % 3].indexOf(square[0]);
  const row = ROWS.indexOf(square[1]);
  if (column < 0 || row < 0) throw new CoordinateError("mgrs-square", { square, zone: zoneText });
  const first = (row + (zone % 2 === 0 ? 15 : 0)) % 20;
  const [south, north] = [index * 8 - 80, index === 19 ? 84 : index * 8 - 72];
  // The letters of rows come again every 2,000 km, more than a band is high: one choice fits at most.
  for (let up = first; up < 100; up += 20) {
    const easting = (column + 1) * SIDE;
    const corners = [[0, 0], [1, 0], [0, 1], [1, 1]].map(([x, y]) =>
      fromGrid({ zone, isNorth, easting: easting + x * SIDE, northing: (up + y) * SIDE }).latitude);
    if (!isNorth && up * SIDE < 1e6) continue;
    if (Math.min(...corners) < north && Math.max(...corners) > south) {
      return { zone, isNorth, easting, northing: up * SIDE };
    }
  }
  throw new CoordinateError("mgrs-outside-band", { square, zone: zoneText });
}

/** Reads a grid reference: the middle of its square, and the square's side as precision. */
export function readMGRS(text) {
  const found = /^(\d{0,2})\s*([A-Z])\s*([A-Z]{2})\s*(\d*)\s*(\d*)$/.exec(text.trim().toUpperCase());
  if (!found) throw new CoordinateError("mgrs-form", { text });
  const [, number, band, square, first, second] = found;
  if (second && first.length !== second.length) {
    throw new CoordinateError("mgrs-unequal", { easting: first.length, northing: second.length });
  }
  const all = first + second;
  if (all.length % 2) throw new CoordinateError("mgrs-odd", { count: all.length });
  const digits = all.length / 2;
  if (digits > 5) throw new CoordinateError("mgrs-too-many", { count: all.length });
  let corner;
  if (number === "") {
    if (!POLAR_BANDS[band]) throw new CoordinateError("mgrs-zone-missing", { band });
    corner = polarCorner(band, square);
  } else {
    const zone = Number(number);
    if (zone < 1 || zone > 60) throw new CoordinateError("mgrs-zone", { zone: number });
    corner = utmCorner(zone, band, square, number + band);
  }
  const side = 10 ** (5 - digits);
  const at = {
    ...corner,
    easting: corner.easting + Number(all.slice(0, digits) || 0) * side + side / 2,
    northing: corner.northing + Number(all.slice(digits) || 0) * side + side / 2,
  };
  return { ...fromGrid(at), precisionMetres: side };
}

/** Reads UTM: `37 N 298765 4343210`, `37S 298765 4343210`, with `mE`, `mN`, `m`, `E`, `N` behind the numbers. */
export function readUTM(text) {
  const upper = text.trim().toUpperCase().replace(/[,;]/g, " ");
  const before = /^(?:UTM\s*)?(\d{1,2})\s*([A-Z]|NORTH|SOUTH)\s+(\d{5,6}(?:\.\d+)?)\s*(?:M?\s*E|M)?\s+(\d{1,8}(?:\.\d+)?)\s*(?:M?\s*N|M)?$/.exec(upper);
  const after = /^(\d{6}(?:\.\d+)?)\s*M?\s*E?\s+(\d{1,8}(?:\.\d+)?)\s*M?\s*N?\s+(?:ZONE\s*)?(\d{1,2})\s*([A-Z]|NORTH|SOUTH)$/.exec(upper);
  if (!before && !after) return null;
  const [number, letter, east, north] = before ? before.slice(1) : [after[3], after[4], after[1], after[2]];
  const zone = Number(number);
  if (zone < 1 || zone > 60) throw new CoordinateError("utm-zone", { zone: number });
  const [easting, northing] = [Number(east), Number(north)];
  if (easting < 1e5 || easting >= 9e5) throw new CoordinateError("utm-easting", { easting: east });
  if (northing < 0 || northing > 1e7) throw new CoordinateError("utm-northing", { northing: north });
  const at = (isNorth) => fromGrid({ zone, isNorth, easting, northing });
  const band = BANDS.indexOf(letter);
  const isInBand = (place) => band >= 0 && bandIndex(place.latitude) === band;
  let place;
  if (letter === "NORTH" || letter === "N") place = at(true);
  else if (letter === "SOUTH") place = at(false);
  else if (letter === "S") {
    // S is the southern half in one habit and the band from 32 to 40 degrees north in the other.
    if (isInBand(at(true))) throw new CoordinateError("utm-letter-s", { zone: number });
    place = at(false);
  } else {
    if (band < 0) throw new CoordinateError("mgrs-band", { band: letter });
    place = at(band >= 10);
    if (!isInBand(place)) throw new CoordinateError("utm-band", { zone: number + letter });
  }
  if (place.latitude >= 84 || place.latitude < -80) throw new CoordinateError("utm-northing", { northing: north });
  const decimals = Math.min((east.split(".")[1] ?? "").length, (north.split(".")[1] ?? "").length);
  return { ...place, precisionMetres: Math.max(0.01, 10 ** -decimals) };
}
