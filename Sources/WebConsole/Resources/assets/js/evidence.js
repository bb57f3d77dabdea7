// Evidence that convinces a stranger (specification, section 5): each piece is judged proven, or it throws.
import { Accord, readStatement } from "./accord.js";
import { equal, fromBase64, hex } from "./bytes.js";
import * as json from "./json.js";
import { verifier } from "./keys.js";
import { Broken, readBase64, verifyCheckpoint, verifyPromise } from "./notes.js";
import { judge } from "./policy.js";
import { isIncluded, rootsFrom } from "./tree.js";

const hash = json.string((text) => fromBase64(text, 32));
const path = json.list(hash, 63);
const brokenForm = json.object({
  format: json.string(), promise: json.string(), checkpoint: json.string(), leafHash: json.optional(hash),
  path: json.optional(path),
});
const twiceForm = json.object({
  format: json.string(), checkpoint: json.string(),
  entries: json.list(json.object({ index: json.whole, envelope: json.string(fromBase64), path }), 1_000_000),
  statements: json.list(json.string(fromBase64), 2),
});

function ensure(holds) { if (!holds) throw new Broken("proof.evidence-broken"); }

const isLess = (one, other) => hex(one) < hex(other);

async function splitView(text, log) {
  const lines = text.split("\n");
  let at = 1;
  const block = (word) => {
    const [, count] = new RegExp(`^${word} (\\d{1,6})$`).exec(lines[at] ?? "") ?? [];
    ensure(count !== undefined);
    const taken = lines.slice(at + 1, at + 1 + Number(count));
    at += 1 + Number(count);
    ensure(taken.length === Number(count));
    return `${taken.join("\n")}\n`;
  };
  const older = await verifyCheckpoint(block("older"), log);
  const newer = await verifyCheckpoint(block("newer"), log);
  const rest = lines.slice(at);
  ensure(rest.pop() === "");
  if (older.size === newer.size) {
    ensure(rest.length === 0 && isLess(older.root, newer.root));
    return "split-view";
  }
  ensure(older.size > 0n && older.size < newer.size && rest[0]?.startsWith("branch "));
  const branch = readBase64(rest[0].slice(7), 32);
  const proof = rest.slice(1).map((line) => readBase64(line, 32));
  const roots = await rootsFrom({ oldSize: older.size, newSize: newer.size, oldRoot: branch, path: proof });
  ensure(roots && equal(roots.old, branch) && equal(roots.fresh, newer.root) && !equal(branch, older.root));
  return "split-view";
}

async function brokenPromise(given, log, policy) {
  const promise = await verifyPromise(given.promise, log);
  const checkpoint = await verifyCheckpoint(given.checkpoint, log, policy.witnesses);
  ensure((given.leafHash === undefined) === (given.path === undefined));
  if (given.leafHash) {
    const { size, root } = checkpoint;
    const place = { leaf: given.leafHash, index: promise.index, size, root, path: given.path };
    ensure(await isIncluded(place) && !equal(given.leafHash, promise.leaf));
  } else {
    const { asOf } = judge(policy, checkpoint.times);
    ensure(checkpoint.size <= promise.index && asOf !== null && asOf > promise.deadline);
  }
  return "broken-promise";
}

async function equivocation(given, log) {
  const checkpoint = await verifyCheckpoint(given.checkpoint, log);
  const accord = new Accord(log);
  for (const entry of given.entries) await accord.admit(entry.index, entry.envelope, checkpoint, entry.path);
  ensure(given.statements.length === 2);
  const pair = [await readStatement(given.statements[0]), await readStatement(given.statements[1])];
  for (const said of pair) {
    const info = accord.enrolled.get(`${said.party} ${said.officer} ${said.keyid}`);
    ensure(info && said.accord === accord.accord && await (await verifier(info))(said.sig, said.message));
  }
  const isOnePlace = accord.chainOf(pair[0]) === accord.chainOf(pair[1]) && pair[0].sequence === pair[1].sequence;
  ensure(isOnePlace && pair[0].name < pair[1].name);
  return "equivocation";
}

/** Judges a piece of evidence; its kind when it is proven. `policy` is one that was read. */
export async function judgeEvidence(text, log, policy) {
  if (text.startsWith("parley/evidence/split-view@v1\n")) return splitView(text, log);
  const root = json.parse(text);
  const format = root.kind === "object" ? root.value.get("format")?.value : null;
  if (format === "parley/evidence/broken-promise@v1") return brokenPromise(brokenForm(root), log, policy);
  ensure(format === "parley/evidence/equivocation@v1");
  return equivocation(twiceForm(root), log);
}
