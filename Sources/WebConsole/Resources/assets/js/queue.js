// What was reviewed and is to be said. Items go out in order, one at a time and from one tab only; each is signed only
// when it can be sent, since the time it claims must be near the log's clock. An item's name goes with it: whoever says it
// keeps what was signed before it leaves, and says one name once, so that a lost reply makes no second statement.

/** Items that wait to be sent, at most. */
export const MAXIMUM_WAITING = 200;
/** Sent items that are still shown. */
export const MAXIMUM_SENT = 500;
/** The longest wait between two tries. */
export const LONGEST_WAIT_MILLISECONDS = 60_000;
/** Conflicts with others of one's own party that are followed up before a person is asked. */
export const MAXIMUM_CONFLICTS = 5;
const STORE = "queue";
const LOCK = "parley-queue";

/** That nothing more is queued until something was sent. */
export class QueueFull extends Error {
  constructor() {
    super("the queue is full");
    this.rule = "queue-full";
    this.values = { limit: MAXIMUM_WAITING };
  }
}

/** Whether nobody refused and a later try can do better: no line, a busy node, a node that cannot reach the log. */
export const isPassing = (error) => error.isRetryable === true || error.status === 408 || error.status === 429 || error.status >= 500;

/** What a person at this device has to do first; nothing was refused. */
const HERE_FIRST = new Set(["not-signed-in", "no-key", "insecure-page", "cannot-sign-here", "storage"]);

/** Rules that say only that another statement came first. */
const CONFLICTS = new Set(["forked", "out-of-order", "seen-ahead", "seen-other-root", "seen-stale", "seen-went-back"]);

const asProblem = (error) => ({
  status: error.status ?? 0, rule: error.rule ?? "", detail: error.detail ?? "", word: error.word ?? null, values: error.values ?? null,
  pointer: error.pointer ?? null, retryAfterSeconds: error.retryAfterSeconds ?? null,
});

/** The queue of this device. */
export class Queue extends EventTarget {
  #store; #say; #locks; #clock; #stated; #who; #isOnline; #timer = null; #schedule;

  /**
   * `say({ id, kind, subject, body, audience })` signs, hands in, and says one `id` once, however often it is called.
   * `who()` names the party and the officer who can sign now.
   */
  constructor({ store, say, locks, who, clock = () => Date.now(), stated = clock, isOnline = () => true, schedule = (run, wait) => setTimeout(run, wait) }) {
    super();
    this.#store = store;
    this.#say = say;
    this.#locks = locks;
    this.#who = who;
    this.#clock = clock;
    // What is shown and kept as a time goes by the node's clock; waits go by ours, which does not jump when that becomes known.
    this.#stated = stated;
    this.#isOnline = isOnline;
    this.#schedule = schedule;
  }

  /** All items, in the order in which they were queued. */
  async list() { return (await this.#store.all(STORE)).sort((one, other) => one.number - other.number || (one.id < other.id ? -1 : 1)); }

  /** One item; nil where there is none. */
  async get(id) { return (await this.#store.get(STORE, id)) ?? null; }

  async #put(item) {
    await this.#store.put(STORE, item);
    this.dispatchEvent(Object.assign(new Event("change"), { item }));
  }

  /** Queues what was reviewed. The same one is queued once, however often it is asked for. */
  async enqueue(reviewed) {
    return this.#locks.request(`${LOCK}-enter`, async () => {
      const known = await this.get(reviewed.id);
      if (known) return known;
      const all = await this.list();
      if (all.filter((item) => item.state !== "sent").length >= MAXIMUM_WAITING) throw new QueueFull();
      const item = {
        ...structuredClone(reviewed), number: 1 + Math.max(0, ...all.map((each) => each.number)), state: "waiting",
        queuedAt: new Date(this.#stated()).toISOString(), tries: 0, conflicts: 0, nextAt: 0, isInDoubt: false, problem: null,
      };
      await this.#put(item);
      return item;
    });
  }

  /** Takes back what was not signed yet, or was refused. What may have reached the log cannot be taken back: false. */
  async discard(id) {
    return this.#locks.request(LOCK, async () => {
      const item = await this.get(id);
      if (!item) return true;
      if (item.state === "sending" || item.state === "sent" || item.isInDoubt) return false;
      await this.#store.remove(STORE, id);
      this.dispatchEvent(Object.assign(new Event("change"), { item: { ...item, state: "discarded" } }));
      return true;
    });
  }

