// Times: always UTC, with the reader's local time beside it, so that nobody adds up hours at night.

import { group, h, labelled } from "./dom.js";

const FORM = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?$/;

/** As a statement has it; nil for what is no time. */
export function timeJSON(value) {
  if (!FORM.test(value)) return null;
  const full = `${value.length === 16 ? `${value}:00` : value}Z`;
  return Number.isNaN(Date.parse(full)) || new Date(full).toISOString().slice(0, 10) !== value.slice(0, 10) ? null : full;
}

/** As the control has it, from what a statement has. */
export function timeValue(json) {
  if (/^\d{4}-\d{2}-\d{2}$/.test(json)) return `${json}T00:00`;
  const time = new Date(json);
  if (Number.isNaN(time.getTime())) return "";
  return time.toISOString().replace(/(:00)?\.000Z$/, "").replace(/Z$/, "").replace(/T(\d\d:\d\d):00$/, "T$1");
}

function timeControl(value, change, context, label) {
  const local = h("output", { class: "local-time" });
  const show = (text) => {
    const json = timeJSON(text);
    local.textContent = json ? context.t("field.time.local", { time: context.localTime(json) }) : "";
  };
  const control = h("input", { type: "datetime-local", step: value.length > 16 ? 1 : 60, value, dir: "ltr", "aria-label": label ?? false, oninput: (event) => { show(event.target.value); change(event.target.value); } });
  const now = h("button", { type: "button", class: "quiet", onclick: () => {
    control.value = new Date().toISOString().slice(0, 16);
    show(control.value);
    change(control.value);
  } }, context.t("field.time.now"));
  show(value);
  return { control, beside: [h("span", { class: "unit" }, context.t("field.time.utc")), now, local] };
}

const problems = (value) => (timeJSON(value) ? [] : [{ pointer: "", rule: "time" }]);

/** A moment. */
export const time = {
  blank: () => "", isBlank: (value) => !value, json: timeJSON, value: timeValue, check: problems,
  say: (value, field, context) => [context.bothTimes(timeJSON(value))],
  mount(field, value, change, context) {
    const { control, beside } = timeControl(value, change, context);
    const wrapped = labelled(control, context.labels(field));
    const line = h("span", { class: "with-unit" });
    control.replaceWith(line);
    line.append(control, ...beside);
    return wrapped;
  },
};

/** A day, or a moment, as a source gives it. */
export const stated = {
  blank: () => ({ day: "", time: "" }), isBlank: (value) => !value.day, json: (value) => (value.time ? timeJSON(`${value.day}T${value.time}`) : value.day),
  value: (json) => (json.length === 10 ? { day: json, time: "" } : { day: timeValue(json).slice(0, 10), time: timeValue(json).slice(11, 16) }),
  check: (value) => problems(`${value.day}T${value.time || "00:00"}`),
  say: (value, field, context) => [value.time ? context.bothTimes(timeJSON(`${value.day}T${value.time}`)) : value.day],
  mount(field, value, change, context) {
    const kept = { ...value };
    const part = (type, name, key) => h("input", { type, value: kept[name], "aria-label": context.t(key), dir: "ltr", oninput: (event) => { kept[name] = event.target.value; change({ ...kept }); } });
    return group(context.labels(field), h("span", { class: "with-unit" }, part("date", "day", "field.stated.day"), part("time", "time", "field.stated.time"), h("span", { class: "unit" }, context.t("field.time.utc"))));
  },
};

/** From when until when; the end itself is outside. */
export const span = {
  blank: () => ({ from: "", until: "" }), isBlank: (value) => !value.from && !value.until,
  json: (value) => ({ from: timeJSON(value.from), ...(value.until ? { until: timeJSON(value.until) } : {}) }),
  value: (json) => ({ from: timeValue(json.from), until: json.until ? timeValue(json.until) : "" }),
  check(value, field) {
    if (!value.from || !timeJSON(value.from)) return [{ pointer: "/from", rule: "time" }];
    if (!value.until) return field.needsEnd ? [{ pointer: "/until", rule: "required" }] : [];
    if (!timeJSON(value.until)) return [{ pointer: "/until", rule: "time" }];
    return Date.parse(timeJSON(value.until)) > Date.parse(timeJSON(value.from)) ? [] : [{ pointer: "/until", rule: "time-order" }];
  },
  say: (value, field, context) => [value.until
    ? context.t("field.window.from-until", { from: context.bothTimes(timeJSON(value.from)), until: context.bothTimes(timeJSON(value.until)) })
    : context.t("field.window.from", { from: context.bothTimes(timeJSON(value.from)) })],
  mount(field, value, change, context) {
    const labels = context.labels(field);
    const kept = { ...value };
    const part = (name, key, isRequired) => {
      const { control, beside } = timeControl(kept[name], (text) => { kept[name] = text; change({ ...kept }); }, context);
      const wrapped = labelled(control, { label: context.t(key), isRequired, pointer: `${labels.pointer}/${name}`, optionalText: labels.optionalText });
      const line = h("span", { class: "with-unit" });
      control.replaceWith(line);
      line.append(control, ...beside);
      return wrapped;
    };
    return group(labels, part("from", "field.window.from-label", true), part("until", "field.window.until-label", field.needsEnd));
  },
};
