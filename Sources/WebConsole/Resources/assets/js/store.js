// What this browser keeps: IndexedDB `parley`. Keys lie in it as objects that cannot be read out.
import { Fault } from "./fault.js";

const name = "parley";
const version = 1;

/** The stores, each with the member by which its values are found. */
const stores = Object.freeze({ keys: "id", drafts: "id", queue: "id", pins: "id", sent: "name" });

function check(store) { if (!Object.hasOwn(stores, store)) throw new Fault("storage", { store }); }

/** IndexedDB; what is written has been handed to the disk when a promise settles. */
class DiskStore {
  constructor() { this.opened = null; }

  open() {
    this.opened ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open(name, version);
      asked.onupgradeneeded = () => {
        for (const [store, keyPath] of Object.entries(stores)) {
          if (!asked.result.objectStoreNames.contains(store)) asked.result.createObjectStore(store, { keyPath });
        }
      };
      asked.onsuccess = () => {
        // Another tab with newer stores must not wait for this one.
        asked.result.onversionchange = () => { asked.result.close(); this.opened = null; };
        asked.result.onclose = () => { this.opened = null; };
        resolve(asked.result);
      };
      asked.onerror = () => reject(asked.error);
      asked.onblocked = () => reject(asked.error ?? new Error("blocked"));
    });
    return this.opened;
  }

  async run(store, mode, body) {
    check(store);
    try {
      const database = await this.open();
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction(store, mode, { durability: "strict" });
        let result;
        let failure = null;
        transaction.oncomplete = () => resolve(result);
        transaction.onabort = () => reject(failure ?? transaction.error ?? new Error("aborted"));
        body(transaction.objectStore(store), (value) => { result = value; }, (error) => {
          failure = error;
          transaction.abort();
        });
      });
    } catch (cause) {
      if (cause instanceof Fault) throw cause;
      if (!(cause instanceof DOMException)) throw cause;
      this.opened = null;
      throw new Fault("storage", { store, reason: cause.name }, { cause });
    }
  }

  get(store, id) {
    return this.run(store, "readonly", (open, give) => {
      open.get(id).onsuccess = (event) => give(event.target.result);
    });
  }

  all(store) {
    return this.run(store, "readonly", (open, give) => {
      open.getAll().onsuccess = (event) => give(event.target.result);
    });
  }

  put(store, value) { return this.run(store, "readwrite", (open) => { open.put(value); }); }

  remove(store, id) { return this.run(store, "readwrite", (open) => { open.delete(id); }); }

  update(store, id, change) {
    return this.run(store, "readwrite", (open, give, fail) => {
      open.get(id).onsuccess = (event) => {
        try {
          const changed = change(event.target.result);
          if (changed !== undefined) open.put(changed);
          give(changed);
        } catch (error) { fail(error); }
      };
    });
  }
}

/** The same in memory, for where there is no IndexedDB at all: tests under Node. */
class MemoryStore {
  constructor() { this.kept = new Map(Object.keys(stores).map((store) => [store, new Map()])); }

  of(store) {
    check(store);
    return this.kept.get(store);
  }

  async get(store, id) { return this.of(store).get(id); }

  async all(store) { return [...this.of(store).entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value); }

  async put(store, value) { this.of(store).set(value[stores[store]], value); }

  async remove(store, id) { this.of(store).delete(id); }

  async update(store, id, change) {
    const changed = change(this.of(store).get(id));
    if (changed !== undefined) await this.put(store, changed);
    return changed;
  }
}

const kept = typeof indexedDB === "undefined" ? new MemoryStore() : new DiskStore();

/** The value with this name; undefined when there is none. */
export function get(store, id) { return kept.get(store, id); }

/** All values of a store, in the order of their names. */
export function all(store) { return kept.all(store); }

/** Keeps a value, in the place of one with the same name. */
export function put(store, value) { return kept.put(store, value); }

/** Removes a value; nothing happens when there is none. */
export function remove(store, id) { return kept.remove(store, id); }

/**
 * Changes a value in one step, whatever other tabs do meanwhile: `change` gets what is there, or undefined, and returns
 * what is to be kept, or undefined to leave it. It must not wait for anything.
 */
export function update(store, id, change) { return kept.update(store, id, change); }

/** Asks the browser not to throw any of this away when the disk is full; true when it promises. */
export async function keep() {
  return (await globalThis.navigator?.storage?.persist?.()) === true;
}

/** Runs `body` while nobody else of this browser, in whichever tab, runs one of this name. */
export function alone(lock, body) {
  if (globalThis.navigator?.locks) return globalThis.navigator.locks.request(`parley-${lock}`, body);
  const turn = (waiting.get(lock) ?? Promise.resolve()).then(body, body);
  waiting.set(lock, turn.catch(() => {}));
  return turn;
}

const waiting = new Map();
