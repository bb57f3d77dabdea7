// Makes forms ready for a line that is lost: registers the service worker and has it fetch what they need.

import { formNames } from "./form-names.js";
import { page } from "./page.js";

/** Modules that a form needs; the browser fetches them itself once a form is open. */
const MODULES = ["forms.js", "form-page.js", "sent-page.js", "sent.js", "words.js", "page.js"];

/** Registers the worker and prepares the forms and their pages. */
export async function prepareOffline() {
  if (!("serviceWorker" in navigator)) return false;
  // The desk itself lies above the worker's scope: `serviceWorker.ready` would wait there for ever.
  const registration = await navigator.serviceWorker.register("/console/worker.js", { scope: "/console/" });
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  worker?.postMessage({ prepare: [
    page.words, ...MODULES.map((name) => `${page.assets}/js/${name}`), ...formNames.map((name) => `${page.forms}/${name}.json`),
    "/console/sent", "/console/new", ...formNames.map((name) => `/console/new/${name}`),
  ] });
  return true;
}

/** On signing out: no page that bears a name stays behind. */
export async function forgetPages() {
  const ready = await navigator.serviceWorker?.getRegistration("/console/");
  ready?.active?.postMessage({ forget: true });
}
