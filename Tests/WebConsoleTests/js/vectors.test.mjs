// The modules against the published vectors of what they implement.
import assert from "node:assert/strict";
import { createCipheriv, randomBytes } from "node:crypto";
import test from "node:test";
import { load } from "./modules.mjs";

const { base64, fromBase64, fromHex, hex, utf8 } = await load("bytes");
const chacha = await load("chacha");
const hpke = await load("hpke");
const json = await load("json");
const bytes = (count, first = 0) => Uint8Array.from({ length: count }, (_, at) => first + at);

test("ChaCha20's block is that of RFC 8439 section 2.3.2", () => {
  const block = chacha.chachaBlock(bytes(32), 1, fromHex("000000090000004a00000000"));
  assert.equal(hex(block), "10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4e"
    + "d2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e");
});

test("Poly1305 is that of RFC 8439 section 2.5.2 and of the edges in its appendix A.3", () => {
  const zeros = (count) => "00".repeat(count);
  const vectors = [
    ["85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b", hex(utf8("Cryptographic Forum Research Group")),
      "a8061dc1305136c6c22b8baf0c0127a9"],
    [`02${zeros(31)}`, "ff".repeat(16), `03${zeros(15)}`],
    [`02${zeros(15)}${"ff".repeat(16)}`, `02${zeros(15)}`, `03${zeros(15)}`],
    [`01${zeros(31)}`, `${"ff".repeat(16)}f0${"ff".repeat(15)}11${zeros(15)}`, `05${zeros(15)}`],
    [`01${zeros(31)}`, `${"ff".repeat(16)}fb${"fe".repeat(15)}${"01".repeat(16)}`, zeros(16)],
    [`02${zeros(31)}`, `fd${"ff".repeat(15)}`, `fa${"ff".repeat(15)}`],
    [`01${zeros(7)}04${zeros(7)}${zeros(16)}`, `e33594d7505e43b9${zeros(8)}3394d7505e4379cd01${zeros(7)}${zeros(16)}01${zeros(15)}`,
      `14${zeros(7)}55${zeros(7)}`],
  ];
  for (const [key, text, tag] of vectors) assert.equal(hex(chacha.poly1305(fromHex(key), fromHex(text))), tag);
});

test("the AEAD is that of RFC 8439 section 2.8.2", () => {
  const text = utf8("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen "
    + "would be it.");
  const [key, nonce, additional] = [bytes(32, 0x80), fromHex("070000004041424344454647"), fromHex("50515253c0c1c2c3c4c5c6c7")];
  const sealed = chacha.seal(key, nonce, text, additional);
  assert.equal(hex(sealed), "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b"
    + "1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc3ff4def08e4b7a9de576d265"
    + "86cec64b61161ae10b594f09e26a7e902ecbd0600691");
  assert.deepEqual(chacha.open(key, nonce, sealed, additional), text);
  for (let at = 0; at < sealed.length; at += 1) {
    const altered = Uint8Array.from(sealed);
    altered[at] ^= 1;
    assert.equal(chacha.open(key, nonce, altered, additional), null, `byte ${at}`);
  }
  assert.equal(chacha.open(key, nonce, sealed.subarray(0, 15), additional), null);
});

test("the AEAD is that of OpenSSL at every length around the blocks", () => {
  for (const length of [0, 1, 15, 16, 17, 63, 64, 65, 127, 128, 129, 1000, 70_000]) {
    const [key, nonce, text, additional] = [32, 12, length, length % 33].map((count) => new Uint8Array(randomBytes(count)));
    const peer = createCipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
    peer.setAAD(additional, { plaintextLength: length });
    const expected = Buffer.concat([peer.update(text), peer.final(), peer.getAuthTag()]);
    assert.equal(hex(chacha.seal(key, nonce, text, additional)), expected.toString("hex"), `length ${length}`);
  }
});

