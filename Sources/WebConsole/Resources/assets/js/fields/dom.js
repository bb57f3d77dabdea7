// Small help for making elements: text is always text, so what parties write can never become markup.

/** Makes an element; `on…` members are listeners, all others attributes, `false` and null leave one out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

let last = 0;

/** A name that no other element of this page has. */
export const freshID = (start = "f") => `${start}-${(last += 1)}`;

/** A label, its control, its hint and the place for its error, tied together for those who do not see them. */
export function labelled(control, { label, hint, isRequired, pointer, optionalText }) {
  const id = control.id || freshID();
  control.id = id;
  if (pointer !== undefined) control.dataset.pointer = pointer;
  if (isRequired) control.setAttribute("aria-required", "true");
  const error = h("p", { id: `${id}-error`, class: "field-error", hidden: true });
  const described = [hint ? `${id}-hint` : null, `${id}-error`].filter(Boolean);
  control.setAttribute("aria-describedby", described.join(" "));
  return h("div", { class: "field" },
    h("label", { for: id }, label, !isRequired && optionalText ? h("span", { class: "field-optional" }, ` ${optionalText}`) : null),
    hint ? h("p", { id: `${id}-hint`, class: "field-hint" }, hint) : null, control, error);
}

/** A group of controls with a legend, a hint and the place for an error of the whole. */
export function group({ label, hint, pointer, isRequired, optionalText, map }, ...children) {
  const id = freshID("g");
  const legend = h("legend", {}, label, !isRequired && optionalText ? h("span", { class: "field-optional" }, ` ${optionalText}`) : null);
  const error = h("p", { id: `${id}-error`, class: "field-error", hidden: true });
  return h("fieldset", {
    id, class: "field field-group", "data-pointer": pointer, "data-map": map, tabindex: "-1",
    "aria-describedby": [hint ? `${id}-hint` : null, `${id}-error`].filter(Boolean).join(" "),
  }, legend, hint ? h("p", { id: `${id}-hint`, class: "field-hint" }, hint) : null, ...children, error);
}

/** Writes an error beside a control, or takes it away. */
export function showError(control, text) {
  const place = document.getElementById(`${control.id}-error`);
  if (text) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
  if (!place) return;
  place.textContent = text ?? "";
  place.hidden = !text;
}

/** The control at fault: the one whose pointer is the longest beginning of the pointer named. */
export function controlAt(root, pointer) {
  let found = null;
  for (const control of root.querySelectorAll("[data-pointer]")) {
    const own = control.dataset.pointer;
    const isWithin = pointer === own || pointer.startsWith(`${own}/`) || own === "";
    const isUnder = own.startsWith(`${pointer}/`);
    if (isWithin && (found === null || own.length > found.dataset.pointer.length)) found = control;
    if (!found && isUnder) found = control;
  }
  return found;
}
