// Verifies in the browser what a node shows: receipts and bundles, against the log's key that is pinned here.
// A verdict is about what the log holds and who signed it. It never says that a statement is true.
import { base64, equal, fromBase64, hex, sha256, text as textOf } from "./bytes.js";
import { Accord, readStatement, readTime } from "./accord.js";
import { judgeEvidence } from "./evidence.js";
import { Fault } from "./fault.js";
import * as json from "./json.js";
import { verifier } from "./keys.js";
import { Broken, readBase64, readDecimal, readVerifierKey, verifyCheckpoint, verifyPromise } from "./notes.js";
import { judge, readPolicy } from "./policy.js";
import { commitment, readFields } from "./seal.js";
import { isIncluded, leafHash } from "./tree.js";

/** Named limits of section 6. */
const limits = { bytes: 64 << 20, entries: 1_000_000, enclosures: 4096, opened: 65_536 };

/** Reads a receipt: `{index, path, checkpoint}`. */
export function readReceipt(text) {
  const end = typeof text === "string" ? text.indexOf("\n\n") : -1;
  if (end < 0) throw new Broken("proof.not-readable");
  const lines = text.slice(0, end).split("\n");
  if (lines.shift() !== "c2sp.org/tlog-proof@v1") throw new Broken("proof.not-readable");
  if (lines[0]?.startsWith("extra ")) readBase64(lines.shift().slice(6));
  const [, index] = /^index (\d+)$/.exec(lines.shift() ?? "") ?? [];
  if (index === undefined || lines.length > 63) throw new Broken("proof.not-readable");
  return { index: readDecimal(index), path: lines.map((line) => readBase64(line, 32)), checkpoint: text.slice(end + 2) };
}

function timeText(seconds) {
  if (seconds > 8_640_000_000_000n) return null;
  return new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
}

/** What the witnesses come to, as members of a verdict. */
function witnessed(checkpoint, policy, reasons, isGiven) {
  const found = judge(policy, checkpoint.times);
  if (!isGiven) reasons.push("proof.policy-unknown");
  else if (!found.isRequired) reasons.push("proof.no-witness-required");
  else reasons.push(found.isWitnessed ? "proof.witnessed" : "proof.too-few-witnesses");
  return {
    isWitnessed: isGiven ? found.isWitnessed : null, asOf: isGiven && found.asOf !== null ? timeText(found.asOf) : null,
    missing: isGiven && found.isRequired && !found.isWitnessed ? found.missing : [],
    witnesses: [...checkpoint.times].map(([name, at]) => ({ name, at: timeText(at) })),
  };
}

/** A verdict that does not hold, or that this browser cannot reach: unknown stays unknown. */
function failed(error) {
  const isUnable = error instanceof Fault && ["cannot-sign-here", "insecure-page"].includes(error.rule);
  const isJudged = error instanceof Broken || error instanceof Fault;
  if (!isJudged) throw error;
  return {
    holds: isUnable ? null : false,
    reasons: [isUnable ? "proof.cannot-verify-here" : error instanceof Broken ? error.reason : "proof.not-readable"],
    values: error.values ?? {}, isWitnessed: null, asOf: null, missing: [], witnesses: [],
  };
}

/**
 * Whether a statement is in the log, and whose key signed it.
 *
 * - `envelope`: its bytes; `receipt`: the text; `logKey`: the pinned key; `policy`: a text, from elsewhere than the node.
 * - `signer`: the SubjectPublicKeyInfo that is said to have signed, from whomever; its word is then named in the reasons.
 * - `enrolments`: `{checkpoint, entries: [{index, envelope, path}]}` from a bundle: the log's own word on whose key it is.
 *
 * Returns `{holds, reasons, values, isWitnessed, asOf, missing, witnesses: [{name, at}], entry, size, name, statement}`;
 * `holds` is true, false, or null where it cannot be told.
 */
