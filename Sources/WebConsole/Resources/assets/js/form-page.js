// The page /console/new/FORM: starts the form that the element `[data-form]` names, with what the address says.

import { offerMaps } from "./form-map.js";
import { startForm } from "./forms.js";

const place = document.querySelector("[data-form]");
if (place) {
  const asked = new URLSearchParams(location.search);
  const name = place.dataset.form || location.pathname.split("/").at(-1);
  const about = asked.get("record") ?? asked.get("message") ?? asked.get("dossier") ?? (name.startsWith("line-") ? asked.get("line") : null);
  const values = {};
  if (asked.get("line")) values["/line"] = asked.get("line");
  if (asked.get("at")) Object.assign(values, { "/position": asked.get("at") });
  startForm(place, {
    form: name, record: about, draft: asked.get("draft"),
    prefill: { values, challenge: asked.get("challenge") ?? undefined, statement: asked.get("statement") ?? undefined },
  });
  offerMaps(place);
}
