// Restricted bodies: a commitment to each field, and the body sealed to those who may read it (specification, section 3).
import { base64, bigEndian, concat, equal, fromBase64, hex, random, sha256, utf8 } from "./bytes.js";
import * as chacha from "./chacha.js";
import { Fault } from "./fault.js";
import { hmac, isSealingKey, openWith, sealTo } from "./hpke.js";
import * as json from "./json.js";
import { treeRoot } from "./tree.js";

/** Named limits of section 3. */
export const limits = Object.freeze({ openedBytes: 1 << 20, sealedBytes: 4 << 20, fields: 256, parts: 64, recipients: 65 });

const fieldName = /^[A-Za-z0-9._-]{1,64}$/;
const fieldLabel = utf8("parley/field/v1\0");
const bodyLabel = utf8("parley/sealed/v1\0");
const wrapLabel = utf8("parley/seal/v1\0");
// Each part's key is used once, so its nonce may be a constant.
const nonce = new Uint8Array(12);
const none = new Uint8Array(0);

/** The commitment to one field: its name, and the text of its value as it stands in the body. */
export function fieldCommitment(name, value, opening) {
  const named = utf8(name);
  return hmac(opening, fieldLabel, bigEndian(named.length, 2), named, utf8(value));
}

/**
 * Opens every member of a body's text with an opening of its own: `[{name, value, opening}]`, values as text.
 *
 * `openingFor` is random unless a test must know it.
 */
export function openBody(bodyText, openingFor = () => random(32)) {
  const root = json.parse(bodyText);
  if (root.kind !== "object") throw new Fault("bad-body", { pointer: "" });
  if (root.value.size > limits.fields) throw new Fault("too-many", { limit: limits.fields });
  return [...root.value].map(([name, value]) => {
    if (!fieldName.test(name)) throw new Fault("bad-body", { pointer: `/${name}` });
    return { name, value: value.raw, opening: openingFor(name) };
  });
}

/** The same with only those fields shown whose name `isShown` takes; of the others only the commitment is left. */
export async function showing(fields, isShown) {
  const out = [];
  for (const field of fields) {
    if (field.commitment || isShown(field.name)) out.push(field);
    else out.push({ commitment: await fieldCommitment(field.name, field.value, field.opening) });
  }
  return out;
}

/** What a statement must commit to for these to be its fields: 32 bytes. */
export async function commitment(fields) {
  const entries = [];
  for (const field of fields) {
    entries.push(field.commitment ?? await fieldCommitment(field.name, field.value, field.opening));
  }
  return treeRoot(entries);
}

/** The list of fields as it is sealed, kept and handed over: the text of section 3.2. */
export function openedText(fields) {
  const items = fields.map((field) => field.commitment
    ? `{"commitment":"${base64(field.commitment)}"}`
    : `{"name":"${field.name}","value":${field.value},"opening":"${base64(field.opening)}"}`);
  return `{"fields":[${items.join(",")}]}`;
}

const hidden = json.object({ commitment: json.string((text) => fromBase64(text, 32)) });
const shown = json.object({
  name: json.matching(fieldName), value: json.any, opening: json.string((text) => fromBase64(text, 32)),
});

/** Reads the list of fields out of a value that was parsed; refuses two shown fields of one name. */
export function readFields(node) {
  if (utf8(node.raw).length > limits.openedBytes) throw new Fault("too-long", { limit: limits.openedBytes });
  const names = new Set();
  return json.list((item) => {
    if (item.kind === "object" && item.value.has("commitment")) return hidden(item);
    const field = shown(item);
    if (names.has(field.name)) throw new Fault("bad-json", { member: field.name });
    names.add(field.name);
    return { name: field.name, value: field.value.raw, opening: field.opening };
  }, limits.fields)(node);
}

/** Reads an opened body from its bytes or text. */
export function readOpened(source) { return json.object({ fields: readFields })(json.parse(source)).fields; }

async function wrapInfo(committed, ciphertext, party) {
  return concat(wrapLabel, committed, await sha256(ciphertext), utf8(party));
}

