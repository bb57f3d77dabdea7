#!/usr/bin/env python3
"""Signs and verifies requests with the PyPI package http-message-signatures, which shares no code with this project.

Reads one JSON object on standard input, writes one on standard output.

sign:   {"do": "sign", "method", "url", "headers": [[name, value]...], "body": base64 or null, "algorithm",
         "privateKey": PEM, "keyid", "nonce", "created", "components": [...]}
        -> {"headers": [[name, value]...]}
verify: {"do": "verify", "method", "url", "headers", "body", "algorithm", "publicKey": PEM}
        -> {"ok": true, "components": {...}, "parameters": {...}} or {"ok": false, "error": sentence}
"""

import base64
import datetime
import hashlib
import inspect
import json
import sys
import warnings

from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, HTTPSignatureKeyResolver, algorithms

ALGORITHMS = {"ed25519": algorithms.ED25519, "ecdsa-p256-sha256": algorithms.ECDSA_P256_SHA256}
TAG = "parley"
# The tests sign at a fixed time; how old a signature may be is not what is compared here.
MAX_AGE = datetime.timedelta(days=365 * 100)


class Headers(dict):
    """Field names compare without regard to case, as in HTTP."""

    def __init__(self, pairs):
        super().__init__()
        for name, value in pairs:
            self[name] = value

    def __setitem__(self, name, value):
        super().__setitem__(name.lower(), value)

    def __getitem__(self, name):
        return super().__getitem__(name.lower())

    def __delitem__(self, name):
        super().__delitem__(name.lower())

    def __contains__(self, name):
        return super().__contains__(name.lower())

    def get(self, name, default=None):
        return super().get(name.lower(), default)


class Request:
    def __init__(self, method, url, headers):
        self.method = method
        self.url = url
        self.headers = headers


class Keys(HTTPSignatureKeyResolver):
    def __init__(self, private=None, public=None):
        self.private = private
        self.public = public

    def resolve_private_key(self, key_id):
        return self.private

    def resolve_public_key(self, key_id):
        return self.public


def content_digest(body):
    """RFC 9530, written out here so that every release of the package will do."""
    return "sha-256=:" + base64.b64encode(hashlib.sha256(body).digest()).decode() + ":"


def sign(job, request, body):
    components = list(job["components"])
    if body is not None:
        request.headers["content-digest"] = content_digest(body)
        components.append("content-digest")
    # Releases from 3.0 on want to be told that the digest is there already.
    options = {}
    if body is not None and "use_existing_digest" in inspect.signature(HTTPMessageSigner.sign).parameters:
        options["use_existing_digest"] = True
    signer = HTTPMessageSigner(
        signature_algorithm=ALGORITHMS[job["algorithm"]], key_resolver=Keys(private=job["privateKey"].encode())
    )
    signer.sign(
        request,
        key_id=job["keyid"],
        created=datetime.datetime.fromtimestamp(job["created"], tz=datetime.timezone.utc),
        nonce=job["nonce"],
        label="from-python",
        tag=TAG,
        covered_component_ids=tuple(components),
        **options,
    )
    return {"headers": [[name, value] for name, value in request.headers.items()]}


def verify(job, request, body):
    verifier = HTTPMessageVerifier(
        signature_algorithm=ALGORITHMS[job["algorithm"]], key_resolver=Keys(public=job["publicKey"].encode())
    )
    try:
        results = verifier.verify(request, max_age=MAX_AGE, expect_tag=TAG)
    except Exception as error:  # whatever the package objects to is the answer
        return {"ok": False, "error": f"{type(error).__name__}: {error}"}
    if len(results) != 1:
        return {"ok": False, "error": f"{len(results)} signatures"}
    result = results[0]
    covered = dict(result.covered_components)
    if body is not None and covered.get('"content-digest"') != content_digest(body):
        return {"ok": False, "error": "the covered content-digest is not that of the body"}
    parameters = {name: value for name, value in result.parameters.items()}
    return {"ok": True, "components": covered, "parameters": parameters}


def main():
    warnings.simplefilter("ignore")
    job = json.load(sys.stdin)
    request = Request(job["method"], job["url"], Headers(job["headers"]))
    body = None if job["body"] is None else base64.b64decode(job["body"])
    answer = {"sign": sign, "verify": verify}[job["do"]](job, request, body)
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
