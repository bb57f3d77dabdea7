// The officer's key: P-256, made in this browser, of no use outside it. No code here or elsewhere can read it out.
import { equal, fromHex, hex, sha256, subtle, utf8 } from "./bytes.js";
import { spokenDigits as digitsOf } from "./digits.js";
import { Fault } from "./fault.js";
import * as store from "./store.js";

const algorithm = { name: "ECDSA", namedCurve: "P-256" };
const signing = { name: "ECDSA", hash: "SHA-256" };

/** What a SubjectPublicKeyInfo of each kind begins with: RFC 8410 section 4, RFC 5480 section 2 with the point uncompressed. */
const ed25519Header = fromHex("302a300506032b6570032100");
const p256Header = fromHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

/**
 * Makes a key that cannot be exported and keeps it: `{id, label, spki, createdAt, isKept}`.
 *
 * `isKept` is false where the browser may throw it away when its disk is full.
 */
export async function createKey(label) {
  const pair = await subtle().generateKey(algorithm, false, ["sign", "verify"]);
  const info = new Uint8Array(await subtle().exportKey("spki", pair.publicKey));
  if (info.length !== 91 || !equal(info.subarray(0, p256Header.length), p256Header)) throw new Fault("cannot-sign-here");
  const key = {
    id: hex(await sha256(info)), label: String(label ?? ""), spki: info, privateKey: pair.privateKey,
    publicKey: pair.publicKey, createdAt: new Date().toISOString(), isKept: await store.keep().catch(() => false),
  };
  await store.put("keys", key);
  return key;
}

/** The keys of this browser, the oldest first. */
export async function listKeys() {
  return (await store.all("keys")).sort((one, other) => (one.createdAt < other.createdAt ? -1 : 1));
}

/** The key with this name; undefined when this browser has none. */
export function getKey(id) { return store.get("keys", id); }

/**
 * The key to sign with: the one named (by the page, as the session's), else the one chosen last, else the newest.
 *
 * A named key that is not here is no reason to sign with another: then there is none.
 */
export async function currentKey(named) {
  if (named) return getKey(named);
  const chosen = await store.get("pins", "current-key");
  return (chosen && (await getKey(chosen.key))) || (await listKeys()).at(-1);
}

/** Chooses the key to sign with from now on. */
export async function useKey(id) {
  if (!(await getKey(id))) throw new Fault("no-key");
  await store.put("pins", { id: "current-key", key: id });
}

/** Forgets a key for good; what it signed stays signed. Revoking it is another thing. */
export function removeKey(id) { return store.remove("keys", id); }

/** The key's SubjectPublicKeyInfo in DER. */
export function spki(key) { return key.spki; }

/** The key's name: SHA-256 of its SubjectPublicKeyInfo, hexadecimal. */
export function keyID(key) { return key.id; }

/** Signs with ECDSA on P-256 and SHA-256: 64 bytes, r || s. */
export async function sign(key, bytes) {
  return new Uint8Array(await subtle().sign(signing, key.privateKey, bytes));
}

/** 25 digits of the key in groups of five, as two people compare them over the telephone. */
export async function spokenDigits(key) {
  return digitsOf(await sha256(utf8("parley/key/v1\0"), key.spki));
}

/** The encodings of the points of small order of edwards25519 without the sign bit: under them anybody can sign. */
const smallOrder = new Set([
  "00".repeat(32), `01${"00".repeat(31)}`, `ec${"ff".repeat(30)}7f`, `ed${"ff".repeat(30)}7f`, `ee${"ff".repeat(30)}7f`,
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
]);

/** An Ed25519 key of 32 bytes that verifies; refuses those under which a signature proves nothing. */
export async function ed25519Verifier(bytes) {
  const plain = Uint8Array.from(bytes);
  plain[31] &= 0x7f;
  if (bytes.length !== 32 || smallOrder.has(hex(plain))) throw new Fault("bad-key");
  let key;
  try {
    key = await subtle().importKey("raw", bytes, { name: "Ed25519" }, false, ["verify"]);
  } catch (cause) {
    if (cause?.name === "NotSupportedError") throw new Fault("cannot-sign-here", {}, { cause });
    throw new Fault("bad-key", {}, { cause });
  }
  return (signature, message) => subtle().verify({ name: "Ed25519" }, key, signature, message);
}

/** What verifies under a SubjectPublicKeyInfo of one of the two kinds in their one encoding. */
export async function verifier(info) {
  const begins = (header) => equal(info.subarray(0, header.length), header);
  if (info.length === 44 && begins(ed25519Header)) return ed25519Verifier(info.subarray(12));
  if (info.length !== 91 || !begins(p256Header)) throw new Fault("bad-key");
  let key;
  try {
    key = await subtle().importKey("raw", info.subarray(26), algorithm, false, ["verify"]);
  } catch (cause) { throw new Fault("bad-key", {}, { cause }); }
  return (signature, message) => subtle().verify(signing, key, signature, message);
}
