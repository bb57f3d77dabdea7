// What the map knows: asks the node for the view, with a margin, and again only when the view leaves it.

import { wrapped } from "./geometry.js";

/** Milliseconds that the map stands still before the node is asked. */
const SETTLE = 180;
/** How much of the view is asked for besides, on every side. */
const MARGIN = 0.35;
/** Milliseconds after which a view is asked for again, while it is looked at. */
const REFRESH = 60_000;
/** Milliseconds to wait after the node had too much to do. */
const RETRY = 3_000;
/** Milliseconds one question may take. */
const PATIENCE = 30_000;

/** The part of the Earth that is asked for: `[west, south, east, north]`, and its text for the query. */
export function padded([west, south, east, north]) {
  const [wide, high] = [(east - west) * MARGIN, (north - south) * MARGIN];
  const box = [west - wide, Math.max(-90, south - high), east + wide, Math.min(90, north + high)];
  // A web map ends at 85 degrees; what lies beyond is asked for with it, so that nothing at a pole is left out.
  if (box[1] < -84) box[1] = -90;
  if (box[3] > 84) box[3] = 90;
  return box;
}

/** A box as the node reads it. */
export function boxText([west, south, east, north]) {
  const degrees = (value) => String(Math.round(value * 1e6) / 1e6);
  if (east - west >= 360) return `-180,${degrees(south)},180,${degrees(north)}`;
  return [wrapped(west), south, wrapped(east), north].map(degrees).join(",");
}

const holds = (outer, inner) => outer[2] - outer[0] >= 360
  ? outer[1] <= inner[1] && outer[3] >= inner[3]
  : outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];

/** The query of `GET /map` for a view, a time and what is ticked. */
export function queryOf(box, zoom, time, filters) {
  const query = new URLSearchParams({ bbox: boxText(box), zoom: String(zoom) });
  if (time.at) query.set("at", time.at);
  if (time.until) query.set("until", time.until);
  for (const name of ["kind", "owner", "state"]) {
    if (filters[name]?.length) query.set(name, filters[name].join(","));
  }
  return query;
}

/** Watches a view. `show(reply)` gets what the node answered, `fail(problem)` why it did not, `busy(isBusy)` whether it is asked. */
export class MapData {
  constructor({ load, show, fail, busy }) {
    Object.assign(this, { load, show, fail, busy });
    this.time = {};
    this.filters = {};
    this.view = null;
    this.asked = null;
    this.reply = null;
    this.refresh = setInterval(() => { if (!document.hidden) this.again(); }, REFRESH);
  }

  /** The map moved. */
  moved(view) {
    this.view = view;
    const zoom = Math.max(0, Math.min(22, Math.floor(view.zoom + 0.25)));
    if (this.asked && this.asked.zoom === zoom && holds(this.asked.box, view.bounds)) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), SETTLE);
  }

  /** Asks anew: another time, other filters, or something was logged. */
  again() {
    this.asked = null;
    if (!this.view) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), 60);
  }

  async ask() {
    const zoom = Math.max(0, Math.min(22, Math.floor(this.view.zoom + 0.25)));
    const asked = { zoom, box: padded(this.view.bounds) };
    this.asked = asked;
    this.abort?.abort();
    const abort = new AbortController();
    this.abort = abort;
    const patience = setTimeout(() => abort.abort(), PATIENCE);
    this.busy(true);
    try {
      const reply = await this.load(queryOf(asked.box, zoom, this.time, this.filters), abort.signal);
      if (this.abort !== abort) return;
      this.reply = reply;
      this.show(reply);
    } catch (problem) {
      if (this.abort !== abort) return;
      this.asked = null;
      this.fail(problem);
      this.timer = setTimeout(() => { if (!this.asked) this.ask(); }, RETRY);
    } finally {
      clearTimeout(patience);
      if (this.abort === abort) this.busy(false);
    }
  }

  stop() {
    clearInterval(this.refresh);
    clearTimeout(this.timer);
    this.abort?.abort();
  }
}

/** Asks this node's own interface as the session's party. */
export async function loadMap(query, signal) {
  const reply = await fetch(`/console/api/map?${query}`, {
    headers: { accept: "application/json", "accept-language": document.documentElement.lang || "en" }, signal,
  });
  const body = await reply.json().catch(() => ({}));
  if (!reply.ok) throw Object.assign(new Error(body.rule ?? "map"), { status: reply.status, detail: body.detail });
  return body;
}
