// Signs a request with the officer's key (RFC 9421, RFC 9530), as nodes take it: to open a session, or for a single call.
import { base64, random, sha256, utf8 } from "./bytes.js";
import { sign, keyID } from "./keys.js";

const tag = "parley";
const algorithm = "ecdsa-p256-sha256";

/** What the signature covers, one line a component, and last the parameters (RFC 9421 section 2.5). */
export function signatureBase(lines, parameters) {
  return [...lines.map(([name, value]) => `"${name}": ${value}`), `"@signature-params": ${parameters}`].join("\n");
}

/**
 * The header fields of a request, with `content-digest`, `signature-input` and `signature` among them.
 *
 * - `method`, `url`: as they will be sent; the URL is absolute.
 * - `headers`: what is sent besides; a content type is covered where there is a body.
 * - `body`: bytes or text; nothing for none.
 * - `milliseconds`: the time of the signature; a node takes it within two minutes of its own clock.
 */
export async function signedHeaders(key, { method, url, headers = {}, body }, milliseconds = Date.now(), nonce = random(16)) {
  const target = new URL(url, globalThis.location?.href);
  const fields = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const lines = [["@method", method], ["@authority", target.host], ["@path", target.pathname]];
  if (target.search !== "") lines.push(["@query", target.search]);
  if (body !== undefined && body !== null) {
    const bytes = typeof body === "string" ? utf8(body) : body;
    fields["content-digest"] = `sha-256=:${base64(await sha256(bytes))}:`;
    lines.push(["content-digest", fields["content-digest"]]);
    if (fields["content-type"]) lines.push(["content-type", fields["content-type"]]);
  }
  const parameters = `(${lines.map(([name]) => `"${name}"`).join(" ")});created=${Math.floor(milliseconds / 1000)}`
    + `;keyid="${keyID(key)}";alg="${algorithm}";nonce="${base64(nonce)}";tag="${tag}"`;
  const signature = await sign(key, utf8(signatureBase(lines, parameters)));
  fields["signature-input"] = `${tag}=${parameters}`;
  fields.signature = `${tag}=:${base64(signature)}:`;
  return fields;
}
