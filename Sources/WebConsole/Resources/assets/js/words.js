// The words of this page's language, and times and numbers as that language writes them.
import { page } from "./page.js";

async function load() {
  if (!page.words) return {};
  try {
    const response = await fetch(page.words, { credentials: "same-origin" });
    return response.ok ? await response.json() : {};
  } catch {
    return {};
  }
}

const entries = await load();
const pluralRules = new Intl.PluralRules(page.lang);
const numbers = new Intl.NumberFormat(page.lang, { numberingSystem: "latn" });

/** The text of a key, its placeholders filled; the key itself where there is none, which a test finds. */
export function t(key, values = {}) {
  const entry = entries[key];
  if (entry === undefined) return key;
  const text = typeof entry === "string" ? entry : form(entry, Number(values.count ?? 0));
  return text.replace(/\{([A-Za-z]+)\}/gu, (whole, name) => {
    if (values[name] === undefined) return whole;
    const value = typeof values[name] === "number" ? numbers.format(values[name]) : String(values[name]);
    // A name in another script must not turn the sentence round.
    return `\u2068${value}\u2069`;
  });
}

/** Whether there is such a key. */
export function has(key) {
  return Object.hasOwn(entries, key);
}

function form(forms, count) {
  return forms[pluralRules.select(count)] ?? forms.other ?? Object.values(forms)[0] ?? "";
}

/** A text in its form for a count. */
export function plural(key, count) {
  return t(key, { count });
}

export function numberText(value) {
  return numbers.format(value);
}

const clock = new Intl.DateTimeFormat(page.lang, {
  timeZone: "UTC", hour: "2-digit", minute: "2-digit", hourCycle: "h23", numberingSystem: "latn",
});
const day = new Intl.DateTimeFormat(page.lang, {
  timeZone: "UTC", day: "numeric", month: "short", year: "numeric", numberingSystem: "latn",
});
const spans = new Intl.RelativeTimeFormat(`${page.lang}-u-nu-latn`, { numeric: "always", style: "short" });

/** A time in UTC, as this language writes it; the channel speaks UTC, whatever the reader's own clock says. */
export function timeText(value) {
  const time = new Date(value);
  if (Number.isNaN(time.getTime())) return String(value);
  return `${day.format(time)}, ${clock.format(time)} UTC`;
}

export function clockText(value) {
  return `${clock.format(new Date(value))} UTC`;
}

export function dayText(value) {
  return day.format(new Date(value));
}

/** How long ago, or how long still, in whole units: `in 4 min`, `3 hr. ago`; of milliseconds from now, or of a time. */
export function ageText(value) {
  const milliseconds = typeof value === "number" ? value : Date.parse(value) - Date.now();
  if (Number.isNaN(milliseconds)) return String(value);
  const seconds = Math.round(milliseconds / 1000);
  const size = Math.abs(seconds);
  if (size < 90) return spans.format(seconds, "second");
  if (size < 5400) return spans.format(Math.round(seconds / 60), "minute");
  if (size < 129_600) return spans.format(Math.round(seconds / 3600), "hour");
  return spans.format(Math.round(seconds / 86_400), "day");
}

/** A span of time in its largest whole unit: `4 minutes`. */
export function spanText(milliseconds) {
  const seconds = Math.round(Math.abs(milliseconds) / 1000);
  const [count, unit] = seconds < 90 ? [seconds, "second"]
    : seconds < 5400 ? [Math.round(seconds / 60), "minute"]
      : seconds < 129_600 ? [Math.round(seconds / 3600), "hour"] : [Math.round(seconds / 86_400), "day"];
  return new Intl.NumberFormat(page.lang, { style: "unit", unit, unitDisplay: "long", numberingSystem: "latn" }).format(count);
}
