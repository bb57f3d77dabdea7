"""Signs the requests that schemathesis makes (RFC 9421), with the officer's key that PARLEY_KEY_FILE names (PEM).

The signature base is written out here from the RFC, so that the server is not tested against its own code.
"""

import base64
import hashlib
import os
import secrets
import time
from urllib.parse import urlsplit

import requests
import schemathesis
from cryptography.hazmat.primitives import serialization

TAG = "parley"


class SignedRequest(requests.auth.AuthBase):
    def __init__(self, key_file):
        with open(key_file, "rb") as file:
            self.key = serialization.load_pem_private_key(file.read(), password=None)
        spki = self.key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self.key_id = hashlib.sha256(spki).hexdigest()

    def __call__(self, request):
        url = urlsplit(request.url)
        body = request.body
        if isinstance(body, str):
            body = body.encode()
            request.body = body
        parts = [("@method", request.method), ("@authority", url.netloc.lower()), ("@path", url.path or "/")]
        if url.query:
            parts.append(("@query", "?" + url.query))
        if body:
            digest = "sha-256=:" + base64.b64encode(hashlib.sha256(body).digest()).decode() + ":"
            request.headers["Content-Digest"] = digest
            parts.append(("content-digest", digest))
        names = " ".join(f'"{name}"' for name, _ in parts)
        nonce = base64.b64encode(secrets.token_bytes(16)).decode()
        parameters = (
            f'({names});created={int(time.time())};keyid="{self.key_id}";alg="ed25519";nonce="{nonce}";tag="{TAG}"'
        )
        lines = [f'"{name}": {value}' for name, value in parts] + [f'"@signature-params": {parameters}']
        signature = base64.b64encode(self.key.sign("\n".join(lines).encode())).decode()
        request.headers["Signature-Input"] = f"{TAG}={parameters}"
        request.headers["Signature"] = f"{TAG}=:{signature}:"
        return request


schemathesis.auth.set_from_requests(SignedRequest(os.environ["PARLEY_KEY_FILE"]))


@schemathesis.serializer("application/x-ndjson", "application/ndjson", "application/jsonl")
def lines(context, value):
    return str(value).encode()
