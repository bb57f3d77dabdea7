// An accord of the real program for tests: a host that serves, parties, officers with keys made here, a line.
// Gives nil where the program is not built; tests then skip and say so.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PROGRAM = process.env.PARLEY ?? new URL("../../../.build/debug/parley", import.meta.url).pathname;
const SCRIPTS = new URL("../../../Sources/WebConsole/Resources/assets/js/", import.meta.url);

/** Whether there is a program to try bodies on, and everything that signs them. */
export const isHere = existsSync(PROGRAM) && existsSync(new URL("statement.js", SCRIPTS));

function run(...parts) {
  return execFileSync(PROGRAM, parts, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Founds an accord; `speak(party, officer)` gives what says a statement there. */
export async function found() {
  const folder = mkdtempSync(join(tmpdir(), "parley-forms-"));
  const [{ createKey, spki }, node, { say }, { signedHeaders }] = await Promise.all(["keys.js", "node.js", "statement.js", "signature.js"].map((name) => import(new URL(name, SCRIPTS))));
  const host = join(folder, "host");
  const { logKey } = JSON.parse(run("init", "--folder", host, "--accord", "forms", "--name", "Forms", "--host", "neutral", "--host-name", "Host", "--stand-off", "site=500", "--stand-off", "convoy=1000", "--json"));
  const server = spawn(PROGRAM, ["serve", "--folder", host, "--port", "0"], { stdio: ["ignore", "ignore", "pipe"] });
  const url = await new Promise((resolve, reject) => {
    let journal = "";
    server.stderr.on("data", (piece) => {
      journal += piece;
      const ready = /serves on (http:\/\/127\.0\.0\.1:\d+)/.exec(journal);
      if (ready) resolve(ready[1]);
    });
    server.on("exit", () => reject(new Error(journal)));
  });
  const identity = (name, party, officer, key) => {
    const path = join(folder, `${name}.json`);
    writeFileSync(path, JSON.stringify({ node: url, accord: "forms", party, officer, key, logKey }));
    return path;
  };
  const root = identity("root", "neutral", "root", join(host, "keys/host-root.pem"));
  const keys = new Map();
  const enrol = async (party, officer, role, as) => {
    const key = await createKey(`${party} ${officer}`);
    run("officer", "enrol", officer, "--as", as, "--name", officer, "--grade", "OF-4", ...role.flatMap((each) => ["--role", each]), "--phone", "+1");
    run("key", "enrol", officer, "--as", as, "--key", Buffer.from(spki(key)).toString("base64"));
    keys.set(`${party}/${officer}`, key);
  };
  for (const [party, role] of [["un-hub", "humanitarian"], ["government", "belligerent"]]) {
    const pem = join(folder, `${party}.pem`);
    run("key", "new", "--out", pem);
    run("party", "enrol", party, "--as", root, "--name", party, "--role", role, "--root-key", pem);
    const as = identity(`${party}-root`, party, "root", pem);
    await enrol(party, "duty", ["access", "duty", "monitor"], as);
    await enrol(party, "relief", ["duty"], as);
  }
  const line = join(folder, "line.json");
  writeFileSync(line, JSON.stringify({ name: { en: "Line" }, cells: [{ party: "un-hub", name: { en: "Hub" } }, { party: "government", name: { en: "Ministry" } }], languages: ["en"], means: [{ kind: "line" }] }));
  run("line", "establish", "line", "--as", root, "--body", line);
  return {
    url, keys, logKey, folder,
    speak: (party, officer = "duty") => (draft) => {
      const key = keys.get(`${party}/${officer}`);
      node.configure({ origin: url, apiPath: "", sign: ({ method, url: at, headers, body }) => signedHeaders(key, { method, url: at, headers, body }) });
      return say(draft, { identity: { accord: "forms", party, officer }, key, logKey });
    },
    get: (party, path) => {
      const key = keys.get(`${party}/duty`);
      node.configure({ origin: url, apiPath: "", sign: ({ method, url: at, headers, body }) => signedHeaders(key, { method, url: at, headers, body }) });
      return node.get(path);
    },
    end() {
      server.kill("SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
