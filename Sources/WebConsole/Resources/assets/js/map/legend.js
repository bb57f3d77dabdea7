// What the signs mean, and what is shown: kinds, parties and states with their numbers, each to be ticked.

import { partyLabel } from "./parties.js";
import { numberText, t } from "../words.js";
import { h } from "./dom.js";
import { sign } from "./symbols.js";

const GROUPS = [["kind", "kinds"], ["owner", "owners"], ["state", "states"]];

const titles = { kind: () => t("map.legend.kinds"), owner: () => t("map.legend.owners"), state: () => t("map.legend.states") };

// Sites come in many kinds; movements and dangerous ground stand first.
const rank = (word) => ({ movement: 0, hazard: 1 }[word] ?? 2);

/** Makes the legend; `changed(filters)` is told with the words that stay ticked, empty lists for all. */
export function legend(colours, changed) {
  const seen = { kind: new Map(), owner: new Map(), state: new Map() };
  const off = { kind: new Set(), owner: new Set(), state: new Set() };
  const lists = {};
  const element = h("div", { class: "map-legend" });
  const filters = () => Object.fromEntries(GROUPS.map(([name]) => [name,
    off[name].size ? [...seen[name].keys()].filter((word) => !off[name].has(word)) : []]));
  const names = {
    kind: (word) => t(`map.kind.${word}`),
    owner: (word) => partyLabel(word),
    state: (word) => t(`map.state.${word}`),
  };
  const picture = (name, word) => {
    if (name !== "kind") return null;
    const { canvas, size } = sign(colours(), { kind: word, look: "holds" });
    const copy = h("canvas", { class: "map-legend-sign", "aria-hidden": "true", width: canvas.width, height: canvas.height });
    copy.style.inlineSize = copy.style.blockSize = `${size * 0.75}px`;
    copy.getContext("2d").drawImage(canvas, 0, 0);
    return copy;
  };
  const row = (name, word) => {
    const count = h("span", { class: "map-count" });
    const box = h("input", {
      type: "checkbox", checked: true, onchange: (event) => {
        if (event.target.checked) off[name].delete(word); else off[name].add(word);
        all[name].hidden = off[name].size === 0;
        changed(filters());
      },
    });
    return { line: h("li", {}, h("label", { class: "map-tick" }, box, picture(name, word), h("span", { class: "map-tick-name" }, names[name](word)), count)), count, box };
  };
  const all = {};
  for (const [name] of GROUPS) {
    lists[name] = h("ul", { class: "map-ticks" });
    all[name] = h("button", {
      type: "button", class: "map-quiet", hidden: true, onclick: () => {
        off[name].clear();
        for (const { box } of seen[name].values()) box.checked = true;
        all[name].hidden = true;
        changed(filters());
      },
    }, t("map.legend.all"));
    element.append(h("fieldset", {}, h("legend", {}, titles[name]()), lists[name], all[name]));
  }
  element.append(meanings(colours));
  return {
    element,
    /** What the node counted in the view. */
    show(counts) {
      for (const [name, member] of GROUPS) {
        for (const word of Object.keys(counts[member])) {
          if (seen[name].has(word)) continue;
          seen[name].set(word, row(name, word));
          const lines = [...seen[name]].sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b));
          lists[name].replaceChildren(...lines.map(([, { line }]) => line));
        }
        for (const [word, { count }] of seen[name]) {
          count.textContent = off[name].has(word) ? "" : numberText(counts[member][word] ?? 0);
        }
      }
    },
  };
}

/** How solid, dashed and crossed-out signs are to be read. */
function meanings(colours) {
  const line = (state, text) => {
    const { canvas, size } = sign(colours(), { kind: "other", ...state });
    const copy = h("canvas", { class: "map-legend-sign", "aria-hidden": "true", width: canvas.width, height: canvas.height });
    copy.style.inlineSize = copy.style.blockSize = `${size * 0.75}px`;
    copy.getContext("2d").drawImage(canvas, 0, 0);
    return h("li", {}, copy, h("span", {}, text));
  };
  return h("div", { class: "map-meanings" }, h("h3", {}, t("map.legend.meaning")),
    h("ul", { class: "map-ticks" },
      line({ look: "holds" }, t("map.legend.holds")), line({ look: "ahead" }, t("map.legend.ahead")),
      line({ look: "ended" }, t("map.legend.ended")), line({ look: "holds", isAlarmed: true }, t("map.legend.alarmed")),
      line({ look: "holds", isRestricted: true }, t("map.legend.restricted"))),
    h("p", { class: "map-note" }, t("map.legend.ring")));
}
