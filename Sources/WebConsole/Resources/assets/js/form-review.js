// The last look: in words, what is about to be signed, by whom, with which key, for whom. Only then can it be signed.

import { h } from "./fields/dom.js";
import { audienceWords } from "./form-audience.js";

function lines(said, context) {
  return said.flatMap((line) => (typeof line === "string"
    ? [h("p", {}, h("bdi", {}, line))]
    : [h("section", { class: "review-row" }, h("h4", {}, line.title), h("dl", {}, line.lines.map((field) => rowOf(field, context))))]));
}

const rowOf = ({ label, lines: said }, context) => [h("dt", {}, label), h("dd", {}, lines(said, context))];

/** Shows the review in a dialog; comes back with true to sign, false to go back. */
export function review(element, { form, said, subject, audience, identity, isExercise, context }) {
  const dialog = h("dialog", { class: "review", "aria-labelledby": "review-title" },
    h("h2", { id: "review-title", tabindex: "-1" }, context.t("form.review.title")),
    isExercise ? h("p", { class: "exercise" }, context.t("form.review.exercise")) : null,
    h("p", { class: "review-says" }, context.t(form.says)),
    h("dl", { class: "review-head" },
      h("dt", {}, context.t("form.review.kind")), h("dd", {}, h("bdi", { dir: "ltr" }, form.kind)),
      h("dt", {}, context.t("form.review.subject")), h("dd", {}, h("bdi", { dir: "ltr" }, `${identity.party}/${subject}`)),
      h("dt", {}, context.t("form.review.by")), h("dd", {}, context.t("form.review.by-said", { officer: identity.officer, party: context.partyName(identity.party) })),
      h("dt", {}, context.t("form.review.key")), h("dd", {}, h("bdi", { dir: "ltr", class: "key" }, (identity.key ?? "").slice(0, 8).replace(/(.{4})(?=.)/g, "$1 "))),
      h("dt", {}, context.t("form.review.audience")), h("dd", { class: audience === "open" ? "audience-open" : "" }, h("bdi", {}, audienceWords(audience, context)))),
    h("dl", { class: "review-body" }, said.map((field) => rowOf(field, context))),
    h("p", { class: "field-hint" }, context.t("form.review.stays")),
    navigator.onLine ? null : h("p", { class: "offline" }, context.t("form.review.offline")));
  return new Promise((resolve) => {
    const end = (isSigned) => { dialog.close(); dialog.remove(); resolve(isSigned); };
    dialog.append(h("div", { class: "form-actions" },
      h("button", { type: "button", class: "primary", onclick: () => end(true) }, context.t("form.review.sign")),
      h("button", { type: "button", onclick: () => end(false) }, context.t("form.review.back"))));
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); end(false); });
    element.append(dialog);
    dialog.showModal();
    dialog.querySelector("#review-title").focus();
  });
}
