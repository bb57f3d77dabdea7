// Checks a planned activity: what it would endanger, how near, and whom to call. The node computes; what it says is shown as
// it says it, and nothing here adds a word that could be read as leave to go ahead.

import { page } from "./page.js";
import { ageText, numberText, t, timeText } from "./words.js";
import { addressOf } from "./map/card.js";
import { freshID, h, localised } from "./map/dom.js";
import { between, destination, running, wrapped } from "./map/geometry.js";
import { startMap } from "./map/map.js";

/** Milliseconds that a check may take. */
const PATIENCE = 35_000;
/** How much wider than drawn a way is checked where it is asked about as areas, so that none of it is left out. */
const WIDENING = 1.01;

const degrees = ([longitude, latitude]) => ({ lng: Math.round(wrapped(longitude) * 1e7) / 1e7, lat: Math.round(latitude * 1e7) / 1e7 });

/** The volumes of a drawing for all of a time (ASTM F3548): of a way, every leg as an area and every position as a circle. */
export function volumesOf({ geometry, radiusMetres, halfWidthMetres }, { from, until }, altitude) {
  const time = (value) => ({ value, format: "RFC3339" });
  const heights = {};
  for (const [name, value] of [["altitude_lower", altitude?.lower], ["altitude_upper", altitude?.upper]]) {
    if (value !== null && value !== undefined) heights[name] = { value, reference: altitude.reference, units: "M" };
  }
  const volume = (outline) => ({ volume: { ...outline, ...heights }, time_start: time(from), time_end: time(until) });
  const circle = (place, metres) => volume({ outline_circle: { center: degrees(place), radius: { value: metres, units: "M" } } });
  if (geometry.type === "Point") return [circle(geometry.coordinates, radiusMetres ?? 0)];
  if (geometry.type === "Polygon") {
    return [volume({ outline_polygon: { vertices: geometry.coordinates[0].slice(0, -1).map(degrees) } })];
  }
  const path = running(geometry.coordinates);
  const metres = Math.ceil((halfWidthMetres * WIDENING + 1) * 1000) / 1000;
  const legs = path.slice(1).flatMap((place, number) => {
    const [start, end] = [path[number], place];
    const there = between(start, end);
    if (there.metres < 0.02) return [];
    const back = between(end, start).bearing;
    return [volume({ outline_polygon: { vertices: [
      destination(start, there.bearing - 90, metres), destination(start, there.bearing + 90, metres),
      destination(end, back - 90, metres), destination(end, back + 90, metres),
    ].map(degrees) } })];
  });
  return [...legs, ...path.map((place) => circle(place, metres))];
}

/** A way with a time at every position, spread by distance. */
export function routeOf({ geometry, halfWidthMetres }, { from, until }, altitude) {
  const path = running(geometry.coordinates);
  const lengths = path.map((place, number) => (number === 0 ? 0 : between(path[number - 1], place).metres));
  const whole = lengths.reduce((sum, length) => sum + length, 0) || 1;
  const [start, end] = [Date.parse(from), Date.parse(until)];
  let along = 0;
  let before = -Infinity;
  const stops = path.map((place, number) => {
    along += lengths[number];
    // Two positions never share a time.
    const at = Math.max(before + 1, Math.round(start + (end - start) * along / whole));
    before = at;
    const { lng, lat } = degrees(place);
    return { lat, lon: lng, at: new Date(at).toISOString() };
  });
  const heights = altitude && (altitude.lower !== null || altitude.upper !== null) ? { altitude: {
    reference: altitude.reference, ...(altitude.lower === null ? {} : { lowerMetres: altitude.lower }),
    ...(altitude.upper === null ? {} : { upperMetres: altitude.upper }),
  } } : {};
  return { path: stops, halfWidthMetres, ...heights };
}

/** What is asked of the node. */
export function activityOf(detail, { from, until, altitude, standOffMetres, isEven }) {
  const times = { from, until };
  const what = detail.geometry.type === "LineString" && isEven
    ? { route: routeOf(detail, times, altitude) } : { volumes: volumesOf(detail, times, altitude) };
  return standOffMetres > 0 ? { ...what, standOffMetres } : what;
}

