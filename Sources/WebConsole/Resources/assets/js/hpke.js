// HPKE (RFC 9180), base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305, one message a context.
import { bigEndian, concat, fromHex, hex, subtle, utf8 } from "./bytes.js";
import * as chacha from "./chacha.js";
import { Fault } from "./fault.js";

const kemSuite = concat(utf8("KEM"), bigEndian(0x0020, 2));
const suite = concat(utf8("HPKE"), bigEndian(0x0020, 2), bigEndian(0x0001, 2), bigEndian(0x0003, 2));
const version = utf8("HPKE-v1");
const none = new Uint8Array(0);
const privateHeader = fromHex("302e020100300506032b656e04220420");

/** HMAC-SHA256. */
export async function hmac(key, ...parts) {
  const imported = await subtle().importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await subtle().sign("HMAC", imported, concat(...parts)));
}

/** An empty salt is as many zeros as the hash has bytes (RFC 5869 section 2.2); WebCrypto takes no empty key. */
function extract(salt, label, secret, of) {
  return hmac(salt.length === 0 ? new Uint8Array(32) : salt, version, of, utf8(label), secret);
}

async function expand(secret, label, info, count, of) {
  const labelled = concat(bigEndian(count, 2), version, of, utf8(label), info);
  let [out, last] = [none, none];
  for (let round = 1; out.length < count; round += 1) {
    last = await hmac(secret, last, labelled, Uint8Array.of(round));
    out = concat(out, last);
  }
  return out.subarray(0, count);
}

/** The points whose order divides 8, on the curve and its twist: what is agreed with one of them, everybody knows. */
const smallOrder = new Set([
  "00".repeat(32), `01${"00".repeat(31)}`, `ec${"ff".repeat(30)}7f`, `ed${"ff".repeat(30)}7f`, `ee${"ff".repeat(30)}7f`,
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
]);

/** A sealing key that can be used; refuses points of small order. */
export function isSealingKey(bytes) {
  if (bytes.length !== 32) return false;
  const plain = Uint8Array.from(bytes);
  plain[31] &= 0x7f;
  return !smallOrder.has(hex(plain));
}

async function agreed(privateKey, publicBytes) {
  if (!isSealingKey(publicBytes)) throw new Fault("bad-key");
  const theirs = await subtle().importKey("raw", publicBytes, { name: "X25519" }, false, []);
  return new Uint8Array(await subtle().deriveBits({ name: "X25519", public: theirs }, privateKey, 256));
}

async function context(dh, encapsulated, recipient, info) {
  const secret = await extract(none, "eae_prk", dh, kemSuite);
  const shared = await expand(secret, "shared_secret", concat(encapsulated, recipient), 32, kemSuite);
  const schedule = concat(
    Uint8Array.of(0), await extract(none, "psk_id_hash", none, suite), await extract(none, "info_hash", info, suite));
  const derived = await extract(shared, "secret", none, suite);
  return {
    key: await expand(derived, "key", schedule, 32, suite), nonce: await expand(derived, "base_nonce", schedule, 12, suite),
  };
}

/** An X25519 private key from its 32 bytes, for tests and for whoever opens. */
export async function privateKey(bytes) {
  return subtle().importKey("pkcs8", concat(privateHeader, bytes), { name: "X25519" }, false, ["deriveBits"]);
}

/** Encrypts one message to a public key; `pair` is new for every message, and stated by tests alone. */
export async function sealTo(recipient, info, additional, text, pair) {
  let own = pair;
  try {
    own ??= await subtle().generateKey({ name: "X25519" }, false, ["deriveBits"]);
  } catch (cause) { throw new Fault("cannot-seal-here", {}, { cause }); }
  const encapsulated = new Uint8Array(await subtle().exportKey("raw", own.publicKey));
  const { key, nonce } = await context(await agreed(own.privateKey, recipient), encapsulated, recipient, info);
  return { encapsulated, ciphertext: chacha.seal(key, nonce, text, additional) };
}

/** Opens one message; null when it is not for this key, or altered. */
export async function openWith(own, ownPublic, encapsulated, info, additional, ciphertext) {
  let dh;
  try { dh = await agreed(own, encapsulated); } catch { return null; }
  const { key, nonce } = await context(dh, encapsulated, ownPublic, info);
  return chacha.open(key, nonce, ciphertext, additional);
}
