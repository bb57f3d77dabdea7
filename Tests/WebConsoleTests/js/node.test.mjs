// The whole way through the program: a key made here is enrolled, statements are said, and others' verifiers agree.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { load, root } from "./modules.mjs";
import { isAbsent, site, startNode } from "./server.mjs";

const keys = await load("keys");
const node = await load("node");
const store = await load("store");
const { fromBase64 } = await load("bytes");
const { followUp, say } = await load("statement");
const { signedHeaders } = await load("signature");
const { verifyBundle, verifyStatement } = await load("receipt");
const { commitment, readOpened } = await load("seal");

let [server, key, other, identity] = [];

/** Every call is signed with the officer's key, where a page has its session. */
function speakAs(who) {
  node.configure({
    origin: server.origin, apiPath: "", fetch: (...call) => fetch(...call), sign: (request) => signedHeaders(who, request),
  });
}

before(async () => {
  if (isAbsent) return;
  server = await startNode();
  [key, other] = [await keys.createKey("laptop"), await keys.createKey("second laptop")];
  server.enrol("un-hub", "duty", key);
  server.enrol("un-hub", "second", other);
  identity = { accord: "north-line", party: "un-hub", officer: "duty", logKey: server.logKey };
  speakAs(key);
});

after(() => server?.stop());

const options = () => ({ identity, key });
const proved = (name) => store.get("sent", name);

test("a statement said in the open is logged, proved here and by the independent verifier", { skip: isAbsent }, async () => {
  const found = await say({ id: "one", kind: "notification.notify.v1", subject: "site-1", body: site(), audience: "open" }, options());
  assert.equal(found.isVerified, true);
  assert.ok(Math.abs(found.clockOffsetSeconds) <= 2);
  const record = await proved(found.name);
  assert.equal(record.state, "logged");
  const [statement, receipt] = [`${server.folder}/s.json`, `${server.folder}/s.proof`];
  writeFileSync(statement, record.envelope);
  writeFileSync(receipt, record.receipt);
  const signer = Buffer.from(key.spki).toString("base64");
  const python = execFileSync("python3", [`${root}tools/parley_verify.py`, "receipt", "--log-key", server.logKey, "--signed-by",
    signer, statement, receipt], { encoding: "utf8" });
  assert.match(python, new RegExp(`^verified: the statement is entry ${found.entry}`));
  assert.match(server.run("verify", "--statement", "s.json", "--receipt", "s.proof", "--log-key", server.logKey), /verified/i);
  // Of the receipt's and the envelope's every byte.
  const given = { envelope: record.envelope, receipt: record.receipt, logKey: server.logKey, signer: key.spki };
  assert.equal((await verifyStatement(given)).holds, true);
  for (let at = 0; at < record.envelope.length; at += 1) {
    const envelope = Uint8Array.from(record.envelope);
    envelope[at] ^= 1;
    assert.equal((await verifyStatement({ ...given, envelope })).holds, false, `byte ${at} of the envelope`);
  }
  for (let at = 0; at < record.receipt.length; at += 1) {
    const altered = record.receipt.slice(0, at) + String.fromCharCode(record.receipt.charCodeAt(at) ^ 1) + record.receipt.slice(at + 1);
    assert.equal((await verifyStatement({ ...given, receipt: altered })).holds, false, `character ${at} of the receipt`);
  }
});

test("a restricted statement is sealed so that the node opens it for its reader, and for nobody else", { skip: isAbsent }, async () => {
  const draft = { id: "two", kind: "notification.notify.v1", subject: "site-2", body: site(), audience: ["red-crescent"] };
  const found = await say(draft, options());
  assert.equal(found.isVerified, true);
  const shown = await node.get(`/statements/${found.name}`);
  assert.deepEqual(shown.body, site());
  assert.deepEqual(shown.audience, ["red-crescent"]);
  const record = await proved(found.name);
  const fields = readOpened(JSON.stringify({ fields: shown.fields }));
  assert.deepEqual(await commitment(fields), fromBase64(shown.commitment));
  assert.deepEqual(record.fields.map((field) => field.name), fields.map((field) => field.name));
  const reader = await keys.createKey("reader");
  server.enrol("red-crescent", "duty", reader);
  speakAs(reader);
  assert.deepEqual((await node.get(`/statements/${found.name}`)).body, site());
  const stranger = await keys.createKey("stranger");
  server.enrol("party-a", "duty", stranger);
  speakAs(stranger);
  assert.equal((await node.get(`/statements/${found.name}`)).body, undefined);
  speakAs(key);
});

