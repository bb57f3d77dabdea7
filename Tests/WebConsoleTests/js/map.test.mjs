// What the map computes without a browser: geodesic shapes, the antimeridian, what is asked of the node, what a check sends.
// Siblings that other parts of the console bring (page, words) are stood in for, so that these run alone.
import assert from "node:assert/strict";
import { register } from "node:module";
import { after, test } from "node:test";

const assets = new URL("../../../Sources/WebConsole/Resources/assets/js/", import.meta.url);
const stubs = {
  "page.js": "export const page = { lang: 'en', dir: 'ltr', assets: '' };",
  "words.js": "export const t = (k) => k; export const numberText = String; export const timeText = String; export const ageText = String;",
};
register(`data:text/javascript,${encodeURIComponent(`
  const stubs = ${JSON.stringify(stubs)};
  export async function resolve(name, context, next) {
    const file = name.split("/").at(-1);
    if (name.startsWith(".") && stubs[file]) return { url: "data:text/javascript," + encodeURIComponent(stubs[file]), shortCircuit: true, format: "module" };
    return next(name, context);
  }`)}`);
// The thread in which the stand-ins are resolved keeps node 20 from ending now and then, when everything is long done.
after(() => setTimeout(() => process.exit(process.exitCode ?? 0), 1000).unref());
const load = (name) => import(new URL(name, assets));

const geometry = await load("map/geometry.js");
const { padded, boxText, queryOf } = await load("map/data.js");
const { drawingOf, geometryOf } = await load("map/drawing.js");
const { lookOf, drawablesOf } = await load("map/drawables.js");
const { activityOf, volumesOf } = await load("check.js");
const { countText, groupOf } = await load("map/symbols.js");

// By GeographicLib: from 36.2 N 37.1 E, 10 km towards 90 degrees and 50 km towards 315.
test("a destination is where geodesics lead, within 0.1 %", () => {
  const metresBetween = ([x1, y1], [x2, y2]) => Math.hypot((x2 - x1) * 111_320 * Math.cos(y1 * Math.PI / 180), (y2 - y1) * 110_950);
  assert.ok(metresBetween(geometry.destination([37.1, 36.2], 90, 10_000), [37.2111958, 36.1999482]) < 20);
  const around = geometry.between([0, 0], [0, 1]);
  assert.ok(Math.abs(around.metres - 110_574) < 120, `${around.metres}`);
});

test("a circle across the antimeridian stays in one piece, and one around a pole becomes a band", () => {
  const ring = geometry.circle([179.99, -17], 20_000);
  const longitudes = ring.map(([x]) => x);
  assert.ok(Math.max(...longitudes) - Math.min(...longitudes) < 1);
  const polar = geometry.circle([0, 89.9], 100_000);
  assert.deepEqual([polar[0][0], Math.max(...polar.map(([, y]) => y))], [-180, 90]);
  assert.deepEqual(polar[0], polar.at(-1));
});

test("everything within a distance of a path lies inside its border", () => {
  const path = [[37, 36], [37.1, 36.05], [37.05, 36.1], [37.2, 36.12]];
  const ring = geometry.corridor(path, 1500);
  assert.deepEqual(ring[0], ring.at(-1));
  const inside = ([x, y]) => ring.slice(1).reduce((winding, [x2, y2], number) => {
    const [x1, y1] = ring[number];
    const side = (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1);
    if (y1 <= y && y2 > y && side > 0) return winding + 1;
    if (y1 > y && y2 <= y && side < 0) return winding - 1;
    return winding;
  }, 0) !== 0;
  for (const place of path) {
    for (let bearing = 0; bearing < 360; bearing += 30) {
      assert.ok(inside(geometry.destination(place, bearing, 1400)), `${place} towards ${bearing}`);
    }
  }
  assert.ok(!inside([36.9, 36.2]));
});

test("an area's ring grows outwards, whichever way it runs", () => {
  const square = [[37, 36], [37.1, 36], [37.1, 36.1], [37, 36.1]];
  for (const ring of [square, [...square].reverse()]) {
    const box = geometry.boxOf(geometry.grown(ring, 1000));
    assert.ok(box[0] < 36.99 && box[1] < 35.992 && box[2] > 37.11 && box[3] > 36.108, String(box));
  }
});

test("the node is asked for a box that it reads, across the antimeridian and up to the poles", () => {
  assert.equal(boxText([170, -20, 190, -10]), "170,-20,-170,-10");
  assert.equal(boxText([-200, -20, 200, 20]), "-180,-20,180,20");
  assert.deepEqual(padded([0, 80, 10, 84.9]).slice(1, 4).filter((_, i) => i !== 1), [78.285, 90]);
  const query = queryOf([0, 0, 1, 1], 7, { at: "2026-01-01T00:00:00Z" }, { kind: ["hospital", "movement"], owner: [], state: [] });
  assert.equal(query.toString(), "bbox=0%2C0%2C1%2C1&zoom=7&at=2026-01-01T00%3A00%3A00Z&kind=hospital%2Cmovement");
});

