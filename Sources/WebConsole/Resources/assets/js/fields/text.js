// Texts: of one line, of several, a list with one on each line, and one in several languages.

import { group, h, labelled } from "./dom.js";

const REFUSED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;
const VISIBLE = /[^\s\p{Cf}]/u;

/** How many bytes a text takes in a statement. */
export const bytesOf = (text) => new TextEncoder().encode(text).length;

/** What is wrong with a text, by the rules of a statement. */
export function checkText(text, { limit = 400, pattern } = {}) {
  if (!VISIBLE.test(text)) return [{ pointer: "", rule: "text-empty" }];
  if (bytesOf(text) > limit) return [{ pointer: "", rule: "text-long", values: { bytes: bytesOf(text), limit } }];
  if (REFUSED.test(text)) return [{ pointer: "", rule: "text-control" }];
  if (pattern && !new RegExp(`^(?:${pattern})$`).test(text)) return [{ pointer: "", rule: "text-pattern" }];
  return [];
}

const isBlankText = (value) => !value || value.trim() === "";

function mountText(tag) {
  return (field, value, change, context) => {
    const control = h(tag, {
      value, type: tag === "input" ? "text" : false, rows: tag === "textarea" ? field.rows ?? 4 : false, dir: "auto", autocomplete: "off", spellcheck: tag === "textarea" ? "true" : "false",
      inputmode: field.inputmode ?? false, readonly: field.fixed ? true : false,
      oninput: (event) => change(event.target.value),
    });
    return labelled(control, context.labels(field));
  };
}

const plain = {
  blank: () => "", isBlank: isBlankText, json: (value) => value.trim(), check: (value, field) => checkText(value.trim(), field),
  value: (json) => String(json), say: (value) => [value.trim()],
};

/** A text of one line. */
export const text = { ...plain, mount: mountText("input") };

/** A text of several lines. */
export const long = { ...plain, mount: mountText("textarea") };

const rowsOf = (value) => (value ?? "").split("\n").map((line) => line.trim()).filter(Boolean);

/** Texts, one on each line. */
export const texts = {
  blank: () => "", isBlank: (value) => rowsOf(value).length === 0, json: rowsOf, value: (json) => json.join("\n"), say: (value) => rowsOf(value),
  check(value, field) {
    const all = rowsOf(value);
    if (field.most && all.length > field.most) return [{ pointer: "", rule: "too-many", values: { count: all.length, limit: field.most } }];
    if (field.isOnce !== false && new Set(all).size < all.length) return [{ pointer: "", rule: "twice" }];
    return all.flatMap((one) => checkText(one, field));
  },
  mount: (field, value, change, context) => mountText("textarea")({ rows: 3, ...field }, value, change, context),
};

const TAG = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/;

/** A text in several languages; the reader's own comes first. */
export const languages = {
  blank: () => [{ language: "", text: "" }],
  isBlank: (value) => value.every((one) => isBlankText(one.text)),
  json: (value) => Object.fromEntries(value.filter((one) => !isBlankText(one.text)).map((one) => [one.language || "en", one.text.trim()])),
  value: (json) => Object.entries(json).map(([language, words]) => ({ language, text: words })),
  say: (value) => value.filter((one) => !isBlankText(one.text)).map((one) => `${one.language}: ${one.text.trim()}`),
  check(value, field) {
    const said = value.filter((one) => !isBlankText(one.text));
    if (said.length > 12) return [{ pointer: "", rule: "too-many", values: { count: said.length, limit: 12 } }];
    if (new Set(said.map((one) => one.language)).size < said.length) return [{ pointer: "", rule: "language-twice" }];
    const tag = said.find((one) => one.language && !TAG.test(one.language));
    if (tag) return [{ pointer: "", rule: "language-tag", values: { tag: tag.language } }];
    return said.flatMap((one) => checkText(one.text.trim(), field).map((problem) => ({ ...problem, pointer: `/${one.language}` })));
  },
  mount(field, value, change, context) {
    const labels = context.labels(field);
    const list = h("div", { class: "languages" });
    const rows = value.map((one) => ({ ...one, language: one.language || context.language }));
    const tell = () => change(rows.map((one) => ({ ...one })));
    const draw = () => {
      list.replaceChildren(...rows.map((row, at) => {
        const tag = h("input", {
          value: row.language, size: 5, dir: "ltr", autocomplete: "off", "aria-label": context.t("field.languages.tag"), class: "language-tag",
          oninput: (event) => { row.language = event.target.value.trim(); tell(); },
        });
        const words = h(field.isLong ? "textarea" : "input", {
          value: row.text, dir: "auto", rows: field.isLong ? 4 : false, autocomplete: "off", "data-pointer": `${labels.pointer}/${row.language}`,
          "aria-label": context.t("field.languages.text", { label: labels.label, language: row.language }), lang: row.language,
          oninput: (event) => { row.text = event.target.value; tell(); },
        });
        const remove = rows.length > 1 ? h("button", { type: "button", class: "quiet", onclick: () => { rows.splice(at, 1); tell(); draw(); } }, context.t("field.languages.remove")) : null;
        return h("div", { class: "language-row" }, tag, words, remove);
      }));
    };
    draw();
    const add = h("button", { type: "button", class: "quiet", onclick: () => {
      const free = ["en", "ar", "ru", "fr"].find((tag) => !rows.some((row) => row.language === tag)) ?? "";
      rows.push({ language: free, text: "" });
      tell();
      draw();
      list.lastElementChild.querySelector("input, textarea").nextElementSibling?.focus();
    } }, context.t("field.languages.add"));
    return group(labels, list, add);
  },
};
