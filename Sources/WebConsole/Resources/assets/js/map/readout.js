// Where the pointer or the crosshair is, as degrees and as a grid reference, to copy and to read out; and a way to go there.

import { t } from "../words.js";
import { wrapped } from "./geometry.js";
import { freshID, h } from "./dom.js";

// Another part of the console reads and writes coordinates; until it is there, degrees alone are shown.
const loaded = import("../coordinates.js").catch(() => null);

const plain = ({ latitude, longitude }) => `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`;

/** A place in every format that can be written. */
export async function formatsOf(place) {
  const module = await loaded;
  return {
    decimal: module ? module.formatDecimal(place) : plain(place),
    dms: module ? module.formatDMS(place) : "",
    mgrs: module ? attempt(() => module.formatMGRS(place, 5)) : "",
  };
}

/** Reads a place in any usual format: `{ latitude, longitude }`, or null. */
export async function readPlace(text) {
  const module = await loaded;
  if (module) return attempt(() => module.parse(text)) || null;
  const found = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[, ]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/u.exec(text);
  if (!found) return null;
  const [latitude, longitude] = [Number(found[1]), Number(found[2])];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
}

function attempt(make) {
  try { return make(); } catch { return ""; }
}

/** A format as it is said over a bad line: sign by sign. */
const spelled = (text) => [...text.replaceAll(/\s+/gu, " ")].join(" ").replaceAll("   ", " · ");

/** Makes the readout; `go([longitude, latitude])` moves the map. */
export function readout(go) {
  const fields = {};
  const spoken = h("p", { class: "map-spoken", hidden: true, dir: "ltr" });
  const said = h("span", { class: "visually-hidden", role: "status" });
  let shown = null;
  let isBusy = false;
  const rows = ["decimal", "dms", "mgrs"].map((name) => {
    const value = h("bdi", { class: "map-coordinate", dir: "ltr" });
    fields[name] = value;
    const copy = h("button", {
      type: "button", class: "map-quiet", onclick: async () => {
        try {
          await navigator.clipboard.writeText(value.textContent);
          said.textContent = t("map.readout.copied");
        } catch { said.textContent = t("map.readout.notCopied"); }
      },
    }, t("map.readout.copy"));
    const read = h("button", {
      type: "button", class: "map-quiet", onclick: () => { spoken.hidden = false; spoken.textContent = spelled(value.textContent); },
    }, t("map.readout.read"));
    return h("div", { class: "map-readout-row" }, h("span", { class: "map-readout-name" }, titles[name]()), value, copy, read);
  });
  const id = freshID("map-go");
  const error = h("p", { class: "field-error", id: `${id}-error`, hidden: true });
  const input = h("input", { id, type: "text", dir: "ltr", autocomplete: "off", "aria-describedby": `${id}-error` });
  const form = h("form", {
    class: "map-go", onsubmit: async (event) => {
      event.preventDefault();
      const place = await readPlace(input.value);
      error.hidden = Boolean(place);
      error.textContent = place ? "" : t("map.readout.unread");
      if (place) go([place.longitude, place.latitude]);
    },
  }, h("label", { for: id }, t("map.readout.go")), input, h("button", { type: "submit" }, t("map.readout.goButton")), error);
  const element = h("section", { class: "map-readout", "aria-label": t("map.readout.label") }, h("div", { class: "map-readout-rows" }, rows), spoken, said, form);
  return {
    element,
    /** The pointer or the crosshair is here. */
    async show([longitude, latitude]) {
      shown = { latitude: Math.max(-90, Math.min(90, latitude)), longitude: wrapped(longitude) };
      if (isBusy) return;
      isBusy = true;
      await new Promise((next) => requestAnimationFrame(next));
      const formats = await formatsOf(shown);
      for (const [name, text] of Object.entries(formats)) {
        fields[name].textContent = text;
        fields[name].parentElement.hidden = text === "";
      }
      isBusy = false;
    },
  };
}

const titles = { decimal: () => t("map.readout.decimal"), dms: () => t("map.readout.dms"), mgrs: () => t("map.readout.mgrs") };
