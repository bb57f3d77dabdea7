// Proofs from this node, verified in this browser against the log's key that it keeps: the node is not believed.
import { page } from "./page.js";
import { get, getText } from "./node.js";
import { fromBase64 } from "./bytes.js";
import { verifyBundle, verifyStatement } from "./receipt.js";
import * as store from "./store.js";

/** What this browser keeps of an accord: the log's key as it first saw it, and the witnesses that the log asks for. */
export class OtherLogKey extends Error {}

/**
 * The log's key as this browser first saw it; the digits that were read aloud when its key was enrolled cover it.
 * A node that names another key later is not followed: that is what this is for.
 */
export async function pinnedLogKey() {
  const id = `log/${page.accord}`;
  const kept = await store.get("pins", id);
  if (!kept) {
    await store.put("pins", { id, logKey: page.logKey, since: new Date().toISOString() });
    return page.logKey;
  }
  if (kept.logKey !== page.logKey) throw new OtherLogKey();
  return kept.logKey;
}

/** The witness policy that this browser keeps: the first that the node showed it, until the officer takes a newer one. */
export async function pinnedPolicy() {
  const kept = await store.get("pins", "policy");
  if (kept?.accord === page.accord) return kept.text;
  const text = await statedPolicy();
  if (text !== null) await store.put("pins", { id: "policy", accord: page.accord, text, since: new Date().toISOString() });
  return text ?? undefined;
}

/** Keeps the policy that the node shows now. */
export async function takePolicy() {
  const text = await statedPolicy();
  if (text === null) await store.remove("pins", "policy");
  else await store.put("pins", { id: "policy", accord: page.accord, text, since: new Date().toISOString() });
  return text ?? undefined;
}

/** The policy that the host states in the log, as this node shows it; null where it states none. */
export async function statedPolicy() {
  const reply = await fetch("/console/policy", { credentials: "same-origin", cache: "no-store" });
  if (reply.status === 204) return null;
  if (!reply.ok) throw new Error("no policy");
  return reply.text();
}

/** Verifies an entry: its signature by the key that the node shows, its place in the log, who cosigned. */
export async function verifyEntry(entry) {
  const logKey = await pinnedLogKey();
  const policy = await pinnedPolicy();
  const statement = await get(`/statements/${entry}`);
  const receipt = await getText(`/statements/${entry}/receipt`);
  const party = await get(`/parties/${statement.party}`);
  const signer = party.keys.find((key) => key.key === statement.key)?.publicKey;
  return verifyStatement({ envelope: fromBase64(statement.envelope), receipt, logKey, policy, signer });
}

/** Verifies everything about a record: with it whose key each is, by the log's own enrolments. */
export async function verifyRecord(bundle) {
  const logKey = await pinnedLogKey();
  const policy = await pinnedPolicy();
  const reply = await fetch(bundle, { credentials: "same-origin", cache: "no-store" });
  if (!reply.ok) throw new Error("no bundle");
  return verifyBundle(await reply.text(), { logKey, policy });
}
