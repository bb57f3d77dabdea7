// Makes statements and says them: composed and signed here, handed to the node, and held to what it answers.
import { base64, concat, fromBase64, fromHex, hex, sha256, text as textOf, utf8 } from "./bytes.js";
import { Fault } from "./fault.js";
import * as json from "./json.js";
import { currentKey, keyID, sign } from "./keys.js";
import * as node from "./node.js";
import { checkAccepted } from "./receipt.js";
import { commitment, openBody, sealBody } from "./seal.js";
import * as store from "./store.js";

const payloadType = "application/vnd.parley.statement+json";
const envelopeType = "application/vnd.dsse+json";
const submissionType = "application/vnd.parley.submission+json";
const machineName = /^[a-z0-9][a-z0-9.-]{0,63}$/;

/** Named limits: an entry of the log, an audience, tries when others of the party speak in between. */
export const limits = Object.freeze({ envelopeBytes: 16_384, audience: 64, tries: 5, clockSeconds: 60 });

/** The bytes that a statement's signature covers: the pre-authentication encoding of DSSE. */
export function preAuthentication(payloadBytes) {
  return concat(utf8(`DSSEv1 ${payloadType.length} ${payloadType} ${payloadBytes.length} `), payloadBytes);
}

/** The text of a body: an object is written, a text or bytes stay as they are and must be an object. */
function bodyText(body) {
  const text = typeof body === "string" ? body : body instanceof Uint8Array ? textOf(body) : json.write(body);
  if (json.parse(text).kind !== "object") throw new Fault("bad-body", { pointer: "" });
  return text;
}

function audienceOf(stated) {
  if (stated === "open") return null;
  if (!Array.isArray(stated)) throw new Fault("bad-body", { pointer: "/audience" });
  const parties = [...new Set(stated)].sort();
  for (const party of parties) if (!machineName.test(party)) throw new Fault("bad-name", { name: String(party) });
  if (parties.length > limits.audience) throw new Fault("too-many", { limit: limits.audience });
  return parties;
}

/**
 * Composes and signs a statement: `{payloadBytes, envelope, name, sealedBody, openings}`, and `fields` to keep.
 *
 * - draft: `{kind, subject, body, audience, fieldAudiences?, opened?}`; the audience is `"open"` or parties, none for nobody.
 *   `opened` is a body that was committed to before, to be shared with its openings.
 * - context: `{accord, party, officer, key, sequence, previous, seen: {size, root}, saidAt, sealingKeys}`; `sequence` is
 *   that of the party's last statement, 0 for none; `sealingKeys` maps parties with a node to 32 bytes.
 */
export async function compose(draft, context) {
  const audience = audienceOf(draft.audience);
  const header = {
    accord: context.accord, party: context.party, officer: context.officer, kind: draft.kind, subject: draft.subject,
  };
  for (const name of Object.values(header)) {
    if (!machineName.test(name ?? "")) throw new Fault("bad-name", { name: String(name) });
  }
  let [content, sealedBody, fields] = ["", null, null];
  if (audience === null) {
    content = `"body":${bodyText(draft.body)}`;
  } else {
    fields = draft.opened ?? openBody(bodyText(draft.body));
    if (audience.length > 0) {
      sealedBody = await sealBody(fields, {
        audience, author: context.party, sealingKeys: context.sealingKeys ?? new Map(),
        fieldAudiences: draft.fieldAudiences ?? {},
      });
    }
    content = `"commitment":"${base64(await commitment(fields))}","audience":${json.write(audience)}`;
    if (sealedBody !== null) content += `,"sealed":"${base64(await sha256(utf8(sealedBody)))}"`;
  }
  const rest = {
    sequence: BigInt(context.sequence) + 1n, previous: context.previous, seen: context.seen, saidAt: context.saidAt,
  };
  const payloadBytes = utf8(`${json.write({ ...header, ...rest }).slice(0, -1)},${content}}`);
  const signed = preAuthentication(payloadBytes);
  const envelope = utf8(json.write({
    payloadType, payload: base64(payloadBytes),
    signatures: [{ keyid: keyID(context.key), sig: base64(await sign(context.key, signed)) }],
  }));
  if (envelope.length > limits.envelopeBytes) {
    throw new Fault("too-long", { bytes: envelope.length, limit: limits.envelopeBytes });
  }
  const openings = fields && Object.fromEntries(
    fields.filter((field) => field.opening).map((field) => [field.name, base64(field.opening)]));
  return { payloadBytes, envelope, name: hex(await sha256(signed)), sealedBody, openings, fields };
}

