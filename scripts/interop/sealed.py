#!/usr/bin/env python3
"""Seals and opens restricted bodies with Python's `cryptography`, independently of Parley.

Written from section 3 of docs/specification.md. Reads JSON objects, one a line, from standard input:

    {"open": sealed body in base64, "private": base64 of 32 bytes, "party": name, "commitment": base64}
    {"seal": opened body in base64, "recipients": [[party, base64 of the public key], ...]}
    {"commit": opened body in base64}

and prints for each a line: the opened body, the sealed body, the commitment, each in base64, or `bad <why>`.
"""
import base64
import hashlib
import hmac
import json
import os
import sys

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
NONCE = bytes(12)


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def b64(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def root(leaves: list) -> bytes:
    """RFC 6962, section 2.1, by its own recursion."""
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\1" + root(leaves[:split]) + root(leaves[split:]))


def values(text: str) -> list:
    """The bytes of each field's value as they stand in the text, None for a hidden field."""
    decoder, out, at = json.JSONDecoder(), [], 0
    for field in json.loads(text)["fields"]:
        if "commitment" in field:
            out.append(None)
            continue
        at = text.index('"value":', text.index('"name":', at)) + len('"value":')
        _, end = decoder.raw_decode(text, at)
        out.append(text[at:end].encode())
        at = end
    return out


def commitment(opened: bytes) -> bytes:
    text = opened.decode()
    leaves = []
    for field, value in zip(json.loads(text)["fields"], values(text)):
        if value is None:
            leaves.append(b64(field["commitment"]))
            continue
        name = field["name"].encode()
        message = b"parley/field/v1\0" + len(name).to_bytes(2, "big") + name + value
        leaves.append(hmac.new(b64(field["opening"]), message, "sha256").digest())
    return root(leaves)


def info(committed: bytes, ciphertext: bytes, party: str) -> bytes:
    return b"parley/seal/v1\0" + committed + sha256(ciphertext) + party.encode()


def seal(opened: bytes, recipients: list) -> bytes:
    committed, key = commitment(opened), os.urandom(32)
    ciphertext = ChaCha20Poly1305(key).encrypt(NONCE, opened, b"parley/sealed/v1\0" + committed)
    named = []
    for party, public in recipients:
        theirs = X25519PublicKey.from_public_bytes(b64(public))
        wrapped = suite.encrypt(key, theirs, info(committed, ciphertext, party))
        named.append({
            "party": party, "key": sha256(b64(public)).hex(),
            "encapsulated": base64.b64encode(wrapped[:32]).decode(),
            "wrappedKey": base64.b64encode(wrapped[32:]).decode()})
    part = {"ciphertext": base64.b64encode(ciphertext).decode(), "recipients": named}
    return json.dumps({"parts": [part]}).encode()


def unseal(sealed: bytes, private: bytes, party: str, committed: bytes) -> bytes:
    for part in json.loads(sealed)["parts"]:
        for recipient in part["recipients"]:
            if recipient["party"] != party:
                continue
            ciphertext = b64(part["ciphertext"])
            wrapped = b64(recipient["encapsulated"]) + b64(recipient["wrappedKey"])
            mine = X25519PrivateKey.from_private_bytes(private)
            key = suite.decrypt(wrapped, mine, info(committed, ciphertext, party))
            opened = ChaCha20Poly1305(key).decrypt(NONCE, ciphertext, b"parley/sealed/v1\0" + committed)
            if commitment(opened) != committed:
                raise ValueError("another body than the statement commits to")
            return opened
    raise ValueError("nothing for this party")


def answer(request: dict) -> bytes:
    if "commit" in request:
        return commitment(b64(request["commit"]))
    if "seal" in request:
        return seal(b64(request["seal"]), request["recipients"])
    return unseal(
        b64(request["open"]), b64(request["private"]), request["party"], b64(request["commitment"]))


for line in sys.stdin:
    try:
        print(base64.b64encode(answer(json.loads(line))).decode(), flush=True)
    except Exception as error:  # whatever is wrong is one line of the report
        print("bad", type(error).__name__, error, flush=True)
