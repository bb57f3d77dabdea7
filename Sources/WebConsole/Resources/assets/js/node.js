// Asks the node: with a time limit, problems as objects, and an eye on the difference between its clock and ours.
import { text as textOf } from "./bytes.js";
import { Fault } from "./fault.js";

/** Named limits of a call. */
const limits = { callMilliseconds: 60_000, replyBytes: 64 << 20 };

const settings = {
  /** Where the node's pages are; empty for the page's own origin. */
  origin: "",
  /** What stands before the path of whatever is read as the session's party. */
  apiPath: "/console/api",
  fetch: (...call) => globalThis.fetch(...call),
  /** Signs a request: `({method, url, headers, body}) → headers`; null where the session's cookie speaks. */
  sign: null,
};

/** Changes where and how the node is asked: tests, and whoever signs each request instead of opening a session. */
export function configure(changes) { Object.assign(settings, changes); }

let offset = null;

/**
 * By how many seconds the node's clock is ahead of ours, behind when negative; null before the first reply.
 *
 * Both are whole seconds, and the way took time: what is below a few seconds means nothing.
 */
export function clockOffsetSeconds() { return offset; }

/** The time, in milliseconds since 1970, by the node's clock as far as it is known. */
export function nodeTime() { return Date.now() + 1000 * (offset ?? 0); }

/** What the node did not do, as RFC 9457 says it: `rule` for programs, `detail` a sentence, `pointer` the field at fault. */
export class NodeProblem extends Error {
  constructor(status, problem, retryAfterSeconds) {
    super(problem.rule ?? `status ${status}`);
    this.name = "NodeProblem";
    this.status = status;
    this.rule = typeof problem.rule === "string" ? problem.rule : "unknown";
    this.detail = typeof problem.detail === "string" ? problem.detail : "";
    this.pointer = typeof problem.pointer === "string" ? problem.pointer : null;
    this.entry = Number.isSafeInteger(problem.entry) ? problem.entry : null;
    this.missing = Array.isArray(problem.missing) ? problem.missing.filter((name) => typeof name === "string") : [];
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** Whether the same may be answered otherwise a little later. */
  get isRetryable() { return this.status === 429 || this.status === 502 || this.status === 503 || this.status === 504; }
}

/** Keeps what a reply says of the node's clock; for replies that were not asked for by `send`. */
export function noteClock(reply, sentAt) {
  const stated = Date.parse(reply.headers.get("date") ?? "");
  // The reply's second was cut off; on average half of one is missing.
  if (Number.isFinite(stated)) offset = Math.round((stated + 500 - (sentAt + Date.now()) / 2) / 1000);
}

async function problem(reply) {
  let found = {};
  try { found = await reply.json(); } catch { /* A proxy's page says nothing that could be read. */ }
  const asked = Number(reply.headers.get("retry-after"));
  const isObject = found !== null && typeof found === "object" && !Array.isArray(found);
  return new NodeProblem(reply.status, isObject ? found : {}, Number.isFinite(asked) && asked > 0 ? asked : null);
}

/**
 * Sends one request and returns the reply of status 200 to 299.
 *
 * Throws `NodeProblem` when the node refuses, and the fault `unreachable`, which may be retried, when nobody answers:
 * then nobody knows whether what was sent has arrived.
 */
export async function send(method, path, { body, type, headers = {}, milliseconds } = {}) {
  const url = settings.origin + path;
  const fields = { accept: "application/json", ...headers };
  if (type) fields["content-type"] = type;
  if (method !== "GET") fields["x-parley-console"] = "1";
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), milliseconds ?? limits.callMilliseconds);
  const sentAt = Date.now();
  try {
    const signed = settings.sign ? await settings.sign({ method, url, headers: fields, body }) : fields;
    let reply;
    let bytes;
    try {
      reply = await settings.fetch(url, {
        method, headers: signed, body, signal: abort.signal, credentials: "same-origin", redirect: "error",
        cache: "no-store",
      });
      noteClock(reply, sentAt);
      if (reply.ok) bytes = new Uint8Array(await reply.arrayBuffer());
    } catch (cause) { throw new Fault("unreachable", {}, { cause, isRetryable: true }); }
    if (!reply.ok) throw await problem(reply);
    if (bytes.length > limits.replyBytes) throw new Fault("bad-reply");
    return { status: reply.status, headers: reply.headers, bytes };
  } finally { clearTimeout(timer); }
}

function json(reply) {
  try { return JSON.parse(textOf(reply.bytes)); } catch (cause) { throw new Fault("bad-reply", {}, { cause }); }
}

/** What the node shows the session's party at a path of its API. */
export async function get(path, options) { return json(await send("GET", settings.apiPath + path, options)); }

/** The same as text: receipts and checkpoints. */
export async function getText(path) {
  return textOf((await send("GET", settings.apiPath + path, { headers: { accept: "text/plain" } })).bytes);
}

/** Asks the node something that takes a body, such as a check. */
export async function post(path, value, options) {
  return json(await send("POST", settings.apiPath + path, {
    body: JSON.stringify(value), type: "application/json", ...options,
  }));
}

/** Hands in a statement, which needs no session: `{status, ...members of the reply}`. */
export async function submit(body, type) {
  const reply = await send("POST", "/statements", { body, type });
  return { ...json(reply), status: reply.status };
}
