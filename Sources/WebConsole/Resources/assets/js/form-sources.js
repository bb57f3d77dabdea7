// What a form asks the node for: who takes part, which lines and classes there are, and the record that it is about.
// Without a line the form can still be filled; names are written then instead of chosen.

import { noteClock } from "./node.js";
import { page } from "./page.js";

const PATIENCE_MILLISECONDS = 8000;

async function get(path) {
  const asked = Date.now();
  const reply = await fetch(`/console/api/${path}`, { headers: { accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) });
  noteClock(reply, asked);
  if (!reply.ok) throw Object.assign(new Error(path), { status: reply.status });
  return reply.json();
}

const quietly = (promise) => promise.catch(() => null);
const inLanguage = (texts, language) => (typeof texts === "string" ? texts : texts?.[language] ?? texts?.en ?? Object.values(texts ?? {})[0] ?? "");

/** The classes of stand-off that the accord was founded with. */
async function classes() {
  const { body } = await get("statements/0");
  return (body?.standOffClasses ?? []).map((each) => ({ value: each.class, text: `${each.class} (${each.metres} m)` }));
}

/** Asks for everything that a form's fields choose from; what cannot be had is missing. */
export async function loadSources(language = page.lang) {
  const [parties, lines, own, known] = await Promise.all([quietly(get("parties")), quietly(get("lines")), page.party ? quietly(get(`parties/${page.party}`)) : null, quietly(classes())]);
  const all = (parties?.parties ?? []).filter((party) => party.standing !== "left").map((party) => ({
    value: party.party, text: inLanguage(party.name, language) || party.party, cannotReceive: !party.node,
  }));
  return {
    parties: all, "parties-other": all.filter((party) => party.value !== page.party),
    lines: (lines?.lines ?? []).map((line) => ({ value: line.id, text: inLanguage(line.terms?.name, language) || line.id })),
    officers: (own?.officers ?? []).filter((officer) => officer.onStrength && officer.officer !== page.officer).map((officer) => ({ value: officer.officer, text: inLanguage(officer.name, language) || officer.officer })),
    classes: known ?? [],
  };
}

const PATHS = { message: "messages", "own-message": "messages", line: "lines", dossier: "dossiers", notice: "records", "own-notice": "records" };

/** What a form needs of the record that it is about: its owner, its audience, the text in force. */
export async function loadAbout(form, record, language = page.lang) {
  const owner = record.split("/")[0];
  const isDossier = /^(?:convoy|hazard|incident|constraint)\./.test(form.kind);
  const path = PATHS[form.about] ?? (isDossier ? "dossiers" : null);
  if (!path) return { record, owner };
  const reply = await get(`${path}/${record}`);
  const found = reply.message ?? reply.line ?? reply.dossier ?? reply.record ?? reply;
  return aboutOf(found, record, owner, language);
}

/** The same from a reply that is at hand. */
export function aboutOf(found, record, owner = record.split("/")[0], language = "en") {
  const audience = found.audience === "open" || found.audience === undefined ? found.audience : Array.isArray(found.audience) ? found.audience : found.audience?.parties ?? "open";
  return {
    record, owner, audience, statement: found.statement ?? found.version ?? found.versions?.at(-1)?.statement ?? null,
    details: found.details ?? found.matter ?? null, title: inLanguage(found.details?.name ?? found.name, language) || record,
  };
}