/** What is handed in, and as which media type: the envelope itself, or with the sealed body beside it. */
export function submission(made) {
  if (made.sealedBody === null) return { body: made.envelope, type: envelopeType };
  return { body: utf8(`{"envelope":"${base64(made.envelope)}","sealed":${made.sealedBody}}`), type: submissionType };
}

/** The sealing keys of all parties that have a node, as this node shows them. */
async function sealingKeys() {
  const keys = new Map();
  for (const party of (await node.get("/parties")).parties) {
    if (party.node) keys.set(party.party, fromBase64(party.node.sealingKey, 32));
  }
  return keys;
}

async function chain(party) {
  const found = await node.get(`/parties/${party}/chain`);
  if (!Number.isSafeInteger(found?.sequence) || !Number.isSafeInteger(found.seen?.size)) throw new Fault("bad-reply");
  fromBase64(found.seen.root, 32);
  if (found.sequence > 0) fromHex(found.hash, 32);
  return {
    sequence: found.sequence, previous: found.sequence > 0 ? found.hash : null,
    seen: { size: found.seen.size, root: found.seen.root }, loggedAt: found.loggedAt,
  };
}

/** The time to state: ours, or the node's where the two differ by more than people do. */
function statedTime() {
  const offset = node.clockOffsetSeconds() ?? 0;
  return new Date(Math.abs(offset) > limits.clockSeconds ? node.nodeTime() : Date.now()).toISOString();
}

/** Who speaks: what the caller says, else the session of the page. */
async function speaker(options) {
  const { page } = options.identity ? { page: options.identity } : await import("./page.js");
  if (!page.accord || !page.party || !page.officer) throw new Fault("not-signed-in");
  const key = options.key ?? (await currentKey(page.key));
  if (!key) throw new Fault("no-key");
  const policy = options.policy ?? (await store.get("pins", "policy"))?.text;
  return { accord: page.accord, party: page.party, officer: page.officer, key, logKey: options.logKey ?? page.logKey, policy };
}

function result(record) {
  return {
    entry: record.entry, name: record.name, receipt: record.receipt ?? undefined, promise: record.promise ?? undefined,
    isWitnessed: record.isWitnessed, missing: record.missing, isVerified: record.isVerified,
    clockOffsetSeconds: node.clockOffsetSeconds(),
  };
}

/** Keeps what the node answered, after it was held to the statement; throws where it proves something else. */
async function accept(record, reply, who) {
  const found = await checkAccepted({ ...reply, envelope: record.envelope, name: record.name }, who);
  const state = found.isVerified === false ? "contested" : reply.promise ? "promised" : "logged";
  const kept = { ...record, ...found, state, receipt: reply.receipt ?? null, promise: reply.promise ?? null };
  await store.put("sent", kept);
  if (state === "contested") {
    throw new Fault("proof-contested", { name: record.name, entry: found.entry, reasons: found.reasons });
  }
  return result(kept);
}

/** What became of a statement that the log has: its receipt, if the witnesses have seen it. */
async function collect(record, entry, who) {
  try {
    const receipt = await node.getText(`/statements/${record.name}/receipt`);
    return await accept(record, { entry, hash: record.name, receipt, missing: [] }, who);
  } catch (error) {
    const isLater = error instanceof node.NodeProblem || (error instanceof Fault && error.isRetryable);
    if (!isLater) throw error;
    // A promise that was verified stays what it is; without one, that it is logged is the node's word alone.
    const kept = {
      ...record, state: record.promise ? "promised" : "logged", entry, isVerified: record.promise ? record.isVerified : null,
      isWitnessed: error.rule === "not-witnessed" ? false : null, missing: error.missing ?? record.missing ?? [],
    };
    await store.put("sent", kept);
    return result(kept);
  }
}

/** Whether the node shows a statement: its entry; null when the log has none of this name. */
async function lookUp(record) {
  try { return (await node.get(`/statements/${record.name}`)).entry; } catch (error) {
    if (error instanceof node.NodeProblem && error.status === 404) return null;
    throw error;
  }
}

const isRefusal = (error) => error instanceof node.NodeProblem && error.status >= 400 && error.status < 500
  && ![401, 403, 408, 429].includes(error.status);

/** Hands a kept statement in; when no reply comes, once more: a node answers a repeated statement with its entry. */
async function handIn(record, who) {
  const { body, type } = submission({ envelope: record.envelope, sealedBody: record.sealed });
  let reply;
  try {
    try { reply = await node.submit(body, type); } catch (error) {
      if (!(error instanceof Fault && error.rule === "unreachable")) throw error;
      reply = await node.submit(body, type);
    }
  } catch (error) {
    if (error instanceof node.NodeProblem && error.rule === "replayed" && error.entry !== null) {
      return collect(record, error.entry, who);
    }
    if (error instanceof Fault) error.values.name = record.name;
    throw error;
  }
  return accept(record, reply, who);
}

