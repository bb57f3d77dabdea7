// Runs the program itself: an accord with two parties, a P-256 key made by the console's own module, and a node.
import { execFileSync, spawn } from "node:child_process";
import { createPublicKey } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { load, root } from "./modules.mjs";

/** The built program: named by the environment, or of this checkout. */
export const program = process.env.PARLEY ?? `${root}.build/debug/parley`;
/** Why the tests with a node are left out; false when they run. */
export const isAbsent = existsSync(program) ? false : `no program at ${program}; build it, or name it in PARLEY`;

/** Starts a node in a folder of its own: `{origin, logKey, folder, party, enrol(key), run(...), stop()}`. */
export async function startNode() {
  const { base64 } = await load("bytes");
  const folder = mkdtempSync(`${tmpdir()}/parley-console-`);
  const run = (...call) => execFileSync(program, call, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const founded = JSON.parse(run("init", "--folder", "node", "--accord", "north-line", "--name", "Northern line", "--host",
    "neutral-host", "--host-name", "Neutral host", "--exercise", "--stand-off", "site=500", "--json"));
  const server = spawn(program, ["serve", "--folder", "node", "--port", "0"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  // Whatever happens to the tests, the node does not outlive them.
  process.once("exit", () => server.kill("SIGKILL"));
  server.unref();
  const origin = await new Promise((resolve, reject) => {
    let said = "";
    const listen = (chunk) => {
      said += chunk;
      const [, found] = /serves on (http:[^;\s]+)/.exec(said) ?? [];
      if (found) resolve(found);
    };
    server.stdout.on("data", listen);
    server.stderr.on("data", listen);
    server.on("exit", () => reject(new Error(said)));
  });
  const identity = (file, changes) => {
    const host = JSON.parse(readFileSync(`${folder}/node/host-root.json`));
    writeFileSync(`${folder}/${file}`, JSON.stringify({ ...host, node: origin, ...changes }));
  };
  identity("host.json", { key: "node/keys/host-root.pem" });
  // The host's node opens for two of the parties, as it does for small organisations; the third has no node at all.
  const { x } = createPublicKey(readFileSync(`${folder}/node/keys/sealing.pem`)).export({ format: "jwk" });
  const sealingKey = Buffer.from(x, "base64url").toString("base64");
  for (const [party, role] of [["un-hub", "humanitarian"], ["red-crescent", "humanitarian"], ["party-a", "belligerent"]]) {
    run("key", "new", "--out", `${party}.pem`);
    run("party", "enrol", party, "--as", "host.json", "--name", party, "--role", role, "--root-key", `${party}.pem`);
    identity(`${party}.json`, { party, officer: "root", key: `${party}.pem` });
    if (party !== "party-a") {
      run("key", "new", "--out", `${party}-node.pem`);
      run("key", "sealing", "enrol", "--node-key", `${party}-node.pem`, "--sealing-key", sealingKey, "--as", `${party}.json`);
    }
    for (const officer of ["duty", "second"]) {
      run("officer", "enrol", officer, "--as", `${party}.json`, "--name", "Duty officer", "--grade", "OF-4", "--role", "access",
        "--role", "duty", "--phone", "+41 00");
    }
  }
  return {
    origin, folder, run, logKey: founded.logKey,
    enrol: (party, officer, key) => run("key", "enrol", officer, "--as", `${party}.json`, "--key", base64(key.spki)),
    stop: async () => {
      const ended = new Promise((resolve) => { server.removeAllListeners("exit"); server.on("exit", resolve); });
      server.ref();
      server.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A place as `notification.notify.v1` states it. */
export const site = () => ({
  category: "static-site", kind: "hospital", name: { en: "Hospital", ar: "مستشفى" },
  place: { circle: { centre: { lat: 36.2, lon: 37.15 }, radiusMetres: 60 } },
  given: { text: "36.2 N 37.15 E", method: "GPS on site", precisionMetres: 20 }, standOffClass: "site",
  valid: { from: "2026-01-01T00:00:00Z" },
  consent: { by: "Director", givenAt: "2025-12-30T09:00:00Z", reference: "letter 12" },
  contact: { role: "Duty doctor", phones: ["+000 000 000"] },
});
