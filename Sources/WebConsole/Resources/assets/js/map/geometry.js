// Places on the Earth as a map draws them: circles and widths by geodesics, longitudes that run on across the antimeridian.
// Positions here are [longitude, latitude] in degrees. What is computed here is drawn and nothing else: a check is the node's.

const RADIANS = Math.PI / 180;
const EQUATOR_METRES = 6_378_137;
const ECCENTRICITY2 = 0.006_694_379_990_14;

/** Latitudes beyond which a web map shows nothing. */
export const MERCATOR_LIMIT = 85.051_128;

/** How far the ellipsoid is bent at a latitude: metres of radius along the meridian and across it. */
function curvature(latitude) {
  const sine = Math.sin(latitude * RADIANS);
  const root = Math.sqrt(1 - ECCENTRICITY2 * sine * sine);
  return { meridian: EQUATOR_METRES * (1 - ECCENTRICITY2) / root ** 3, across: EQUATOR_METRES / root };
}

/** The radius of the sphere that lies closest to the ellipsoid at a latitude, in a direction (Euler). */
function radiusTowards(latitude, bearing) {
  const { meridian, across } = curvature(latitude);
  const cosine = Math.cos(bearing * RADIANS) ** 2;
  return 1 / (cosine / meridian + (1 - cosine) / across);
}

/** The place so many metres away in a direction; within 0.1 % for the distances that are drawn. The longitude may pass 180. */
export function destination([longitude, latitude], bearing, metres) {
  const angle = metres / radiusTowards(latitude, bearing);
  const [sine, cosine] = [Math.sin(latitude * RADIANS), Math.cos(latitude * RADIANS)];
  const [sineB, cosineB] = [Math.sin(bearing * RADIANS), Math.cos(bearing * RADIANS)];
  const sine2 = Math.min(1, Math.max(-1, sine * Math.cos(angle) + cosine * Math.sin(angle) * cosineB));
  const along = Math.atan2(sineB * Math.sin(angle) * cosine, Math.cos(angle) - sine * sine2);
  return [longitude + along / RADIANS, Math.asin(sine2) / RADIANS];
}

/** Metres and the direction from one place to another. */
export function between([longitude1, latitude1], [longitude2, latitude2]) {
  const turn = (longitude2 - longitude1) * RADIANS;
  const [sine1, cosine1] = [Math.sin(latitude1 * RADIANS), Math.cos(latitude1 * RADIANS)];
  const [sine2, cosine2] = [Math.sin(latitude2 * RADIANS), Math.cos(latitude2 * RADIANS)];
  const east = Math.sin(turn) * cosine2;
  const north = cosine1 * sine2 - sine1 * cosine2 * Math.cos(turn);
  const angle = Math.atan2(Math.hypot(east, north), sine1 * sine2 + cosine1 * cosine2 * Math.cos(turn));
  const bearing = Math.atan2(east, north) / RADIANS;
  return { metres: angle * radiusTowards((latitude1 + latitude2) / 2, bearing), bearing };
}

/** The longitude that lies nearest to another, perhaps beyond 180. */
export const near = (longitude, other) => longitude - 360 * Math.round((longitude - other) / 360);

/** The longitude between -180 and 180. */
export const wrapped = (longitude) => {
  const turned = ((longitude + 180) % 360 + 360) % 360 - 180;
  return turned === -180 && longitude > 0 ? 180 : turned;
};

/** A path whose longitudes run on instead of jumping, beginning near a longitude. */
export function running(path, first = path[0]?.[0] ?? 0) {
  let before = first;
  return path.map(([longitude, latitude]) => {
    before = near(longitude, before);
    return [before, latitude];
  });
}

/** Degrees of a line after which it gets another position, so that geodesics look bent as they are. */
const BEND_DEGREES = 1;

/** A path with positions added along geodesics where it is long. */
export function bent(path) {
  const out = [];
  running(path).forEach((place, number, all) => {
    const before = all[number - 1];
    if (before) {
      const { metres, bearing } = between(before, place);
      const steps = Math.min(180, Math.floor(metres / 111_000 / BEND_DEGREES));
      for (let step = 1; step < steps; step += 1) out.push(destination(before, bearing, metres * step / steps));
    }
    out.push(place);
  });
  return running(out, path[0]?.[0]);
}

/** A ring around a place; one that holds a pole is drawn as the band up to it. */
export function circle(centre, metres, steps = 64) {
  const ring = [];
  for (let step = 0; step < steps; step += 1) ring.push(destination(centre, 360 * step / steps, metres));
  const toPole = (90 - Math.abs(centre[1])) * 111_000;
  if (metres > toPole) return polar(ring, Math.sign(centre[1]) || 1);
  const out = running(ring, centre[0]);
  out.push(out[0]);
  return out;
}

/** A ring that goes around a pole: along its places, ordered by longitude, and back along the pole. */
function polar(ring, side) {
  const places = ring.map(([longitude, latitude]) => [wrapped(longitude), latitude]).sort((a, b) => a[0] - b[0]);
  const edge = side * 90;
  const [first, last] = [places[0], places[places.length - 1]];
  return [[-180, first[1]], ...places, [180, last[1]], [180, edge], [-180, edge], [-180, first[1]]];
}

function arc(centre, from, to, metres, out) {
  const turn = ((to - from) % 360 + 360) % 360;
  const steps = Math.max(1, Math.ceil(turn / 15));
  for (let step = 0; step <= steps; step += 1) out.push(destination(centre, from + turn * step / steps, metres));
}

