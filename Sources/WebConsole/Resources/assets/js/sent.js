// The page /console/sent: drafts, what is not sent yet, what was sent with its entry and receipt. `showSentPage`
// shows it in an element.

import { h } from "./fields/dom.js";
import { formContext } from "./form-context.js";
import { loadSources } from "./form-sources.js";
import { page } from "./page.js";
import { begin, drafts, onQueue, queue } from "./sending.js";
import { showSent } from "./sent-item.js";
import { ageText, t } from "./words.js";

function draftItem(draft, redraw) {
  return h("li", {}, h("a", { href: `/console/new/${draft.form}?draft=${encodeURIComponent(draft.id)}` }, h("bdi", {}, draft.title ?? draft.form)), " ",
    h("span", { class: "field-hint" }, t("sent.draft.kept", { age: ageText(Date.parse(draft.keptAt) - Date.now()) })), " ",
    h("button", { type: "button", class: "quiet", onclick: async () => { await drafts.discard(draft.id); redraw(); } }, t("form.draft.discard")));
}

/** A refused or waiting item goes back to being a draft, to be put right. */
async function reopen(item) {
  if (!(await queue.discard(item.id))) return;
  const { draftID } = await import("./drafts.js");
  const id = draftID();
  drafts.change({ id, form: item.form, kind: item.frozen.kind, values: item.values, subject: item.subjectGiven ?? "", audience: item.audienceChosen, about: item.about, title: item.title, language: page.lang });
  await drafts.flush();
  location.assign(`/console/new/${item.form}?draft=${id}`);
}

function queueItem(item, context, redraw) {
  const shown = showSent(item, context);
  if (item.state === "waiting" && item.officer !== page.officer) shown.append(h("p", {}, t("sent.other-officer", { officer: item.officer, party: context.partyName(item.party) })));
  if (item.state === "refused" || (item.state === "waiting" && !item.isInDoubt)) {
    shown.append(h("div", { class: "form-actions" }, h("button", { type: "button", onclick: () => reopen(item) }, t("sent.reopen")),
      h("button", { type: "button", class: "quiet", onclick: async () => { await queue.discard(item.id); redraw(); } }, t("sent.take-back"))));
  }
  return h("li", {}, shown);
}

/** Shows the page in an element. */
export async function showSentPage(element) {
  begin();
  const context = formContext({ t, language: page.lang, sources: await loadSources(), form: null });
  const redraw = async () => {
    const [kept, items] = await Promise.all([drafts.list(), queue.list()]);
    const open = items.filter((item) => item.state !== "sent");
    const sent = items.filter((item) => item.state === "sent").reverse();
    const part = (key, list, empty) => h("section", { class: "form-section" }, h("h2", {}, t(key, { count: list.length })), list.length ? h("ul", { class: "plain" }, list) : h("p", {}, t(empty)));
    element.replaceChildren(
      part("sent.open", open.map((item) => queueItem(item, context, redraw)), "sent.open.none"),
      h("p", {}, h("button", { type: "button", disabled: open.length === 0, onclick: () => queue.wake() }, t("sent.try-now"))),
      part("sent.drafts", kept.map((draft) => draftItem(draft, redraw)), "sent.drafts.none"),
      part("sent.done", sent.map((item) => queueItem(item, context, redraw)), "sent.done.none"));
  };
  onQueue(redraw);
  await redraw();
}
