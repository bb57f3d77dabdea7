// What a form holds, without a page: values as they were typed, the body that they make, what is wrong with them, and
// what would be said, in words. Values are plain JSON, so that a draft is the values and nothing else.

import { timeJSON } from "./fields/time.js";
import { types } from "./fields/types.js";

/** Where a field's value is kept: its path, or its name where two fields fill one place. */
export const keyOf = (field) => field.id ?? field.path;

/** The values of fields in which nothing was said. */
export const blankValues = (fields) => Object.fromEntries(fields.map((field) => [keyOf(field), types[field.type].blank(field)]));

function meets({ of, is, not, said }, values, fields) {
  const value = values[of];
  if (said !== undefined) {
    const field = fields.find((each) => keyOf(each) === of);
    return (value !== undefined && field !== undefined && !types[field.type].isBlank(value, field)) === said;
  }
  return is ? is.includes(value) : !not.includes(value);
}

/** Whether a field is asked for, as the others stand. */
export const isShown = (field, values, fields) => [field.when ?? []].flat().every((rule) => meets(rule, values, fields));

const isRequired = (field, values, fields) =>
  field.required === true || (field.requiredWhen ? [field.requiredWhen].flat().every((rule) => meets(rule, values, fields)) : false);

const isSaid = (field, values) => !types[field.type].isBlank(values[keyOf(field)] ?? types[field.type].blank(field), field);

/** Whether anything was said in these fields beside what stood there from the beginning. */
export const isAnySaid = (fields, values) => fields.some((field) => !field.preset && isSaid(field, values));

function put(into, path, value) {
  if (path === "") return Object.assign(into, value);
  const steps = path.slice(1).split("/");
  let inner = into;
  for (const step of steps.slice(0, -1)) inner = inner[step] ??= {};
  inner[steps.at(-1)] = value;
  return into;
}

const at = (json, path) => (path === "" ? json : path.slice(1).split("/").reduce((inner, step) => inner?.[step], json));

/** What was typed for a place is kept as it was given, where the author did not write that down otherwise. */
function withGivenText(fields, values) {
  const given = { ...values };
  for (const field of fields.filter((each) => each.keepsText)) {
    const into = fields.find((each) => keyOf(each) === field.keepsText);
    const typed = values[keyOf(field)];
    const text = typeof typed === "string" ? typed : typed?.shape === "circle" ? typed.centre : "";
    if (into && text?.trim() && !isSaid(into, values)) given[field.keepsText] = [...text.trim()].slice(0, 70).join("");
  }
  return given;
}

/** The JSON of what was said in the fields that are asked for. */
export function fieldsJSON(fields, typed) {
  const values = withGivenText(fields, typed);
  const made = {};
  for (const field of fields) {
    if (field.isOnPage || !isShown(field, values, fields) || !isSaid(field, values)) continue;
    const value = types[field.type].json(values[keyOf(field)], field);
    put(made, field.path, value);
  }
  return made;
}

/** The values that would make this JSON. */
export function fieldValues(fields, json) {
  const values = blankValues(fields);
  for (const field of fields) {
    if (field.isOnPage) continue;
    const found = at(json, field.path);
    const isOwn = found !== undefined && found !== null && (!field.shape || (Array.isArray(found) ? "array" : typeof found) === field.shape);
    if (field.path === "" ? found?.position || found?.second : isOwn) values[keyOf(field)] = types[field.type].value(found, field);
  }
  // A choice that is not in the body follows from what is there.
  for (const field of fields.filter((each) => each.isOnPage && each.follows)) {
    const rule = field.follows.find(({ has, type }) => at(json, has) !== undefined && (!type || typeof at(json, has) === type));
    if (rule) values[keyOf(field)] = rule.value;
  }
  return values;
}

/** Members of a body that these fields cannot hold: stated anew by them, they would be said no longer. */
export function lostMembers(fields, json) {
  const again = fieldsJSON(fields, fieldValues(fields, json));
  return Object.keys(json).filter((name) => JSON.stringify(again[name]) === undefined);
}

