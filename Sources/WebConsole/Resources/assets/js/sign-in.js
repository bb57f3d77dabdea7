// Signing in: by the key in this browser, by a passkey beside it or alone; and making a key that the party enrols.
import { page } from "./page.js";
import { act } from "./start.js";
import { t } from "./words.js";
import { base64, concat, sha256, utf8 } from "./bytes.js";
import { base64url, fromBase64url } from "./base64url.js";
import { createKey, currentKey, keyID, removeKey, spki } from "./keys.js";
import { nodeTime, send } from "./node.js";
import { signedHeaders } from "./signature.js";
import { spokenDigits } from "./digits.js";

const state = document.getElementById("sign-in-state");
const problem = document.getElementById("sign-in-error");
const waiting = document.getElementById("waiting");
const form = document.getElementById("make-key");
const passkeySection = document.getElementById("passkey");

/** How often this browser asks whether its key has been enrolled. */
const pollMilliseconds = 4000;

function goOn() {
  const wanted = location.pathname === "/console/sign-in" ? "/console" : location.pathname + location.search;
  location.replace(wanted);
}

function show(key) {
  state.textContent = t(key);
}

function fail(text) {
  problem.textContent = text;
}

async function problemOf(response) {
  try {
    return await response.json();
  } catch {
    return { rule: String(response.status), detail: "" };
  }
}

/** Asks the device for a passkey's word. */
async function assertion(challenge, credentials) {
  const found = await navigator.credentials.get({
    publicKey: {
      challenge: fromBase64url(challenge),
      rpId: location.hostname,
      userVerification: "required",
      allowCredentials: credentials.map((id) => ({ type: "public-key", id: fromBase64url(id) })),
    },
  });
  return {
    credential: base64url(new Uint8Array(found.rawId)),
    clientData: base64url(new Uint8Array(found.response.clientDataJSON)),
    authenticatorData: base64url(new Uint8Array(found.response.authenticatorData)),
    signature: base64url(new Uint8Array(found.response.signature)),
  };
}

/** Opens a session with the key in this browser. True when it is open; else what kept it. */
async function openWith(key, passkey) {
  const body = JSON.stringify(passkey ? { passkey } : {});
  // A wrong clock here must not keep anybody out: the node's own counts, once it has answered anything.
  await send("GET", "/version").catch(() => undefined);
  const headers = await signedHeaders(
    key,
    { method: "POST", url: "/console/session", headers: { "x-parley-console": "1", "content-type": "application/json" }, body },
    nodeTime(),
  );
  const response = await fetch("/console/session", { method: "POST", headers, body, credentials: "same-origin" });
  if (response.ok) return { isOpen: true };
  const why = await problemOf(response);
  if (why.rule === "passkey-needed" && !passkey) {
    show("signin.passkey-now");
    return openWith(key, await assertion(why.challenge, why.credentials));
  }
  return { isOpen: false, ...why };
}

async function request(key) {
  const [party, officer] = key.label.split("/");
  const names = { party, officer };
  const publicKey = await spki(key);
  const text = JSON.stringify({
    format: "parley/key@v1", accord: page.accord, logKey: page.logKey, party: names.party, officer: names.officer,
    key: base64(publicKey),
  });
  const hash = await sha256(concat(
    utf8(`parley/officer-key/v1\0${page.accord}\0${names.party}\0${names.officer}\0${page.logKey}\0`), publicKey,
  ));
  return { text, digits: spokenDigits(hash) };
}

async function wait(key) {
  const { text, digits } = await request(key);
  document.getElementById("digits").textContent = digits;
  document.getElementById("admit-command").textContent = `parley key admit "${digits}" --as root.json`;
  document.getElementById("key-start").textContent = (await keyID(key)).slice(0, 8);
  const response = await fetch("/joining/keys", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: text,
  });
  if (!response.ok) {
    fail((await problemOf(response)).detail);
    return;
  }
  waiting.hidden = false;
  form.hidden = true;
  show("signin.waiting");
  const asked = Date.now();
  const again = async () => {
    // A request waits an hour at the node; then it is made anew.
    if (Date.now() - asked > 50 * 60_000) return wait(key);
    const result = await openWith(key).catch(() => ({ isOpen: false }));
    if (result.isOpen) return goOn();
    setTimeout(again, pollMilliseconds);
  };
  setTimeout(again, pollMilliseconds);
}

/** Beneath everything else, and only once that stands where it stays. */
function offerPasskey() {
  const isNamed = !/^[\d.:[\]]+$/u.test(location.hostname);
  if (typeof PublicKeyCredential !== "undefined" && isNamed) passkeySection.hidden = false;
}

async function begin() {
  if (!globalThis.crypto?.subtle) {
    show("signin.no-crypto");
    return;
  }
  const key = await currentKey();
  if (!key) {
    show("signin.no-key");
    form.hidden = false;
    offerPasskey();
    return;
  }
  if (sessionStorage.getItem("parley-signed-out")) {
    show("signin.signed-out");
    const again = document.createElement("button");
    again.type = "button";
    again.className = "first";
    again.textContent = t("signin.again");
    again.addEventListener("click", () => {
      sessionStorage.removeItem("parley-signed-out");
      again.remove();
      void tryKey(key);
    });
    state.after(again);
    offerPasskey();
    return;
  }
  await tryKey(key);
}

async function tryKey(key) {
  show("signin.opening");
  let result;
  try {
    result = await openWith(key);
  } catch (error) {
    fail(error?.name === "NotAllowedError" ? t("signin.passkey-refused") : t("signin.no-line"));
    return;
  }
  if (result.isOpen) return goOn();
  // A key that is not enrolled, not enrolled any more, or was revoked, all look alike from outside.
  if (result.rule === "signature-invalid") {
    await wait(key);
    return;
  }
  show("signin.refused");
  fail(result.detail ?? result.rule);
  form.hidden = false;
  offerPasskey();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  problem.textContent = "";
  const party = form.elements.party.value.trim();
  const officer = form.elements.officer.value.trim();
  const name = /^[a-z0-9][a-z0-9.-]{0,63}$/u;
  if (!name.test(party) || !name.test(officer)) {
    fail(t("signin.bad-name"));
    form.elements[name.test(party) ? "officer" : "party"].focus();
    return;
  }
  const key = await createKey(`${party}/${officer}`);
  await wait(key);
});

document.getElementById("forget").addEventListener("click", async () => {
  const key = await currentKey();
  if (key) await removeKey(key.id);
  location.reload();
});

document.getElementById("use-passkey").addEventListener("click", async () => {
  problem.textContent = "";
  try {
    const asked = await act("POST", "/console/challenge");
    const { challenge } = await asked.json();
    const response = await act("POST", "/console/session/passkey", await assertion(challenge, []));
    if (response.ok) return goOn();
    fail((await problemOf(response)).detail);
  } catch {
    fail(t("signin.passkey-refused"));
  }
});

void begin();
