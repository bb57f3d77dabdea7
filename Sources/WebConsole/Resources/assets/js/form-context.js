// What the fields of a form are given: words, numbers and times in the reader's way, names of parties, what can be chosen,
// and the way to mount fields within fields.

import { h, freshID } from "./fields/dom.js";
import { types } from "./fields/types.js";
import { isShown, keyOf } from "./form-model.js";

/** A context over `t`, the language and what the node told. */
export function formContext({ t, language, sources, form }) {
  const names = new Map((sources.parties ?? []).map((party) => [party.value, party.text]));
  const local = new Intl.DateTimeFormat(language, { weekday: "short", year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" });
  const context = {
    t, language, form, id: () => freshID(),
    source: (name) => sources[name],
    partyName: (party) => names.get(party) ?? party,
    number: (value) => new Intl.NumberFormat(language, { maximumFractionDigits: 3 }).format(value),
    localTime: (json) => local.format(new Date(json)),
    bothTimes: (json) => t("field.time.both", { utc: json.replace("T", " ").replace(/(:00)?Z$/, ""), local: local.format(new Date(json)) }),
    labels: (field) => ({
      label: t(field.label), hint: field.hint ? t(field.hint) : null, isRequired: field.required === true, pointer: field.pointer ?? field.path,
      optionalText: field.requiredWhen ? null : t("field.optional"),
    }),
    nextRow: (field, all) => {
      const last = all.at(-1);
      const next = Object.fromEntries(field.fields.map((each) => [keyOf(each), types[each.type].blank(each)]));
      // A leg begins where and when the one before it ends.
      for (const [into, origin] of field.chains ?? []) if (last?.[origin]) next[into] = last[origin];
      return next;
    },
    /** Fields in a box; `all` are those that decide what is asked for, and `box.refresh(values)` tells of changes elsewhere. */
    mountFields(fields, values, change, base = "", all = fields) {
      const box = h("div", { class: "fields" });
      let current = { ...values };
      const places = fields.map((field) => {
        const place = h("div", { class: "field-place" });
        const mount = () => {
          if (place.firstChild) return;
          const bound = { ...field, pointer: `${base}${field.isOnPage ? `/-/${keyOf(field)}` : field.path}` };
          place.append(types[field.type].mount(bound, current[keyOf(field)] ?? types[field.type].blank(field), (value) => {
            current = { ...current, [keyOf(field)]: value };
            change(current);
            settle();
          }, context));
        };
        return { field, place, mount };
      });
      const settle = () => {
        for (const { field, place, mount } of places) {
          const shown = isShown(field, current, all);
          if (shown) mount();
          place.hidden = !shown;
        }
      };
      settle();
      box.refresh = (elsewhere) => { current = { ...current, ...elsewhere }; settle(); };
      box.append(...places.map(({ place }) => place));
      return box;
    },
  };
  return context;
}

/** The sentence about a problem of this side. */
export function problemText(problem, context) {
  const values = { ...problem.values };
  if (problem.rule.startsWith("place:")) return context.t(`coordinates.error.${problem.rule.slice(6)}`, values);
  if (problem.rule === "place-line") return context.t("field.error.place-line", { line: values.line, reason: context.t(`coordinates.error.${values.rule}`, values.values) });
  return context.t(`field.error.${problem.rule}`, values);
}
