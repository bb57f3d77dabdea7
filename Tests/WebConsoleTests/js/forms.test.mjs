// Forms: every field has its words, what people type makes a body, and the real program takes every one of them.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";
import { blankValues, checkFields, fieldValues, fieldsJSON, fieldsOf, fieldPointer, keyOf, lostMembers, proposedSubject, sayFields, subjectOf, tidied, audienceAsAbout } from "../../../Sources/WebConsole/Resources/assets/js/form-model.js";
import { audienceOf, audienceProblems } from "../../../Sources/WebConsole/Resources/assets/js/form-audience.js";
import { formNames } from "../../../Sources/WebConsole/Resources/assets/js/form-names.js";
import { types } from "../../../Sources/WebConsole/Resources/assets/js/fields/types.js";
import * as accord from "./accord.mjs";
import { story } from "./form-examples.mjs";

const resources = new URL("../../../Sources/WebConsole/Resources/", import.meta.url);
const words = JSON.parse(readFileSync(new URL("locales/en.json", resources)));
const names = readdirSync(new URL("forms/", resources)).map((name) => name.replace(".json", ""));
const forms = Object.fromEntries(names.map((name) => [name, JSON.parse(readFileSync(new URL(`forms/${name}.json`, resources)))]));
const context = {
  t: (key, values = {}) => {
    assert.ok(key in words, `no words for ${key}`);
    const word = words[key].other ?? words[key];
    return word.replace(/\{(\w+)\}/g, (whole, name) => { assert.ok(name in values, `${key} needs ${name}`); return values[name]; });
  },
  number: String, bothTimes: String, localTime: String, partyName: (party) => party, source: () => [],
};

test("every form and every field of it has its words, a known type and a path", () => {
  assert.deepEqual(formNames, [...names].sort());
  const look = (fields) => fields.forEach((field) => {
    assert.ok(types[field.type], field.type);
    for (const key of [field.label, field.hint, field.unit, field.rowLabel, field.addLabel, ...(field.choices ?? []).map((option) => option.label)]) if (key) assert.ok(key in words, key);
    assert.equal(new Set(fields.map(keyOf)).size, fields.length);
    for (const rule of [field.when ?? [], field.requiredWhen ?? []].flat()) assert.ok(fields.some((each) => keyOf(each) === rule.of), `${field.path} waits for ${rule.of}`);
    if (field.fields) look(field.fields);
  });
  for (const [name, form] of Object.entries(forms)) {
    assert.equal(form.form, name);
    for (const key of [form.title, form.says, form.lead, ...form.sections.map((section) => section.legend)]) if (key) assert.ok(key in words, key);
    look(fieldsOf(form));
  }
});

test("given an empty form, when it is checked, then just what is needed is missing", () => {
  for (const [name, form] of Object.entries(forms)) {
    const problems = checkFields(fieldsOf(form), blankValues(fieldsOf(form)));
    assert.ok(problems.length > 0 || form.isAllowedEmpty, name);
    assert.ok(problems.every((problem) => problem.rule === "required"), `${name}: ${JSON.stringify(problems)}`);
  }
});

test("no form is addressed to anybody unless somebody chooses", () => {
  for (const form of Object.values(forms)) assert.ok(form.audience.may.length >= 1 && form.audience.preset === undefined);
});

test("a form makes statements of a kind that the program knows", () => {
  const text = readFileSync(new URL("../../../Sources/Coordination/Kind.swift", import.meta.url), "utf8");
  for (const form of Object.values(forms)) assert.ok(text.includes(`"${form.kind}"`), form.kind);
});

const now = () => new Date(Date.now() - 60_000).toISOString().slice(0, 16);
const filled = (value) => JSON.parse(JSON.stringify(value).replaceAll("{now}", now()));

function completed(step, saved) {
  const form = forms[step.form];
  const fields = fieldsOf(form);
  const about = saved[step.about];
  const record = step.record ?? about?.record;
  const values = { ...blankValues(fields), ...filled(step.values) };
  for (const field of fields.filter((each) => each.takes)) values[keyOf(field)] ||= { record, statement: about?.statement, challenge: saved[step.challenge]?.statement }[field.takes] ?? "";
  return { form, fields, record, values };
}

