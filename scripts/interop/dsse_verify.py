#!/usr/bin/env python3
"""Verifies DSSE envelopes with Python's `cryptography`, independently of Parley.

Reads lines of `<SubjectPublicKeyInfo, DER, base64> <envelope JSON>` from standard input and prints for each `ok <sha256
of the signed bytes>` or `bad <why>`. Source of the format: in-toto DSSE protocol 1.0.
"""
import base64
import hashlib
import json
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature


def verify(spki: bytes, envelope: dict) -> str:
    payload = base64.b64decode(envelope["payload"], validate=True)
    kind = envelope["payloadType"].encode()
    signed = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
    (only,) = envelope["signatures"]
    if only["keyid"] != hashlib.sha256(spki).hexdigest():
        raise ValueError("keyid is not the SHA-256 of the key")
    signature = base64.b64decode(only["sig"], validate=True)
    key = serialization.load_der_public_key(spki)
    if isinstance(key, ed25519.Ed25519PublicKey):
        key.verify(signature, signed)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        halves = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        key.verify(encode_dss_signature(*halves), signed, ec.ECDSA(hashes.SHA256()))
    else:
        raise ValueError("neither Ed25519 nor P-256")
    return hashlib.sha256(signed).hexdigest()


for line in sys.stdin:
    key, envelope = line.rstrip("\n").split(" ", 1)
    try:
        print("ok", verify(base64.b64decode(key), json.loads(envelope)), flush=True)
    except InvalidSignature:
        print("bad signature", flush=True)
    except Exception as error:  # whatever is wrong is one line of the report
        print("bad", type(error).__name__, error, flush=True)
