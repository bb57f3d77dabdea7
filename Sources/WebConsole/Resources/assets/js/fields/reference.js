// References: a body that decides or acts, a record, a statement, several records, a document by its hash.

import { group, h, labelled } from "./dom.js";
import { checkText, text } from "./text.js";

const RECORD = /^[a-z0-9][a-z0-9.-]{0,63}\/[a-z0-9][a-z0-9.-]{0,63}$/;
const NAME = /^[a-z0-9][a-z0-9.-]{0,63}$/;
const HASH = /^[0-9a-f]{64}$/;

/** A body that decides or acts: by name, and as a party where it is one of the accord. */
export const body = {
  blank: () => ({ name: "", party: "" }), isBlank: (value) => !value.name?.trim() && !value.party,
  json: (value) => ({ name: value.name.trim(), ...(value.party ? { party: value.party } : {}) }), value: (json) => ({ name: json.name, party: json.party ?? "" }),
  check: (value) => [
    ...checkText(value.name.trim(), { limit: 200 }).map((problem) => ({ ...problem, pointer: "/name" })),
    ...(value.party && !NAME.test(value.party) ? [{ pointer: "/party", rule: "name-form", values: { name: value.party } }] : []),
  ],
  say: (value, field, context) => [value.party ? context.t("field.body.said", { name: value.name.trim(), party: context.partyName(value.party) }) : value.name.trim()],
  mount(field, value, change, context) {
    const labels = context.labels(field);
    const kept = { ...value };
    const name = h("input", { value: kept.name, dir: "auto", autocomplete: "off", oninput: (event) => { kept.name = event.target.value; change({ ...kept }); } });
    const parties = context.source("parties") ?? [];
    const party = parties.length
      ? h("select", { onchange: (event) => {
        kept.party = event.target.value;
        if (kept.party && !name.value.trim()) name.value = kept.name = context.partyName(kept.party);
        change({ ...kept });
      } }, h("option", { value: "" }, context.t("field.body.no-party")), parties.map((each) => h("option", { value: each.value }, each.text)))
      : h("input", { value: kept.party, dir: "ltr", oninput: (event) => { kept.party = event.target.value.trim(); change({ ...kept }); } });
    party.value = kept.party;
    return group(labels, labelled(name, { label: context.t("field.body.name"), isRequired: true, pointer: `${labels.pointer}/name` }),
      labelled(party, { label: context.t("field.body.party"), pointer: `${labels.pointer}/party`, optionalText: labels.optionalText }));
  },
};

/** A record, `owner/subject`. */
export const record = { ...text, check: (value) => (RECORD.test(value.trim()) ? [] : [{ pointer: "", rule: "record-form" }]) };

/** A statement by its name. */
export const statement = { ...text, check: (value) => (HASH.test(value.trim()) ? [] : [{ pointer: "", rule: "statement-form" }]), say: (value) => [value.slice(0, 16)] };

/** A name in lower case, as enrolled. */
export const name = { ...text, check: (value) => (NAME.test(value.trim()) ? [] : [{ pointer: "", rule: "name-form", values: { name: value } }]) };

const rowsOf = (value) => (value ?? "").split(/[\s,;]+/).filter(Boolean);

/** Several records. */
export const records = {
  blank: () => "", isBlank: (value) => rowsOf(value).length === 0, json: rowsOf, value: (json) => json.join("\n"), say: rowsOf,
  check(value, field) {
    const all = rowsOf(value);
    if (all.some((each) => !RECORD.test(each))) return [{ pointer: "", rule: "record-form" }];
    if (new Set(all).size < all.length) return [{ pointer: "", rule: "twice" }];
    return all.length > (field.most ?? 32) ? [{ pointer: "", rule: "too-many", values: { count: all.length, limit: field.most ?? 32 } }] : [];
  },
  mount: (field, value, change, context) => labelled(h("textarea", { value, rows: 2, dir: "ltr", spellcheck: "false", oninput: (event) => change(event.target.value) }), context.labels(field)),
};

const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));

/** A document by the hash of its bytes: the file is read here and stays here. */
export const fileHash = {
  blank: () => "", isBlank: (value) => !value, json: (value) => value, value: (json) => json,
  check: (value) => (/^[A-Za-z0-9+/]{43}=$/.test(value) ? [] : [{ pointer: "", rule: "file-hash" }]), say: (value) => [value],
  mount(field, value, change, context) {
    const shown = h("output", { class: "field-hint" }, value);
    const control = h("input", { type: "file", onchange: async (event) => {
      const [file] = event.target.files;
      if (!file) return;
      const digest = base64(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      shown.textContent = digest;
      change(digest);
    } });
    const wrapped = labelled(control, context.labels(field));
    wrapped.append(shown);
    return wrapped;
  },
};
