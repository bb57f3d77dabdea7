// Elements are made as in forms; texts that are kept per language are read as the map needs them.
export { freshID, h } from "../fields/dom.js";

/** A text in the reader's language, else English, else the first. */
export function localised(text, language) {
  if (!text) return "";
  return text[language] ?? text.en ?? Object.values(text)[0] ?? "";
}
