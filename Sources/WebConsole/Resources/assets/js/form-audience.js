// Who may read it: always a choice of its own. Nobody is chosen until somebody chooses.

import { group, h, freshID } from "./fields/dom.js";
import { audienceAsAbout } from "./form-model.js";

/** The audience as the statement has it: `"open"`, parties in order, or nil while nothing is chosen. */
export function audienceOf(chosen, about, speaker) {
  if (chosen.choice === "open") return "open";
  if (chosen.choice === "as-about") return about ? audienceAsAbout(about, speaker) : null;
  if (chosen.choice === "owner") return about ? [about.owner].filter((party) => party !== speaker) : null;
  if (chosen.choice === "restricted") return [...new Set(chosen.parties)].filter((party) => party !== speaker).sort();
  return null;
}

/** What is wrong with the choice. */
export function audienceProblems(form, chosen, about, speaker) {
  if (!form.audience.may.includes(chosen.choice)) return [{ pointer: "/-/audience", rule: "audience" }];
  const audience = audienceOf(chosen, about, speaker);
  if (chosen.choice === "as-about" && (!audience || (about.audience === undefined))) return [{ pointer: "/-/audience", rule: "audience-unknown" }];
  if (chosen.choice === "owner" && !audience?.length) return [{ pointer: "/-/audience", rule: "audience-unknown" }];
  if (chosen.choice === "restricted" && audience.length === 0) return [{ pointer: "/-/audience", rule: "audience-nobody" }];
  return [];
}

const NAME = /^[a-z0-9][a-z0-9.-]{0,63}$/;

/** The choice on the page. */
export function mountAudience(form, chosen, change, context, about, speaker) {
  const kept = { choice: chosen.choice ?? null, parties: [...(chosen.parties ?? [])] };
  const name = freshID("audience");
  const parties = (context.source("parties-other") ?? []);
  const tell = () => change({ choice: kept.choice, parties: [...kept.parties] });
  const lists = h("div", { class: "audience-parties" });
  const draw = () => {
    if (kept.choice === "as-about" && about) {
      const audience = audienceAsAbout(about, speaker);
      lists.replaceChildren(h("p", {}, audience === "open" ? context.t("form.audience.open-said") : context.t("form.audience.as-about-said", { parties: audience.map(context.partyName).join(", ") || "–" })));
    } else if (kept.choice === "owner" && about) {
      lists.replaceChildren(h("p", {}, context.t("form.audience.restricted-said", { parties: context.partyName(about.owner) })));
    } else if (kept.choice === "restricted" && parties.length) {
      lists.replaceChildren(h("div", { class: "checks" }, parties.map((party) => h("label", { class: "check" },
        h("input", { type: "checkbox", checked: kept.parties.includes(party.value), disabled: party.cannotReceive ?? false, onchange: (event) => {
          kept.parties = event.target.checked ? [...kept.parties, party.value] : kept.parties.filter((each) => each !== party.value);
          tell();
        } }), h("span", {}, h("bdi", {}, party.text), party.cannotReceive ? h("span", { class: "field-hint" }, ` ${context.t("form.audience.no-node")}`) : null)))));
    } else if (kept.choice === "restricted") {
      const input = h("input", { value: kept.parties.join(" "), dir: "ltr", "aria-label": context.t("form.audience.written"), oninput: (event) => {
        kept.parties = event.target.value.split(/[\s,;]+/).filter((each) => NAME.test(each));
        tell();
      } });
      lists.replaceChildren(h("p", { class: "field-hint" }, context.t("form.audience.written")), input);
    } else lists.replaceChildren();
  };
  const radios = form.audience.may.map((may) => h("label", { class: "check" },
    h("input", { type: "radio", name, value: may, checked: kept.choice === may, onchange: () => { kept.choice = may; draw(); tell(); } }),
    h("span", {}, context.t({ open: "form.audience.open", restricted: "form.audience.restricted", "as-about": "form.audience.as-about", owner: "form.audience.owner" }[may]))));
  draw();
  return group({ label: context.t("form.audience.legend"), hint: context.t("form.audience.hint"), pointer: "/-/audience", isRequired: true }, h("div", { class: "checks" }, radios), lists);
}

/** The audience in words. */
export function audienceWords(audience, context) {
  if (audience === "open") return context.t("form.audience.open-said");
  return context.t("form.audience.restricted-said", { parties: audience.map(context.partyName).join(", ") });
}
