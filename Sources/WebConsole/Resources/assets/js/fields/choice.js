// Choices: one of a list, several of one, yes or no. A list may come from the node (parties, lines, classes); where it
// is not there, as without a line, names are written.

import { group, h, labelled } from "./dom.js";

const IDENTIFIER = /^[a-z0-9][a-z0-9.-]{0,63}$/;

const optionsOf = (field, context) =>
  field.choices ?? (context.source(field.source) ?? []).map((item) => ({ value: item.value, text: item.text }));

const textOf = (option, context) => option.text ?? context.t(option.label);

function nameOf(value, field, context) {
  const option = optionsOf(field, context).find((each) => each.value === value);
  return option ? textOf(option, context) : value;
}

function checkName(name, field) {
  if (field.source && field.source !== "lines" && !IDENTIFIER.test(name)) return [{ pointer: "", rule: "name-form", values: { name } }];
  if (field.source === "lines" && !/^[a-z0-9][a-z0-9.-]{0,63}\/[a-z0-9][a-z0-9.-]{0,63}$/.test(name)) return [{ pointer: "", rule: "record-form" }];
  if (field.choices && !field.choices.some((option) => option.value === name)) return [{ pointer: "", rule: "choice" }];
  return [];
}

/** One of a list. Nothing is chosen until somebody chooses. */
export const choice = {
  blank: (field) => field.preset ?? "", isBlank: (value) => !value, json: (value) => value, value: (json) => json,
  check: checkName, say: (value, field, context) => [nameOf(value, field, context)],
  mount(field, value, change, context) {
    const options = optionsOf(field, context);
    if (field.source && options.length === 0) {
      return labelled(h("input", { value, dir: "ltr", autocomplete: "off", oninput: (event) => change(event.target.value.trim()) }), context.labels(field));
    }
    const isKnown = !value || options.some((option) => option.value === value);
    const control = h("select", { onchange: (event) => change(event.target.value) },
      h("option", { value: "" }, context.t("field.choice.none")),
      options.map((option) => h("option", { value: option.value }, textOf(option, context))),
      isKnown ? null : h("option", { value }, value));
    control.value = value;
    return labelled(control, context.labels(field));
  },
};

/** Several of a list, in the order in which statements want them. */
export const several = {
  blank: () => [], isBlank: (value) => value.length === 0, value: (json) => [...json],
  json: (value, field) => (field.choices ? field.choices.map((option) => option.value).filter((each) => value.includes(each)) : [...value].sort()),
  check(value, field) {
    if (field.most && value.length > field.most) return [{ pointer: "", rule: "too-many", values: { count: value.length, limit: field.most } }];
    return value.flatMap((name) => checkName(name, field));
  },
  say: (value, field, context) => several.json(value, field).map((each) => nameOf(each, field, context)),
  mount(field, value, change, context) {
    const options = optionsOf(field, context);
    if (field.source && options.length === 0) {
      const control = h("input", {
        value: value.join(" "), dir: "ltr", autocomplete: "off",
        oninput: (event) => change(event.target.value.split(/[\s,;]+/).filter(Boolean)),
      });
      return labelled(control, { ...context.labels(field), hint: context.t("field.several.written") });
    }
    const chosen = new Set(value);
    const boxes = options.map((option) => {
      const box = h("input", { type: "checkbox", checked: chosen.has(option.value), onchange: (event) => {
        if (event.target.checked) chosen.add(option.value);
        else chosen.delete(option.value);
        change([...chosen]);
      } });
      return h("label", { class: "check" }, box, h("span", {}, textOf(option, context)));
    });
    return group(context.labels(field), h("div", { class: "checks" }, boxes));
  },
};

/** Yes, or left out. */
export const flag = {
  blank: () => false, isBlank: (value) => !value, json: () => true, value: (json) => json === true, check: () => [],
  say: (value, field, context) => [context.t("field.flag.yes")],
  mount(field, value, change, context) {
    const { label, hint, pointer } = context.labels(field);
    const box = h("input", { type: "checkbox", checked: value, "data-pointer": pointer, id: context.id(), onchange: (event) => change(event.target.checked) });
    return h("div", { class: "field" }, h("label", { class: "check" }, box, h("span", {}, label)), hint ? h("p", { class: "field-hint" }, hint) : null, h("p", { id: `${box.id}-error`, class: "field-error", hidden: true }));
  },
};
