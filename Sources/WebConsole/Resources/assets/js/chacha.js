// ChaCha20-Poly1305 (RFC 8439), which WebCrypto lacks. No branch and no address depends on a secret.
import { concat, equal } from "./bytes.js";

const constants = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574];

function words(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 4 }, (_, at) => view.getUint32(4 * at, true));
}

function quarter(x, a, b, c, d) {
  let turned;
  x[a] += x[b];
  turned = x[d] ^ x[a];
  x[d] = (turned << 16) | (turned >>> 16);
  x[c] += x[d];
  turned = x[b] ^ x[c];
  x[b] = (turned << 12) | (turned >>> 20);
  x[a] += x[b];
  turned = x[d] ^ x[a];
  x[d] = (turned << 8) | (turned >>> 24);
  x[c] += x[d];
  turned = x[b] ^ x[c];
  x[b] = (turned << 7) | (turned >>> 25);
}

/** One block of 64 bytes of the key stream (section 2.3). */
export function chachaBlock(key, counter, nonce) {
  const start = Uint32Array.from([...constants, ...words(key), counter, ...words(nonce)]);
  const x = Uint32Array.from(start);
  for (let round = 0; round < 10; round += 1) {
    quarter(x, 0, 4, 8, 12);
    quarter(x, 1, 5, 9, 13);
    quarter(x, 2, 6, 10, 14);
    quarter(x, 3, 7, 11, 15);
    quarter(x, 0, 5, 10, 15);
    quarter(x, 1, 6, 11, 12);
    quarter(x, 2, 7, 8, 13);
    quarter(x, 3, 4, 9, 14);
  }
  const out = new Uint8Array(64);
  const view = new DataView(out.buffer);
  for (let at = 0; at < 16; at += 1) view.setUint32(4 * at, x[at] + start[at], true);
  return out;
}

/** The text under the key stream (section 2.4). */
export function chacha20(key, counter, nonce, text) {
  const out = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 64) {
    const block = chachaBlock(key, counter + at / 64, nonce);
    const end = Math.min(64, text.length - at);
    for (let inner = 0; inner < end; inner += 1) out[at + inner] = text[at + inner] ^ block[inner];
  }
  return out;
}

/** h + c with limbs of 8 bits. */
function add(h, c) {
  let carry = 0;
  for (let at = 0; at < 17; at += 1) {
    carry += h[at] + c[at];
    h[at] = carry & 255;
    carry >>>= 8;
  }
}

/** The authenticator (section 2.5), in 17 limbs of 8 bits: every product and sum fits into 32 bits. */
export function poly1305(key, text) {
  const r = new Uint32Array(17);
  for (let at = 0; at < 16; at += 1) r[at] = key[at];
  for (const at of [3, 7, 11, 15]) r[at] &= 15;
  for (const at of [4, 8, 12]) r[at] &= 252;
  const [h, c, x] = [new Uint32Array(17), new Uint32Array(17), new Uint32Array(17)];
  for (let start = 0; start < text.length; start += 16) {
    const count = Math.min(16, text.length - start);
    c.fill(0);
    for (let at = 0; at < count; at += 1) c[at] = text[start + at];
    c[count] = 1;
    add(h, c);
    for (let at = 0; at < 17; at += 1) {
      let sum = 0;
      for (let inner = 0; inner <= at; inner += 1) sum += h[inner] * r[at - inner];
      for (let inner = at + 1; inner < 17; inner += 1) sum += h[inner] * 320 * r[at + 17 - inner];
      x[at] = sum;
    }
    reduce(h, x);
  }
  // h - (2^130 - 5), taken where it is not negative.
  const g = Uint32Array.from(h);
  const minus = new Uint32Array(17);
  minus[0] = 5;
  minus[16] = 252;
  add(g, minus);
  const mask = -(g[16] >>> 7) & 255;
  for (let at = 0; at < 17; at += 1) h[at] = g[at] ^ (mask & (g[at] ^ h[at]));
  const s = new Uint32Array(17);
  for (let at = 0; at < 16; at += 1) s[at] = key[16 + at];
  add(h, s);
  return Uint8Array.from(h.subarray(0, 16));
}

/** x modulo 2^130 - 5, nearly, into h. */
function reduce(h, x) {
  let carry = 0;
  for (let at = 0; at < 16; at += 1) {
    carry += x[at];
    h[at] = carry & 255;
    carry >>>= 8;
  }
  carry += x[16];
  h[16] = carry & 3;
  carry = 5 * (carry >>> 2);
  for (let at = 0; at < 16; at += 1) {
    carry += h[at];
    h[at] = carry & 255;
    carry >>>= 8;
  }
  h[16] += carry;
}

function tag(key, nonce, ciphertext, additional) {
  const padding = (bytes) => new Uint8Array((16 - (bytes.length % 16)) % 16);
  const lengths = new Uint8Array(16);
  const view = new DataView(lengths.buffer);
  view.setUint32(0, additional.length, true);
  view.setUint32(8, ciphertext.length, true);
  const text = concat(additional, padding(additional), ciphertext, padding(ciphertext), lengths);
  return poly1305(chachaBlock(key, 0, nonce).subarray(0, 32), text);
}

/** Encrypts and authenticates (section 2.8); the tag comes last. */
export function seal(key, nonce, text, additional) {
  const ciphertext = chacha20(key, 1, nonce, text);
  return concat(ciphertext, tag(key, nonce, ciphertext, additional));
}

/** What was encrypted; null when a bit of it, of the tag or of the additional data is another. */
export function open(key, nonce, sealed, additional) {
  if (sealed.length < 16) return null;
  const ciphertext = sealed.subarray(0, sealed.length - 16);
  if (!equal(tag(key, nonce, ciphertext, additional), sealed.subarray(sealed.length - 16))) return null;
  return chacha20(key, 1, nonce, ciphertext);
}
