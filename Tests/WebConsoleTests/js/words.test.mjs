// Every rule and reason has its sentence, and every sentence is used.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";
import { assets, load, names, root } from "./modules.mjs";

const words = Object.fromEntries(
  Object.entries(JSON.parse(readFileSync(`${root}Sources/WebConsole/Resources/locales/en.json`)))
    .filter(([key]) => /^(?:proof|keys\.fault)\./.test(key)),
);
const source = names.map((name) => readFileSync(`${assets}${name}.js`, "utf8")).join("\n");

test("every rule that the modules break has a sentence", async () => {
  const { Fault, faultWords } = await load("fault");
  const rules = new Set([...source.matchAll(/new Fault\(\s*"([a-z0-9-]+)"/g)].map(([, rule]) => rule));
  for (const rule of rules) assert.ok(words[new Fault(rule).word], rule);
  for (const [rule, word] of Object.entries(faultWords)) assert.ok(words[word], rule);
  for (const rule of rules) assert.notEqual(new Fault(rule).word, "keys.fault.other", rule);
});

test("every reason of a verdict has a sentence, and no sentence is without use", () => {
  const used = new Set([...source.matchAll(/"((?:proof|keys\.fault)\.[a-z0-9-]+)"/g)].map(([, key]) => key));
  assert.deepEqual([...used].filter((key) => !words[key]), []);
  assert.deepEqual(Object.keys(words).filter((key) => !used.has(key)), []);
});

test("no sentence can be read as leave to act", () => {
  for (const [key, sentence] of Object.entries(words)) {
    assert.doesNotMatch(sentence, /\b(safe|clear|cleared|approved|unprotected|target|allowed to)\b/i, key);
  }
});

test("the modules import one another by relative path, and evaluate nothing", () => {
  const present = readdirSync(assets);
  for (const name of names) {
    const text = readFileSync(`${assets}${name}.js`, "utf8");
    for (const [, path] of text.matchAll(/from "([^"]+)"/g)) assert.ok(present.includes(path.slice(2)), `${name}: ${path}`);
    assert.doesNotMatch(text, /\beval\(|new Function|innerHTML|document\.write|https?:\/\//, name);
    assert.ok(text.split("\n").length <= 320, `${name} holds two subjects`);
    assert.ok(text.split("\n").every((line) => line.length <= 128), `${name} has a long line`);
  }
});
