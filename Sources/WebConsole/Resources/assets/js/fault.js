// Why something could not be done: a rule for programs, and the values that its sentence needs.
// The sentence itself is a word of the catalogue, so nothing here is written in any language.

/** The key of the sentence for each rule that this side can break; a node's own rules come as `NodeProblem`. */
const sentences = {
  "bad-base64": "keys.fault.bad-base64",
  "bad-body": "keys.fault.bad-body",
  "bad-json": "keys.fault.bad-json",
  "bad-key": "keys.fault.bad-key",
  "bad-name": "keys.fault.bad-name",
  "bad-reply": "keys.fault.bad-reply",
  "cannot-sign-here": "keys.fault.cannot-sign-here",
  "cannot-seal-here": "keys.fault.cannot-seal-here",
  "chain-moves-on": "keys.fault.chain-moves-on",
  "field-unknown": "keys.fault.field-unknown",
  "insecure-page": "keys.fault.insecure-page",
  "no-key": "keys.fault.no-key",
  "not-signed-in": "keys.fault.not-signed-in",
  "proof-contested": "keys.fault.proof-contested",
  "said-otherwise": "keys.fault.said-otherwise",
  "seal-broken": "keys.fault.seal-broken",
  "storage": "keys.fault.storage",
  "too-long": "keys.fault.too-long",
  "too-many": "keys.fault.too-many",
  "unreachable": "keys.fault.unreachable",
  "without-node": "keys.fault.without-node",
};

/** Something that this side found: `rule` names it, `values` fill its sentence, `isRetryable` says whether later may help. */
export class Fault extends Error {
  constructor(rule, values = {}, options = {}) {
    super(rule, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "Fault";
    this.rule = rule;
    this.values = values;
    this.isRetryable = options.isRetryable === true;
  }

  /** The key of the sentence that tells a person. */
  get word() { return sentences[this.rule] ?? "keys.fault.other"; }
}

/** Every rule with the key of its sentence, for the test that looks for missing words. */
export const faultWords = Object.freeze({ ...sentences, other: "keys.fault.other" });
