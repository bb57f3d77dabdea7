// Why a text is no place: the rule by name, with what the sentence about it needs. The words are in the locale files,
// under `coordinates.error.` and the rule.

/** A text that cannot be taken for a place. */
export class CoordinateError extends Error {
  constructor(rule, values = {}) {
    super(rule);
    this.name = "CoordinateError";
    this.rule = rule;
    this.values = values;
  }
}

/** Refuses what lies outside the globe. */
export function checkRange(latitude, longitude) {
  if (!Number.isFinite(latitude) || !Number.isFinite(longitude)) throw new CoordinateError("not-a-number");
  if (Math.abs(latitude) > 90) throw new CoordinateError("latitude-range", { value: latitude });
  if (Math.abs(longitude) > 180) {
    const turned = ((((longitude + 180) % 360) + 360) % 360) - 180;
    throw new CoordinateError("longitude-range", { value: longitude, turned: Number(turned.toFixed(7)) });
  }
}
