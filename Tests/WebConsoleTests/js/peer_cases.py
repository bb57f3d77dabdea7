#!/usr/bin/env python3
"""Prints what the tests of tools/parley_verify.py put before that verifier, with its verdict: one JSON object a line.

The console's modules must come to the same verdicts. Called by peer.test.mjs.
"""
import base64
import hashlib
import json
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "..", "tools", "tests"))

import test_parley_verify as peer  # noqa: E402

out = sys.stdout
run = peer.Case.run_program
program = peer.parley_verify
limits = (program.MAX_ENTRY, program.MAX_OPENED, program.MAX_FILE)


def note(case, command, files, status, said, key, policy, signer=None):
    packed = [base64.b64encode(file).decode() for file in files]
    told = {"test": case.id(), "command": command, "files": packed, "signer": signer, "key": key, "policy": policy}
    print(json.dumps({**told, "status": status, "said": said[:200]}), file=out)


def bundle_of(folder, key):
    """A whole log in a folder as one bundle, about the record of its last statement."""
    with open(os.path.join(folder, "checkpoint"), encoding="utf-8") as file:
        checkpoint = file.read()
    entries, size = [], int(checkpoint.split("\n")[1])
    for first in range(0, size, 256):
        trust = program.Record(place=None)
        entries += program.read_tile(trust, folder, "entries", first >> 8, min(256, size - first))
    hashes = peer.Hashes([peer.sha(b"\0" + entry) for entry in entries])
    last = json.loads(base64.b64decode(json.loads(entries[-1])["payload"]))
    return peer.compact({
        "format": "parley/bundle@v1", "logKey": key, "record": f"{last['party']}/{last['subject']}",
        "madeAt": "2026-01-01T00:00:00Z", "checkpoint": checkpoint, "policy": None, "opened": [], "receipts": [],
        "promises": [], "evidence": [], "entries": [
            {"index": at, "envelope": base64.b64encode(entry).decode(),
             "path": [base64.b64encode(one).decode() for one in hashes.path(at, 0, size)]}
            for at, entry in enumerate(entries)]})


def noted(self, command, *arguments, key, policy=None):
    answer = run(self, command, *arguments, key=key, policy=policy)
    if limits != (program.MAX_ENTRY, program.MAX_OPENED, program.MAX_FILE):
        return answer  # a test that tries smaller limits, which the console does not have
    if command == "log" and os.path.isdir(arguments[0]):
        try:
            made = bundle_of(arguments[0], key)
        except Exception:  # a folder that is damaged on purpose makes no bundle
            return answer
        judged = run(self, "bundle", self.file(made, "made"), key=key, policy=policy)
        note(self, "bundle", [made], judged[0], judged[1], key, policy)
    if command in ("receipt", "bundle", "evidence"):
        files, signer, rest = [], None, list(arguments)
        while rest:
            one = rest.pop(0)
            if one == "--signed-by":
                signer = rest.pop(0)
            elif not one.startswith("--"):
                with open(one, "rb") as file:
                    files.append(file.read())
        note(self, command, files, answer[0], answer[1], key, policy, signer)
    return answer


def chosen(suite):
    """Every eighth test, the same in every run; all of them with PARLEY_ALL=1."""
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from chosen(test)
        elif os.environ.get("PARLEY_ALL") or hashlib.sha256(test.id().encode()).digest()[0] % 8 == 0:
            yield test


peer.Case.run_program = noted
with open(os.devnull, "w") as nowhere:
    tests = unittest.TestSuite(chosen(unittest.defaultTestLoader.loadTestsFromModule(peer)))
    unittest.TextTestRunner(stream=nowhere).run(tests)
