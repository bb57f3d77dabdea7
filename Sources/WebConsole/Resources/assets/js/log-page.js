// The log's health, verified here: the checkpoint's signature, who cosigned it, and that it continues what was seen before.
import { page } from "./page.js";
import { t, timeText } from "./words.js";
import { base64, fromBase64 } from "./bytes.js";
import { readVerifierKey, verifyCheckpoint } from "./notes.js";
import { judge, readPolicy } from "./policy.js";
import { continues } from "./tree.js";
import { OtherLogKey, pinnedLogKey, pinnedPolicy, statedPolicy, takePolicy } from "./proofs.js";
import * as store from "./store.js";

const outcome = document.getElementById("verify-log-result");

function line(text, tone = "") {
  const element = document.createElement("p");
  element.className = tone;
  element.textContent = text;
  outcome.append(element);
  return element;
}

async function read(path) {
  const reply = await fetch(path, { cache: "no-store" });
  if (!reply.ok) throw new Error(path);
  return reply;
}

/** Compares with what this browser saw last; false where the two cannot both be true. */
async function compare(checkpoint, log, witnesses) {
  const id = `checkpoint/${page.accord}`;
  const seen = await store.get("pins", id);
  const now = { size: Number(checkpoint.size), root: base64(checkpoint.root) };
  if (!seen) {
    line(t("log.first-seen"));
  } else if (seen.size > now.size) {
    line(t("log.went-back", { had: seen.size, got: now.size }), "verdict fails");
    return false;
  } else {
    let path = [];
    let newest = checkpoint;
    if (seen.size < now.size && seen.size > 0) {
      const answer = await (await read(`/log/consistency?from=${seen.size}`)).json();
      newest = await verifyCheckpoint(answer.checkpoint, log, witnesses);
      path = answer.path.map((hash) => fromBase64(hash, 32));
    }
    const holds = await continues({
      oldSize: seen.size, newSize: newest.size, oldRoot: fromBase64(seen.root, 32), newRoot: newest.root, path,
    });
    if (!holds) {
      line(t("verify.two-histories"), "verdict fails");
      return false;
    }
    line(t("log.continues", { size: seen.size, at: timeText(seen.at) }), "verdict holds");
  }
  await store.put("pins", { id, ...now, at: new Date().toISOString() });
  return true;
}

async function verify() {
  outcome.replaceChildren();
  const log = await readVerifierKey(await pinnedLogKey(), 1);
  line(t("log.key-pinned"));
  const text = await pinnedPolicy();
  const policy = await readPolicy(text, log);
  const note = await (await read("/log/checkpoint")).text();
  const checkpoint = await verifyCheckpoint(note, log, policy.witnesses);
  line(t("log.signature-holds", { size: Number(checkpoint.size) }), "verdict holds");
  for (const [name, seconds] of checkpoint.times) {
    line(t("log.cosigned", { name, at: timeText(Number(seconds) * 1000) }), "verdict holds");
  }
  if (text) {
    const verdict = judge(policy, checkpoint.times);
    const isWitnessed = verdict?.isWitnessed ?? verdict?.asOf !== null;
    line(t(isWitnessed ? "proof.witnessed" : "proof.too-few-witnesses"), isWitnessed ? "verdict holds" : "verdict fails");
    if ((await statedPolicy()) !== text) {
      const element = line(t("log.policy-changed"), "warn");
      const take = document.createElement("button");
      take.type = "button";
      take.textContent = t("log.policy-take");
      take.addEventListener("click", async () => {
        await takePolicy();
        void verify();
      });
      element.append(" ", take);
    }
  } else {
    line(t("proof.no-witness-required"));
  }
  await compare(checkpoint, log, policy.witnesses);
}

document.getElementById("verify-log").addEventListener("click", async (event) => {
  event.target.disabled = true;
  try {
    await verify();
  } catch (error) {
    const word = error instanceof OtherLogKey ? "verify.other-log-key" : error?.reason ?? error?.word ?? "verify.no-answer";
    line(t(word, error?.values ?? {}), "verdict fails");
  }
  event.target.disabled = false;
});