export async function verifyStatement({ envelope, receipt, logKey, policy, signer, enrolments }) {
  try {
    const log = await readVerifierKey(logKey, 1);
    const asked = await readPolicy(policy, log);
    const proof = readReceipt(receipt);
    const said = await readStatement(envelope);
    const checkpoint = await verifyCheckpoint(proof.checkpoint, log, asked.witnesses);
    const place = { leaf: said.leaf, index: proof.index, size: checkpoint.size, root: checkpoint.root, path: proof.path };
    if (!(await isIncluded(place))) throw new Broken("proof.not-included");
    if (said.seen.size > proof.index) throw new Broken("proof.seen-ahead");
    const reasons = ["proof.included"];
    if (enrolments) {
      const held = await verifyCheckpoint(enrolments.checkpoint, log);
      const accord = new Accord(log);
      for (const entry of enrolments.entries.filter((one) => BigInt(one.index) < proof.index)) {
        await accord.admit(BigInt(entry.index), entry.envelope, held, entry.path);
      }
      await accord.admit(proof.index, envelope, checkpoint, proof.path);
      reasons.push("proof.key-enrolled");
    } else if (signer) {
      const info = typeof signer === "string" ? fromBase64(signer) : signer;
      if (hex(await sha256(info)) !== said.keyid) throw new Broken("proof.other-signer");
      if (!(await (await verifier(info))(said.sig, said.message))) throw new Broken("proof.signature-broken");
      reasons.push("proof.signed-by-given-key");
    } else {
      reasons.push("proof.key-not-checked");
    }
    const words = witnessed(checkpoint, asked, reasons, Boolean(policy));
    return {
      holds: true, reasons, values: {}, ...words, entry: Number(proof.index), size: Number(checkpoint.size),
      root: base64(checkpoint.root), name: said.name, statement: said,
    };
  } catch (error) { return failed(error); }
}

/** Holds a node's answer to what was handed in: `{entry, isVerified, reasons, isWitnessed, missing, asOf}`. */
export async function checkAccepted({ entry, hash, receipt, promise, missing, envelope, name }, { logKey, policy, key }) {
  const out = { entry, missing: Array.isArray(missing) ? missing.map(String) : [], isWitnessed: null, asOf: null };
  const contested = (reason) => ({ ...out, isVerified: false, reasons: [reason] });
  if (!Number.isSafeInteger(entry) || hash !== name || (!receipt && !promise)) return contested("proof.other-statement");
  if (!logKey) return { ...out, isVerified: null, reasons: ["proof.log-key-unknown"] };
  if (promise) {
    try {
      const promised = await verifyPromise(promise, await readVerifierKey(logKey, 1));
      const isThis = promised.index === BigInt(entry) && equal(promised.leaf, await leafHash(envelope));
      if (!isThis) return contested("proof.other-statement");
      const deadline = timeText(promised.deadline);
      return { ...out, isVerified: true, isWitnessed: false, reasons: ["proof.promised"], deadline };
    } catch (error) {
      const found = failed(error);
      return { ...out, isVerified: found.holds, reasons: found.reasons };
    }
  }
  const found = await verifyStatement({ envelope, receipt, logKey, policy, signer: key?.spki });
  if (found.holds === true && found.entry !== entry) return contested("proof.other-statement");
  return {
    ...out, isVerified: found.holds, reasons: found.reasons, isWitnessed: found.isWitnessed, asOf: found.asOf,
    missing: found.missing,
  };
}

const entriesForm = json.list(json.object({
  index: json.whole, envelope: json.string(fromBase64), path: json.list(json.string((text) => fromBase64(text, 32)), 63),
}), limits.entries);

const bundleForm = json.object({
  format: json.matching(/^parley\/bundle@v1$/), logKey: json.string(), record: json.string(),
  madeAt: json.string((text) => readTime(text) !== null && text),
  checkpoint: json.string(), policy: json.nullable(json.string()), entries: entriesForm,
  opened: json.list(json.object({ index: json.whole, fields: readFields }), limits.opened), receipts: json.list(json.any, 0),
  promises: json.list(json.string(), limits.enclosures), evidence: json.list(json.string(), limits.enclosures),
});

const pageTag = "<script type=\"application/json\" id=\"parley-bundle\">";

