// Times: always UTC, with the reader's local time beside it, so that nobody adds up hours at night.

import { plainCharacters } from "../coordinates/characters.js";
import { nodeTime } from "../node.js";
import { group, h, labelled } from "./dom.js";

const FORM = /^(\d{4}-\d{2}-\d{2})[T ]+(\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)? ?Z?$/i;

/** As a statement has it; nil for what is no time. Only one order of day and month is taken, so that none is mistaken. */
export function timeJSON(value) {
  const found = FORM.exec(plainCharacters(value ?? ""));
  if (!found) return null;
  const [, day, minute, second] = found;
  const full = `${day}T${minute}${second ?? ":00"}Z`;
  return Number.isNaN(Date.parse(full)) || new Date(full).toISOString().slice(0, 16) !== `${day}T${minute}` ? null : full;
}

/** As the control has it, from what a statement has. */
export function timeValue(json) {
  if (/^\d{4}-\d{2}-\d{2}$/.test(json)) return json;
  const zulu = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2}(?:\.\d+)?)Z$/.exec(json);
  if (zulu) return `${zulu[1]} ${zulu[2]}${zulu[3] === ":00" ? "" : zulu[3]}`;
  const time = new Date(json);
  return Number.isNaN(time.getTime()) ? "" : timeValue(time.toISOString().replace(".000Z", "Z"));
}

function timeControl(value, change, context) {
  const local = h("output", { class: "local-time" });
  const show = (text) => {
    const json = timeJSON(text);
    local.textContent = json ? context.t("field.time.local", { time: context.localTime(json) }) : "";
  };
  const control = h("input", { value, class: "time", dir: "ltr", autocomplete: "off", placeholder: "2026-01-31 16:12", oninput: (event) => { show(event.target.value); change(event.target.value); } });
  const now = h("button", { type: "button", class: "quiet", onclick: () => {
    control.value = new Date(nodeTime()).toISOString().slice(0, 16).replace("T", " ");
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

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const isDay = (value) => DAY.test(plainCharacters(value)) && timeJSON(`${value} 00:00`) !== null;

/** A day, or a moment, as a source gives it. */
export const stated = {
  ...time,
  json: (value) => (isDay(value) ? plainCharacters(value) : timeJSON(value)), check: (value) => (isDay(value) ? [] : problems(value)),
  say: (value, field, context) => [isDay(value) ? plainCharacters(value) : context.bothTimes(timeJSON(value))],
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
