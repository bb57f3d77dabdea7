// Repeating rows: legs, vehicles, lines of a manifest, people to call. Each row is a group of its own with a number, and
// rows can be added, removed and moved with the keyboard.

import { group, h } from "./dom.js";
import { blankValues, checkFields, fieldsJSON, fieldValues, isAnySaid, sayFields } from "../form-model.js";

/** Rows of fields. */
export const rows = {
  blank: (field) => Array.from({ length: field.begin ?? (field.required ? 1 : 0) }, () => blankValues(field.fields)),
  isBlank: (value, field) => value.every((row) => !isAnySaid(field.fields, row)),
  /** Rows in which nothing was said are no rows. */
  tidy: (value, field) => value.filter((row) => isAnySaid(field.fields, row)),
  json: (value, field) => rows.tidy(value, field).map((row) => fieldsJSON(field.fields, row)),
  value: (json, field) => json.map((item) => fieldValues(field.fields, item)),
  check(value, field) {
    const said = rows.tidy(value, field);
    if (said.length > field.most) return [{ pointer: "", rule: "too-many", values: { count: said.length, limit: field.most } }];
    const problems = said.flatMap((row, at) => checkFields(field.fields, row).map((problem) => ({ ...problem, pointer: `/${at}${problem.pointer}` })));
    if (field.once) {
      const keys = said.map((row) => row[field.once]?.trim());
      const at = keys.findIndex((key, index) => key && keys.indexOf(key) < index);
      if (at >= 0) problems.push({ pointer: `/${at}${field.once}`, rule: "twice" });
    }
    return problems;
  },
  say: (value, field, context) => rows.tidy(value, field).map((row, at) => ({ title: context.t(field.rowLabel, { number: context.number(at + 1) }), lines: sayFields(field.fields, row, context) })),
  mount(field, value, change, context) {
    const labels = context.labels(field);
    let all = value.map((row) => ({ ...row }));
    const list = h("div", { class: "rows" });
    const status = h("p", { class: "visually-hidden", role: "status" });
    const tell = () => change(all.map((row) => ({ ...row })));
    const focusOn = (at) => (list.children[Math.min(at, all.length - 1)] ?? add).querySelector?.("input, select, textarea, button")?.focus();
    const draw = () => list.replaceChildren(...all.map((row, at) => {
      const title = context.t(field.rowLabel, { number: context.number(at + 1) });
      const inner = context.mountFields(field.fields, row, (next) => { all[at] = next; tell(); }, `${labels.pointer}/${at}`);
      const button = (key, act) => h("button", { type: "button", class: "quiet", "aria-label": context.t(key, { row: title }), onclick: act }, context.t(`${key}.short`));
      const move = (to) => { [all[at], all[to]] = [all[to], all[at]]; tell(); draw(); focusOn(to); };
      const actions = h("div", { class: "row-actions" },
        field.isOrdered && at > 0 ? button("field.rows.up", () => move(at - 1)) : null,
        field.isOrdered && at < all.length - 1 ? button("field.rows.down", () => move(at + 1)) : null,
        button("field.rows.remove", () => { all.splice(at, 1); tell(); draw(); status.textContent = context.t("field.rows.removed", { row: title }); focusOn(at); }));
      return h("fieldset", { class: "row" }, h("legend", {}, title), inner, actions);
    }));
    const add = h("button", { type: "button", class: "quiet", onclick: () => {
      if (all.length >= field.most) { status.textContent = context.t("field.error.too-many", { count: all.length + 1, limit: field.most }); return; }
      all = [...all, context.nextRow?.(field, all) ?? blankValues(field.fields)];
      tell();
      draw();
      focusOn(all.length - 1);
    } }, context.t(field.addLabel));
    draw();
    return group(labels, list, add, status);
  },
};
