// Whose key it is, as the log says it in its order (specification, sections 2.1 to 2.3), for entries out of one log.
import { concat, equal, fromBase64, hex, sha256, utf8 } from "./bytes.js";
import { Fault } from "./fault.js";
import * as json from "./json.js";
import { verifier } from "./keys.js";
import { Broken, readVerifierKey } from "./notes.js";
import { readPolicy } from "./policy.js";
import { isIncluded, leafHash } from "./tree.js";

const maximumEntry = 16_384;
const payloadType = "application/vnd.parley.statement+json";
const name = json.matching(/^[a-z0-9][a-z0-9.-]{0,63}$/);
const hash = json.string((text) => fromBase64(text, 32));
const digest = json.matching(/^[0-9a-f]{64}$/);
const objectNode = (node) => {
  if (node.kind !== "object") throw new Fault("bad-json");
  return node;
};

/** A time of RFC 3339 as nanoseconds since 1970. */
export function readTime(text) {
  const pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;
  const found = pattern.exec(text);
  if (!found) throw new Fault("bad-json");
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number);
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  at.setUTCHours(hour, minute, second, 0);
  const isDay = year > 0 && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  if (!isDay || hour > 23 || minute > 59 || second > 59) throw new Fault("bad-json");
  const offset = found[8] ? (found[8] === "-" ? -1 : 1) * (Number(found[9]) * 60 + Number(found[10])) * 60_000 : 0;
  return BigInt(at.getTime() - offset) * 1_000_000n + BigInt((found[7] ?? "").padEnd(9, "0"));
}

const time = json.string(readTime);
const envelopeForm = json.object({
  payloadType: json.string((text) => {
    if (text !== payloadType) throw new Fault("bad-json");
    return text;
  }),
  payload: json.string(fromBase64),
  signatures: json.list(json.object({ keyid: digest, sig: json.string((text) => fromBase64(text, 64)) }), 1),
});
const payloadForm = json.object({
  accord: name, party: name, officer: name, kind: name, subject: name, sequence: json.whole, previous: json.nullable(digest),
  seen: json.object({ size: json.whole, root: hash }), saidAt: json.string((text) => ({ text, time: readTime(text) })),
  body: json.optional(objectNode), commitment: json.optional(hash), audience: json.optional(json.list(name, 64)),
  sealed: json.optional(hash),
});

function reading(form, source) {
  try { return form(json.parse(source)); } catch (error) {
    if (error instanceof Fault && error.rule !== "insecure-page") throw new Broken("proof.statement-not-readable");
    throw error;
  }
}

/** Reads an envelope and the statement in it; nobody has checked the signature yet. */
export async function readStatement(entry) {
  if (entry.length > maximumEntry) throw new Broken("proof.statement-not-readable");
  const envelope = reading(envelopeForm, entry);
  const said = reading(payloadForm, envelope.payload);
  const { audience, body, commitment, sealed } = said;
  const isOpen = body !== undefined && [commitment, audience, sealed].every((one) => one === undefined);
  const isRestricted = body === undefined && commitment && audience && (audience.length > 0) === (sealed !== undefined);
  const isOrdered = (audience ?? []).every((party, at) => at === 0 || audience[at - 1] < party);
  if (envelope.signatures.length !== 1 || !(isOpen || isRestricted) || !isOrdered || said.sequence < 1n) {
    throw new Broken("proof.statement-not-readable");
  }
  const message = concat(
    utf8(`DSSEv1 ${payloadType.length} ${payloadType} ${envelope.payload.length} `), envelope.payload);
  return {
    ...said, saidAt: said.saidAt.time, saidAtText: said.saidAt.text, ...envelope.signatures[0], message,
    name: hex(await sha256(message)), leaf: await leafHash(entry),
  };
}

