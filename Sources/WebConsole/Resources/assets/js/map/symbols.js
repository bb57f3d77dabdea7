// What stands on the map as a sign: a shape for each group of kinds, so that colour alone tells nothing; drawn once, kept.

/** Which sign a kind has. */
const GROUPS = {
  hospital: "health", clinic: "health", "ambulance-station": "health", "medical-warehouse": "health",
  shelter: "shelter", "camp-for-displaced": "shelter", "residential-area": "shelter", guesthouse: "shelter",
  "assembly-point": "shelter", school: "school", university: "school", warehouse: "store",
  "distribution-point": "store", bakery: "store", market: "store", "water-infrastructure": "water",
  "electricity-infrastructure": "power", "place-of-worship": "culture", "cultural-site": "culture",
  office: "office", "civic-building": "office", "monitors-post": "office", "border-crossing": "gate",
  "transport-hub": "gate", other: "other", movement: "movement", hazard: "hazard",
};

/** The group of a kind; what is not known is drawn as something. */
export const groupOf = (kind) => GROUPS[kind] ?? "other";

const PATHS = {
  health: (c) => { c.fillRect(-2, -6.5, 4, 13); c.fillRect(-6.5, -2, 13, 4); },
  shelter: (c) => { c.beginPath(); c.moveTo(0, -6.5); c.lineTo(7, 5.5); c.lineTo(2, 5.5); c.lineTo(0, 1.5); c.lineTo(-2, 5.5); c.lineTo(-7, 5.5); c.fill(); },
  school: (c) => { c.fillRect(-6.5, -5, 6, 10); c.fillRect(0.8, -5, 5.7, 10); },
  store: (c) => { c.fillRect(-6, -1.5, 12, 7); c.beginPath(); c.moveTo(-7, -2.5); c.lineTo(0, -6.5); c.lineTo(7, -2.5); c.fill(); },
  water: (c) => { c.beginPath(); c.moveTo(0, -7); c.bezierCurveTo(7, 1, 5, 6.5, 0, 6.5); c.bezierCurveTo(-5, 6.5, -7, 1, 0, -7); c.fill(); },
  power: (c) => { c.beginPath(); c.moveTo(2, -7); c.lineTo(-5, 1.5); c.lineTo(-0.5, 1.5); c.lineTo(-2, 7); c.lineTo(5, -1.5); c.lineTo(0.5, -1.5); c.fill(); },
  culture: (c) => { c.beginPath(); c.arc(0, 0, 4.5, Math.PI, 0); c.lineTo(4.5, 6); c.lineTo(-4.5, 6); c.fill(); c.fillRect(-0.8, -7, 1.6, 4); },
  office: (c) => { c.fillRect(-5, -6, 10, 12); },
  gate: (c) => { c.fillRect(-6.5, -5, 3, 10.5); c.fillRect(3.5, -5, 3, 10.5); c.fillRect(-6.5, -6, 13, 3); },
  other: (c) => { c.beginPath(); c.arc(0, 0, 4.5, 0, 7); c.fill(); },
  movement: (c) => { c.beginPath(); c.moveTo(-7, -4); c.lineTo(1, -4); c.lineTo(1, -1.5); c.lineTo(4, -1.5); c.lineTo(7, 1.5); c.lineTo(7, 4); c.lineTo(-7, 4); c.fill(); },
  hazard: (c) => { c.fillRect(-1.2, -5, 2.4, 6); c.fillRect(-1.2, 2.6, 2.4, 2.4); },
};

/** Pixels from a sign's middle to its side. */
export const HALF = 12;

const kept = new Map();
/** Signs and clusters that are kept drawn. */
const MAXIMUM_KEPT = 3000;

function keep(key, size, draw) {
  const found = kept.get(key);
  if (found) return found;
  if (kept.size >= MAXIMUM_KEPT) kept.clear();
  const canvas = document.createElement("canvas");
  const ratio = Math.min(2, globalThis.devicePixelRatio || 1);
  canvas.width = size * ratio;
  canvas.height = size * ratio;
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  context.translate(size / 2, size / 2);
  draw(context);
  const sign = { canvas, size };
  kept.set(key, sign);
  return sign;
}

/** Forgets what was drawn, for other colours. */
export const forget = () => kept.clear();