async function ask(activity) {
  const abort = new AbortController();
  const patience = setTimeout(() => abort.abort(), PATIENCE);
  try {
    const reply = await fetch("/console/api/checks", {
      method: "POST", signal: abort.signal, body: JSON.stringify(activity),
      headers: { "content-type": "application/json", accept: "application/json", "accept-language": page.lang, "x-parley-console": "1" },
    });
    const body = await reply.json().catch(() => ({}));
    if (!reply.ok) throw Object.assign(new Error("refused"), { detail: body.detail ?? String(reply.status) });
    // An answer without its own sentence is no answer.
    if (typeof body.statement !== "string" || !Array.isArray(body.findings)) throw Object.assign(new Error("refused"), { detail: "" });
    return body;
  } finally { clearTimeout(patience); }
}

const utc = (milliseconds) => new Date(Math.ceil(milliseconds / 60_000) * 60_000).toISOString().slice(0, 16);

/** Puts the check into an element: the map, the fields, and the answer. */
export async function startCheck(element, options = {}) {
  const id = freshID("check");
  const box = h("div");
  const answer = h("section", { class: "check-answer", "aria-live": "polite", tabindex: "-1" });
  const error = h("p", { class: "field-error", role: "alert", hidden: true });
  const input = (type, more = {}) => h("input", { type, dir: "ltr", ...more });
  const fields = {
    from: input("datetime-local", { value: utc(Date.now()), required: true, step: 60 }),
    until: input("datetime-local", { value: utc(Date.now() + 2 * 3_600_000), required: true, step: 60 }),
    lower: input("number", { step: "any" }), upper: input("number", { step: "any" }),
    reference: h("select", {}, h("option", { value: "SFC" }, t("check.reference.SFC")), h("option", { value: "MSL" }, t("check.reference.MSL")), h("option", { value: "W84" }, t("check.reference.W84"))),
    standOff: input("number", { min: 0, max: 1_000_000, step: "any" }),
  };
  const even = h("input", { type: "radio", name: `${id}-along`, value: "even" });
  const along = h("fieldset", { hidden: true }, h("legend", {}, t("check.along")),
    h("label", { class: "map-choice" }, h("input", { type: "radio", name: `${id}-along`, value: "any", checked: true }), " ", t("check.alongAny")),
    h("label", { class: "map-choice" }, even, " ", t("check.alongEven")));
  const button = h("button", { type: "submit", class: "primary" }, t("check.run"));
  const label = (text, control) => h("label", {}, h("span", {}, text), control);
  const form = h("form", { class: "check-form", novalidate: true },
    h("fieldset", {}, h("legend", {}, t("check.times")), h("div", { class: "check-fields" }, label(t("check.from"), fields.from), label(t("check.until"), fields.until))),
    along,
    h("fieldset", {}, h("legend", {}, t("check.altitude")), h("div", { class: "check-fields" },
      label(t("check.lower"), fields.lower), label(t("check.upper"), fields.upper), label(t("check.reference"), fields.reference))),
    label(t("check.standOff"), fields.standOff), error, h("p", {}, button));
  element.replaceChildren(box, form, answer);
  // By the node's clock, once it is known: a check for another day than meant would be a wrong answer.
  let isTimed = false;
  for (const control of [fields.from, fields.until]) control.addEventListener("input", () => { isTimed = true; });
  box.addEventListener("parley:map", ({ detail: { askedAt } }) => {
    const now = Date.parse(askedAt ?? "");
    if (isTimed || !Number.isFinite(now)) return;
    isTimed = true;
    fields.from.value = utc(now);
    fields.until.value = utc(now + 2 * 3_600_000);
  });
  let detail = null;
  const map = await startMap(box, { ...options, mode: "check", onGeometry: (fresh) => { detail = fresh; along.hidden = fresh?.geometry.type !== "LineString"; } });
  const wrong = (text) => { error.textContent = text; error.hidden = !text; };
  const number = (control) => (control.value === "" ? null : Number(control.value));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    // What was answered before belongs to another question.
    answer.replaceChildren();
    map.findings([]);
    if (!detail) return wrong(t("check.needDrawing"));
    if (!fields.from.value || !fields.until.value || fields.until.value <= fields.from.value) return wrong(t("check.needTimes"));
    wrong("");
    button.disabled = true;
    answer.replaceChildren(h("p", { role: "status" }, t("check.running")));
    const activity = activityOf(detail, {
      from: `${fields.from.value}:00Z`, until: `${fields.until.value}:00Z`, isEven: even.checked, standOffMetres: number(fields.standOff) ?? 0,
      altitude: { lower: number(fields.lower), upper: number(fields.upper), reference: fields.reference.value },
    });
    try {
      const reply = await ask(activity);
      answer.replaceChildren(...answerOf(reply, map));
      map.findings(featuresOf(reply.findings));
      answer.focus();
    } catch (problem) {
      answer.replaceChildren();
      wrong(problem.detail === undefined ? t("check.unreachable") : t("check.failed", { detail: problem.detail }));
    }
    button.disabled = false;
    return undefined;
  });
  return { map, form, take: (fresh) => { if (map.geometry(fresh)) detail = fresh; } };
}