test("a field that is withheld reaches its own audience alone", { skip: isAbsent }, async () => {
  const draft = { id: "withheld", kind: "notification.notify.v1", subject: "site-6", body: site(), audience: ["neutral-host", "red-crescent"],
    fieldAudiences: { contact: ["red-crescent"] } };
  await assert.rejects(say(draft, options()), { rule: "without-node", values: { party: "neutral-host" } });
  await assert.rejects(say({ ...draft, audience: ["red-crescent"], fieldAudiences: { nothing: [] } }, options()), { rule: "field-unknown" });
  const found = await say({ ...draft, id: "withheld-2", audience: ["red-crescent"], fieldAudiences: { given: [] } }, options());
  assert.equal(found.isVerified, true);
  const reader = (await keys.listKeys()).find((one) => one.label === "reader");
  speakAs(reader);
  const body = (await node.get(`/statements/${found.name}`)).body;
  assert.equal(body.given, undefined);
  assert.equal(body.kind, "hospital");
  speakAs(key);
});

test("a party without a node can be sealed nothing", { skip: isAbsent }, async () => {
  const draft = { id: "three", kind: "notification.notify.v1", subject: "site-3", body: site(), audience: ["party-a"] };
  await assert.rejects(say(draft, options()), { rule: "without-node", values: { party: "party-a" }, isRetryable: false });
});

test("one id is said once, and a second text under it is told apart", { skip: isAbsent }, async () => {
  const draft = { id: "once", kind: "notification.notify.v1", subject: "site-4", body: site(), audience: "open" };
  const first = await say(draft, options());
  const again = await say(draft, options());
  assert.equal(again.entry, first.entry);
  assert.equal(again.wasSaidBefore, true);
  await assert.rejects(say({ ...draft, body: { ...site(), kind: "clinic" } }, options()), { rule: "said-otherwise" });
});

test("what was logged but whose reply was lost is not said twice", { skip: isAbsent }, async () => {
  let losses = 2;
  node.configure({
    fetch: async (url, call) => {
      const reply = await fetch(url, call);
      if (String(url).endsWith("/statements") && losses > 0) {
        losses -= 1;
        await reply.arrayBuffer();
        throw new TypeError("network error");
      }
      return reply;
    },
  });
  const draft = { id: "lost", kind: "notification.notify.v1", subject: "site-5", body: site(), audience: "open" };
  await assert.rejects(say(draft, options()), (fault) => fault.rule === "unreachable" && fault.isRetryable && /^[0-9a-f]{64}$/.test(fault.values.name));
  const before = await node.get("/parties/un-hub/chain");
  const found = await say(draft, options());
  assert.equal(found.entry, before.entry);
  assert.equal(found.isVerified, true);
  assert.equal((await node.get("/parties/un-hub/chain")).sequence, before.sequence);
  speakAs(key);
});

test("two officers of a party speak at once, and both are heard", { skip: isAbsent }, async () => {
  // The other speaks between the chain's answer and the statement, four times.
  let [turns, spoken] = [4, 0];
  const others = { identity: { ...identity, officer: "second" }, key: other };
  const { compose, submission } = await load("statement");
  const interrupt = async () => {
    const tip = await (await fetch(`${server.origin}/parties/un-hub/chain`, { headers: await signedHeaders(other, { method: "GET", url: `${server.origin}/parties/un-hub/chain` }) })).json();
    const made = await compose({ kind: "notification.notify.v1", subject: `between-${spoken += 1}`, body: site(), audience: "open" },
      { ...others.identity, key: other, sequence: tip.sequence, previous: tip.hash, seen: tip.seen, saidAt: new Date().toISOString() });
    const { body, type } = submission(made);
    assert.equal((await fetch(`${server.origin}/statements`, { method: "POST", body, headers: { "content-type": type } })).status, 201);
  };
  node.configure({
    fetch: async (url, call) => {
      if (String(url).endsWith("/statements") && turns > 0) {
        turns -= 1;
        await interrupt();
      }
      return fetch(url, call);
    },
  });
  const found = await say({ kind: "notification.notify.v1", subject: "site-7", body: site(), audience: "open" }, options());
  assert.equal(found.isVerified, true);
  turns = 5;
  await assert.rejects(say({ kind: "notification.notify.v1", subject: "site-8", body: site(), audience: "open" }, options()),
    { rule: "chain-moves-on", isRetryable: true });
  speakAs(key);
  const both = await Promise.all([options(), others].map((who, at) =>
    say({ kind: "notification.notify.v1", subject: `both-${at}`, body: site(), audience: "open" }, who)));
  assert.deepEqual(both.map((one) => one.isVerified), [true, true]);
});