test("HPKE is that of RFC 9180 appendix A.2.1", async () => {
  const ephemeral = await hpke.privateKey(fromHex("f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600"));
  const encapsulated = fromHex("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a");
  const publicKey = await crypto.subtle.importKey("raw", encapsulated, { name: "X25519" }, true, []);
  const recipient = fromHex("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a");
  const [info, additional] = [fromHex("4f6465206f6e2061204772656369616e2055726e"), fromHex("436f756e742d30")];
  const text = utf8("Beauty is truth, truth beauty");
  const made = await hpke.sealTo(recipient, info, additional, text, { publicKey, privateKey: ephemeral });
  assert.equal(hex(made.encapsulated), hex(encapsulated));
  assert.equal(hex(made.ciphertext), "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28");
  const own = await hpke.privateKey(fromHex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb"));
  assert.deepEqual(await hpke.openWith(own, recipient, encapsulated, info, additional, made.ciphertext), text);
  assert.equal(await hpke.openWith(own, recipient, encapsulated, utf8("other"), additional, made.ciphertext), null);
});

test("a sealing key that everybody can agree with is refused", () => {
  for (const point of ["00".repeat(32), `01${"00".repeat(31)}`, `ec${"ff".repeat(30)}7f`, `ec${"ff".repeat(31)}`]) {
    assert.equal(hpke.isSealingKey(fromHex(point)), false, point);
  }
});

test("base64 and hexadecimal have one spelling", () => {
  for (let length = 0; length < 70; length += 1) {
    const some = new Uint8Array(randomBytes(length));
    assert.equal(base64(some), Buffer.from(some).toString("base64"));
    assert.deepEqual(fromBase64(base64(some)), some);
    assert.deepEqual(fromHex(hex(some)), some);
  }
  for (const spelled of ["QQ", "QQ=", "QR==", "QUJ=", "Q Q=", "QQ==\n", "QQ__", "====", "Q===", null]) {
    assert.throws(() => fromBase64(spelled), { rule: "bad-base64" }, String(spelled));
  }
  for (const spelled of ["A0", "a", "0g", " 00"]) assert.throws(() => fromHex(spelled), { rule: "bad-base64" });
});

test("JSON is written exactly or not at all", () => {
  assert.equal(json.write({ a: 1, b: undefined, c: [null, true, "x\u2028\"\n"], d: 36.2, e: 1e-7, f: 12n, g: new json.Digits("37.1500") }),
    "{\"a\":1,\"c\":[null,true,\"x\u2028\\\"\\n\"],\"d\":36.2,\"e\":0.0000001,\"f\":12,\"g\":37.1500}");
  assert.equal(json.write(-0), "0");
  for (const bad of [NaN, Infinity, 2 ** 53, "\ud800", new Date(), new Map(), () => 1, Symbol("x"), { "\udc00": 1 }]) {
    assert.throws(() => json.write({ bad }), { rule: "bad-body" });
  }
  assert.throws(() => json.write({ a: [{ "b/c": NaN }] }), (fault) => fault.values.pointer === "/a/0/b~1c");
  for (const spelled of ["1e5", "01", "+1", ".5", "1.", "", "0x1"]) assert.throws(() => new json.Digits(spelled));
});

test("JSON is read as one reader would, or not at all", () => {
  const root = json.parse("{ \"a\" : [ 1.50 , { } ] , \"b\":\"\\u00e9\" }");
  assert.equal(root.value.get("a").value[0].raw, "1.50");
  assert.equal(root.value.get("a").raw, "[ 1.50 , { } ]");
  assert.equal(root.value.get("b").raw, "\"\\u00e9\"");
  const bad = ["", "{", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "\"\\ud800\"", "01", "1.", "[1,]", "{\"a\":1,}", "nul", "1 2",
    "'a'", "\"\t\"", "[1 2]", "{\"a\" 1}", "{1:2}", "[,1]", "NaN", "\ufeff{}", "[".repeat(40) + "]".repeat(40), "{,}", "[}", "-"];
  for (const text of bad) assert.throws(() => json.parse(text), { rule: "bad-json" }, text);
  assert.equal(json.parse(`"${"\\u0041x".repeat(1 << 20)}"`).value.length, 2 << 20);
  assert.throws(() => json.parse(`"${"x".repeat(8 << 20)}`), { rule: "bad-json" });
  assert.throws(() => json.parse(Uint8Array.of(0x22, 0xc3, 0x22)), { rule: "bad-reply" });
});
