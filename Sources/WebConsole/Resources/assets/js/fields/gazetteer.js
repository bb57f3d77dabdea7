// Places by name as one types. What the node has no gazetteer for is hidden; what it finds is a proposal, and one of
// several places of the same name is only taken when somebody takes it.

import { freshID, h } from "./dom.js";

const WAIT_MILLISECONDS = 250;
const MOST = 8;
let isMissing = false;

async function ask(text, signal) {
  if (isMissing) return [];
  const reply = await fetch(`/console/gazetteer?q=${encodeURIComponent(text)}`, { signal, headers: { accept: "application/json" } });
  if (reply.status === 404) {
    isMissing = true;
    return [];
  }
  if (!reply.ok) return [];
  const { places } = await reply.json();
  return Array.isArray(places) ? places.slice(0, MOST) : [];
}

/** The name of a place in a language, else as it is written. */
export const placeName = (place, language) => place.names?.[language] ?? place.name;

/** Adds proposals under a text control; `choose` is given the place that was taken. `isName` says what is worth asking. */
export function withGazetteer(input, choose, context, isName = (text) => /\p{L}{2}/u.test(text)) {
  const id = freshID("places");
  const list = h("ul", { id, role: "listbox", class: "places", hidden: true, "aria-label": context.t("field.gazetteer.list") });
  const status = h("p", { class: "visually-hidden", role: "status" });
  let [places, active, timer, running] = [[], -1, null, null];
  Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list" }).forEach(([name, value]) => input.setAttribute(name, value));
  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (at) => { const place = places[at]; close(); if (place) choose(place); };
  const mark = (at) => {
    active = at;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    if (at >= 0) input.setAttribute("aria-activedescendant", list.children[at].id);
    else input.removeAttribute("aria-activedescendant");
  };
  const show = () => {
    list.replaceChildren(...places.map((place, at) => h("li", {
      id: `${id}-${at}`, role: "option", "aria-selected": "false",
      onpointerdown: (event) => { event.preventDefault(); take(at); },
    }, h("bdi", {}, placeName(place, context.language)), " ", h("span", { class: "place-admin" }, h("bdi", {}, [place.admin].flat().filter(Boolean).join(", ")), place.pcode ? ` · ${place.pcode}` : ""))));
    list.hidden = places.length === 0;
    input.setAttribute("aria-expanded", String(places.length > 0));
    status.textContent = places.length ? context.t("field.gazetteer.found", { count: places.length }) : "";
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    running?.abort();
    const text = input.value.trim();
    if (isMissing || !isName(text)) { places = []; return close(); }
    timer = setTimeout(async () => {
      running = new AbortController();
      try {
        places = await ask(text, running.signal);
        active = -1;
        if (document.activeElement === input) show();
      } catch { /* No line, or a newer question: the text stands as typed. */ }
    }, WAIT_MILLISECONDS);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (steps[event.key]) {
      event.preventDefault();
      mark((active + steps[event.key] + places.length) % places.length);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      take(active);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  return h("div", { class: "with-places" }, input, list, status);
}
