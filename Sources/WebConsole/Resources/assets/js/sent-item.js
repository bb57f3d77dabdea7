// One item of the queue, as it stands: waiting, being sent, sent with its entry and receipt, or refused with the reason.

import { h } from "./fields/dom.js";
import { t } from "./words.js";

const STATES = { waiting: "sent.state.waiting", sending: "sent.state.sending", sent: "sent.state.sent", refused: "sent.state.refused" };

function receiptText(item) {
  if (item.isVerified === false) return t("sent.receipt.contested");
  if (item.receipt && item.isWitnessed === false) return t("sent.receipt.unwitnessed");
  if (item.receipt) return t("sent.receipt.held");
  if (item.promise) return t("sent.receipt.promised", { missing: item.missing?.join(", ") || "–" });
  return t("sent.receipt.none");
}

/** Why it waits, in words. */
export function problemOf(item) {
  const { problem } = item;
  if (!problem) return navigator.onLine ? "" : t("sent.waiting.offline");
  return problem.detail || (problem.word ? t(problem.word, problem.values ?? {}) : t("sent.waiting.unreachable"));
}

/** Where what it is about is shown; null where there is no page of it. */
export function pageOf(item) {
  const { kind } = item.frozen;
  const shelf = kind.startsWith("message.") ? "messages" : /^(?:convoy|incident|hazard|constraint|dossier)\./.test(kind) ? "dossiers"
    : /^(?:notification|notice|movement)\./.test(kind) ? "records" : null;
  return shelf && `/console/${shelf}/${item.record}`;
}

function save(item) {
  const link = h("a", { download: `${item.party}-${item.entry}.tlog-proof`, href: URL.createObjectURL(new Blob([item.receipt], { type: "text/plain" })) }, t("sent.receipt.save"));
  return link;
}

/** The item as an element. */
export function showSent(item, context) {
  const record = `${item.party}/${item.frozen.subject}`;
  const said = context.localTime(item.sentAt ?? item.queuedAt);
  return h("article", { class: `sent-item sent-${item.state}` },
    h("h2", { tabindex: "-1" }, t(STATES[item.state]), " ", h("bdi", {}, item.title)),
    h("p", {}, h("bdi", {}, t(`kind.${item.frozen.kind.replace(/\.v\d+$/u, "")}`)), " ", h("bdi", { dir: "ltr", class: "record-name" }, record)),
    item.state === "sent"
      ? [h("p", { class: "entry" }, t("sent.entry", { entry: context.number(item.entry), time: said })), h("p", {}, receiptText(item)), item.receipt ? h("p", {}, save(item)) : null,
        pageOf(item) ? h("p", {}, h("a", { href: pageOf(item) }, t("sent.record"))) : null]
      : [h("p", {}, item.state === "refused" ? t("sent.refused", { detail: problemOf(item) }) : problemOf(item) || t("sent.waiting.soon")),
        item.isInDoubt && item.state === "waiting" ? h("p", {}, t("sent.doubt")) : null, h("p", { class: "field-hint" }, t("sent.queued-at", { time: said }))]);
}
