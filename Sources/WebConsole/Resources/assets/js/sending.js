// The drafts and the queue of this browser, tied to its store, its locks and the officer who is signed in.

import { Drafts } from "./drafts.js";
import { nodeTime } from "./node.js";
import { page } from "./page.js";
import { Queue } from "./queue.js";
import { followUp, say } from "./statement.js";
import * as store from "./store.js";

const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("parley-queue");
const listeners = new Set();

/** Calls back when a draft was kept, or could not be. */
export const onKept = (listener) => { listeners.add(listener); return () => listeners.delete(listener); };

/** The drafts. */
export const drafts = new Drafts(store, { told: (news) => listeners.forEach((listener) => listener(news)) });

/** The queue. */
export const queue = new Queue({
  store, say, locks: navigator.locks, who: () => ({ party: page.party, officer: page.officer, key: page.key }), isOnline: () => navigator.onLine, stated: nodeTime,
});

queue.addEventListener("change", ({ item }) => channel?.postMessage({ id: item.id }));

/** Calls back when anything in the queue changed, in this tab or another. */
export function onQueue(listener) {
  queue.addEventListener("change", listener);
  channel?.addEventListener("message", listener);
  return () => {
    queue.removeEventListener("change", listener);
    channel?.removeEventListener("message", listener);
  };
}

/** Begins: settles what a crash left, sends what waits, and goes on when there is a line again. */
export async function begin() {
  await drafts.settle(new Set((await queue.list()).map((item) => item.id)));
  addEventListener("online", () => queue.wake());
  addEventListener("pagehide", () => drafts.flush());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") drafts.flush();
    else queue.run();
  });
  if (page.officer) queue.run().then(() => queue.collect(followUp));
}
