// More than two thousand receipts, bundles and pieces of evidence, good and bad, as the tests of the independent verifier
// make them: both verifiers, written apart, come to the same verdict.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import test from "node:test";
import { load, root } from "./modules.mjs";

const { verifyBundle, verifyStatement } = await load("receipt");
const { judgeEvidence } = await load("evidence");
const { readVerifierKey } = await load("notes");
const { readPolicy } = await load("policy");

function cases() {
  // Making them takes a minute, so a file of them may be given.
  const kept = process.env.PARLEY_PEER_CASES;
  if (kept && existsSync(kept)) return { lines: readFileSync(kept, "utf8") };
  const made = spawnSync("python3", [`${root}Tests/WebConsoleTests/js/peer_cases.py`], { encoding: "utf8", maxBuffer: 1 << 28 });
  return made.status === 0 ? { lines: made.stdout } : { skip: `python3 cannot make the cases: ${made.stderr.slice(-200)}` };
}

async function verdict({ command, files, key, policy, signer }) {
  const [first, second] = files.map((file) => new Uint8Array(Buffer.from(file, "base64")));
  if (command === "bundle") return verifyBundle(first, { logKey: key, policy: policy ?? undefined });
  const text = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  try {
    if (command === "receipt") {
      const given = { envelope: first, receipt: text(second), logKey: key, policy: policy ?? undefined, signer: signer ?? undefined };
      return verifyStatement(given);
    }
    const log = await readVerifierKey(key, 1);
    return { holds: Boolean(await judgeEvidence(text(first), log, await readPolicy(policy ?? "", log))), reasons: [] };
  } catch (error) { return { holds: false, reasons: [error.reason ?? error.rule ?? String(error)] }; }
}

const { lines, skip } = cases();

test("both verifiers agree on every case", { skip: skip ?? false }, async () => {
  const differing = [];
  let [count, held] = [0, 0];
  for (const line of lines.split("\n").filter(Boolean)) {
    const peer = JSON.parse(line);
    // Two is wrong use, which says nothing about the files.
    if (peer.status > 1) continue;
    count += 1;
    const found = await verdict(peer);
    // Too few witnesses make the other verifier say no; here they are told apart from what does not hold.
    const isWitnessed = !found.reasons.includes("proof.too-few-witnesses");
    const holds = found.holds === true && isWitnessed;
    held += holds ? 1 : 0;
    if (holds !== (peer.status === 0)) differing.push([peer.test, peer.command, peer.said, found.reasons]);
  }
  assert.deepEqual(differing.slice(0, 12), [], `${differing.length} of ${count}`);
  const [least, leastHeld] = process.env.PARLEY_ALL ? [1_500, 100] : [100, 5];
  assert.ok(count > least && held > leastHeld, `${count} cases, ${held} of which hold`);
});