test("a clock that is wrong by a day states the node's time, and says so", { skip: isAbsent }, async (context) => {
  for (const days of [-1, 1]) {
    const real = Date.now.bind(Date);
    const wrong = context.mock.method(Date, "now", () => real() + days * 86_400_000);
    node.configure({ sign: (request) => signedHeaders(key, request, real()) });
    const found = await say({ kind: "notification.notify.v1", subject: `clock-${days + 1}`, body: site(), audience: "open" }, options());
    wrong.mock.restore();
    assert.ok(Math.abs(found.clockOffsetSeconds + days * 86_400) < 5, `${found.clockOffsetSeconds}`);
    const record = await proved(found.name);
    assert.ok(Math.abs(Date.parse(record.saidAt) - real()) < 5_000, record.saidAt);
  }
  speakAs(key);
});

test("a refusal names its rule and its field, and leaves nothing to be said later", { skip: isAbsent }, async () => {
  const draft = { id: "bad", kind: "notification.notify.v1", subject: "site-9", body: { ...site(), standOffClass: "nowhere" }, audience: "open" };
  await assert.rejects(say(draft, options()), (problem) => problem.rule === "unknown-stand-off-class" && problem.pointer === "/body/standOffClass" && !problem.isRetryable);
  assert.equal(await store.get("pins", "draft:bad"), undefined);
  const found = await say({ ...draft, body: site() }, options());
  assert.equal(found.isVerified, true);
});

test("an inquiry bundle that the program gathers holds here", { skip: isAbsent }, async () => {
  writeFileSync(`${server.folder}/reader.json`, JSON.stringify({ node: server.origin, accord: "north-line", party: "un-hub", officer: "root",
    key: "un-hub.pem", logKey: server.logKey }));
  server.run("bundle", "un-hub/site-1", "--as", "reader.json", "--out", "bundle.html");
  const found = await verifyBundle(new Uint8Array(readFileSync(`${server.folder}/bundle.html`)), { logKey: server.logKey, policy: "quorum none\n" });
  assert.equal(found.holds, true, JSON.stringify(found.reasons));
  assert.deepEqual(found.reasons, ["proof.included", "proof.key-enrolled", "proof.no-witness-required"]);
  assert.equal(found.statements[0].keyid, key.id);
});

test("a request with a body is signed as the node takes it, and altered it is refused", { skip: isAbsent }, async () => {
  const url = `${server.origin}/checks`;
  const body = JSON.stringify({ area: { circle: { centre: { lat: 36.2, lon: 37.15 }, radiusMetres: 100 } }, window: { from: "2026-12-01T00:00:00Z", until: "2026-12-02T00:00:00Z" } });
  const ask = async (sent, signed = body) => {
    const headers = await signedHeaders(key, { method: "POST", url, body: signed, headers: { "Content-Type": "application/json" } });
    return (await fetch(url, { method: "POST", body: sent, headers })).json();
  };
  const rule = (await ask(body)).rule ?? "";
  assert.ok(!rule.startsWith("signature"), rule);
  assert.match((await ask(`${body} `)).rule, /^(signature|body)/);
  assert.equal((await node.get("/records?limit=1&mechanism=notification")).records.length, 1);
});

