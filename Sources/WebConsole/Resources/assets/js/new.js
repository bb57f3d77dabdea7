// The page /console/new/FORM: starts the form that the element `[data-form]` names, with what the address says.

import { startForm } from "./forms.js";

const place = document.querySelector("[data-form]");
if (place) {
  const asked = new URLSearchParams(location.search);
  const name = place.dataset.form || location.pathname.split("/").at(-1);
  const geometry = asked.get("at") ? { position: asked.get("at") } : null;
  const prefill = { challenge: asked.get("challenge") ?? undefined, statement: asked.get("statement") ?? undefined };
  if (asked.get("line")) prefill.values = { "/line": asked.get("line") };
  if (geometry) prefill.values = { ...prefill.values, "/position": geometry.position };
  startForm(place, { form: name, record: asked.get("record"), draft: asked.get("draft"), prefill });
}
