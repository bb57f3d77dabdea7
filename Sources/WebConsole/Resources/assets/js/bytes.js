// Bytes and their spellings, in the one form that specification.md takes of each.
import { Fault } from "./fault.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The browser's cryptography; absent where the page did not come over https or from this machine. */
export function subtle() {
  const found = globalThis.crypto?.subtle;
  if (!found) throw new Fault("insecure-page");
  return found;
}

/** The bytes of a text. */
export function utf8(text) { return encoder.encode(text); }

/** The text of bytes; refuses what is not UTF-8 instead of replacing it. */
export function text(bytes) {
  try { return decoder.decode(bytes); } catch (cause) { throw new Fault("bad-reply", {}, { cause }); }
}

/** All parts, one after the other. */
export function concat(...parts) {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Whether two arrays hold the same bytes. */
export function equal(left, right) {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let at = 0; at < left.length; at += 1) difference |= left[at] ^ right[at];
  return difference === 0;
}

/** Random bytes. */
export function random(count) { return globalThis.crypto.getRandomValues(new Uint8Array(count)); }

/** SHA-256 of all parts together. */
export async function sha256(...parts) {
  return new Uint8Array(await subtle().digest("SHA-256", parts.length === 1 ? parts[0] : concat(...parts)));
}

/** Lower-case hexadecimal. */
export function hex(bytes) {
  let out = "";
  for (const byte of bytes) out += byte.toString(16).padStart(2, "0");
  return out;
}

/** Bytes of lower-case hexadecimal; of exactly `count` where that is given. */
export function fromHex(digits, count) {
  const isRight = typeof digits === "string" && /^(?:[0-9a-f]{2})*$/.test(digits);
  if (!isRight || (count !== undefined && digits.length !== 2 * count)) throw new Fault("bad-base64");
  const out = new Uint8Array(digits.length / 2);
  for (let at = 0; at < out.length; at += 1) out[at] = parseInt(digits.slice(2 * at, 2 * at + 2), 16);
  return out;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const values = new Int8Array(128).fill(-1);
for (let at = 0; at < 64; at += 1) values[alphabet.charCodeAt(at)] = at;

/** Standard base64 with padding (RFC 4648 section 4). */
export function base64(bytes) {
  let out = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [one, two, three] = [bytes[at], bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
    out += alphabet[one >> 2] + alphabet[((one & 3) << 4) | (two >> 4)];
    out += at + 1 < bytes.length ? alphabet[((two & 15) << 2) | (three >> 6)] : "=";
    out += at + 2 < bytes.length ? alphabet[three & 63] : "=";
  }
  return out;
}

/** Bytes of base64 in its one spelling: padded, unused bits zero, nothing between; of exactly `count` where given. */
export function fromBase64(spelled, count) {
  if (typeof spelled !== "string" || !/^[A-Za-z0-9+/]*={0,2}$/.test(spelled) || spelled.length % 4 !== 0) {
    throw new Fault("bad-base64");
  }
  const padding = spelled.endsWith("==") ? 2 : spelled.endsWith("=") ? 1 : 0;
  const out = new Uint8Array((spelled.length / 4) * 3 - padding);
  let [buffer, bits, written] = [0, 0, 0];
  for (let at = 0; at < spelled.length - padding; at += 1) {
    buffer = ((buffer << 6) | values[spelled.charCodeAt(at)]) & 0x3fff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[written] = (buffer >> bits) & 255;
      written += 1;
    }
  }
  // Another spelling of the same bytes would make two of one.
  if ((buffer & ((1 << bits) - 1)) !== 0 || (count !== undefined && out.length !== count)) throw new Fault("bad-base64");
  return out;
}

/** `count` bytes, big-endian, of a whole number. */
export function bigEndian(number, count) {
  const out = new Uint8Array(count);
  let rest = BigInt(number);
  for (let at = count - 1; at >= 0; at -= 1) {
    out[at] = Number(rest & 255n);
    rest >>= 8n;
  }
  return out;
}
