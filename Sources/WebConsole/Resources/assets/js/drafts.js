// Drafts: what is being written is kept as it is typed, so that a crash or an empty battery loses nothing. A draft never
// leaves this device; what was reviewed moves to the queue, under the same name, and the draft goes.

/** Drafts that one device keeps. */
export const MAXIMUM_DRAFTS = 100;
/** How long after a change a draft is kept, at most. */
export const KEEP_WITHIN_MILLISECONDS = 250;
const STORE = "drafts";

/** That no more drafts are kept until some are finished or discarded. */
export class TooManyDrafts extends Error {
  constructor() {
    super("too many drafts");
    this.rule = "too-many-drafts";
    this.values = { limit: MAXIMUM_DRAFTS };
  }
}

/** A name that no other draft has. */
export const draftID = () => [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The drafts of this device, in a store with `get`, `put`, `remove` and `all`. */
export class Drafts {
  #store; #clock; #pending = new Map(); #told; #known = new Set();

  /** `told({ id, keptAt })` or `told({ id, error })` is called when a draft was kept, or could not be. */
  constructor(store, { clock = () => Date.now(), told = () => {} } = {}) {
    this.#store = store;
    this.#clock = clock;
    this.#told = told;
  }

  /** All drafts, the one kept last first. */
  async list() {
    return (await this.#store.all(STORE)).sort((one, other) => (one.keptAt < other.keptAt ? 1 : -1));
  }

  /** One draft; nil where there is none. */
  async get(id) { return (await this.#store.get(STORE, id)) ?? null; }

  /** Keeps a draft soon: changes that follow at once are kept together. */
  change(draft) {
    const waiting = this.#pending.get(draft.id);
    if (waiting) { waiting.draft = structuredClone(draft); return; }
    const entry = { draft: structuredClone(draft), timer: setTimeout(() => this.#keep(draft.id), KEEP_WITHIN_MILLISECONDS) };
    this.#pending.set(draft.id, entry);
  }

  async #keep(id) {
    const entry = this.#pending.get(id);
    if (!entry) return;
    clearTimeout(entry.timer);
    this.#pending.delete(id);
    try {
      if (!this.#known.has(id)) {
        const all = await this.#store.all(STORE);
        if (all.length >= MAXIMUM_DRAFTS && !all.some((each) => each.id === id)) throw new TooManyDrafts();
        this.#known.add(id);
      }
      const keptAt = new Date(this.#clock()).toISOString();
      await this.#store.put(STORE, { ...entry.draft, id, keptAt });
      this.#told({ id, keptAt });
    } catch (error) {
      this.#told({ id, error });
    }
  }

  /** Keeps at once what waits, as when the page goes away. */
  async flush() { await Promise.all([...this.#pending.keys()].map((id) => this.#keep(id))); }

  /** Throws a draft away; what was changed a moment ago goes with it. */
  async discard(id) {
    const waiting = this.#pending.get(id);
    if (waiting) clearTimeout(waiting.timer);
    this.#pending.delete(id);
    this.#known.delete(id);
    await this.#store.remove(STORE, id);
  }

  /** Removes drafts that were queued before a crash came between. */
  async settle(queued) {
    for (const draft of await this.list()) if (queued.has(draft.id)) await this.discard(draft.id);
  }
}