const spki = json.string(fromBase64);
const text = json.string();
/** Who says each kind, `-` for any; what it silences; and the members of its body that matter. */
const kinds = {
  "accord.found.v1": ["host", "root", "-", { logKey: text, rootKey: spki, nodeKey: spki }],
  "clock.tick.v1": ["host", "node", "-", { time: json.string((spelled) => ({ text: spelled, time: readTime(spelled) })) }],
  "witness.policy.v1": ["host", "root", "-", { policy: text }],
  "party.enrol.v1": ["host", "root", "party", { rootKey: spki }],
  "party.rekey.v1": ["host", "root", "party", { rootKey: spki }],
  "party.suspend.v1": ["host", "root", "-", {}],
  "party.reinstate.v1": ["host", "root", "-", {}],
  "party.leave.v1": ["-", "root", "party", {}],
  "officer.enrol.v1": ["-", "root", "officer", { expires: time }],
  "officer.release.v1": ["-", "root", "officer", {}],
  "key.enrol.v1": ["-", "root", "-", { key: spki, expires: time }],
  "key.revoke.v1": ["-", "-", "-", { key: digest }],
  "node.enrol.v1": ["-", "root", "officer", { key: spki, sealingKey: hash, witnessKey: json.optional(text) }],
  "node.revoke.v1": ["-", "root", "officer", {}],
};

/** A set of names that does not run into another one: names hold no space. */
const ref = (...parts) => parts.join(" ");

/** Follows entries of one log in its order, each proved and signed by a key that those before it enrol. */
export class Accord {
  constructor(log) {
    this.log = log;
    this.last = -1n;
    this.host = null;
    /** Officers by `party officer`, and keys by `party officer key`: until when they speak; null for no end. */
    this.officers = new Map();
    this.speaking = new Map();
    /** Every key that was ever enrolled, silent since or not. */
    this.enrolled = new Map();
    this.chains = new Map();
    this.revoked = new Set();
    this.suspended = new Set();
  }

  enrol(party, officer, info, id, expires = null) {
    this.officers.set(ref(party, officer), this.officers.get(ref(party, officer)) ?? null);
    this.enrolled.set(ref(party, officer, id), info);
    this.speaking.set(ref(party, officer, id), expires);
  }

  /** Throws `Broken` for the first thing that does not hold; otherwise what was said takes effect. */
  async admit(index, entry, checkpoint, path) {
    try { return await this.take(index, entry, checkpoint, path); } catch (error) {
      if (error instanceof Broken) error.values = { entry: Number(index), ...error.values };
      throw error;
    }
  }

  async take(index, entry, checkpoint, path) {
    const said = await readStatement(entry);
    const isFounding = said.kind === "accord.found.v1";
    if (isFounding !== (index === 0n) || isFounding !== (this.last < 0n) || index <= this.last) {
      throw new Broken("proof.out-of-order");
    }
    const place = { leaf: said.leaf, index, size: checkpoint.size, root: checkpoint.root, path };
    if (!(await isIncluded(place))) throw new Broken("proof.not-included");
    const body = this.bodyOf(said);
    const ids = await this.check(said, body, isFounding);
    await this.checkSpeaker(said, index);
    this.chains.set(this.chainOf(said), { sequence: said.sequence, name: said.name });
    this.last = index;
    if (!isFounding && Object.hasOwn(kinds, said.kind)) this.effect(said, body, ids);
    return { ...said, index, clockText: this.clockText };
  }

  chainOf(said) { return ref(said.party, said.officer === "node" ? "node" : "-"); }

  /** The members of the body that matter, when the one who speaks may say this kind at all. */
  bodyOf(said) {
    if (!Object.hasOwn(kinds, said.kind)) return {};
    const [who, officer, , forms] = kinds[said.kind];
    const isTheirs = said.body && [said.officer, "-"].includes(officer)
      && (who === "-" || this.host === null || this.host === said.party);
    if (!isTheirs) throw new Broken("proof.not-theirs-to-say");
    const named = Object.keys(forms).filter((member) => said.body.value.has(member));
    const known = { kind: "object", value: new Map(named.map((member) => [member, said.body.value.get(member)])) };
    return reading(() => json.object(forms)(known), "null");
  }

