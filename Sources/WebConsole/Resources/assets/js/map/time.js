// Then, now, planned: what time the map shows. Radio buttons and one slider, so that arrows and tab suffice.

import { t, timeText } from "../words.js";
import { freshID, h } from "./dom.js";

/** Hours back, and ahead, that the slider reaches. */
const REACH = { then: 30 * 24, planned: 14 * 24 };
/** Milliseconds that the slider stands still before the map follows. */
const SETTLE = 250;
const HOUR = 3_600_000;

/** Makes the controls; `changed({ mode, at, until })` is told with RFC 3339 times, both absent for now. */
export function timeControls(changed) {
  const name = freshID("map-time");
  let mode = "now";
  // By the node's clock once it has answered: this computer's may be wrong.
  let ahead = 0;
  let timer;
  const output = h("output", { class: "map-time-text" });
  const slider = h("input", { type: "range", class: "map-slider", "aria-label": t("map.time.slider"), hidden: true });
  const nodeNow = () => Date.now() + ahead;
  const instant = (hours) => {
    const minutes = Math.round((nodeNow() + hours * HOUR) / 60_000);
    return `${new Date(minutes * 60_000).toISOString().slice(0, 19)}Z`;
  };
  const state = () => {
    const hours = Number(slider.value);
    if (mode === "then") return { mode, at: instant(hours) };
    if (mode === "planned") return { mode, at: instant(0), until: instant(hours) };
    return { mode };
  };
  const write = () => {
    const now = state();
    const text = mode === "now" ? t("map.time.nowText")
      : mode === "then" ? t("map.time.thenText", { time: timeText(now.at) }) : t("map.time.plannedText", { time: timeText(now.until) });
    output.textContent = text;
    slider.setAttribute("aria-valuetext", text);
    return now;
  };
  const tell = (isAtOnce) => {
    const now = write();
    clearTimeout(timer);
    timer = setTimeout(() => changed(now), isAtOnce ? 0 : SETTLE);
  };
  slider.addEventListener("input", () => tell(false));
  const choose = (chosen) => {
    mode = chosen;
    slider.hidden = mode === "now";
    if (mode === "then") Object.assign(slider, { min: -REACH.then, max: -1, step: 1, value: -24 });
    if (mode === "planned") Object.assign(slider, { min: 1, max: REACH.planned, step: 1, value: 72 });
    tell(true);
  };
  const radio = (value, label) => h("label", { class: "map-choice" },
    h("input", { type: "radio", name, value, checked: value === mode, onchange: () => choose(value) }), " ", label);
  const element = h("fieldset", { class: "map-time" },
    h("legend", {}, t("map.time.legend")),
    radio("then", t("map.time.then")), radio("now", t("map.time.now")), radio("planned", t("map.time.planned")), slider, output);
  write();
  return {
    element,
    /** The node answered with its time. */
    clock: (askedAt) => { const at = Date.parse(askedAt ?? ""); if (Number.isFinite(at)) ahead = at - Date.now(); },
  };
}
