// In a real browser, under the console's own Content-Security-Policy: the modules load, a key survives a reload and cannot
// be read out, what is sealed and verified under Node is sealed and verified here.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { after, before, test } from "node:test";
import { assets, golden, names } from "./modules.mjs";

const [driverPath, browserPath] = ["/usr/bin/chromedriver", "/usr/bin/chromium"];
const skip = existsSync(driverPath) && existsSync(browserPath) ? false : "no chromium with chromedriver here";
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
  + "worker-src 'self' blob:; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const type = "text/javascript; charset=utf-8";
const files = new Map([
  ["/", ["text/html; charset=utf-8", "<!doctype html><html lang=en><title>keys</title><script type=module src=/check.js></script>"]],
  ["/check.js", [type, `window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective + " " + event.blockedURI));
    const loaded = await Promise.all(${JSON.stringify(names)}.map(async (name) => [name, await import("/js/" + name + ".js")]));
    window.modules = Object.fromEntries(loaded);`]],
  ["/bundle.json", ["application/json", golden("InquiryTests", "bundle.json")]],
  ...names.map((name) => [`/js/${name}.js`, [type, readFileSync(`${assets}${name}.js`)]]),
]);

let [web, driver, session, folder, base] = [];

async function command(method, path, body) {
  const reply = await fetch(`${base}${path}`, { method, body: body && JSON.stringify(body), signal: AbortSignal.timeout(30_000) });
  const { value } = await reply.json();
  if (!reply.ok) throw new Error(JSON.stringify(value));
  return value;
}

/** Runs an asynchronous function in the page, once its modules are there. */
const inPage = (body, ...values) => command("POST", `/session/${session}/execute/async`, {
  script: `const [values, done] = [arguments[0], arguments[1]];
    (async () => {
      for (let tries = 0; !window.modules && tries < 200; tries += 1) await new Promise((next) => setTimeout(next, 25));
      return (${body})(...values);
    })().then((value) => done({ value }), (error) => done({ error: String(error) }));`,
  args: [values],
}).then((found) => {
  if (found.error) throw new Error(found.error);
  return found.value;
});

before(async () => {
  if (skip) return;
  web = createServer((request, reply) => {
    const [kind, body] = files.get(request.url) ?? [];
    reply.writeHead(kind ? 200 : 404, { "content-type": kind ?? "text/plain", "content-security-policy": policy });
    reply.end(body);
  });
  await new Promise((resolve) => web.listen(0, "127.0.0.1", resolve));
  folder = mkdtempSync(`${tmpdir()}/parley-browser-`);
  driver = spawn(driverPath, ["--port=0"], { stdio: ["ignore", "pipe", "ignore"] });
  process.once("exit", () => driver.kill("SIGKILL"));
  const port = await new Promise((resolve) => driver.stdout.on("data", (chunk) => {
    const [, found] = /successfully on port (\d+)/.exec(String(chunk)) ?? [];
    if (found) resolve(found);
  }));
  base = `http://127.0.0.1:${port}`;
  session = (await command("POST", "/session", { capabilities: { alwaysMatch: {
    browserName: "chrome", timeouts: { script: 25_000 },
    "goog:chromeOptions": { binary: browserPath, args: ["--headless=new", "--no-sandbox", `--user-data-dir=${folder}`] },
  } } })).sessionId;
  await command("POST", `/session/${session}/url`, { url: `http://127.0.0.1:${web.address().port}/` });
});

after(async () => {
  if (session) await command("DELETE", `/session/${session}`).catch(() => {});
  driver?.kill("SIGTERM");
  web?.closeAllConnections();
  web?.close();
  if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

test("a key survives a reload, signs, and cannot be exported in any form", { skip }, async () => {
  const made = await inPage(`async () => {
    const key = await modules.keys.createKey("laptop");
    return [key.id, modules.bytes.hex(key.spki)];
  }`);
  await command("POST", `/session/${session}/refresh`, {});
  const found = await inPage(`async () => {
    const { keys, bytes } = modules;
    const [key] = await keys.listKeys();
    const refused = [];
    for (const format of ["pkcs8", "jwk", "raw", "spki"]) {
      try { await crypto.subtle.exportKey(format, key.privateKey); } catch (error) { refused.push(error.name); }
    }
    const text = bytes.utf8("what is said");
    const signature = await keys.sign(key, text);
    const verify = await keys.verifier(key.spki);
    return {
      key: [key.id, bytes.hex(key.spki)], refused, isExtractable: key.privateKey.extractable, length: signature.length,
      holds: await verify(signature, text), inOther: await verify(signature, bytes.utf8("what was said")),
      asText: JSON.stringify(key.privateKey), digits: await keys.spokenDigits(key), violations,
    };
  }`);
  assert.deepEqual(found.key, made);
  assert.equal(found.refused.length, 4);
  assert.deepEqual([found.isExtractable, found.length, found.holds, found.inOther], [false, 64, true, false]);
  assert.equal(found.asText, "{}");
  assert.match(found.digits, /^(\d{5} ){4}\d{5}$/);
  assert.deepEqual(found.violations, []);
});

test("what is kept survives a reload, and is changed in one step", { skip }, async () => {
  await inPage(`async () => {
    await modules.store.put("drafts", { id: "one", count: 0 });
    await Promise.all(Array.from({ length: 20 }, () => modules.store.update("drafts", "one", (old) => ({ ...old, count: old.count + 1 }))));
    await modules.store.put("sent", { name: "x", envelope: new Uint8Array([1, 2, 3]) });
  }`);
  await command("POST", `/session/${session}/refresh`, {});
  const found = await inPage(`async () => {
    const { store } = modules;
    const failed = await store.update("drafts", "one", () => { throw new modules.fault.Fault("bad-body"); }).catch((error) => error.rule);
    const count = (await store.get("drafts", "one")).count;
    await store.remove("drafts", "one");
    return [count, failed, (await store.all("drafts")).length, [...(await store.get("sent", "x")).envelope], await store.alone("x", async () => 7)];
  }`);
  assert.deepEqual(found, [20, "bad-body", 0, [1, 2, 3], 7]);
});

test("a bundle is verified, and altered it is not; a body is sealed and opens", { skip }, async () => {
  const [logKey, policyText] = [String(golden("InquiryTests", "log.vkey")).trim(), String(golden("InquiryTests", "policy.txt"))];
  const found = await inPage(`async (logKey, policy) => {
    const text = await (await fetch("/bundle.json")).text();
    const right = await modules.receipt.verifyBundle(text, { logKey, policy });
    const wrong = await modules.receipt.verifyBundle(text.replace("NFmb", "NFmc"), { logKey, policy });
    const pair = await crypto.subtle.generateKey({ name: "X25519" }, false, ["deriveBits"]);
    const sealingKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    const fields = modules.seal.openBody('{"a":1.50,"b":"two"}');
    const sealed = await modules.seal.sealBody(fields, { audience: ["one"], author: "me", sealingKeys: new Map([["one", sealingKey]]), fieldAudiences: { b: [] } });
    const opened = await modules.seal.unseal(sealed, { party: "one", privateKey: pair.privateKey, publicKey: sealingKey,
      commitment: await modules.seal.commitment(fields) });
    return [right.holds, right.isWitnessed, wrong.holds, wrong.reasons, opened.map((field) => field.value ?? "hidden"), violations];
  }`, logKey, policyText);
  assert.deepEqual(found, [true, true, false, ["proof.log-signature-broken"], ["1.50", "hidden"], []]);
});
