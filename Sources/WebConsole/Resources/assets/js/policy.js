// Which witnesses must have cosigned: tlog-policy (specification, section 1.5).
import { equal } from "./bytes.js";
import { Fault } from "./fault.js";
import { Broken, readVerifierKey } from "./notes.js";

/** Named limits of a policy. */
const limits = Object.freeze({ bytes: 1 << 18, logs: 64, witnesses: 100, groups: 100 });

function refused(line) { return new Broken("proof.policy-not-readable", { line }); }

async function keyOf(vkey, type, line) {
  try { return await readVerifierKey(vkey, type); } catch (error) {
    // A browser that lacks the algorithm says nothing about the policy.
    if (error instanceof Fault && ["bad-key", "bad-base64"].includes(error.rule)) throw refused(line);
    throw error;
  }
}

/**
 * Reads a policy for the log with this key: `{witnesses: [{name, key}], groups, quorum}`; quorum is null for none.
 *
 * No text at all, or an empty one, asks for no witness. Throws `Broken` with the line that cannot be.
 */
export async function readPolicy(text, log) {
  const policy = { witnesses: [], groups: [], quorum: undefined };
  const [names, taken, logs] = [new Map(), new Set(), []];
  if ((text ?? "").length > limits.bytes) throw refused(1);
  const lines = (text ?? "").split("\n");
  for (const [at, whole] of lines.entries()) {
    const [what, name, ...rest] = whole.split(/[ \t]+/).filter((word) => word !== "");
    const line = at + 1;
    if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(whole)) throw refused(line);
    if (what === undefined || what.startsWith("#")) continue;
    if (what === "log" && name && rest.length < 2) {
      logs.push(await keyOf(name, 1, line));
    } else if (what === "quorum" && name && rest.length === 0 && policy.quorum === undefined) {
      if (name !== "none" && !names.has(name)) throw refused(line);
      policy.quorum = name === "none" ? null : name;
    } else if (what === "witness" && [1, 2].includes(rest.length) && name !== "none" && !names.has(name)) {
      policy.witnesses.push({ name, key: await keyOf(rest[0], 4, line) });
      names.set(name, "witness");
    } else if (what === "group" && rest.length > 1 && name !== "none" && !names.has(name)) {
      const [spelled, ...members] = rest;
      const isNumber = /^[1-9]\d{0,8}$/.test(spelled);
      const threshold = { all: members.length, any: 1 }[spelled] ?? (isNumber ? Number(spelled) : 0);
      for (const member of members) {
        if (!names.has(member) || taken.has(member)) throw refused(line);
        taken.add(member);
      }
      if (threshold < 1 || threshold > members.length) throw refused(line);
      policy.groups.push({ name, threshold, members });
      names.set(name, "group");
    } else {
      throw refused(line);
    }
    if (logs.length > limits.logs || policy.witnesses.length > limits.witnesses || policy.groups.length > limits.groups) {
      throw refused(line);
    }
  }
  const keys = [log.publicKey, ...policy.witnesses.map((one) => one.key.publicKey)];
  const isTwice = keys.some((key, at) => keys.slice(at + 1).some((other) => equal(key, other)));
  const isMine = logs.length === 0 || logs.some((key) => key.name === log.name && equal(key.publicKey, log.publicKey));
  const isEmpty = logs.length + names.size === 0;
  if (isTwice || !isMine || (policy.quorum === undefined && !isEmpty)) throw refused(lines.length);
  policy.quorum ??= null;
  return policy;
}

/**
 * What the witnesses' times come to: `{isRequired, isWitnessed, asOf, missing}`.
 *
 * `asOf` is the newest time, in seconds, at which enough had cosigned; `missing` names the witnesses that have not.
 */
export function judge(policy, times) {
  const missing = policy.witnesses.map((one) => one.name).filter((name) => !times.has(name));
  if (policy.quorum === null) return { isRequired: false, isWitnessed: false, asOf: null, missing: [] };
  const reached = new Map(times);
  for (const group of policy.groups) {
    const found = group.members.map((member) => reached.get(member)).filter((time) => time !== undefined);
    found.sort((one, other) => (one > other ? -1 : one < other ? 1 : 0));
    if (found.length >= group.threshold) reached.set(group.name, found[group.threshold - 1]);
  }
  const asOf = reached.get(policy.quorum) ?? null;
  return { isRequired: true, isWitnessed: asOf !== null, asOf, missing };
}
