// JSON as it is signed and as it is read back: stricter than the browser's own, which would take two readings for one.
import { text as textOf } from "./bytes.js";
import { Fault } from "./fault.js";

/** Levels of arrays and objects that are read or written. */
export const maximumDepth = 32;

/** A number in the digits that its author wrote, such as a coordinate that must not pass through floating point. */
export class Digits {
  constructor(spelled) {
    if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(spelled)) throw new Fault("bad-body", { pointer: "" });
    this.spelled = spelled;
  }

  /** For the drafts, which are kept as plain JSON. */
  toJSON() { return Number(this.spelled); }
}

/** A lone half of a surrogate pair has no UTF-8; `text` with one cannot be signed. */
function isWellFormed(text) { return !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text); }

function number(value, pointer) {
  if (!Number.isFinite(value)) throw new Fault("bad-body", { pointer });
  if (Number.isInteger(value)) {
    if (!Number.isSafeInteger(value)) throw new Fault("bad-body", { pointer });
    return String(value === 0 ? 0 : value);
  }
  const spelled = String(value);
  if (!spelled.includes("e")) return spelled;
  // Plain digits, so that no reader meets an exponent where it expects none.
  return value.toFixed(20).replace(/0+$/, "").replace(/\.$/, "");
}

/**
 * Writes a value without white space, in its members' own order.
 *
 * Members that are `undefined` are left out, as forms leave them; whatever JSON cannot hold exactly is refused.
 */
export function write(value, pointer = "", depth = 0) {
  if (depth > maximumDepth) throw new Fault("bad-body", { pointer });
  if (value === null) return "null";
  switch (typeof value) {
    case "boolean": return String(value);
    case "bigint": return String(value);
    case "number": return number(value, pointer);
    case "string":
      if (!isWellFormed(value)) throw new Fault("bad-body", { pointer });
      return JSON.stringify(value);
    case "object": break;
    default: throw new Fault("bad-body", { pointer });
  }
  if (value instanceof Digits) return value.spelled;
  if (Array.isArray(value)) {
    return `[${value.map((item, at) => write(item, `${pointer}/${at}`, depth + 1)).join(",")}]`;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new Fault("bad-body", { pointer });
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([name, member]) => {
    if (!isWellFormed(name)) throw new Fault("bad-body", { pointer });
    const inner = `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    return `${JSON.stringify(name)}:${write(member, inner, depth + 1)}`;
  }).join(",")}}`;
}

/** A value that was read: its kind, what it holds, and `raw`, exactly the text that it had. */
class Node {
  constructor(kind, value, raw) {
    this.kind = kind;
    this.value = value;
    this.raw = raw;
  }
}

const space = /[ \t\n\r]*/y;
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Reads one text, whole: UTF-8, no name twice, no lone surrogates, nothing behind it. */
class Reader {
  constructor(source) {
    this.source = source;
    this.at = 0;
  }

  refuse() { throw new Fault("bad-json", { offset: this.at }); }

  /** Goes on behind what matches here; refuses when nothing does. */
  take(pattern) {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.source)) this.refuse();
    this.at = pattern.lastIndex;
  }

  /** The next token: a mark, or a string or another scalar as it stands. */
  next() {
    this.take(space);
    const start = this.at;
    const first = this.source[start];
    if (first === "\"") this.passString();
    else if ("[]{}:,".includes(first ?? " ")) this.at += 1;
    else this.take(scalar);
    return this.source.slice(start, this.at);
  }

  /** A loop and no pattern: a long text would use up the pattern's stack. */
  passString() {
    this.at += 1;
    for (;;) {
      const code = this.source.charCodeAt(this.at);
      if (code === 0x5c) {
        this.take(escape);
        continue;
      }
      if (!(code >= 0x20)) this.refuse();
      this.at += 1;
      if (code === 0x22) return;
    }
  }

  value(depth, token = this.next()) {
    const start = this.at - token.length;
    switch (token[0]) {
      case "{": return this.object(depth, start);
      case "[": return this.array(depth, start);
      case "\"": return new Node("string", this.string(token, start), token);
      case "n": return new Node("null", null, token);
      case "t": case "f": return new Node("boolean", token === "true", token);
      case "]": case "}": case ":": case ",": return this.refuse();
      default: return new Node("number", token, token);
    }
  }

  string(raw, offset) {
    const value = JSON.parse(raw);
    if (!isWellFormed(value)) throw new Fault("bad-json", { offset });
    return value;
  }

  array(depth, start) {
    if (depth >= maximumDepth) this.refuse();
    const items = [];
    let token = this.next();
    if (token === "]") return new Node("array", items, this.source.slice(start, this.at));
    for (;;) {
      items.push(this.value(depth + 1, token));
      const after = this.next();
      if (after === "]") return new Node("array", items, this.source.slice(start, this.at));
      if (after !== ",") this.refuse();
      token = this.next();
    }
  }

  object(depth, start) {
    if (depth >= maximumDepth) this.refuse();
    const members = new Map();
    let token = this.next();
    if (token === "}") return new Node("object", members, this.source.slice(start, this.at));
    for (;;) {
      if (token[0] !== "\"") this.refuse();
      const name = this.string(token, this.at);
      if (members.has(name) || this.next() !== ":") this.refuse();
      members.set(name, this.value(depth + 1));
      const after = this.next();
      if (after === "}") return new Node("object", members, this.source.slice(start, this.at));
      if (after !== ",") this.refuse();
      token = this.next();
    }
  }
}

