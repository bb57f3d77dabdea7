// Parties' names for what the map says: asked once; until then, and where the node does not answer, their short names.
import { get } from "../node.js";
import { page } from "../page.js";
import { localised } from "./dom.js";

const names = new Map();
const asked = page.party
  ? get("/parties").then(({ parties }) => {
    for (const party of parties) names.set(party.party, localised(party.name, page.lang) || party.party);
  }).catch(() => undefined)
  : Promise.resolve();

/** An element with a party's name. */
export function partyLabel(id) {
  const element = document.createElement("bdi");
  element.textContent = names.get(id) ?? id;
  void asked.then(() => { element.textContent = names.get(id) ?? id; });
  return element;
}
