// Where the console's modules and the checkout's other parts lie, for the tests beside this file.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../../", import.meta.url));
export const assets = `${root}Sources/WebConsole/Resources/assets/js/`;
export const load = (name) => import(`${assets}${name}.js`);
export const golden = (room, file) => readFileSync(`${root}Tests/${room}/Golden/${file}`);

/** Every module by its name. */
export const names = [
  "accord", "bytes", "chacha", "digits", "evidence", "fault", "hpke", "json", "keys", "node", "notes", "policy", "receipt", "seal",
  "signature", "statement", "store", "tree",
];