/**
 * Reads a bundle, from the object itself or from the page around it; nothing is verified.
 *
 * `opened` lists the bodies, each with `spellings`: the fields as they were before they stood in a page, and as they stand.
 */
export function readBundle(source) {
  if (source.length > limits.bytes) throw new Fault("too-long", { bytes: source.length, limit: limits.bytes });
  const whole = typeof source === "string" ? source : textOf(source);
  let object = whole;
  if (!/^[ \t\n\r]*\{/.test(whole)) {
    const [, inside, ...more] = whole.split(pageTag);
    if (inside === undefined || more.length > 0 || !/^[^<]*<\/script>/.test(inside)) throw new Fault("bad-json", { offset: 0 });
    object = inside.slice(0, inside.indexOf("<"));
  }
  const standing = bundleForm(json.parse(object));
  let restored = standing;
  if (object !== whole) restored = bundleForm(json.parse(object.replace(/(?<!\\)((?:\\\\)*)\\u003c/g, "$1<")));
  const opened = restored.opened.map(({ index, fields }, at) => ({ index, spellings: [fields, standing.opened[at].fields] }));
  return { ...restored, opened };
}

/**
 * Verifies an inquiry bundle (specification, section 6): the JSON object or the page around it, as text or bytes.
 *
 * Returns as `verifyStatement`, with `record`, `statements` (each `{index, name, party, officer, kind, subject, saidAt,
 * clock, body?, fields?}`), `madeAt`, which nobody has signed, and `evidence`, the kinds that were proven.
 */
export async function verifyBundle(source, { logKey, policy }) {
  try {
    const bundle = readBundle(source);
    const log = await readVerifierKey(logKey, 1);
    if (bundle.logKey !== logKey) throw new Broken("proof.other-log");
    const given = policy ?? bundle.policy;
    const asked = await readPolicy(given, log);
    const checkpoint = await verifyCheckpoint(bundle.checkpoint, log, asked.witnesses);
    const accord = new Accord(log);
    const held = new Map();
    for (const entry of bundle.entries) {
      held.set(entry.index, await accord.admit(entry.index, entry.envelope, checkpoint, entry.path));
    }
    const about = [...held.values()].filter((said) => `${said.party}/${said.subject}` === bundle.record);
    if (about.length === 0) throw new Broken("proof.nothing-about-it");
    for (const note of bundle.promises) {
      const promised = await verifyPromise(note, log);
      const said = held.get(promised.index);
      if (said && !equal(said.leaf, promised.leaf)) throw new Broken("proof.promise-broken", { entry: Number(promised.index) });
    }
    const opened = new Map();
    for (const { index, spellings } of bundle.opened) {
      const said = held.get(index);
      const isTheirs = said?.commitment && !opened.has(index);
      for (const fields of isTheirs ? spellings : []) {
        if (equal(await commitment(fields), said.commitment)) opened.set(index, fields);
      }
      if (!isTheirs || !opened.has(index)) throw new Broken("proof.body-of-another", { entry: Number(index) });
    }
    const evidence = [];
    for (const text of bundle.evidence) evidence.push(await judgeEvidence(text, log, asked));
    const reasons = ["proof.included", "proof.key-enrolled"];
    const words = witnessed(checkpoint, asked, reasons, Boolean(given));
    // Whoever made the bundle wrote its policy, too.
    if (given && !policy) reasons.push("proof.policy-by-bundle");
    return {
      holds: true, reasons, values: {}, ...words, isWitnessed: policy ? words.isWitnessed : null, record: bundle.record,
      madeAt: bundle.madeAt, size: Number(checkpoint.size), root: base64(checkpoint.root), evidence,
      statements: about.map((said) => ({
        index: Number(said.index), name: said.name, party: said.party, officer: said.officer, kind: said.kind,
        subject: said.subject, saidAt: said.saidAtText, clock: said.clockText, body: said.body?.raw ?? null,
        fields: opened.get(said.index) ?? null, keyid: said.keyid,
      })),
    };
  } catch (error) { return failed(error); }
}

/** Bytes of a bundle that are read at the most; a page says so before it reads a file. */
export const maximumBundleBytes = limits.bytes;