  /** The names of the keys in the body, and what the founding begins. */
  async check(said, body, isFounding) {
    const ids = {};
    for (const member of ["rootKey", "nodeKey", "key"]) {
      if (!(body[member] instanceof Uint8Array)) continue;
      try { await verifier(body[member]); } catch (error) {
        if (error instanceof Fault && error.rule === "bad-key") throw new Broken("proof.statement-not-readable");
        throw error;
      }
      ids[member] = hex(await sha256(body[member]));
    }
    if (body.witnessKey !== undefined) await readVerifierKey(body.witnessKey, 4);
    if (said.kind === "witness.policy.v1") await readPolicy(body.policy, this.log);
    if (!isFounding) return ids;
    const key = await readVerifierKey(body.logKey, 1);
    if (key.name !== this.log.name || !equal(key.publicKey, this.log.publicKey)) throw new Broken("proof.other-log");
    [this.host, this.accord, this.clock, this.clockText] = [said.party, said.accord, said.saidAt, said.saidAtText];
    this.enrol(said.party, "root", body.rootKey, ids.rootKey);
    this.enrol(said.party, "node", body.nodeKey, ids.nodeKey);
    return ids;
  }

  async checkSpeaker(said, index) {
    const whose = ref(said.party, said.officer, said.keyid);
    const isLater = (until) => until === null || (until !== undefined && this.clock < until);
    const speaks = said.accord === this.accord && !this.revoked.has(ref(said.party, said.keyid))
      && isLater(this.speaking.get(whose)) && isLater(this.officers.get(ref(said.party, said.officer)));
    if (!speaks) throw new Broken("proof.key-silent");
    if (said.officer !== "root" && this.suspended.has(said.party)) throw new Broken("proof.key-silent");
    const before = this.chains.get(this.chainOf(said)) ?? { sequence: 0n, name: null };
    // Some may be left out in between; what follows directly names the one before.
    const isNext = said.sequence === before.sequence + 1n;
    const isLaterOne = said.sequence > before.sequence + 1n && said.previous !== null;
    const follows = isNext ? said.previous === before.name : isLaterOne;
    if (!follows) throw new Broken("proof.chain-broken");
    if (said.seen.size > index) throw new Broken("proof.seen-ahead");
    const verify = await verifier(this.enrolled.get(whose));
    if (!(await verify(said.sig, said.message))) throw new Broken("proof.signature-broken");
  }

  effect(said, body, ids) {
    const [what, verb] = said.kind.split(".");
    const { party, subject } = said;
    const [ofParty, ofOfficer] = {
      party: [subject, "root"], node: [party, "node"],
    }[what] ?? [party, subject];
    const isEnrolled = this.officers.has(ref(ofParty, ofOfficer));
    if (what === "party" && isEnrolled === (verb === "enrol")) throw new Broken("proof.enrolment-broken");
    if (verb === "leave" && subject !== party) throw new Broken("proof.not-theirs-to-say");
    if (what === "clock") {
      if (body.time.time < this.clock) throw new Broken("proof.clock-went-back");
      [this.clock, this.clockText] = [body.time.time, body.time.text];
    } else if (what === "key" && verb === "revoke") {
      const isOwn = said.officer === "root" || this.enrolled.has(ref(party, said.officer, body.key));
      if (!isOwn) throw new Broken("proof.not-theirs-to-say");
      this.revoked.add(ref(party, body.key));
    } else if (what === "officer" || what === "key") {
      const isOfficer = subject !== "root" && subject !== "node" && (what === "officer" || isEnrolled);
      if (!isOfficer) throw new Broken("proof.enrolment-broken");
    } else if (verb === "suspend") {
      this.suspended.add(subject);
    } else if (verb === "reinstate" || verb === "leave") {
      this.suspended.delete(subject);
    }
    this.silence(kinds[said.kind][2], verb, ofParty, ofOfficer);
    if (what === "officer" && verb === "enrol") {
      this.officers.set(ref(ofParty, ofOfficer), body.expires);
    } else if (verb === "enrol" || verb === "rekey") {
      const member = what === "party" ? "rootKey" : "key";
      this.enrol(ofParty, ofOfficer, body[member], ids[member], body.expires ?? null);
    }
  }

  /** Silences a whole party's keys or one officer's; at a rekeying officers stay enrolled, without a key. */
  silence(whom, verb, party, officer) {
    if (whom === "-") return;
    const lead = whom === "party" ? `${party} ` : `${party} ${officer} `;
    for (const key of this.speaking.keys()) if (key.startsWith(lead)) this.speaking.delete(key);
    if (verb === "rekey") return;
    for (const key of this.officers.keys()) if (`${key} `.startsWith(lead)) this.officers.delete(key);
  }
}
