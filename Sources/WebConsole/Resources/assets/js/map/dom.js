// Small help for making elements: text is always text, so what parties write can never become markup.

/** Makes an element; `on…` members are listeners, members that are `false` or null are left out, all others attributes. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

let last = 0;

/** A name that no other element of this page has. */
export const freshID = (start = "map") => `${start}-${(last += 1)}`;

/** A text in the reader's language, else English, else the first. */
export function localised(text, language) {
  if (!text) return "";
  return text[language] ?? text.en ?? Object.values(text)[0] ?? "";
}