async function forget(record) {
  await store.remove("sent", record.name);
  await store.remove("pins", `draft:${record.draft}`);
}

/** A draft that was tried before: what became of it, or null when it was not logged and may be said anew. */
async function resume(draft, digest, who) {
  const pointer = await store.get("pins", `draft:${draft.id}`);
  const record = pointer && (await store.get("sent", pointer.statement));
  if (!record) return null;
  let found;
  if (record.state === "unconfirmed") {
    try { found = await handIn(record, who); } catch (error) {
      if (!isRefusal(error)) throw error;
      // The chain is asked first: whoever may read it may read the statement, so that "not found" means just that.
      await chain(who.party);
      const entry = await lookUp(record);
      if (entry === null) {
        await forget(record);
        return null;
      }
      found = await collect(record, entry, who);
    }
  } else {
    found = result(record);
  }
  if (record.digest !== digest) throw new Fault("said-otherwise", { name: record.name, entry: found.entry });
  return { ...found, wasSaidBefore: true };
}

/**
 * Says a draft: asks the chain, composes, signs, hands in; again when somebody else of the party spoke in between.
 *
 * - draft: as for `compose`, with an `id` of its own. One id is said once, however often this is called: after a lost
 *   reply the same statement is handed in again, and only what the log has not is composed anew.
 * - options: `{identity: {accord, party, officer}, key, logKey, policy}`, each from the page and the store unless given.
 *
 * Returns `{entry, name, receipt?, promise?, isWitnessed, missing, isVerified, clockOffsetSeconds}`; `isWitnessed` and
 * `isVerified` are null where nobody can say. Throws `NodeProblem` when the node refuses, `Fault` for what this side
 * finds; `isRetryable` on either says that the queue may try again later, with the same id.
 */
export function say(draft, options = {}) {
  const named = { ...draft, id: draft.id ?? globalThis.crypto.randomUUID() };
  return store.alone("say", async () => {
    const who = await speaker(options);
    const digest = hex(await sha256(utf8(json.write([
      draft.kind, draft.subject, draft.audience, draft.fieldAudiences ?? null,
      draft.opened ? hex(await commitment(draft.opened)) : bodyText(draft.body),
    ]))));
    return (await resume(named, digest, who)) ?? sayAnew(named, digest, who);
  });
}

async function sayAnew(draft, digest, who) {
  let isClockCorrected = false;
  const keys = Array.isArray(draft.audience) && draft.audience.length > 0 ? await sealingKeys() : new Map();
  for (let attempt = 1; ; attempt += 1) {
    const tip = await chain(who.party);
    const saidAt = isClockCorrected && tip.loggedAt ? tip.loggedAt : statedTime();
    const made = await compose(draft, { ...who, ...tip, saidAt, sealingKeys: keys });
    // Kept before it is sent: what may be in the log must not be lost with this page.
    const record = {
      name: made.name, draft: draft.id, digest, kind: draft.kind, subject: draft.subject, audience: draft.audience,
      party: who.party, officer: who.officer, key: keyID(who.key), saidAt, madeAt: new Date().toISOString(),
      envelope: made.envelope, sealed: made.sealedBody, fields: made.fields, state: "unconfirmed",
    };
    await store.put("sent", record);
    await store.put("pins", { id: `draft:${draft.id}`, statement: made.name });
    try { return await handIn(record, who); } catch (error) {
      if (!isRefusal(error)) throw error;
      await forget(record);
      const isOvertaken = error.status === 409 && ["forked", "out-of-order", "seen-went-back"].includes(error.rule);
      if (isOvertaken) {
        if (attempt < limits.tries) continue;
        throw new Fault("chain-moves-on", { tries: attempt }, { cause: error, isRetryable: true });
      }
      if (["from-the-future", "backdated"].includes(error.rule) && !isClockCorrected) {
        isClockCorrected = true;
        continue;
      }
      throw error;
    }
  }
}

/**
 * What became of a statement that was kept, as `say` returns it: asks for the receipt of one that has none yet.
 *
 * Of one that nobody confirmed it only asks whether the log has it, and hands nothing in: `entry` is null when it has not.
 */
export async function followUp(name, options = {}) {
  const record = await store.get("sent", name);
  if (!record) return null;
  if (record.receipt) return result(record);
  const who = await speaker(options);
  if (record.state !== "unconfirmed") return collect(record, record.entry, who);
  await chain(who.party);
  const entry = await lookUp(record);
  return entry === null ? { ...result(record), entry: null } : collect(record, entry, who);
}