async function sealPart(fields, committed, recipients) {
  const text = utf8(openedText(fields));
  if (text.length > limits.openedBytes) throw new Fault("too-long", { bytes: text.length, limit: limits.openedBytes });
  const key = random(32);
  const ciphertext = chacha.seal(key, nonce, text, concat(bodyLabel, committed));
  const named = [];
  for (const { party, sealingKey } of recipients) {
    if (!isSealingKey(sealingKey)) throw new Fault("bad-key", { party });
    const wrapped = await sealTo(sealingKey, await wrapInfo(committed, ciphertext, party), none, key);
    named.push({
      party, key: hex(await sha256(sealingKey)), encapsulated: base64(wrapped.encapsulated),
      wrappedKey: base64(wrapped.ciphertext),
    });
  }
  key.fill(0);
  return { ciphertext: base64(ciphertext), recipients: named };
}

/**
 * Seals a body for an audience and for the author's own node, where the log has one: the sealed body's text.
 *
 * - `sealingKeys`: 32 bytes for each party that has a node.
 * - `fieldAudiences`: fields that go to these parties and the author only; all others go to the whole audience.
 */
export async function sealBody(fields, { audience, author, sealingKeys, fieldAudiences = {} }) {
  const names = new Set(fields.map((field) => field.name));
  for (const name of Object.keys(fieldAudiences)) if (!names.has(name)) throw new Fault("field-unknown", { field: name });
  const parties = new Set(audience);
  if (sealingKeys.has(author)) parties.add(author);
  const committed = await commitment(fields);
  const parts = new Map();
  for (const party of [...parties].sort()) {
    const sealingKey = sealingKeys.get(party);
    if (!sealingKey) throw new Fault("without-node", { party });
    const isShown = (name) => party === author || !Object.hasOwn(fieldAudiences, name) || fieldAudiences[name].includes(party);
    const sees = fields.filter((field) => isShown(field.name)).map((field) => field.name).join(" ");
    if (!parts.has(sees)) parts.set(sees, { isShown, recipients: [] });
    parts.get(sees).recipients.push({ party, sealingKey });
  }
  if (parts.size > limits.parts || parties.size > limits.recipients) {
    throw new Fault("too-many", { limit: limits.recipients });
  }
  const sealed = [];
  for (const part of parts.values()) {
    sealed.push(await sealPart(await showing(fields, part.isShown), committed, part.recipients));
  }
  const text = json.write({ parts: sealed });
  if (text.length > limits.sealedBytes) throw new Fault("too-long", { bytes: text.length, limit: limits.sealedBytes });
  return text;
}

const sealedForm = json.object({
  parts: json.list(json.object({
    ciphertext: json.string(fromBase64),
    recipients: json.list(json.object({
      party: json.string(), key: json.matching(/^[0-9a-f]{64}$/),
      encapsulated: json.string((text) => fromBase64(text, 32)), wrappedKey: json.string((text) => fromBase64(text, 48)),
    }), limits.recipients),
  }), limits.parts),
});

/**
 * Opens the part for a party with the private key of its node; null when there is none.
 *
 * A console holds no such key: this is what a node does, here for tests and for whoever keeps a sealing key elsewhere.
 */
export async function unseal(sealedText, { party, privateKey, publicKey, commitment: committed }) {
  for (const part of sealedForm(json.parse(sealedText)).parts) {
    for (const recipient of part.recipients.filter((one) => one.party === party)) {
      const info = await wrapInfo(committed, part.ciphertext, party);
      const key = await openWith(privateKey, publicKey, recipient.encapsulated, info, none, recipient.wrappedKey);
      const text = key && chacha.open(key, nonce, part.ciphertext, concat(bodyLabel, committed));
      if (!text) throw new Fault("seal-broken", { party });
      const fields = readOpened(text);
      if (!equal(await commitment(fields), committed)) throw new Fault("seal-broken", { party });
      return fields;
    }
  }
  return null;
}
