// Links to maps, and the forms that programs exchange: geo: (RFC 5870), WKT, GeoJSON. A pin counts before the middle of
// the view; where only the middle is there, that is said.

import { CoordinateError, checkRange } from "./error.js";

const METRES_PER_DEGREE = 111_320;
const NUMBER = "(-?\\d+(?:\\.\\d+)?)";

function place(first, second, format, order = "latitude-first") {
  const [latitude, longitude] = order === "longitude-first" ? [second, first] : [first, second];
  checkRange(Number(latitude), Number(longitude));
  const decimals = Math.min(...[latitude, longitude].map((text) => (text.split(".")[1] ?? "").length));
  return {
    latitude: Number(latitude), longitude: Number(longitude), precisionMetres: METRES_PER_DEGREE * 10 ** -Math.min(7, decimals),
    readAs: { format, order },
  };
}

function readGeo(text) {
  const [path, ...parameters] = text.slice(4).split(";");
  const found = new RegExp(`^${NUMBER},${NUMBER}(?:,-?\\d+(?:\\.\\d+)?)?$`).exec(path.split("?")[0].trim());
  if (!found) throw new CoordinateError("geo", { text });
  const named = Object.fromEntries(parameters.map((each) => each.toLowerCase().split("=")));
  if (named.crs && named.crs !== "wgs84") throw new CoordinateError("geo-crs", { crs: named.crs });
  const query = new RegExp(`[?&]q=${NUMBER},${NUMBER}`).exec(decodeURIComponent(text));
  const read = query && Number(found[1]) === 0 && Number(found[2]) === 0 ? place(query[1], query[2], "geo") : place(found[1], found[2], "geo");
  const uncertainty = Number(named.u);
  if (Number.isFinite(uncertainty) && uncertainty > 0) read.precisionMetres = uncertainty;
  return read;
}

const PATTERNS = [
  // [host, pattern, format, order]
  [/google\./, new RegExp(`!3d${NUMBER}!4d${NUMBER}`), "google-pin"],
  [/google\./, new RegExp(`[?&](?:q|query|ll|destination|center)=(?:loc:)?${NUMBER},\\+?${NUMBER}`), "google-pin"],
  [/google\./, new RegExp(`/(?:place|search|dir)/${NUMBER},\\+?${NUMBER}`), "google-pin"],
  [/google\./, new RegExp(`@${NUMBER},${NUMBER}`), "google-view"],
  [/openstreetmap\.|osm\./, new RegExp(`[?&]mlat=${NUMBER}&(?:amp;)?mlon=${NUMBER}`), "osm-pin"],
  [/openstreetmap\.|osm\./, new RegExp(`#map=[\\d.]+/${NUMBER}/${NUMBER}`), "osm-view"],
  [/openstreetmap\.|osm\./, new RegExp(`[?&]lat=${NUMBER}&lon=${NUMBER}`), "osm-view"],
  [/apple\./, new RegExp(`[?&](?:ll|coordinate|q)=${NUMBER},${NUMBER}`), "apple-pin"],
  [/yandex\./, new RegExp(`[?&](?:pt|whatshere\\[point\\])=${NUMBER},${NUMBER}`), "yandex-pin", "longitude-first"],
  [/yandex\./, new RegExp(`[?&]ll=${NUMBER},${NUMBER}`), "yandex-view", "longitude-first"],
];

function readLink(text) {
  let link;
  let whole;
  try {
    link = new URL(text);
    whole = decodeURIComponent(text);
  } catch {
    throw new CoordinateError("link", { text });
  }
  if (/^(maps\.app\.goo\.gl|goo\.gl|osm\.org\/go)/.test(link.host + link.pathname)) throw new CoordinateError("short-link", { host: link.host });
  for (const [host, pattern, format, order] of PATTERNS) {
    const found = host.test(link.host) && pattern.exec(whole);
    if (found) return place(found[1], found[2], format, order);
  }
  throw new CoordinateError("link", { text: link.host });
}

function readGeoJSON(text) {
  let parsed;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  const point = parsed?.geometry ?? parsed;
  if (point?.type === "Point" && Array.isArray(point.coordinates) && point.coordinates.length >= 2) {
    if (!point.coordinates.slice(0, 2).every((each) => typeof each === "number")) throw new CoordinateError("geojson");
    return place(String(point.coordinates[0]), String(point.coordinates[1]), "geojson", "longitude-first");
  }
  if (typeof parsed?.lat === "number" && typeof (parsed.lon ?? parsed.lng) === "number") {
    return place(String(parsed.lat), String(parsed.lon ?? parsed.lng), "geojson");
  }
  throw new CoordinateError("geojson");
}

/** Reads a link, a geo: address, WKT or GeoJSON; nil for a text that is none. */
export function readReference(text) {
  if (/^geo:/i.test(text)) return readGeo(text);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return readLink(text);
  const wkt = new RegExp(`^(?:SRID=4326;)?POINT\\s*(?:Z\\s*)?\\(\\s*${NUMBER}\\s+${NUMBER}(?:\\s+-?[\\d.]+)?\\s*\\)$`, "i").exec(text);
  if (wkt) return place(wkt[1], wkt[2], "wkt", "longitude-first");
  if (text.startsWith("{")) return readGeoJSON(text);
  return null;
}
