// A map beside the fields of a form that hold places: opened at the field, drawn on, and told by `parley:geometry`.

import { t } from "./words.js";
import { h } from "./map/dom.js";

/** Which shapes a field takes. */
const SHAPES = { point: ["point"], area: ["polygon", "circle", "corridor"], route: ["corridor"] };

let open = null;

function close() {
  open?.map?.stop();
  open?.box.remove();
  open?.button.replaceChildren(t("map.form.show"));
  open?.button.setAttribute("aria-expanded", "false");
  open = null;
}

async function show(field, button) {
  if (open?.field === field) return close();
  close();
  const box = h("div", { class: "map-for-field" });
  button.after(box);
  button.replaceChildren(t("map.form.hide"));
  button.setAttribute("aria-expanded", "true");
  const own = { field, button, box, map: null };
  open = own;
  const { startMap } = await import("./map/map.js");
  const map = await startMap(box, { mode: "draw", shapes: SHAPES[field.dataset.map] ?? SHAPES.area, field });
  if (open !== own) return map.stop();
  own.map = map;
  // The field says what it holds, so that nothing has to be drawn twice.
  field.dispatchEvent(new CustomEvent("parley:map-opened"));
  return undefined;
}

/** Offers a map at every field of `root` that holds a place, those that come later included. */
export function offerMaps(root) {
  const offer = () => {
    for (const field of root.querySelectorAll("[data-map]:not([data-has-map])")) {
      field.dataset.hasMap = "";
      const button = h("button", { type: "button", class: "map-quiet", "aria-expanded": "false", onclick: () => show(field, button) }, t("map.form.show"));
      field.append(button);
    }
    if (open && !root.contains(open.field)) close();
  };
  offer();
  new MutationObserver(offer).observe(root, { childList: true, subtree: true });
}
