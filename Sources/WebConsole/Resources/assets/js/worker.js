// Service worker: keeps what a form needs to be opened and filled without a line - modules, styles, words, forms, and the
// bare pages /console/new/… and /console/sent. Never data: nothing under /console/api, no record, no reply to a question.

const SHELLS = "parley-shells-v1";
const FIXED = "parley-fixed-v1";
const MAXIMUM_FIXED = 600;
const MAXIMUM_SHELLS = 60;
const PATIENCE_MILLISECONDS = 4000;

const isFixed = (path) => /^\/console\/(?:assets|words|forms)\//.test(path);
const isShell = (path) => /^\/console\/(?:new(?:\/[a-z-]{1,40})?|sent)$/.test(path);

async function keep(name, request, reply, limit) {
  const cache = await caches.open(name);
  await cache.put(request, reply);
  const keys = await cache.keys();
  for (const old of keys.slice(0, Math.max(0, keys.length - limit))) await cache.delete(old);
}

/** What bears its version in its address never changes: the first copy is the copy. */
async function fixed(request) {
  const cache = await caches.open(FIXED);
  const known = await cache.match(request);
  if (known) return known;
  const reply = await fetch(request);
  if (reply.ok && reply.type === "basic") await keep(FIXED, request, reply.clone(), MAXIMUM_FIXED);
  return reply;
}

/** A bare page comes from the node where it answers, and else as it was; without what the address asked for. */
async function shell(request) {
  const bare = new URL(request.url);
  bare.search = "";
  try {
    const reply = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) });
    // Only a page that says itself that it holds no data is kept.
    if (reply.ok && reply.type === "basic" && reply.headers.get("x-parley-shell") === "1") await keep(SHELLS, bare.href, reply.clone(), MAXIMUM_SHELLS);
    return reply;
  } catch (error) {
    const known = await (await caches.open(SHELLS)).match(bare.href);
    if (known) return known;
    throw error;
  }
}

addEventListener("install", () => skipWaiting());

addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("parley-") && ![SHELLS, FIXED].includes(name)) await caches.delete(name);
  await clients.claim();
})()));

// A page that was signed in tells which shells and files to have ready.
addEventListener("message", (event) => {
  const { prepare, forget } = event.data ?? {};
  // Whoever signs out leaves no page behind that bears their name.
  if (forget === true) event.waitUntil(caches.delete(SHELLS));
  if (!Array.isArray(prepare)) return;
  event.waitUntil(Promise.allSettled(prepare.slice(0, 200).map(async (address) => {
    const url = new URL(address, location.origin);
    if (url.origin !== location.origin) return;
    if (isFixed(url.pathname)) await fixed(new Request(url.href));
    else if (isShell(url.pathname)) await shell(new Request(url.href, { credentials: "same-origin" }));
  })));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (isFixed(url.pathname)) event.respondWith(fixed(request));
  else if (request.mode === "navigate" && isShell(url.pathname)) event.respondWith(shell(request));
});
