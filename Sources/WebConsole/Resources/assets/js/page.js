// What the server says of this page: who is here, and where its files are.
const root = globalThis.document?.documentElement;
const data = root?.dataset ?? {};

export const page = Object.freeze({
  name: data.page ?? "",
  lang: root?.lang || "en",
  dir: root?.dir || "ltr",
  assets: data.assets ?? "",
  words: data.words ?? "",
  forms: data.forms ?? "",
  accord: data.accord || undefined,
  party: data.party || undefined,
  officer: data.officer || undefined,
  key: data.key || undefined,
  canSign: data.canSign === "true",
  logKey: data.logKey || undefined,
  node: data.node || undefined,
  size: data.size === undefined ? undefined : Number(data.size),
  isExercise: data.exercise === "true",
});