test("what is typed is checked, said in words, and comes back from its body as it was", () => {
  const saved = new Proxy({}, { get: () => ({ record: "un-hub/x", statement: "a".repeat(64) }) });
  for (const step of story) {
    const { fields, values } = completed(step, saved);
    const problems = checkFields(fields, values);
    assert.deepEqual(problems, [], step.form);
    assert.ok(sayFields(fields, values, context).length > 0);
    const body = fieldsJSON(fields, values);
    const again = fieldsJSON(fields, fieldValues(fields, body));
    assert.deepEqual(again, body, step.form);
    assert.deepEqual(fieldsJSON(fields, tidied(fields, values)), body);
  }
});

/** Every text and number of a body, but for words that a label stands for. */
const leaves = (json) => (json !== null && typeof json === "object" ? Object.values(json).flatMap(leaves) : [json]);
const flat = (said) => said.flatMap((field) => [field.label, ...field.lines.flatMap((line) => (typeof line === "string" ? [line] : [line.title, ...flat(line.lines)]))]);

test("given any body, when it is looked at before signing, then nothing of it is missing in the words", () => {
  const saved = new Proxy({}, { get: () => ({ record: "un-hub/x", statement: "a".repeat(64) }) });
  for (const step of story) {
    const { fields, values } = completed(step, saved);
    const said = flat(sayFields(fields, values, context)).join("\n");
    const labels = new Map(Object.entries(words).filter(([key]) => key.startsWith("choice.")).map(([key, word]) => [`${key.split(".").at(-1)}`, word]));
    for (const leaf of leaves(fieldsJSON(fields, values))) {
      if (leaf === true) continue;
      const shown = typeof leaf === "number" ? [String(leaf), leaf.toFixed(7).replace(/(\.\d{5}\d*?)0+$/, "$1")] : [leaf, leaf.slice(0, 16), labels.get(leaf) ?? leaf, ...Object.entries(words).filter(([key]) => key.startsWith("choice.") && key.endsWith(`.${leaf}`)).map(([, word]) => word)];
      assert.ok(leaf === "mgrs" || shown.some((text) => said.includes(text)), `${step.form} does not say ${leaf}\n${said}`);
    }
  }
});

test("a subject gives nothing away unless everybody may read the body", () => {
  const values = { "/name": [{ language: "en", text: "Basement clinic of Dr Haddad" }] };
  assert.equal(subjectOf(forms.site, values, { isOpen: true }), "basement-clinic-of-dr-haddad");
  assert.match(subjectOf(forms.site, values, { isOpen: false, random: "site-0123456789abcdef" }), /^site-89abcdef$/);
  assert.equal(proposedSubject("Würzburg / Straße 5"), "wuerzburg-strasse-5");
  assert.equal(proposedSubject("مستشفى"), "");
  assert.deepEqual(audienceAsAbout({ owner: "un", audience: ["ru", "us"] }, "ru"), ["un", "us"]);
  assert.equal(audienceAsAbout({ owner: "un", audience: "open" }, "ru"), "open");
});

