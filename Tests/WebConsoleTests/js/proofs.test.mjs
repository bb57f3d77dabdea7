// Receipts, bundles, policies and evidence of the repository hold here, too; and every altered byte is noticed.
import assert from "node:assert/strict";
import test from "node:test";
import { golden, load } from "./modules.mjs";

const { base64, concat, fromBase64, hex, sha256, utf8 } = await load("bytes");
const { verifyBundle, verifyStatement, checkAccepted } = await load("receipt");
const { judgeEvidence } = await load("evidence");
const { readVerifierKey, splitNote, verifyCheckpoint } = await load("notes");
const { judge, readPolicy } = await load("policy");
const { continues, isIncluded, leafHash, treeRoot, nodeHash } = await load("tree");

const logKey = String(golden("InquiryTests", "log.vkey")).trim();
const policy = String(golden("InquiryTests", "policy.txt"));
const bundle = golden("InquiryTests", "bundle.json");
const log = await readVerifierKey(logKey, 1);

test("the golden bundle holds, and is witnessed by the policy from elsewhere", async () => {
  const found = await verifyBundle(new Uint8Array(bundle), { logKey, policy });
  assert.equal(found.holds, true);
  assert.deepEqual(found.reasons, ["proof.included", "proof.key-enrolled", "proof.witnessed"]);
  assert.equal(found.isWitnessed, true);
  assert.deepEqual(found.witnesses.map((one) => one.name), ["north", "south"]);
  assert.deepEqual(found.statements.map((said) => said.index), [10, 12, 14]);
  assert.equal(found.statements[0].fields.length, 6);
});

test("a bundle's own policy establishes nothing", async () => {
  const found = await verifyBundle(String(bundle), { logKey });
  assert.equal(found.holds, true);
  assert.equal(found.isWitnessed, null);
  assert.ok(found.reasons.includes("proof.policy-by-bundle"));
});

test("the page around the golden bundle holds as the object does, and two objects in a page do not", async () => {
  const page = String(golden("InquiryTests", "bundle.html"));
  const found = await verifyBundle(page, { logKey, policy });
  assert.equal(found.holds, true, JSON.stringify(found));
  assert.equal(found.record, "red-crescent/site-3");
  const twice = page.replace("</body>", "<script type=\"application/json\" id=\"parley-bundle\">{}</script></body>");
  assert.equal((await verifyBundle(twice, { logKey, policy })).holds, false);
  assert.equal((await verifyBundle("<p>nothing</p>", { logKey, policy })).holds, false);
});

test("a bundle of another log, or about nothing, does not hold", async () => {
  const key = (await import("node:crypto")).generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" }).x;
  const typed = concat(Uint8Array.of(1), new Uint8Array(Buffer.from(key, "base64url")));
  const other = `log.example/other+${hex((await sha256(utf8("log.example/other\n"), typed)).subarray(0, 4))}+${base64(typed)}`;
  assert.equal((await readVerifierKey(other, 1)).name, "log.example/other");
  assert.equal((await verifyBundle(String(bundle), { logKey: other, policy })).holds, false);
  const nothing = String(bundle).replace("\"record\":\"red-crescent/site-3\"", "\"record\":\"red-crescent/site-4\"");
  assert.deepEqual((await verifyBundle(nothing, { logKey, policy })).reasons, ["proof.nothing-about-it"]);
});

test("every altered byte of the golden bundle is noticed, but for what nobody signed", async () => {
  // A character a byte, so that places are those of the bytes.
  const text = bundle.toString("latin1");
  // When it was made and the policy that it brings are its maker's word alone.
  const free = [...["\"madeAt\":\"", "\"policy\":\""].map((lead) => {
    const start = text.indexOf(lead) + lead.length;
    return [start, text.indexOf("\"", start)];
  })];
  const taken = [];
  for (let at = 0; at < bundle.length; at += Number(process.env.PARLEY_EVERY ?? 211)) {
    const altered = new Uint8Array(bundle);
    altered[at] ^= 1;
    const found = await verifyBundle(altered, { logKey, policy });
    if (found.holds !== false && !free.some(([start, end]) => at >= start && at < end)) taken.push(at);
  }
  // A name and key id that nobody knows make a witness's line a stranger's: the others must still make the quorum.
  const unexplained = taken.filter((at) => !/witness\.example\/w-\w+ \S{0,6}$/.test(text.slice(at - 30, at + 1)) && text[at] !== "w");
  for (const at of unexplained) {
    const altered = new Uint8Array(bundle);
    altered[at] ^= 1;
    assert.equal((await verifyBundle(altered, { logKey, policy })).isWitnessed, false, `byte ${at}: ${text.slice(at - 20, at + 20)}`);
  }
});

