// Numbers, with their unit beside them; digits of any script are taken, and a comma is never guessed about.

import { plainCharacters } from "../coordinates/characters.js";
import { h, labelled } from "./dom.js";

/** The number that a text names; nil for what is none, or could be two. */
export function numberOf(written) {
  const text = plainCharacters(written ?? "").replace(/ (?=\d{3}(\D|$))/g, "");
  if (/^-?\d+$/.test(text)) return Number(text);
  if (/^-?\d+\.\d+$/.test(text)) return Number(text);
  // "1,5" is one and a half; "1,500" could be either.
  if (/^-?\d+,(\d{1,2}|\d{4,})$/.test(text)) return Number(text.replace(",", "."));
  return null;
}

const decimalsIn = (value) => (String(value).split(".")[1] ?? "").length;

/** A number within bounds. */
export const number = {
  blank: (field) => field.preset ?? "", isBlank: (value) => value === "" || value === null || value === undefined, json: (value) => numberOf(String(value)),
  value: (json) => String(json),
  check(value, field) {
    const found = numberOf(String(value));
    if (found === null) return [{ pointer: "", rule: "number" }];
    if (decimalsIn(found) > (field.decimals ?? 0)) return [{ pointer: "", rule: "number-decimals", values: { decimals: field.decimals ?? 0, count: field.decimals ?? 0 } }];
    if (found < (field.least ?? 0) || found > (field.most ?? 1e9)) return [{ pointer: "", rule: "number-range", values: { least: field.least ?? 0, most: field.most ?? 1e9 } }];
    return [];
  },
  say: (value, field, context) => [field.unit ? context.t("field.number.with-unit", { number: context.number(numberOf(String(value))), unit: context.t(field.unit) }) : context.number(numberOf(String(value)))],
  mount(field, value, change, context) {
    const labels = context.labels(field);
    const control = h("input", { value: String(value ?? ""), inputmode: field.decimals ? "decimal" : "numeric", dir: "ltr", autocomplete: "off", class: "number", oninput: (event) => change(event.target.value.trim()) });
    const wrapped = labelled(control, labels);
    if (field.unit) {
      const unit = h("span", { class: "unit", id: `${control.id}-unit` }, context.t(field.unit));
      const line = h("span", { class: "with-unit" });
      control.replaceWith(line);
      line.append(control, unit);
      control.setAttribute("aria-describedby", `${unit.id} ${control.getAttribute("aria-describedby")}`);
    }
    return wrapped;
  },
};
