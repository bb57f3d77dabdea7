// Makes forms ready for a line that is lost: registers the service worker and has it fetch what they need.

import { page } from "./page.js";

/** Modules that a form needs; the browser fetches them itself once a form is open. */
const MODULES = ["forms.js", "new.js", "sent.js", "words.js", "page.js"];

/** Registers the worker and prepares the forms and their pages. */
export async function prepareOffline() {
  if (!("serviceWorker" in navigator)) return false;
  const script = new URL("./worker.js", import.meta.url);
  await navigator.serviceWorker.register(script, { scope: "/console/" });
  const ready = await navigator.serviceWorker.ready;
  const reply = await fetch(`${page.forms}/index.json`);
  const { forms } = reply.ok ? await reply.json() : { forms: [] };
  ready.active?.postMessage({ prepare: [
    page.words, ...MODULES.map((name) => `${page.assets}/js/${name}`), `${page.forms}/index.json`, ...forms.map((name) => `${page.forms}/${name}.json`),
    "/console/sent", "/console/new", ...forms.map((name) => `/console/new/${name}`),
  ] });
  return true;
}
