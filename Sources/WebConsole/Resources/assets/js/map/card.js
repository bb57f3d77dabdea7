// What one sign means, in words, with the way to its record; and the same as a table for whoever does not see the map.

import { partyLabel } from "./parties.js";
import { numberText, t, timeText } from "../words.js";
import { page } from "../page.js";
import { h, localised } from "./dom.js";

/** Cards shown at once, where signs lie on one another. */
const MAXIMUM_CARDS = 6;
/** Rows of the table. */
const MAXIMUM_ROWS = 200;

/** A feature's name in the reader's language. */
export const nameOf = (feature) => localised(feature.name, page.lang) || (feature.text ?? "");

/** Where a record's page is. */
export const addressOf = (id) => `/console/records/${id.split("/").map(encodeURIComponent).join("/")}`;

const time = (instant) => h("time", { datetime: instant }, timeText(instant));

function windowText(feature) {
  const place = feature.places.find((one) => one.holds && one.part !== "travelled") ?? feature.places[0];
  if (!place || feature.kind === "hazard") return null;
  return place.window.until
    ? [time(place.window.from), " – ", time(place.window.until)] : [t("map.card.since"), " ", time(place.window.from)];
}

const term = (name, ...value) => [h("dt", {}, name), h("dd", {}, ...value)];

/** The description of one feature. */
export function card({ feature, standOff, isAlarmed, isRestricted }) {
  const shown = windowText(feature);
  const report = feature.lastReport;
  return h("article", { class: "map-record" },
    h("h3", {}, h("bdi", {}, nameOf(feature) || feature.id)),
    h("dl", {},
      term(t("map.card.kind"), t(`map.kind.${feature.kind}`)),
      term(t("map.card.state"), t(`map.state.${feature.state}`)),
      term(t("map.card.owner"), partyLabel(feature.owner)),
      shown ? term(t("map.card.when"), ...shown) : null,
      standOff && feature.kind !== "hazard"
        ? term(t("map.card.standOff"), t("map.card.metres", { metres: numberText(standOff.metres + (feature.precisionMetres ?? 0)) }),
          " · ", h("bdi", {}, standOff.clause)) : null,
      report ? term(t("map.card.report"), time(report.at)) : null),
    isAlarmed ? h("p", { class: "map-urgent" }, feature.alarms.map((word) => t(`map.alarm.${word}`)).join(" · ")) : null,
    isRestricted ? h("p", { class: "map-warn" }, t("map.card.restricted")) : null,
    feature.incomplete ? h("p", { class: "map-warn" }, t("map.card.incomplete")) : null,
    h("p", {}, h("a", { href: addressOf(feature.id) }, t("map.card.open"))));
}

/** The box that shows cards above the map; focus goes in and comes back. */
export function cardBox(opened) {
  let before = null;
  const body = h("div", { class: "map-card-body" });
  const element = h("section", { class: "map-card", hidden: true, tabindex: "-1", "aria-label": t("map.card.label") },
    h("button", { type: "button", class: "map-close", onclick: () => close(), "aria-label": t("map.card.close") }, "×"), body);
  function close() {
    if (element.hidden) return;
    element.hidden = true;
    opened(null);
    before?.focus?.();
  }
  element.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); close(); } });
  return {
    element, close,
    open(items) {
      before = document.activeElement;
      const more = items.length - MAXIMUM_CARDS;
      body.replaceChildren(...items.slice(0, MAXIMUM_CARDS).map(card),
        more > 0 ? h("p", {}, t("map.card.more", { count: more })) : "");
      element.hidden = false;
      element.focus();
      opened(items[0].feature.id);
    },
  };
}

/** The table of what is in view. `go(place)` moves the map, `open(cluster)` opens a cluster. */
export function listView({ go, openCluster }) {
  const body = h("tbody");
  const summary = h("summary", {}, t("map.list.title"));
  const note = h("p", { class: "map-note" });
  const element = h("details", { class: "map-list" }, summary, note,
    h("div", { class: "map-scroll", tabindex: "0", role: "region", "aria-label": t("map.list.title") },
      h("table", {}, h("thead", {}, h("tr", {}, ["name", "kind", "state", "owner", "show"].map((name) => h("th", { scope: "col" }, headings[name]())))), body)));
  let drawables = null;
  const fill = () => {
    if (!element.open || !drawables) return;
    const signs = [...drawables.signs].sort((a, b) => b.isAlarmed - a.isAlarmed || a.kind.localeCompare(b.kind) || a.feature.id.localeCompare(b.feature.id));
    const rows = signs.slice(0, MAXIMUM_ROWS).map((item) => h("tr", {},
      h("th", { scope: "row" }, h("a", { href: addressOf(item.feature.id) }, h("bdi", {}, nameOf(item.feature) || item.feature.id))),
      h("td", {}, t(`map.kind.${item.kind}`)),
      h("td", {}, t(`map.state.${item.feature.state}`), item.isAlarmed ? ` · ${item.feature.alarms.map((word) => t(`map.alarm.${word}`)).join(" · ")}` : ""),
      h("td", {}, partyLabel(item.feature.owner)),
      h("td", {}, h("button", { type: "button", onclick: () => go(item) }, t("map.list.show")))));
    const clusters = drawables.clusters.slice(0, MAXIMUM_ROWS).map((item) => h("tr", {},
      h("th", { scope: "row", colspan: "4" }, t("map.list.cluster", { count: item.count })),
      h("td", {}, h("button", { type: "button", onclick: () => openCluster(item) }, t("map.list.open")))));
    body.replaceChildren(...rows, ...clusters);
    const left = signs.length + drawables.clusters.length - rows.length - clusters.length;
    note.textContent = left > 0 ? t("map.list.more", { count: left }) : "";
  };
  element.addEventListener("toggle", fill);
  return { element, show(fresh) { drawables = fresh; fill(); } };
}

const headings = {
  name: () => t("map.list.name"), kind: () => t("map.card.kind"), state: () => t("map.card.state"),
  owner: () => t("map.card.owner"), show: () => t("map.list.place"),
};