/** One side of a path at a distance, to its left: outward corners round, inward ones where the two sides meet. */
function side(path, metres, isClosed, out) {
  const count = path.length;
  const legs = [];
  for (let number = 0; number < count - (isClosed ? 0 : 1); number += 1) {
    legs.push(between(path[number], path[(number + 1) % count]));
  }
  path.forEach((place, number) => {
    const into = legs[isClosed ? (number + legs.length - 1) % legs.length : number - 1];
    const onward = legs[isClosed ? number % legs.length : number];
    if (!into || !onward) {
      const bearing = (onward ?? into).bearing;
      out.push(destination(place, bearing - 90, metres));
      return;
    }
    const turn = ((onward.bearing - into.bearing) % 360 + 540) % 360 - 180;
    if (turn >= 0) {
      arc(place, into.bearing - 90, onward.bearing - 90, metres, out);
      return;
    }
    const half = Math.abs(turn) / 2 * RADIANS;
    const reach = metres / Math.max(0.15, Math.cos(half));
    if (metres * Math.tan(half) > Math.min(into.metres, onward.metres)) {
      out.push(destination(place, into.bearing - 90, metres), destination(place, onward.bearing - 90, metres));
    } else {
      out.push(destination(place, into.bearing - 90 + turn / 2, reach));
    }
  });
}

const distinct = (path) => path.filter((place, number) => number === 0
  || place[0] !== path[number - 1][0] || place[1] !== path[number - 1][1]);

/** The border of everything within a distance of a path. */
export function corridor(path, metres) {
  const line = distinct(running(path));
  if (line.length === 1) return circle(line[0], metres);
  const out = [];
  const back = [...line].reverse();
  side(line, metres, false, out);
  const end = between(back[0], back[1]).bearing;
  arc(back[0], end + 90, end + 270, metres, out);
  side(back, metres, false, out);
  const begin = between(line[0], line[1]).bearing;
  arc(line[0], begin + 90, begin + 270, metres, out);
  const ring = running(out, line[0][0]);
  ring.push(ring[0]);
  return ring;
}

/** Twice the area of a ring in degrees, positive when it runs against the clock. */
const winding = (ring) => ring.reduce((sum, [x, y], number) => {
  const [nextX, nextY] = ring[(number + 1) % ring.length];
  return sum + x * nextY - nextX * y;
}, 0);

/** The border of everything within a distance of an area's ring, outside it. */
export function grown(ring, metres) {
  let line = distinct(running(ring));
  const [first, last] = [line[0], line[line.length - 1]];
  if (line.length > 1 && first[0] === last[0] && first[1] === last[1]) line = line.slice(0, -1);
  if (line.length < 3) return corridor(line, metres);
  // With the clock the outside is on the left.
  if (winding(line) > 0) line = [...line].reverse();
  const out = [];
  side(line, metres, true, out);
  const grownRing = running(out, line[0][0]);
  grownRing.push(grownRing[0]);
  return grownRing;
}

const place = ({ lat, lon }) => [lon, lat];
const closed = (ring) => (ring.length && (ring[0][0] !== ring.at(-1)[0] || ring[0][1] !== ring.at(-1)[1]) ? [...ring, ring[0]] : ring);

/** The API's area as GeoJSON, its geodesics bent. */
export function shape(area) {
  if (area.circle) {
    const centre = place(area.circle.centre);
    const radius = area.circle.radiusMetres;
    return radius > 0 ? { type: "Polygon", coordinates: [circle(centre, radius)] } : { type: "Point", coordinates: centre };
  }
  if (area.polygon) {
    const outer = bent(closed(area.polygon.outer.map(place)));
    const holes = (area.polygon.holes ?? []).map((hole) => running(bent(closed(hole.map(place))), outer[0][0]));
    return { type: "Polygon", coordinates: [outer, ...holes] };
  }
  return { type: "LineString", coordinates: bent(area.route.path.map(place)) };
}

/** The border of what lies within a distance of the API's area; of a route its half-width counts first. */
export function around(area, metres, steps = 64) {
  if (area.circle) return circle(place(area.circle.centre), area.circle.radiusMetres + metres, steps);
  if (area.polygon) return grown(bent(area.polygon.outer.map(place)), metres);
  return corridor(bent(area.route.path.map(place)), area.route.halfWidthMetres + metres);
}

/** The place by which something is marked. */
export function anchor(area) {
  if (area.circle) return place(area.circle.centre);
  const path = running((area.polygon ? area.polygon.outer : area.route.path).map(place));
  if (area.route) return path[0];
  const [longitudes, latitudes] = [path.map((p) => p[0]), path.map((p) => p[1])];
  return [(Math.min(...longitudes) + Math.max(...longitudes)) / 2, (Math.min(...latitudes) + Math.max(...latitudes)) / 2];
}

/** The box of places, west greater than east across the antimeridian. */
export function boxOf(places) {
  const line = running(places);
  const [longitudes, latitudes] = [line.map((p) => p[0]), line.map((p) => p[1])];
  const [west, east] = [Math.min(...longitudes), Math.max(...longitudes)];
  return [west, Math.min(...latitudes), east, Math.max(...latitudes)];
}

/** Metres of one pixel at a latitude and a zoom of 512 · 2^zoom pixels around the Earth. */
export const metresPerPixel = (latitude, zoom) =>
  2 * Math.PI * EQUATOR_METRES * Math.cos(Math.min(MERCATOR_LIMIT, Math.abs(latitude)) * RADIANS) / (512 * 2 ** zoom);