function frame(context, group) {
  context.beginPath();
  if (group === "hazard") { context.moveTo(0, -11); context.lineTo(11, 9); context.lineTo(-11, 9); context.closePath(); }
  else if (group === "movement") context.roundRect(-11, -8, 22, 16, 8);
  else context.roundRect(-10, -10, 20, 20, 5);
}

/**
 * The sign of a feature.
 *
 * `look` is how its time stands: "holds" filled, "ahead" dashed and hollow, "ended" hollow and crossed out.
 */
export function sign(colours, { kind, look, isAlarmed, isRestricted, isChosen }) {
  const group = groupOf(kind);
  const key = [group, look, isAlarmed ? 1 : 0, isRestricted ? 1 : 0, isChosen ? 1 : 0].join(" ");
  return keep(key, 34, (context) => {
    const colour = colours[group === "movement" ? "movement" : group === "hazard" ? "hazard" : "site"];
    if (isChosen) {
      context.beginPath();
      context.arc(0, 0, 15.5, 0, 7);
      context.fillStyle = colours.chosen;
      context.fill();
    }
    frame(context, group);
    context.fillStyle = look === "holds" ? colour : colours.paper;
    context.strokeStyle = look === "holds" ? colours.paper : colour;
    context.lineWidth = 1.8;
    if (look === "ahead") context.setLineDash([3, 2]);
    context.fill();
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = look === "holds" ? colours.paper : colour;
    context.save();
    if (group === "hazard") context.translate(0, 3);
    PATHS[group](context);
    context.restore();
    if (look === "ended") {
      context.beginPath();
      context.moveTo(-11, 11);
      context.lineTo(11, -11);
      context.strokeStyle = colours.ink;
      context.stroke();
    }
    if (isRestricted) lock(context, colours);
    if (isAlarmed) alarm(context, colours);
  });
}

function lock(context, colours) {
  context.fillStyle = colours.paper;
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.4;
  context.beginPath();
  context.arc(-9.5, 7, 2.6, Math.PI, 0);
  context.stroke();
  context.fillRect(-13.5, 7, 8, 7);
  context.strokeRect(-13.5, 7, 8, 7);
}

function alarm(context, colours) {
  context.beginPath();
  context.arc(9.5, -9, 6.5, 0, 7);
  context.fillStyle = colours.urgent;
  context.fill();
  context.strokeStyle = colours.paper;
  context.lineWidth = 1.5;
  context.stroke();
  context.fillStyle = colours.paper;
  context.fillRect(8.6, -13, 1.8, 5);
  context.fillRect(8.6, -7, 1.8, 1.8);
}

/** A count as it is written in a cluster: exact below a thousand, rounded down above. */
export function countText(count) {
  if (count < 1000) return String(count);
  const thousands = Math.floor(count / 100) / 10;
  return `${thousands < 100 ? thousands : Math.floor(thousands)}k`;
}

/** The sign of a cluster: larger for more, with the number; a ring in the hazard's or the movement's colour where it holds one. */
export function clusterSign(colours, { count, isAlarmed, hasMovement, hasHazard }) {
  const radius = count < 10 ? 13 : count < 100 ? 16 : count < 1000 ? 19 : 23;
  const text = countText(count);
  const key = ["c", text, isAlarmed ? 1 : 0, hasMovement ? 1 : 0, hasHazard ? 1 : 0, radius].join(" ");
  return keep(key, radius * 2 + 14, (context) => {
    context.beginPath();
    context.arc(0, 0, radius, 0, 7);
    context.fillStyle = colours.paper;
    context.fill();
    context.strokeStyle = colours.site;
    context.lineWidth = 2.5;
    context.stroke();
    const part = (from, to, colour) => {
      context.beginPath();
      context.arc(0, 0, radius, from, to);
      context.strokeStyle = colour;
      context.lineWidth = 4;
      context.stroke();
    };
    if (hasMovement) part(0.15 * Math.PI, 0.45 * Math.PI, colours.movement);
    if (hasHazard) part(0.55 * Math.PI, 0.85 * Math.PI, colours.hazard);
    context.fillStyle = colours.ink;
    context.font = `600 ${count < 1000 ? 12 : 13}px system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(text, 0, 0.5);
    if (isAlarmed) {
      context.save();
      context.translate(radius - 11, -(radius - 11));
      alarm(context, colours);
      context.restore();
    }
  });
}
