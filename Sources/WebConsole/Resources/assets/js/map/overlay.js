// Signs, clusters and labels above either map library: one canvas for signs, so that both look and answer alike; labels are
// HTML, so that every script is shaped and ordered by the browser itself.

import { near } from "./geometry.js";
import { clusterSign, HALF, sign } from "./symbols.js";

/** Labels that are shown at once, at most. */
const MAXIMUM_LABELS = 40;
/** Pixels within which a click means a sign. */
const REACH = 16;
/** Pixels at the foot of the map that belong to its sources. */
const FOOT = 24;
/** With more signs in view than this, names would only be in the way. */
const CROWDED = 150;

export class Overlay {
  constructor(container, engine, colours, nameOf) {
    Object.assign(this, { container, engine, colours, nameOf });
    this.canvas = document.createElement("canvas");
    this.canvas.className = "map-signs";
    this.canvas.setAttribute("aria-hidden", "true");
    this.labels = document.createElement("div");
    this.labels.className = "map-labels";
    this.labels.setAttribute("aria-hidden", "true");
    container.append(this.canvas, this.labels);
    this.pool = [];
    this.signs = [];
    this.clusters = [];
    this.placed = [];
    this.chosen = null;
    this.extra = null;
    // MapLibre says so within its own frame; Leaflet as often as a pointer moves.
    let isAsked = false;
    engine.on("render", () => {
      if (engine.name === "gl") { this.draw(); return; }
      if (isAsked) return;
      isAsked = true;
      requestAnimationFrame(() => { isAsked = false; this.draw(); });
    });
    engine.on("move", () => this.fadeLabels());
    engine.on("settle", () => requestAnimationFrame(() => { this.draw(); this.label(); }));
  }

  set({ signs, clusters }) {
    // What is amiss is drawn last, on top.
    this.signs = [...signs].sort((a, b) => a.isAlarmed - b.isAlarmed);
    this.clusters = clusters;
    this.draw();
    this.label();
  }

  resize() {
    const { width, height } = this.engine.size();
    const ratio = Math.min(2, globalThis.devicePixelRatio || 1);
    if (this.canvas.width === Math.round(width * ratio) && this.canvas.height === Math.round(height * ratio)) return ratio;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    return ratio;
  }

  draw() {
    const ratio = this.resize();
    const context = this.canvas.getContext("2d");
    const { width, height } = this.engine.size();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const centre = this.engine.view().centre[0];
    this.placed = [];
    const put = (item, mark) => {
      const [x, y] = this.engine.project([near(item.at[0], centre), item.at[1]]);
      const reach = mark.size / 2;
      if (x < -reach || y < -reach || x > width + reach || y > height + reach) return;
      context.drawImage(mark.canvas, Math.round(x - reach), Math.round(y - reach), mark.size, mark.size);
      this.placed.push({ x, y, item, reach: Math.max(REACH, reach - 6) });
    };
    for (const cluster of this.clusters) put(cluster, clusterSign(this.colours, cluster));
    for (const item of this.signs) {
      put(item, sign(this.colours, { ...item, isChosen: item.feature?.id === this.chosen }));
    }
    this.extra?.(context, this.engine, centre);
  }

  /** What is at a point of the screen, the nearest first. */
  at(x, y) {
    return this.placed
      .map((place) => ({ ...place, distance: Math.hypot(place.x - x, place.y - y) }))
      .filter((place) => place.distance <= place.reach).sort((a, b) => a.distance - b.distance)
      .map((place) => place.item);
  }

  fadeLabels() {
    this.labels.hidden = true;
  }

  /** Names beside signs, where they hide no sign and no other name. */
  label() {
    this.labels.hidden = false;
    const { width, height } = this.engine.size();
    const taken = this.placed.map(({ x, y, item }) => {
      const half = item.cluster ? 16 : HALF;
      return [x - half, y - half, x + half, y + half];
    });
    for (const [x, y] of this.avoid?.() ?? []) taken.push([x - HALF, y - HALF, x + HALF, y + HALF]);
    const signs = this.placed.filter(({ item }) => item.feature);
    const wanted = signs.length > CROWDED ? signs.filter(({ item }) => item.isAlarmed || item.feature.id === this.chosen) : signs;
    let count = 0;
    for (const { x, y, item } of [...wanted].reverse()) {
      if (count >= MAXIMUM_LABELS) break;
      const text = this.nameOf(item.feature);
      if (!text) continue;
      const element = this.pool[count] ?? this.newLabel();
      // Most scripts of this size take some 7 pixels a letter; the browser cuts what is longer.
      const wide = Math.min(170, 10 + [...text].length * 7.2);
      const spots = [[x + HALF + 4, y - 9], [x - HALF - 4 - wide, y - 9], [x - wide / 2, y + HALF + 3], [x - wide / 2, y - HALF - 21]];
      const spot = spots.find(([left, top]) => {
        if (left < 2 || top < 2 || left + wide > width - 2 || top + 18 > height - FOOT) return false;
        return taken.every((box) => left + wide < box[0] || left > box[2] || top + 18 < box[1] || top > box[3]);
      });
      if (!spot) continue;
      taken.push([spot[0], spot[1], spot[0] + wide, spot[1] + 18]);
      element.textContent = text;
      // Beside its sign on either side, or in the middle below and above: only so is the gap even for every width.
      const [edge, shift] = spot[0] > x ? [spot[0], "0"] : spot[0] + wide < x ? [spot[0] + wide, "-100%"] : [x, "-50%"];
      element.style.transform = `translate(${Math.round(edge)}px, ${Math.round(spot[1])}px) translateX(${shift})`;
      element.hidden = false;
      count += 1;
    }
    for (const element of this.pool.slice(count)) element.hidden = true;
  }

  newLabel() {
    const element = document.createElement("bdi");
    element.className = "map-label";
    this.labels.append(element);
    this.pool.push(element);
    return element;
  }
}
