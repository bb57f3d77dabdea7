// Signed notes, checkpoints and promises (specification, sections 1.3, 1.4 and 4).
import { concat, equal, fromBase64, fromHex, hex, sha256, text as textOf, utf8 } from "./bytes.js";
import { Fault } from "./fault.js";
import { ed25519Verifier } from "./keys.js";
import { emptyRoot } from "./tree.js";

/** Named limits of a note. */
const maximumBytes = 1 << 20;
const maximumLines = 256;

const keyName = /^[^\s+\u0000-\u001f\u007f-\u009f\ud800-\udfff]+$/u;
const decimal = /^(?:0|[1-9]\d{0,18})$/;

/** What does not hold about a note, by the key of its sentence. */
export class Broken extends Error {
  constructor(reason, values = {}) {
    super(reason);
    this.reason = reason;
    this.values = values;
  }
}

/** A whole number in decimal below 2^63. */
export function readDecimal(spelled) {
  if (!decimal.test(spelled) || BigInt(spelled) >= 1n << 63n) throw new Broken("proof.not-readable");
  return BigInt(spelled);
}

/** Base64 of a part of a note or proof. */
export function readBase64(spelled, count) {
  try { return fromBase64(spelled, count); } catch { throw new Broken("proof.not-readable"); }
}

/** Reads a verifier key `name+id+base64`; of this type where it is given: 1 for logs, 4 for witnesses. */
export async function readVerifierKey(vkey, type) {
  const parts = typeof vkey === "string" ? /^([^+]+)\+([0-9a-f]{8})\+(.+)$/su.exec(vkey) : null;
  if (!parts || !keyName.test(parts[1]) || utf8(parts[1]).length > 255) throw new Fault("bad-key");
  const [, name, id, spelled] = parts;
  const bytes = fromBase64(spelled, 33);
  const found = (await sha256(utf8(`${name}\n`), bytes)).subarray(0, 4);
  if (!equal(found, fromHex(id)) || ![1, 4].includes(bytes[0]) || (type !== undefined && type !== bytes[0])) {
    throw new Fault("bad-key");
  }
  const publicKey = bytes.subarray(1);
  return { name, id, type: bytes[0], publicKey, verify: await ed25519Verifier(publicKey) };
}

/** Splits a note into its text and its signature lines; nothing is verified. */
export function splitNote(note) {
  let whole = note;
  if (typeof note !== "string") {
    try { whole = textOf(note); } catch { throw new Broken("proof.not-readable"); }
  }
  const end = whole.lastIndexOf("\n\n");
  if (whole.length > maximumBytes || /[\u0000-\u0009\u000b-\u001f\ud800-\udfff]/u.test(whole) || end < 1) {
    throw new Broken("proof.not-readable");
  }
  const lines = whole.slice(end + 2).split("\n");
  if (lines.pop() !== "" || lines.length === 0 || lines.length > maximumLines) throw new Broken("proof.not-readable");
  const signatures = lines.map((line) => {
    const parts = /^\u2014 ([^ ]+) ([^ ]+)$/u.exec(line);
    const blob = parts && keyName.test(parts[1]) ? readBase64(parts[2]) : null;
    if (!blob || blob.length < 5) throw new Broken("proof.not-readable");
    return { name: parts[1], id: hex(blob.subarray(0, 4)), signature: blob.subarray(4) };
  });
  return { text: whole.slice(0, end + 1), signatures };
}

/**
 * Verifies every line that is by a known key; lines of others are left aside.
 *
 * Returns the note's text, and when each witness cosigned: `times` maps the names that the policy gives them to seconds.
 * Throws `Broken` when a known key's line does not hold, or the log's own is not there.
 */
export async function verifyNote(note, log, witnesses = []) {
  const { text, signatures } = splitNote(note);
  const bytes = utf8(text);
  const times = new Map();
  let isLogs = false;
  for (const line of signatures) {
    const isBy = (key) => key.name === line.name && key.id === line.id;
    if (isBy(log)) {
      if (line.signature.length !== 64 || !(await log.verify(line.signature, bytes))) {
        throw new Broken("proof.log-signature-broken");
      }
      isLogs = true;
      continue;
    }
    const witness = witnesses.find(({ key }) => isBy(key));
    if (!witness) continue;
    const seconds = line.signature.length === 72 ? BigInt(`0x${hex(line.signature.subarray(0, 8))}`) : 0n;
    const message = concat(utf8(`cosignature/v1\ntime ${seconds}\n`), bytes);
    const isTime = seconds > 0n && seconds < 1n << 63n;
    if (!isTime || !(await witness.key.verify(line.signature.subarray(8), message))) {
      throw new Broken("proof.cosignature-broken", { witness: witness.name });
    }
    if (seconds > (times.get(witness.name) ?? 0n)) times.set(witness.name, seconds);
  }
  if (!isLogs) throw new Broken("proof.not-signed-by-log");
  return { text, times };
}

/** Verifies a checkpoint: `{origin, size, root, times}`. */
export async function verifyCheckpoint(note, log, witnesses = []) {
  const { text, times } = await verifyNote(note, log, witnesses);
  const lines = text.split("\n");
  if (lines.length !== 4) throw new Broken("proof.not-readable");
  if (lines[0] !== log.name) throw new Broken("proof.other-log");
  const [size, root] = [readDecimal(lines[1]), readBase64(lines[2], 32)];
  if (size === 0n && !equal(root, await emptyRoot())) throw new Broken("proof.not-readable");
  return { origin: lines[0], size, root, times };
}

/** Verifies a promise of the log: `{origin, index, leaf, deadline}`. */
export async function verifyPromise(note, log) {
  const { text } = await verifyNote(note, log);
  const lines = text.split("\n");
  if (lines.length !== 6 || lines[0] !== "parley/promise@v1") throw new Broken("proof.not-readable");
  if (lines[1] !== log.name) throw new Broken("proof.other-log");
  return {
    origin: lines[1], index: readDecimal(lines[2]), leaf: readBase64(lines[3], 32), deadline: readDecimal(lines[4]),
  };
}
