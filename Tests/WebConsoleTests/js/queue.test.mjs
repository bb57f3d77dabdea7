// Drafts and the queue under faults: a line that goes in the middle, a reply that is lost, a crash between two steps, two
// tabs, a full queue. Whatever happens, nothing is said twice and nothing that was reviewed is changed.

import assert from "node:assert/strict";
import test from "node:test";
import { Drafts, KEEP_WITHIN_MILLISECONDS, MAXIMUM_DRAFTS } from "../../../Sources/WebConsole/Resources/assets/js/drafts.js";
import { MAXIMUM_CONFLICTS, MAXIMUM_WAITING, Queue } from "../../../Sources/WebConsole/Resources/assets/js/queue.js";

/** A store that can fail, and that outlives whoever uses it. */
class Store {
  constructor() { this.kept = new Map(); this.failing = false; this.writes = 0; this.crashAt = Infinity; }
  #in(store) { return this.kept.get(store) ?? this.kept.set(store, new Map()).get(store); }
  async get(store, id) { return structuredClone(this.#in(store).get(id)); }
  async all(store) { return [...this.#in(store).values()].map((value) => structuredClone(value)); }
  async put(store, value) {
    this.writes += 1;
    if (this.writes >= this.crashAt) throw new Crash();
    if (this.failing) throw Object.assign(new Error("disk"), { rule: "storage" });
    this.#in(store).set(value.id, structuredClone(value));
  }
  async remove(store, id) { this.#in(store).delete(id); }
}

class Crash extends Error {}

/** Web Locks, as far as the queue uses them. */
class Locks {
  constructor() { this.held = new Map(); }
  async request(name, options, body) {
    const run = body ?? options;
    const before = this.held.get(name);
    if (before && options.ifAvailable) return run(null);
    const turn = (before ?? Promise.resolve()).catch(() => {}).then(() => run({ name }));
    const held = turn.catch(() => {});
    this.held.set(name, held);
    held.then(() => { if (this.held.get(name) === held) this.held.delete(name); });
    return turn;
  }
}

/** A log as the queue sees it: one id is logged once; `faults` say what goes wrong at which call. */
class Log {
  constructor() { this.entries = []; this.calls = 0; this.faults = []; }
  say = async (draft) => {
    this.calls += 1;
    const fault = this.faults.shift();
    if (fault === "no line") throw Object.assign(new Error("unreachable"), { rule: "unreachable", isRetryable: true });
    if (fault?.status) throw Object.assign(new Error(fault.rule), fault);
    let entry = this.entries.findIndex((each) => each.id === draft.id);
    if (entry < 0) { this.entries.push(structuredClone(draft)); entry = this.entries.length - 1; }
    if (fault === "lost reply") throw Object.assign(new Error("unreachable"), { rule: "unreachable", isRetryable: true, values: { name: `name-${entry}` } });
    if (fault === "crash") throw new Crash();
    return { entry, name: `name-${entry}`, receipt: fault === "promise" ? undefined : `receipt ${entry}`, promise: fault === "promise" ? "promise" : undefined, missing: [], isWitnessed: true };
  };
}

const officer = { party: "un", officer: "duty" };
const reviewed = (id, more = {}) => ({ id, form: "site", title: id, ...officer, record: `un/${id}`, frozen: { kind: "k.v1", subject: id, body: { text: id }, audience: "open" }, ...more });

function tab({ store = new Store(), log = new Log(), locks = new Locks(), time = { now: 0 }, who = officer, online = { is: true } } = {}) {
  const alarms = [];
  const queue = new Queue({ store, say: log.say, locks, who: () => who, clock: () => time.now, isOnline: () => online.is, schedule: (run, wait) => { alarms.push({ run, wait }); return alarms.length; } });
  return { queue, store, log, locks, time, alarms, online };
}

const states = async (queue) => (await queue.list()).map((item) => `${item.id}:${item.state}`);

test("given items with a line, when the queue runs, then they are said in their order, just as they were reviewed", async () => {
  const { queue, log } = tab();
  const body = { text: "a" };
  const first = reviewed("a");
  first.frozen.body = body;
  await queue.enqueue(first);
  body.text = "changed afterwards";
  await queue.enqueue(reviewed("b"));
  await queue.run();
  assert.deepEqual(log.entries.map((entry) => entry.body.text), ["a", "b"]);
  assert.deepEqual(await states(queue), ["a:sent", "b:sent"]);
  assert.equal((await queue.get("b")).receipt, "receipt 1");
});

test("given no line, when the queue runs, then nothing is signed and everything waits", async () => {
  const { queue, log, online } = tab({ online: { is: false } });
  await queue.enqueue(reviewed("a"));
  assert.equal(await queue.run(), "offline");
  assert.equal(log.calls, 0);
  online.is = true;
  await queue.wake();
  assert.deepEqual(await states(queue), ["a:sent"]);
});

test("given a line that goes in the middle, when it comes back, then each is said once, in order, after a bounded wait", async () => {
  const { queue, log, time, alarms } = tab();
  log.faults = [null, "no line", "lost reply", "lost reply", null];
  for (const id of ["a", "b", "c"]) await queue.enqueue(reviewed(id));
  await queue.run();
  assert.deepEqual(await states(queue), ["a:sent", "b:waiting", "c:waiting"]);
  for (let turn = 0; turn < 10; turn += 1) { time.now += 61_000; await queue.run(); }
  assert.deepEqual(log.entries.map((entry) => entry.id), ["a", "b", "c"]);
  assert.deepEqual(await states(queue), ["a:sent", "b:sent", "c:sent"]);
  assert.ok(alarms.every((alarm) => alarm.wait > 0 && alarm.wait <= 60_000));
});

test("given a lost reply, when somebody takes the item back, then it stays: it may be in the log", async () => {
  const { queue, log } = tab();
  log.faults = ["lost reply"];
  await queue.enqueue(reviewed("a"));
  await queue.run();
  assert.equal(await queue.discard("a"), false);
  assert.deepEqual(await states(queue), ["a:waiting"]);
  assert.equal((await queue.get("a")).isInDoubt, true);
});

test("given no line from the beginning, when somebody takes the item back, then it goes: nothing was handed in", async () => {
  const { queue, log } = tab();
  log.faults = ["no line"];
  await queue.enqueue(reviewed("a"));
  await queue.run();
  assert.equal((await queue.get("a")).isInDoubt, false);
  assert.equal(await queue.discard("a"), true);
  assert.deepEqual(await queue.list(), []);
});

test("given a crash between any two writes, when the tab starts again, then everything is said once", async () => {
  for (let crashAt = 1; crashAt < 14; crashAt += 1) {
    const [store, log] = [new Store(), new Log()];
    store.crashAt = crashAt;
    const before = tab({ store, log });
    try {
      for (const id of ["a", "b"]) await before.queue.enqueue(reviewed(id));
      await before.queue.run();
    } catch (error) { assert.ok(error instanceof Crash); }
    store.crashAt = Infinity;
    const after = tab({ store, log, time: { now: 1e9 } });
    for (const id of ["a", "b"]) await after.queue.enqueue(reviewed(id));
    await after.queue.run();
    assert.deepEqual(log.entries.map((entry) => entry.id).sort(), ["a", "b"], `crash at write ${crashAt}`);
    assert.deepEqual(await states(after.queue), ["a:sent", "b:sent"]);
  }
});

test("given two tabs, when both run, then one sends and nothing is said twice", async () => {
  const [store, log, locks] = [new Store(), new Log(), new Locks()];
  const [one, other] = [tab({ store, log, locks }), tab({ store, log, locks })];
  await Promise.all([one.queue.enqueue(reviewed("a")), other.queue.enqueue(reviewed("a")), other.queue.enqueue(reviewed("b"))]);
  const ends = await Promise.all([one.queue.run(), other.queue.run()]);
  assert.ok(ends.includes("elsewhere"));
  assert.deepEqual(log.entries.map((entry) => entry.id).sort(), ["a", "b"]);
  assert.equal(new Set((await one.queue.list()).map((item) => item.number)).size, 2);
});

test("given a refusal, when the queue goes on, then what follows on it waits and all else is said", async () => {
  const { queue, log } = tab();
  log.faults = [{ status: 422, rule: "malformed-body", detail: "no", pointer: "/body/at" }];
  await queue.enqueue(reviewed("a"));
  await queue.enqueue(reviewed("a2", { record: "un/a" }));
  await queue.enqueue(reviewed("b"));
  await queue.run();
  assert.deepEqual(await states(queue), ["a:refused", "a2:waiting", "b:sent"]);
  assert.equal((await queue.get("a")).problem.pointer, "/body/at");
  assert.equal(await queue.discard("a"), true);
  await queue.run();
  assert.deepEqual(await states(queue), ["a2:sent", "b:sent"]);
});

test("given others who speak in between, when it is tried often enough, then a person is asked", async () => {
  const { queue, log, time } = tab();
  log.faults = Array.from({ length: MAXIMUM_CONFLICTS + 1 }, () => ({ status: 409, rule: "forked" }));
  await queue.enqueue(reviewed("a"));
  for (let turn = 0; turn < MAXIMUM_CONFLICTS + 2; turn += 1) { await queue.run(); time.now += 61_000; }
  assert.deepEqual(await states(queue), ["a:refused"]);
});

test("given another officer at the same device, when the queue runs, then nobody signs what somebody else reviewed", async () => {
  const { queue, log } = tab({ who: { party: "un", officer: "relief" } });
  await queue.enqueue(reviewed("a"));
  await queue.run();
  assert.equal(log.calls, 0);
  assert.deepEqual(await states(queue), ["a:waiting"]);
});

test("given a node that asks to come back later, when it is tried, then not before that", async () => {
  const { queue, log, time } = tab();
  log.faults = [{ status: 429, rule: "busy", retryAfterSeconds: 120 }];
  await queue.enqueue(reviewed("a"));
  await queue.run();
  time.now = 119_000;
  await queue.run();
  assert.equal(log.calls, 1);
  time.now = 121_000;
  await queue.run();
  assert.deepEqual(await states(queue), ["a:sent"]);
});

test("given no key, when the queue runs, then nothing is refused and nothing is in doubt", async () => {
  const { queue, log } = tab();
  log.faults = [{ status: 0, rule: "no-key" }];
  log.faults[0].status = undefined;
  log.say = async () => { throw Object.assign(new Error("no-key"), { rule: "no-key", word: "keys.fault.no-key" }); };
  const other = tab({ log });
  await other.queue.enqueue(reviewed("a"));
  await other.queue.run();
  const item = await other.queue.get("a");
  assert.deepEqual([item.state, item.isInDoubt, item.problem.word], ["waiting", false, "keys.fault.no-key"]);
  assert.ok(queue);
});

test("given a full queue, when one more is reviewed, then it is refused with the limit", async () => {
  const { queue } = tab();
  for (let at = 0; at < MAXIMUM_WAITING; at += 1) await queue.enqueue(reviewed(`i${at}`));
  await assert.rejects(queue.enqueue(reviewed("more")), (error) => error.rule === "queue-full" && error.values.limit === MAXIMUM_WAITING);
});

test("given a promise, when the receipt comes, then it is kept beside the entry", async () => {
  const { queue, log } = tab();
  log.faults = ["promise"];
  await queue.enqueue(reviewed("a"));
  await queue.run();
  assert.equal((await queue.get("a")).receipt, null);
  await queue.collect(async (name) => ({ entry: 0, name, receipt: "late receipt", missing: [], isWitnessed: true, isVerified: true }));
  assert.equal((await queue.get("a")).receipt, "late receipt");
});

const wait = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

test("given a draft that is typed, when a moment passes, then its last state is kept, and it is told when", async () => {
  const store = new Store();
  const told = [];
  const drafts = new Drafts(store, { told: (news) => told.push(news) });
  for (const text of ["a", "ab", "abc"]) drafts.change({ id: "d", values: { text } });
  await wait(KEEP_WITHIN_MILLISECONDS + 45);
  assert.equal(store.writes, 1);
  assert.equal((await drafts.get("d")).values.text, "abc");
  assert.ok(Date.parse(told[0].keptAt));
  const after = new Drafts(store);
  assert.equal((await after.list())[0].values.text, "abc");
});

test("given steady typing, when it does not stop, then the draft is kept all the same", async () => {
  const store = new Store();
  const drafts = new Drafts(store);
  for (let at = 0; at < 12; at += 1) { drafts.change({ id: "d", values: { at } }); await wait(40); }
  assert.ok(store.writes >= 1, "nothing was kept while somebody typed");
  await drafts.flush();
  assert.equal((await drafts.get("d")).values.at, 11);
});

test("given a draft that is thrown away, when its timer would have run, then it does not come back", async () => {
  const store = new Store();
  const drafts = new Drafts(store);
  drafts.change({ id: "d", values: {} });
  await drafts.discard("d");
  await wait(KEEP_WITHIN_MILLISECONDS + 30);
  assert.deepEqual(await drafts.list(), []);
});

test("given a disk that fails or too many drafts, when one is typed, then that is told and not hidden", async () => {
  const store = new Store();
  const told = [];
  const drafts = new Drafts(store, { told: (news) => told.push(news) });
  store.failing = true;
  drafts.change({ id: "d", values: {} });
  await drafts.flush();
  assert.equal(told[0].error.rule, "storage");
  store.failing = false;
  for (let at = 0; at < MAXIMUM_DRAFTS; at += 1) drafts.change({ id: `d${at}`, values: {} });
  await drafts.flush();
  drafts.change({ id: "one more", values: {} });
  await drafts.flush();
  assert.ok(told.some((news) => news.error?.rule === "too-many-drafts"));
});

test("given a crash between queueing and throwing the draft away, when the page starts, then the draft goes", async () => {
  const store = new Store();
  const drafts = new Drafts(store);
  drafts.change({ id: "a", values: {} });
  drafts.change({ id: "b", values: {} });
  await drafts.flush();
  await drafts.settle(new Set(["a"]));
  assert.deepEqual((await drafts.list()).map((draft) => draft.id), ["b"]);
});