  /** Sends what waits, unless another tab does. Comes back when nothing more can be sent now. */
  async run() {
    return this.#locks.request(LOCK, { ifAvailable: true }, async (lock) => {
      if (!lock) return "elsewhere";
      for (let turn = 0; turn < 2 * MAXIMUM_WAITING; turn += 1) {
        if (!this.#isOnline()) return "offline";
        const item = await this.#next();
        if (!item) return "done";
        const wait = item.nextAt - this.#clock();
        if (wait > 0) { this.#later(wait); return "waiting"; }
        await this.#send(item);
      }
      return "done";
    });
  }

  #later(milliseconds) {
    if (this.#timer !== null) return;
    this.#timer = this.#schedule(() => { this.#timer = null; this.run(); }, Math.min(milliseconds, LONGEST_WAIT_MILLISECONDS));
  }

  /** The first that may go: what follows on something that was refused waits until a person has seen to it. */
  async #next() {
    const refused = new Set();
    const who = this.#who();
    for (const item of await this.list()) {
      if (item.state === "refused" && item.record) refused.add(item.record);
      if (item.state !== "waiting" && item.state !== "sending") continue;
      // Who reviewed it says it: what was reviewed for one officer is never signed by another.
      if (item.party !== who.party || item.officer !== who.officer) continue;
      if (item.record && refused.has(item.record)) continue;
      return item;
    }
    return null;
  }

  async #send(found) {
    const item = { ...found, state: "sending", tries: found.tries + 1, isInDoubt: true };
    await this.#put(item);
    try {
      await this.#sent(item, await this.#say({ ...structuredClone(item.frozen), id: item.id }));
    } catch (error) {
      const problem = asProblem(error);
      if (HERE_FIRST.has(problem.rule)) return this.#put({ ...found, state: "waiting", problem, nextAt: this.#clock() + LONGEST_WAIT_MILLISECONDS });
      // What was never handed in can still be taken back; what was may be in the log, whatever this try says of it.
      const isInDoubt = found.isInDoubt || problem.status >= 500 || Boolean(problem.values?.name);
      if (isPassing(error)) return this.#again({ ...item, isInDoubt }, problem);
      if (CONFLICTS.has(problem.rule) && item.conflicts < MAXIMUM_CONFLICTS) return this.#again({ ...item, conflicts: item.conflicts + 1 }, problem);
      await this.#put({ ...item, state: "refused", isInDoubt: false, problem, refusedAt: new Date(this.#stated()).toISOString() });
    }
    return undefined;
  }

  async #again(item, problem) {
    const backoff = Math.min(LONGEST_WAIT_MILLISECONDS, 1000 * 2 ** Math.min(item.tries - 1, 10));
    const asked = problem.retryAfterSeconds ? Math.min(problem.retryAfterSeconds, 3600) * 1000 : 0;
    await this.#put({ ...item, state: "waiting", problem, nextAt: this.#clock() + Math.max(backoff, asked) });
  }

  async #sent(item, answer) {
    const { entry, name = null, receipt = null, promise = null, missing = [], isWitnessed = null, isVerified = null } = answer;
    await this.#put({
      ...item, state: "sent", isInDoubt: false, problem: null, values: null, sentAt: new Date(this.#stated()).toISOString(),
      entry, name, receipt, promise, missing, isWitnessed, isVerified,
    });
    const sent = (await this.list()).filter((each) => each.state === "sent");
    for (const old of sent.slice(0, Math.max(0, sent.length - MAXIMUM_SENT))) await this.#store.remove(STORE, old.id);
  }

  /** There is a line again: what waited for one need not wait longer. */
  async wake() {
    await this.#locks.request(LOCK, { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      for (const item of await this.list()) {
        if (item.state === "waiting" && item.nextAt && !item.problem?.retryAfterSeconds) await this.#put({ ...item, nextAt: 0 });
      }
    });
    return this.run();
  }

  /** Asks `followUp(name)` for receipts that were promised; what comes is kept beside the item. */
  async collect(followUp) {
    for (const item of await this.list()) {
      if (item.state !== "sent" || item.receipt || !item.name) continue;
      try {
        const found = await followUp(item.name);
        if (found) await this.#put({ ...item, receipt: found.receipt ?? null, missing: found.missing ?? [], isWitnessed: found.isWitnessed, isVerified: found.isVerified });
      } catch { /* No line, or not witnessed yet: it is asked again. */ }
    }
  }
}