const WRONG = [
  ["site", { "/place": { shape: "circle", centre: "36,2,37,1", radius: "60", outline: "", path: "", halfWidth: "" } }, "/place/circle/centre", "place:comma"],
  ["site", { "/place": { shape: "polygon", centre: "", radius: "", outline: "36N 37E\n36N 38E", path: "", halfWidth: "" } }, "/place/polygon/outer", "places-few"],
  ["site", { "/place": { shape: "polygon", centre: "", radius: "", outline: "36N 37E\n36N 380E\n3", path: "", halfWidth: "" } }, "/place/polygon/outer", "place-line"],
  ["site", { "/valid": { from: "2026-01-02T00:00", until: "2026-01-02T00:00" } }, "/valid/until", "time-order"],
  ["site", { "/people": "1,500" }, "/people", "number"], ["site", { "/people": "12.5" }, "/people", "number-decimals"], ["site", { "/people": "-1" }, "/people", "number-range"],
  ["site", { "/contact/phones": "", "/contact/radio": "" }, "/contact/phones", "required"], ["site", { "/name": [{ language: "x", text: "y" }] }, "/name", "language-tag"],
  ["site", { "/name": [{ language: "en", text: "a\u202eb" }] }, "/name/en", "text-control"], ["site", { "/name": [{ language: "en", text: "م".repeat(201) }] }, "/name/en", "text-long"],
  ["movement", { "/legs": [{ ...story.find((step) => step.form === "movement").values["/legs"][0], "/arrives": "2030-01-02T07:00" }] }, "/legs/0/arrives", "time-order"],
  ["message-send", { "/positions": [{ "/label": "", "": { position: "35.28N 40.06E", second: "37SEV9539704609" }, "/precisionMetres": "" }] }, "/positions/0/second", "second-apart"],
  ["message-send", { "/expires": "" }, "/expires", "required"], ["message-answer", { "/answer": "other", "/text": [] }, "/text", "required"],
  ["convoy-request", { "/lines": [{ "/line": "a", "/item": "a", "/category": "a", "/unit": "a", "/requested": "1" }, { "/line": "a", "/item": "a", "/category": "a", "/unit": "a", "/requested": "1" }] }, "/lines/1/line", "twice"],
  ["dossier-dispute", { "/statement": "abc" }, "/statement", "statement-form"], ["incident-report", { "/about": "no record" }, "/about", "record-form"], ["hazard-report", { "/asOf": "2026-02-30T00:00" }, "/asOf", "time"],
  ["convoy-progress", { "/reason": "" }, "/reason", "required"], ["line-check", { "/language": "" }, "/language", "required"],
];

for (const [name, change, pointer, rule] of WRONG) {
  test(`${name}: ${rule} is found at ${pointer}`, () => {
    const { fields, values } = completed(story.find((step) => step.form === name), new Proxy({}, { get: () => ({ record: "un-hub/x", statement: "a".repeat(64) }) }));
    const found = checkFields(fields, { ...values, ...change });
    assert.ok(found.some((problem) => problem.pointer === pointer && problem.rule === rule), JSON.stringify(found));
  });
}

test("given a body with a part that a form cannot hold, when it is to be stated anew, then that part is named", () => {
  const fields = fieldsOf(forms["message-correct"]);
  const { values } = completed(story.find((step) => step.form === "message-send"), {});
  const body = fieldsJSON(fields, values);
  assert.deepEqual(lostMembers(fields, body), []);
  assert.deepEqual(lostMembers(fields, { ...body, about: { alarm: { movement: "a/b", kind: "late" } } }), ["about"]);
});