test("a node that answers with another proof is contested, and what it sent is kept", { skip: isAbsent }, async () => {
  const draft = { kind: "notification.notify.v1", body: site(), audience: "open" };
  const alter = (change) => node.configure({
    fetch: async (url, call) => {
      const reply = await fetch(url, call);
      if (!String(url).endsWith("/statements")) return reply;
      return new Response(JSON.stringify(change(await reply.json())), { status: 201, headers: reply.headers });
    },
  });
  const changes = [
    (found) => ({ ...found, entry: found.entry - 1 }), (found) => ({ ...found, hash: "0".repeat(64) }),
    (found) => ({ ...found, receipt: found.receipt.replace("index ", "index 1") }), ({ entry, hash }) => ({ entry, hash }),
    (found) => ({ ...found, receipt: found.receipt.replace(/.(.{8}\n)$/, "A$1") }),
  ];
  for (const [at, change] of changes.entries()) {
    alter(change);
    const fault = await say({ ...draft, subject: `contested-${at}` }, options()).catch((error) => error);
    assert.equal(fault.rule, "proof-contested", `${at}: ${fault}`);
    assert.equal((await proved(fault.values.name)).state, "contested");
  }
  speakAs(key);
});

test("what no reply confirmed is asked for without being handed in again", { skip: isAbsent }, async () => {
  node.configure({ fetch: (url, call) => (String(url).endsWith("/statements") ? Promise.reject(new TypeError("offline")) : fetch(url, call)) });
  const draft = { id: "offline", kind: "notification.notify.v1", subject: "site-10", body: site(), audience: "open" };
  const { values: { name } } = await say(draft, options()).catch((error) => error);
  assert.equal((await followUp(name, options())).entry, null);
  assert.equal((await proved(name)).state, "unconfirmed");
  node.configure({ fetch: () => Promise.reject(new TypeError("offline")) });
  await assert.rejects(say(draft, options()), { rule: "unreachable", isRetryable: true });
  speakAs(key);
  const second = { ...draft, id: "in between", subject: "site-11" };
  await say(second, options());
  // Its place was taken meanwhile, so it is composed anew and not lost.
  const found = await say(draft, options());
  assert.equal(found.isVerified, true);
  assert.notEqual(found.name, name);
  assert.equal(await proved(name), undefined);
});

test("an officer revokes a key of their own, and it speaks no more", { skip: isAbsent }, async () => {
  const who = { identity: { ...identity, officer: "second" }, key: other };
  const revoke = { kind: "key.revoke.v1", subject: "second", body: { key: other.id, reason: "laptop lost" }, audience: "open" };
  const found = await say(revoke, who).catch((error) => { throw new Error(`${error.rule} ${error.detail}`); });
  assert.equal(found.isVerified, true);
  await assert.rejects(say({ ...revoke, kind: "notification.notify.v1", body: site(), subject: "late" }, who), (problem) =>
    problem.status === 403 && problem.rule === "key-revoked", "revoked");
});

test("without enough witnesses there is the log's promise, who is missing, and later the same", { skip: isAbsent }, async () => {
  const { generateKeyPairSync } = await import("node:crypto");
  const { base64, concat, hex, sha256, utf8 } = await load("bytes");
  const raw = new Uint8Array(Buffer.from(generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" }).x, "base64url"));
  const typed = concat(Uint8Array.of(4), raw);
  const vkey = `witness.example/w+${hex((await sha256(utf8("witness.example/w\n"), typed)).subarray(0, 4))}+${base64(typed)}`;
  const policy = `witness w ${vkey}\nquorum w\n`;
  writeFileSync(`${server.folder}/policy.txt`, policy);
  server.run("policy", "set", "policy.txt", "--as", "host.json");
  const found = await say({ kind: "notification.notify.v1", subject: "site-12", body: site(), audience: "open" }, { ...options(), policy });
  assert.deepEqual([found.isVerified, found.isWitnessed, found.missing, found.receipt], [true, false, ["w"], undefined]);
  assert.equal((await proved(found.name)).state, "promised");
  const later = await followUp(found.name, { ...options(), policy });
  assert.deepEqual([later.isWitnessed, later.isVerified, later.missing, later.entry], [false, true, ["w"], found.entry]);
});

test("the independent verifier takes the whole log with all that was said here", { skip: isAbsent }, () => {
  const python = execFileSync("python3", [`${root}tools/parley_verify.py`, "log", "--log-key", server.logKey, `${server.origin}/log`],
    { encoding: "utf8" });
  assert.match(python, /^verified: all \d+ entries/);
});