/** From the activity to the record: a line a finding. */
export function featuresOf(findings) {
  return findings.map((finding) => {
    const [from, to] = [finding.nearestOnActivity, finding.nearestOnRecord].map(({ lat, lon }) => [lon, lat]);
    return { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: running([from, to]) } };
  });
}

function answerOf(reply, map) {
  const { knowledge } = reply;
  const age = knowledge.ageSeconds === null || knowledge.ageSeconds === undefined
    ? t("check.ageUnknown") : t("check.age", { age: ageText(-1000 * knowledge.ageSeconds), size: numberText(knowledge.size) });
  return [
    h("h2", {}, t("check.answer")),
    // The node's own sentence, in its own words.
    h("p", { class: "check-statement", lang: "en", dir: "auto" }, reply.statement),
    h("p", { class: knowledge.isStale ? "map-warn" : "map-note" }, age, knowledge.isStale ? ` ${t("check.stale")}` : ""),
    reply.findings.length ? h("h3", {}, t("check.findings", { count: reply.findings.length })) : null,
    h("ol", { class: "check-findings" }, reply.findings.map((finding) => findingOf(finding, map))),
    h("ul", { class: "check-notes" }, reply.notes.map((note) => h("li", { dir: "auto" }, note))),
  ].filter(Boolean);
}

const metres = (value) => t("check.metres", { metres: numberText(Math.floor(value)) });
const term = (name, ...value) => [h("dt", {}, name), h("dd", {}, ...value)];
const time = (instant) => h("time", { datetime: instant }, timeText(instant));

function findingOf(finding, map) {
  const kind = finding.mechanism === "movement" ? "movement" : finding.kind;
  const party = localised(finding.owner.name, page.lang) || finding.owner.party;
  const name = localised(finding.name, page.lang) || finding.record;
  const { lat, lon } = finding.nearestOnRecord;
  return h("li", { class: "check-finding" },
    h("h3", {}, h("bdi", {}, name)),
    h("dl", {},
      term(t("map.card.kind"), t(`map.kind.${kind}`), " · ", t(`map.state.${finding.state}`)),
      term(t("map.card.owner"), h("bdi", {}, party)),
      term(t("check.distance"), finding.distanceMetres > 0 ? metres(finding.distanceMetres) : t("check.inside")),
      term(t("check.keep"), t("check.metres", { metres: numberText(Math.ceil(finding.standOffMetres)) }),
        finding.standOffSetBy === "activity" ? ` · ${t("check.byActivity")}` : ""),
      term(t("check.clause"), h("bdi", {}, finding.clause)),
      term(t("check.overlap"), time(finding.overlap.from), finding.overlap.until ? [" – ", time(finding.overlap.until)] : "")),
    callOf(finding.call),
    h("p", {}, h("a", { href: addressOf(finding.record) }, t("check.open")), " ",
      h("button", { type: "button", onclick: () => map.go([lon, lat], 13) }, t("check.showOnMap"))));
}

function phones(contact) {
  const list = contact?.phones ?? [];
  return list.map((phone) => h("a", { href: `tel:${phone.replaceAll(/[^+\d]/gu, "")}`, dir: "ltr" }, phone)).flatMap((link) => [link, " "]);
}

function contactOf(contact) {
  const numbers = phones(contact);
  return [h("bdi", {}, contact.role), ": ", ...(numbers.length ? numbers : [contact.radio ? "" : t("check.noPhone")]), contact.radio ? h("bdi", {}, contact.radio) : ""];
}

function callOf(call) {
  return h("div", { class: "check-call" },
    h("p", {}, h("strong", {}, t("check.call")), " ", ...contactOf(call.contact)),
    call.officers.length ? h("p", {}, t("check.officers")) : null,
    h("ul", {}, call.officers.map((officer) => h("li", {},
      h("bdi", {}, localised(officer.name, page.lang) || officer.officer), " (", officer.grade, ") ", ...contactOf(officer.contact ?? { role: "" })))));
}