test("what is drawn comes back from a form as it was, and what is none of ours is not taken", () => {
  for (const drawing of [
    { shape: "point", places: [[37, 36]] }, { shape: "circle", places: [[37, 36]], metres: 300 },
    { shape: "polygon", places: [[37, 36], [38, 36], [38, 37]] }, { shape: "corridor", places: [[37, 36], [38, 36]], metres: 50 },
  ]) {
    const back = drawingOf(geometryOf(drawing));
    assert.equal(back.shape, drawing.shape);
    assert.deepEqual(back.places, drawing.places);
    assert.equal(back.metres, drawing.metres);
  }
  const cut = { type: "Polygon", coordinates: [[[0, 0], [9, 0], [9, 9], [0, 0]], [[5, 1], [6, 1], [6, 2], [5, 1]]] };
  assert.deepEqual(geometryOf(drawingOf({ geometry: cut })).geometry, cut, "what is cut out of an area stays cut out");
  assert.equal(geometryOf({ shape: "polygon", places: [[1, 1], [2, 2]] }), null);
  for (const hostile of [undefined, {}, { geometry: { type: "Point", coordinates: ["a", "b"] } }, { geometry: { type: "Point", coordinates: [0, 91] } },
    { geometry: { type: "GeometryCollection" } }, { geometry: { type: "LineString", coordinates: Array.from({ length: 501 }, () => [0, 0]) } }]) {
    assert.equal(drawingOf(hostile), null);
  }
});

test("what has not begun looks so, and what ended looks ended", () => {
  const place = (from, holds = true, part = "site") => ({ part, holds, window: { from } });
  const feature = (state, places, kind = "hospital") => ({ kind, state, places });
  assert.equal(lookOf(feature("active", [place("2026-01-01T00:00:00Z")]), "2026-02-01T00:00:00Z"), "holds");
  assert.equal(lookOf(feature("active", [place("2026-03-01T00:00:00Z")]), "2026-02-01T00:00:00Z"), "ahead");
  assert.equal(lookOf(feature("withdrawn", [place("2026-01-01T00:00:00Z")]), "2026-02-01T00:00:00Z"), "ended");
  assert.equal(lookOf(feature("planned", [place("2026-01-01T00:00:00Z", false, "travelled")], "movement"), "2026-02-01T00:00:00Z"), "ended");
});

test("every record that the node names is drawn or counted", async () => {
  const site = { id: "a/b", kind: "hospital", owner: "a", state: "active", standOffClass: "h", places: [{ part: "site", holds: true,
    window: { from: "2026-01-01T00:00:00Z" }, area: { circle: { centre: { lat: 36, lon: 37 }, radiusMetres: 0 } } }] };
  const cluster = { cell: "1", position: { lat: 36, lon: 37 }, bbox: [37, 36, 37, 36], count: 5, kinds: { movement: 5 } };
  const reply = { standOffs: [{ class: "h", metres: 500, clause: "B" }], features: [site], clusters: [cluster], time: { from: "2026-02-01T00:00:00Z", isPast: false } };
  const made = await drawablesOf(reply, 14);
  assert.deepEqual([made.signs.length, made.clusters.length, made.rings.length], [1, 1, 1]);
  assert.equal(made.signs[0].look, "holds");
});

test("a check asks about the whole way for the whole time unless told otherwise", () => {
  const way = { geometry: { type: "LineString", coordinates: [[37, 36], [37.1, 36], [37.1, 36.1]] }, halfWidthMetres: 100 };
  const times = { from: "2026-01-01T00:00:00Z", until: "2026-01-01T02:00:00Z" };
  const asked = activityOf(way, { ...times, altitude: { lower: null, upper: 120, reference: "SFC" }, standOffMetres: 0 });
  assert.equal(asked.volumes.length, 5);
  for (const volume of asked.volumes) {
    assert.deepEqual([volume.time_start.value, volume.time_end.value], [times.from, times.until]);
    assert.deepEqual(volume.volume.altitude_upper, { value: 120, reference: "SFC", units: "M" });
    assert.equal(volume.volume.altitude_lower, undefined);
  }
  assert.ok(asked.volumes.filter(({ volume }) => volume.outline_circle).every(({ volume }) => volume.outline_circle.radius.value >= 100));
  const even = activityOf(way, { ...times, altitude: { lower: null, upper: null, reference: "SFC" }, isEven: true, standOffMetres: 50 });
  assert.equal(even.standOffMetres, 50);
  assert.equal(even.route.path[0].at, "2026-01-01T00:00:00.000Z");
  assert.equal(even.route.path.at(-1).at, "2026-01-01T02:00:00.000Z");
  assert.equal(volumesOf({ geometry: { type: "Point", coordinates: [190, 0] }, radiusMetres: 5 }, times)[0].volume.outline_circle.center.lng, -170);
});

test("numbers in clusters are never rounded up, and an unknown kind has a sign", () => {
  assert.deepEqual([1, 999, 1000, 1999, 99_999, 123_456].map(countText), ["1", "999", "1k", "1.9k", "99.9k", "123k"]);
  assert.equal(groupOf("castle"), "other");
});