/** Reads JSON from its bytes or its text. */
export function parse(source) {
  const reader = new Reader(typeof source === "string" ? source : textOf(source));
  const root = reader.value(0);
  if (/[^ \t\n\r]/.test(reader.source.slice(reader.at))) throw new Fault("bad-json", { offset: reader.at });
  return root;
}

/** A member that may be left out, a member that may be null. */
export const optional = (form) => ({ form, isOptional: true });
export const nullable = (form) => ({ form, isNullable: true });

/** An array of what `form` reads, with at most `limit` members. */
export const list = (form, limit) => (node) => {
  if (node.kind !== "array" || node.value.length > limit) throw new Fault("bad-json", { offset: 0 });
  return node.value.map((item) => form(item));
};

/** An object with these members and no others. */
export const object = (forms) => (node) => {
  if (node.kind !== "object") throw new Fault("bad-json", { offset: 0 });
  for (const name of node.value.keys()) if (!Object.hasOwn(forms, name)) throw new Fault("bad-json", { member: name });
  const out = {};
  for (const [name, stated] of Object.entries(forms)) {
    const rule = typeof stated === "function" ? { form: stated } : stated;
    const member = node.value.get(name);
    if (member === undefined) {
      if (!rule.isOptional) throw new Fault("bad-json", { member: name });
    } else {
      out[name] = rule.isNullable && member.kind === "null" ? null : rule.form(member);
    }
  }
  return out;
};

/** A string, given to `form` where there is one. */
export const string = (form = (text) => text) => (node) => {
  if (node.kind !== "string") throw new Fault("bad-json", { offset: 0 });
  return form(node.value);
};

/** A string of this form. */
export const matching = (pattern) => string((text) => {
  if (!pattern.test(text)) throw new Fault("bad-json", { offset: 0 });
  return text;
});

/** A whole number from 0 to 2^63 - 1 in plain digits, as a BigInt. */
export const whole = (node) => {
  if (node.kind !== "number" || !/^(?:0|[1-9]\d{0,18})$/.test(node.raw)) throw new Fault("bad-json", { offset: 0 });
  const number = BigInt(node.raw);
  if (number >= 1n << 63n) throw new Fault("bad-json", { offset: 0 });
  return number;
};

/** The value as it stands. */
export const any = (node) => node;