test("every word of the forms is used, and every word that is used is there", () => {
  const scripts = [new URL("assets/js/", resources), new URL("assets/js/fields/", resources), new URL("assets/js/coordinates/", resources)]
    .flatMap((folder) => readdirSync(folder).filter((name) => name.endsWith(".js")).map((name) => readFileSync(new URL(name, folder), "utf8")));
  const text = [...scripts, ...names.map((name) => readFileSync(new URL(`forms/${name}.json`, resources), "utf8"))].join("\n");
  const computed = JSON.parse(readFileSync(new URL("computed-words.json", resources)));
  for (const key of Object.keys(words).filter((key) => /^(?:form|choice|sent|coordinates)\./.test(key))) assert.ok(text.includes(`"${key}"`) || computed.some((prefix) => key.startsWith(prefix)), `${key} is not used`);
  for (const [, key] of text.matchAll(/\bt\("((?:form|field|sent|coordinates)\.[^"]+)"/g)) assert.ok(key in words, `${key} is missing`);
  const rules = new Set([...text.matchAll(/new CoordinateError\("([a-z-]+)"/g)].map(([, rule]) => `coordinates.error.${rule}`));
  for (const [, rule] of text.matchAll(/rule: "([a-z-]+)"/g)) if (`field.error.${rule}` in words) rules.add(`field.error.${rule}`);
  for (const key of rules) assert.ok(key in words, key);
});

test("the audience is just what was chosen, and nothing while nothing was chosen", () => {
  const about = { owner: "un", audience: ["ru", "us"] };
  assert.equal(audienceOf({ choice: null, parties: ["ru"] }, about, "us"), null);
  assert.deepEqual(audienceOf({ choice: "owner", parties: ["ru"] }, about, "us"), ["un"]);
  assert.deepEqual(audienceOf({ choice: "as-about", parties: [] }, about, "us"), ["ru", "un"]);
  assert.deepEqual(audienceOf({ choice: "restricted", parties: ["us", "ru", "ru"] }, about, "us"), ["ru"]);
  assert.equal(audienceProblems(forms.site, { choice: null, parties: [] }, null, "us")[0].rule, "audience");
  assert.equal(audienceProblems(forms.site, { choice: "restricted", parties: [] }, null, "us")[0].rule, "audience-nobody");
  assert.equal(audienceProblems(forms["line-check"], { choice: "restricted", parties: ["ru"] }, null, "us")[0].rule, "audience");
  assert.equal(audienceProblems(forms["message-answer"], { choice: "as-about", parties: [] }, { owner: "un" }, "us")[0].rule, "audience-unknown");
});

test("what is hidden is not said: decisions only where somebody decides", () => {
  const fields = fieldsOf(forms["constraint-report"]);
  const { values } = completed(story.find((step) => step.form === "constraint-report"), {});
  const body = fieldsJSON(fields, { ...values, "/type": "hostilities" });
  assert.ok(!("decidedBy" in body) && !("reason" in body) && !("impediment" in body));
});

test("the place is kept as it was typed, where nobody wrote it down otherwise", () => {
  const { fields, values } = completed(story[0], {});
  assert.equal(fieldsJSON(fields, values).given.text, "36°12′00.0″ N 37°09′00.0″ E");
  assert.equal(fieldsJSON(fields, { ...values, "/given/text": "at the bridge" }).given.text, "at the bridge");
});

test("the real program takes what every form makes, and names the field of what it does not take", { skip: !accord.isHere && "the program or what signs is not here", timeout: 300_000 }, async () => {
  const here = await accord.found();
  const saved = {};
  try {
    const said = new Set();
    for (const [at, step] of story.entries()) {
      const { form, fields, record, values } = completed(step, saved);
      assert.deepEqual(checkFields(fields, values), [], step.form);
      const subject = form.subject.how.startsWith("record") ? record.split("/")[1] : step.form === "unit-declare" ? "unit-1" : subjectOf(form, values, { isOpen: true });
      const body = fieldsJSON(fields, values);
      let answer;
      try {
        answer = await here.speak(step.by, step.officer)({ id: `story-${at}`, kind: form.kind, subject, body, audience: "open" });
      } catch (error) {
        assert.fail(`${step.form}: ${error.rule} ${error.pointer ?? ""} ${error.detail ?? ""}\n${JSON.stringify(body)}`);
      }
      assert.ok(answer.entry > 0);
      said.add(step.form);
      if (step.save) saved[step.save] = { record: record ?? `${step.by}/${subject}`, statement: answer.name };
      if (step.about && /amend/.test(step.form)) saved[step.about].statement = answer.name;
    }
    assert.deepEqual([...said].sort(), [...names].sort(), "every form was tried");
    const { form, fields, values } = completed(story[0], saved);
    const body = { ...fieldsJSON(fields, values), contact: { role: "x" } };
    await assert.rejects(here.speak("un-hub")({ id: "wrong", kind: form.kind, subject: "other", body, audience: "open" }), (error) => error.rule === "malformed-body" && fieldPointer(error.pointer) === "/contact");
  } finally {
    here.end();
  }
});