const receipt = String(golden("HTTPAPITests", "receipt.tlog-proof"));
const shown = JSON.parse(golden("HTTPAPITests", "statement.json"));
const party = JSON.parse(golden("HTTPAPITests", "party.json"));

test("the golden receipt: a proof is of one statement, one log, one signer", async () => {
  // The log's key of that golden is not in the repository: what can be told without it is told.
  const found = await verifyStatement({ envelope: fromBase64(shown.envelope), receipt, logKey });
  assert.deepEqual([found.holds, found.reasons], [false, ["proof.not-signed-by-log"]]);
  assert.equal(party.keys[0].algorithm, "ed25519");
  assert.equal(hex(await sha256(fromBase64(party.keys[0].publicKey))), party.keys[0].key);
});

test("evidence of the repository is proven, and altered is not", async () => {
  const asked = await readPolicy(policy, log);
  const pieces = { "broken-promise.json": "broken-promise", "not-included.json": "broken-promise",
    "equivocation.json": "equivocation", "split-view.txt": "split-view" };
  for (const [file, kind] of Object.entries(pieces)) {
    const text = String(golden("InquiryTests", file));
    assert.equal(await judgeEvidence(text, log, asked), kind, file);
    // The last letters of the base64 before the end, which is a signature, a hash or an envelope.
    const altered = text.replace(/([A-Za-z0-9])([A-Za-z0-9+/]{8}=*["\n])/g, (_, one, rest) => (one === "A" ? "B" : "A") + rest);
    assert.notEqual(altered, text);
    await assert.rejects(judgeEvidence(altered, log, asked), file);
  }
});

test("a policy with a line that cannot be is refused with its number", async () => {
  const [north, south] = policy.split("\n");
  const bad = [
    [`${north}\n${north}\nquorum none\n`, 2], ["quorum none\nquorum none\n", 2], [`${north}\ngroup g 2 north\nquorum g\n`, 2],
    [`${north}\ngroup g all north north\nquorum g\n`, 2], [`${north}\nquorum south\n`, 2], ["witness none x\n", 1],
    [`${north.replace("+B", "+C")}\nquorum none\n`, 1], [`log ${logKey.replace("fb43", "fb44")}\nquorum none\n`, 1], ["what\n", 1],
    [`group g all north\n${north}\nquorum g\n`, 1], [`${north}\n${south}\ngroup g 0 north south\nquorum g\n`, 3],
  ];
  for (const [text, line] of bad) {
    await assert.rejects(readPolicy(text, log), (error) => error.values.line === line, text);
  }
  await assert.rejects(readPolicy(`${north}\n`, log), { reason: "proof.policy-not-readable" });
  assert.equal((await readPolicy("", log)).quorum, null);
});

test("a quorum is witnessed as of the newest time that enough have reached", async () => {
  const asked = await readPolicy(policy, log);
  const times = (entries) => new Map(Object.entries(entries).map(([name, at]) => [name, BigInt(at)]));
  assert.deepEqual(judge(asked, times({ north: 5, south: 9, neutral: 7 })).asOf, 7n);
  assert.deepEqual(judge(asked, times({ south: 9 })), { isRequired: true, isWitnessed: false, asOf: null, missing: ["north", "neutral"] });
});

test("a note's form is kept to", async () => {
  const note = JSON.parse(bundle).checkpoint;
  assert.equal((await verifyCheckpoint(note, log)).size, 16n);
  const bad = [note.slice(0, -1), note.replace("\n\n", "\n"), note.replace("— log", "- log"), note.replace("16", "016"),
    note.replace("16", "17"), note.replace("\n\n", "\nmore\n\n"), `${note}\n`, note.replace("log.example/north-line\n", "log.example/south-line\n"),
    note.replace("— log.example/north-line", "— log.example/north-lino")];
  for (const text of bad) await assert.rejects(verifyCheckpoint(text, log), text);
  assert.equal(splitNote(note).signatures.length, 3);
});

test("a key under which anybody can sign is refused", async () => {
  const key = concat(Uint8Array.of(1), new Uint8Array(32));
  const id = hex((await sha256(utf8("log.example/x\n"), key)).subarray(0, 4));
  await assert.rejects(readVerifierKey(`log.example/x+${id}+${base64(key)}`), { rule: "bad-key" });
});

/** RFC 6962 section 2.1 by its recursive definitions, over leaf hashes. */
const split = (n) => 2 ** Math.floor(Math.log2(n - 1));
const rootOf = async (leaves) => leaves.length === 1 ? leaves[0]
  : nodeHash(await rootOf(leaves.slice(0, split(leaves.length))), await rootOf(leaves.slice(split(leaves.length))));
const pathOf = async (at, leaves) => {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return at < k ? [...await pathOf(at, leaves.slice(0, k)), await rootOf(leaves.slice(k))]
    : [...await pathOf(at - k, leaves.slice(k)), await rootOf(leaves.slice(0, k))];
};
const consistencyOf = async (m, leaves, isWhole = true) => {
  if (m === leaves.length) return isWhole ? [] : [await rootOf(leaves)];
  const k = split(leaves.length);
  return m <= k ? [...await consistencyOf(m, leaves.slice(0, k), isWhole), await rootOf(leaves.slice(k))]
    : [...await consistencyOf(m - k, leaves.slice(k), false), await rootOf(leaves.slice(0, k))];
};

test("proofs of every place in every small tree hold, and nowhere else", async () => {
  const entries = Array.from({ length: 18 }, (_, at) => utf8(`entry ${at}`));
  const leaves = await Promise.all(entries.map(leafHash));
  for (let size = 1; size <= 18; size += 1) {
    const root = await treeRoot(entries.slice(0, size));
    assert.deepEqual(root, await rootOf(leaves.slice(0, size)));
    for (let index = 0; index < size; index += 1) {
      const path = await pathOf(index, leaves.slice(0, size));
      assert.equal(await isIncluded({ leaf: leaves[index], index, size, root, path }), true, `${index} of ${size}`);
      for (const other of [index - 1, index + 1, size]) {
        assert.equal(await isIncluded({ leaf: leaves[index], index: other, size, root, path }), false, `${index} as ${other} of ${size}`);
      }
      assert.equal(await isIncluded({ leaf: leaves[index], index, size, root, path: [...path, root] }), false);
      assert.equal(await isIncluded({ leaf: leaves[index], index, size, root, path: path.slice(1) }), size === 1);
    }
    for (let older = 1; older <= size; older += 1) {
      const oldRoot = await treeRoot(entries.slice(0, older));
      const path = await consistencyOf(older, leaves.slice(0, size));
      const proof = { oldSize: older, newSize: size, oldRoot, newRoot: root, path };
      assert.equal(await continues(proof), true, `${older} to ${size}`);
      const altered = path.map((hash, at) => (at === 0 ? hash.map((byte) => byte ^ 1) : hash));
      if (path.length > 0) assert.equal(await continues({ ...proof, path: altered }), false);
      assert.equal(await continues({ ...proof, path: [...path, root] }), false);
      if (older < size) assert.equal(await continues({ ...proof, oldRoot: root }), false);
    }
  }
});

test("an answer about another statement is contested", async () => {
  const reply = { entry: 3, hash: "a", receipt, envelope: fromBase64(shown.envelope), name: "b" };
  assert.equal((await checkAccepted(reply, { logKey })).isVerified, false);
  assert.equal((await checkAccepted({ ...reply, name: "a" }, { logKey })).isVerified, false);
  assert.equal((await checkAccepted({ ...reply, name: "a" }, {})).isVerified, null);
  assert.equal((await checkAccepted({ ...reply, name: "a", receipt: undefined }, { logKey })).isVerified, false);
});