/** What is wrong, each with a pointer into the body. */
export function checkFields(fields, values) {
  const problems = [];
  for (const field of fields) {
    if (!isShown(field, values, fields)) continue;
    if (!isSaid(field, values)) {
      if (isRequired(field, values, fields)) problems.push({ pointer: field.path, rule: "required", label: field.label });
      continue;
    }
    for (const problem of types[field.type].check(values[keyOf(field)], field)) problems.push({ label: field.label, ...problem, pointer: field.path + problem.pointer });
  }
  for (const field of fields.filter((each) => each.after)) {
    const [first, second] = [values[field.after], values[keyOf(field)]];
    const [one, two] = [Date.parse(timeJSON(first)), Date.parse(timeJSON(second))];
    if (first && second && (field.orEqual ? two < one : two <= one)) problems.push({ pointer: field.path, rule: "time-order", label: field.label });
  }
  return problems;
}

/** What would be said, field by field: `{ label, lines }`; a line is a text, or rows with a title. */
export function sayFields(fields, typed, context) {
  const values = withGivenText(fields, typed);
  return fields
    .filter((field) => isShown(field, values, fields) && isSaid(field, values) && !(field.isOnPage && field.isQuiet))
    .map((field) => ({ label: context.t(field.label), lines: types[field.type].say(values[keyOf(field)], field, context) }));
}

/** All fields of a form, section after section. */
export const fieldsOf = (form) => form.sections.flatMap((section) => section.fields);

/** The field that a node's problem names: its pointer leads into the statement, ours into the body. */
export const fieldPointer = (pointer) => (pointer === null || pointer === undefined ? null : pointer.replace(/^\/body(?=\/|$)/, ""));

/** The values with rows left out in which nothing was said. */
export function tidied(fields, values) {
  const tidy = { ...values };
  for (const field of fields) {
    if (field.type === "rows" && tidy[keyOf(field)]) tidy[keyOf(field)] = types.rows.tidy(tidy[keyOf(field)], field).map((row) => tidied(field.fields, row));
  }
  return tidy;
}

const LATIN = { ä: "ae", ö: "oe", ü: "ue", ß: "ss", ø: "o", æ: "ae", ł: "l", đ: "d", ı: "i" };

/** A subject made of a name: lower case, digits, hyphens; empty where the name has none of them. */
export const proposedSubject = (text) =>
  [...(text ?? "").toLowerCase()].map((letter) => LATIN[letter] ?? letter).join("").normalize("NFD").replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9.]+/g, "-").replace(/^[-.]+|[-.]+$/g, "").slice(0, 60).replace(/[-.]+$/, "");

/** A subject that means nothing, as additions have. */
export function randomSubject(start = "a") {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return `${start}-${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

const dated = (now) => new Date(now).toISOString().slice(0, 16).replace(/[-:]/g, "").replace("T", "-").toLowerCase();

/** The text that a name is proposed from. */
function namedText(value) {
  if (Array.isArray(value)) return (value.find((one) => one.language === "en" && one.text) ?? value.find((one) => proposedSubject(one.text)) ?? { text: "" }).text;
  return typeof value === "object" ? value?.name : value;
}

/**
 * The subject that a form's statement has: that of the record, one of its own that means nothing, or a name.
 *
 * A name stands in the open log. So one is made of what was written only where everybody may read that anyway.
 */
export function subjectOf(form, values, { record, given, random, isOpen = false, now = Date.now() } = {}) {
  const { how, from, start, isDated } = form.subject;
  if (how.startsWith("record")) return (record ?? "").split("/")[1] ?? "";
  if (how === "random") return random ?? randomSubject(start);
  if (given?.trim()) return given.trim();
  const kind = start ?? form.form;
  if (isDated) return `${kind}-${dated(now)}-${(random ?? randomSubject()).slice(-4)}`;
  const proposed = isOpen ? proposedSubject(namedText(values[from])) : "";
  return proposed || `${kind}-${(random ?? randomSubject()).slice(-8)}`;
}

/** Who is told what was said about a record: the same circle, with its owner and without the speaker. */
export function audienceAsAbout(about, speaker) {
  if (about.audience === "open") return "open";
  return [...new Set([...(about.audience ?? []), about.owner])].filter((party) => party && party !== speaker).sort();
}
