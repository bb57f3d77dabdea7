// Keys and devices: revoking a key, adding and removing passkeys, ending other sessions.
import { page } from "./page.js";
import { act } from "./start.js";
import { t } from "./words.js";
import { utf8 } from "./bytes.js";
import { base64url, fromBase64url } from "./base64url.js";
import { say } from "./statement.js";

const problem = document.getElementById("keys-error");

function fail(text) {
  problem.textContent = text;
}

for (const button of document.querySelectorAll("[data-revoke]")) {
  button.addEventListener("click", async () => {
    const key = button.dataset.revoke;
    const isThis = key === page.key;
    if (!confirm(t(isThis ? "keys.revoke-this-sure" : "keys.revoke-sure", { key: key.slice(0, 8) }))) return;
    button.disabled = true;
    try {
      await say({ id: `revoke-${key}`, kind: "key.revoke.v1", subject: "key", body: { key, reason: t("keys.revoked-by-owner") }, audience: "open" });
      location.reload();
    } catch (error) {
      button.disabled = false;
      fail(error?.detail || t(error?.word ?? "keys.not-revoked", error?.values));
    }
  });
}

for (const button of document.querySelectorAll("[data-remove-passkey]")) {
  button.addEventListener("click", async () => {
    if (!confirm(t("keys.remove-sure"))) return;
    const response = await act("DELETE", `/console/passkeys/${button.dataset.removePasskey}`);
    if (response.ok) location.reload();
    else fail((await response.json()).detail);
  });
}

document.getElementById("add-passkey").addEventListener("submit", async (event) => {
  event.preventDefault();
  const label = document.getElementById("passkey-label").value.trim();
  if (!label) {
    document.getElementById("passkey-label").focus();
    return;
  }
  try {
    const { challenge } = await (await act("POST", "/console/challenge")).json();
    const made = await navigator.credentials.create({
      publicKey: {
        challenge: fromBase64url(challenge),
        rp: { id: location.hostname, name: `Parley ${page.accord}` },
        user: { id: utf8(`${page.party}/${page.officer}`), name: `${page.officer}@${page.party}`, displayName: page.officer },
        pubKeyCredParams: [{ type: "public-key", alg: -7 }],
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        attestation: "none",
      },
    });
    const response = await act("POST", "/console/passkeys", {
      credential: base64url(new Uint8Array(made.rawId)),
      clientData: base64url(new Uint8Array(made.response.clientDataJSON)),
      authenticatorData: base64url(new Uint8Array(made.response.getAuthenticatorData())),
      publicKey: base64url(new Uint8Array(made.response.getPublicKey())),
      challenge,
      label,
    });
    if (response.ok) location.reload();
    else fail((await response.json()).detail);
  } catch (error) {
    fail(error?.name === "SecurityError" ? t("keys.passkey-needs-name") : t("signin.passkey-refused"));
  }
});

document.getElementById("end-others").addEventListener("click", async () => {
  const response = await act("DELETE", "/console/sessions");
  fail(response.ok ? t("keys.others-ended") : (await response.json()).detail);
});
