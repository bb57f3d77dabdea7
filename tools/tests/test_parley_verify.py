#!/usr/bin/env python3
"""Tests of tools/parley_verify.py: what is right is accepted, and every change to it is refused with a sentence.

python3 tools/tests/test_parley_verify.py
"""

import base64
import contextlib
import functools
import http.server
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]

import parley_verify  # noqa: E402
from generator import (  # noqa: E402
    START,
    Body,
    Hashes,
    Log,
    NoteKey,
    Signer,
    b64,
    busy_log,
    checkpoint_text,
    compact,
    envelope,
    note,
    pae,
    page,
    sha,
    split_view,
    time_of,
)

PROGRAM = os.path.join(os.path.dirname(HERE), "parley_verify.py")


def flipped(data, at, bit):
    return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]


def group(*members, threshold="all", extra=""):
    lines = [f"witness {one.name.split('.')[0]} {one.vkey}" for one in members]
    names = " ".join(one.name.split(".")[0] for one in members)
    return "\n".join(
        ["# who must have seen it", *lines, f"group everybody {threshold} {names}", "quorum everybody", extra]
    )


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        self.random = random.Random(self.id())

    def file(self, data, name="file"):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(data if isinstance(data, bytes) else data.encode())
        return path

    def run_program(self, command, *arguments, key, policy=None):
        options = ["--log-key", key] + (["--policy", self.file(policy, "policy")] if policy is not None else [])
        out, error = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(error):
            try:
                status = parley_verify.main([command, *options, *arguments])
            except SystemExit as stop:
                status = stop.code
        return status, out.getvalue(), error.getvalue()

    def accepts(self, command, *arguments, says="", **more):
        status, out, error = self.run_program(command, *arguments, **more)
        self.assertEqual(status, 0, out + error)
        self.assertTrue(out.startswith("proven: " if command == "evidence" else "verified: "), out)
        self.assertIn("This does not prove", out)
        self.assertIn(says, out)

    def refuses(self, command, *arguments, says="", **more):
        status, out, error = self.run_program(command, *arguments, **more)
        self.assertEqual(status, 1, out + error)
        self.assertTrue(out.startswith("not proven: " if command == "evidence" else "not verified: "), out)
        self.assertEqual(out.count("\n"), 1, out)
        self.assertNotIn("failed to judge", out)
        self.assertIn(says, out)
        self.assertEqual(error, "")

    def misused(self, *arguments, says="", **more):
        status, out, error = self.run_program(*arguments, **more)
        self.assertEqual((status, out), (2, ""))
        self.assertIn(says, error)
        self.assertNotIn("Traceback", error)


class KnownAnswers(unittest.TestCase):
    """Values that neither the program nor the generator has made."""

    LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    ROOTS = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    def test_roots_of_rfc_6962(self):
        tree = [[] for _ in range(64)]
        for leaf in self.LEAVES:
            parley_verify.grow(tree, parley_verify.digest(b"\0", bytes.fromhex(leaf)))
        self.assertEqual([parley_verify.root_of(tree, size).hex() for size in range(1, 9)], self.ROOTS)
        empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        self.assertEqual(parley_verify.root_of(tree, 0).hex(), empty)

    def test_note_of_the_signed_note_page(self):
        vkey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
        line = (
            "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1"
            "Yu72IneyaQM=\n"
        )
        trust = parley_verify.Trust(parley_verify.read_vkey(vkey, "vkey"), "", None)
        pattern = "This is an example m.ssage.\n"
        self.assertEqual(trust.open_note("This is an example message.\n\n" + line, "it", pattern).times, {"the log": 0})
        with self.assertRaisesRegex(ValueError, "does not hold"):
            trust.open_note("This is an example massage.\n\n" + line, "it", pattern)


def rfc_9162_inclusion(leaf, index, size, path):
    """Section 2.1.3.2, step by step."""
    if index >= size:
        return None
    fn, sn, r = index, size - 1, leaf
    for p in path:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            r = sha(b"\x01" + p + r)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = sha(b"\x01" + r + p)
        fn, sn = fn >> 1, sn >> 1
    return r if sn == 0 else None


def rfc_9162_consistency(first, second, first_hash, second_hash, path):
    """Section 2.1.4.2, step by step."""
    if not path:
        return False
    path = [first_hash] + path if first & (first - 1) == 0 else path
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = sha(b"\x01" + c + fr), sha(b"\x01" + c + sr)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = sha(b"\x01" + sr + c)
        fn, sn = fn >> 1, sn >> 1
    return fr == first_hash and sr == second_hash and sn == 0


class Proofs(unittest.TestCase):
    """The program's proofs against the generator's, and against the algorithms of RFC 9162."""

    def setUp(self):
        self.tree = Hashes(sha(b"\x00%d" % number) for number in range(40))

    def variants(self, path):
        yield path
        yield path[:-1]
        yield path[1:]
        yield path + [sha(b"more")]
        yield path[::-1]
        if path:
            yield [flipped(path[0], 5, 5)] + path[1:]

    def test_inclusion(self):
        for size in range(1, 40):
            root = self.tree.root(0, size)
            for index in range(size):
                for number, path in enumerate(self.variants(self.tree.path(index, 0, size))):
                    for other in (index, index ^ 1, size, index + 256):
                        right = rfc_9162_inclusion(self.tree.leaves[index], other, size, path)
                        try:
                            found = parley_verify.roots_of(other + 1, size, path, self.tree.leaves[index], True)[1]
                        except ValueError:
                            found = None
                        self.assertEqual(found, right)
                        if number == 0 and other == index:
                            self.assertEqual(found, root)

    def test_consistency(self):
        for newer in range(2, 34):
            for older in range(1, newer):
                roots = self.tree.root(0, older), self.tree.root(0, newer)
                for number, proof in enumerate(self.variants(self.tree.consistency(older, 0, newer))):
                    right = rfc_9162_consistency(older, newer, *roots, proof)
                    try:
                        found = parley_verify.roots_of(older, newer, proof, roots[0]) == roots
                    except ValueError:
                        found = False
                    self.assertEqual(found, right)
                    self.assertEqual(found or number > 0, True)


class Receipts(Case):
    @classmethod
    def setUpClass(cls):
        cls.log = busy_log(20)
        cls.witnesses = [NoteKey(f"w{number}.example", 4) for number in range(3)]
        cls.policy = group(*cls.witnesses)

    def judge(self, how, index, receipt, *more, entry=None, policy=None, key=None, says=""):
        entry = self.log.entries[index] if entry is None else entry
        how(
            "receipt",
            *more,
            self.file(entry, "statement"),
            self.file(receipt, "receipt"),
            key=key or self.log.key.vkey,
            policy=policy,
            says=says,
        )

    def test_every_entry(self):
        for index in range(len(self.log.entries)):
            self.judge(self.accepts, index, self.log.receipt(index), says="no witness asked for")
            self.judge(
                self.accepts,
                index,
                self.log.receipt(index, self.witnesses, extra=b"so"),
                policy=self.policy,
                says="witnessed as of 2025-",
            )

    def test_only_entry(self):
        log = Log()
        self.judge(self.accepts, 0, log.receipt(0), entry=log.entries[0], key=log.key.vkey)
        self.judge(self.refuses, 0, log.receipt(0), entry=self.log.entries[3], key=log.key.vkey)

    def test_signer(self):
        index = self.log.say("blue", "officer-0", self.log.who["blue", "officer-0"], "a.b.v1")
        receipt = self.log.receipt(index)
        self.judge(
            self.accepts,
            index,
            receipt,
            "--signed-by",
            b64(self.log.who["blue", "officer-0"].spki),
            says="signed by --signed-by",
        )
        self.judge(self.refuses, index, receipt, "--signed-by", b64(self.log.who["blue", "officer-1"].spki))
        log = Log()
        payload = compact(log.payload("host", "root", "a.b.v1", "x"))
        for key_id, signature, says in (
            (log.root.id, b"\x01" * 64, "signature does not hold"),
            (log.node.id, log.root.sign(pae(payload)), "names another key"),
        ):
            entry = envelope(payload, log.root, signatures=[{"keyid": key_id, "sig": b64(signature)}])
            index, signed_by = log.add(entry), ("--signed-by", b64(log.root.spki))
            receipt = log.receipt(index)
            self.judge(self.accepts, index, receipt, entry=entry, key=log.key.vkey)
            self.judge(self.refuses, index, receipt, *signed_by, entry=entry, key=log.key.vkey, says=says)

    def test_flipped_bits(self):
        receipt = self.log.receipt(9, self.witnesses).encode()
        for _ in range(200):
            at, bit = self.random.randrange(len(receipt)), self.random.randrange(8)
            self.judge(self.refuses, 9, flipped(receipt, at, bit), policy=self.policy)
        entry = self.log.entries[9]
        for _ in range(60):
            at, bit = self.random.randrange(len(entry)), self.random.randrange(8)
            self.judge(self.refuses, 9, receipt, entry=flipped(entry, at, bit), policy=self.policy)

    def test_cut_off(self):
        receipt = self.log.receipt(9, self.witnesses).encode()
        for at in [0, 1, len(receipt) - 1] + [self.random.randrange(len(receipt)) for _ in range(60)]:
            self.judge(self.refuses, 9, receipt[:at], policy=self.policy)
            self.judge(self.refuses, 9, receipt[at + 1 :], policy=self.policy)

    def test_other_index_or_path(self):
        for index in range(len(self.log.entries)):
            if index != 9:
                self.judge(self.refuses, 9, self.log.receipt(index))
                self.judge(self.refuses, 9, self.log.receipt(9).replace("index 9\n", f"index {index}\n"))
        lines = self.log.receipt(9).split("\n")
        for changed in (
            lines[:2] + lines[3:],
            lines[:2] + lines[2:3] + lines[2:],
            lines[:2] + [lines[3], lines[2]] + lines[4:],
            ["c2sp.org/tlog-proof@v2"] + lines[1:],
            [lines[0], "extra x"] + lines[1:],
            [lines[0]] + lines[2:],
            [lines[0], "index 09"] + lines[2:],
            [lines[0], "index -1"] + lines[2:],
            [lines[0], "index 9 "] + lines[2:],
            [lines[0], "index 9" + "9" * 400] + lines[2:],
        ):
            self.judge(self.refuses, 9, "\n".join(changed))

    def test_other_log_key(self):
        self.judge(
            self.refuses, 9, self.log.receipt(9), key=NoteKey(self.log.origin).vkey, says="not signed by the log's key"
        )
        self.judge(self.refuses, 9, self.log.receipt(9), key=NoteKey("other.example").vkey)

    def test_no_empty_path(self):
        """A checkpoint of many entries whose root is the leaf itself must not pass with an empty path."""
        leaf = sha(b"\x00" + self.log.entries[9])
        text = checkpoint_text(self.log.origin, 9, leaf)
        for index in (0, 8, 9):
            receipt = f"c2sp.org/tlog-proof@v1\nindex {index}\n\n" + note(text, self.log.key.line(text))
            self.judge(self.refuses, 9, receipt)

    def test_checkpoint(self):
        root, origin, key = self.log.hashes.root(0, len(self.log.entries)), self.log.origin, self.log.key
        size, line = len(self.log.entries), key.line("")
        head = self.log.receipt(9).split("\n\n")[0] + "\n\n"
        for text in (
            f"{origin}\n{size}\n{b64(root)}\nmore\n",
            f"{origin}\n0{size}\n{b64(root)}\n",
            f"{origin}\n{size}\n",
            f"other\n{size}\n{b64(root)}\n",
            f"{origin}\n{size}\n{b64(root[:31])}\n",
            f"{origin}\n+{size}\n{b64(root)}\n",
            f"{origin}\n{size}\n{b64(root)}\n\n",
            f"{origin}\n{2**64}\n{b64(root)}\n",
            f"{origin}\r\n{size}\n{b64(root)}\n",
        ):
            self.judge(self.refuses, 9, head + note(text, key.line(text)))
        text = self.log.text()
        good = key.line(text)
        self.judge(self.accepts, 9, head + note(text, good, good))
        self.judge(
            self.accepts,
            9,
            head + note(text, NoteKey(origin).line(text), good, NoteKey("x").line(text)),
            says="no witness",
        )
        for lines in (
            [],
            [line],
            [good, line],
            [line, good],
            [good, "\n"],
            [good, "- x y\n"],
            [good[:-1]],
            [good, "— x AAAA\n"],
            [good.replace(" ", "  ")],
            [good] * 300,
        ):
            self.judge(self.refuses, 9, head + note(text, *lines))

    def test_base64_has_one_spelling(self):
        receipt = self.log.receipt(9)
        last = receipt.split("\n")[2]
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        twin = last[:42] + alphabet[alphabet.index(last[42]) + 1] + "="
        self.judge(self.refuses, 9, receipt.replace(last, twin), says="one spelling")
        self.judge(self.refuses, 9, receipt.replace(last, last.rstrip("=")), says="one spelling")
        self.judge(self.refuses, 9, receipt.replace(last, last[:8] + " " + last[8:]), says="not spelled as it must be")

    def test_too_large(self):
        limit, parley_verify.MAX_FILE = parley_verify.MAX_FILE, 1000
        try:
            self.judge(self.refuses, 9, self.log.receipt(9) + "x" * 2000, says="too large")
        finally:
            parley_verify.MAX_FILE = limit


class Policies(Case):
    @classmethod
    def setUpClass(cls):
        cls.log = busy_log(5)
        cls.w = [NoteKey(f"w{number}.example", 4) for number in range(4)]

    def judge(self, how, policy, *lines, says=""):
        text = self.log.text()
        receipt = self.log.receipt(3).split("\n\n")[0] + "\n\n" + note(text, *lines)
        how(
            "receipt",
            self.file(self.log.entries[3], "statement"),
            self.file(receipt, "receipt"),
            key=self.log.key.vkey,
            policy=policy,
            says=says,
        )

    def test_quorums(self):
        text = self.log.text()
        log, w = self.log.key.line(text), [one.line(text, START + number) for number, one in enumerate(self.w)]
        define = "".join(
            f"witness w{number}\t{one.vkey} https://w{number}.example/\n" for number, one in enumerate(self.w)
        )
        for empty in (
            "",
            "quorum none\n",
            "# nothing\n\n",
            define + "quorum none\n",
            f"log {self.log.key.vkey}\nquorum none",
        ):
            self.judge(self.accepts, empty, log, says="no witness asked for")
        one = define + "quorum w2\n"
        self.judge(self.accepts, one, log, w[2])
        self.judge(self.accepts, one, w[2], log, w[0])
        self.judge(self.refuses, one, log, w[1], says="missing: w0, w2, w3")
        every = define + "group g all w0 w1 w2\nquorum g\n"
        self.judge(self.accepts, every, w[1], w[0], log, w[2], says="as of " + time_of(START))
        self.judge(self.refuses, every, w[1], log, w[3], says="missing: w0, w2")
        two = define + "group g 2 w0 w1 w2\nquorum g\n"
        self.judge(self.accepts, two, w[1], log, w[2], says="as of " + time_of(START + 1))
        self.judge(self.accepts, two, log, *w, says="as of " + time_of(START + 1))
        self.judge(self.refuses, two, w[1], log, w[1])
        any_of = define + "group g any w0 w1\ngroup h all g w2\n group i 1 h w3\n  quorum i"
        self.judge(self.accepts, any_of, w[1], log, w[2], says="as of " + time_of(START + 1))
        self.judge(self.accepts, any_of, *w, log, says="as of " + time_of(START + 3))
        self.judge(self.refuses, any_of, w[1], w[0], log, says="missing: w2, w3")
        older, newer = self.w[2].line(text, 5), self.w[2].line(text, START + 9)
        self.judge(self.accepts, one, log, newer, older, says="as of " + time_of(START + 9))

    def test_forged_lines(self):
        text, policy = self.log.text(), group(*self.w[:2])
        log, w0, w1 = self.log.key.line(text), self.w[0].line(text, START), self.w[1].line(text, START)
        self.judge(self.accepts, policy, log, w0, w1)
        thief = NoteKey("w0.example", 4)
        self.judge(self.refuses, policy, log, w1, thief.line(text, START), says="missing: w0")
        thief.id = self.w[0].id
        self.judge(self.refuses, policy, log, w1, thief.line(text, START), says="checkpoint by w0")
        self.judge(self.refuses, policy, log, w0, w1, thief.line(text, START), says="checkpoint by w0")
        self.judge(self.refuses, policy, log, w1, self.w[0].line(text, 0), says="a malformed line")
        self.judge(self.refuses, policy, log, w1, self.w[0].line(self.log.text(3), START), says="checkpoint by w0")
        self.judge(self.refuses, policy, log, w1, self.w[0].line(text, 2**63 + 5), says="a malformed line")
        as_type_1 = NoteKey("w0.example", 1, self.w[0].key)
        as_type_1.id = self.w[0].id
        self.judge(self.refuses, policy, log, w1, as_type_1.line(text))
        self.judge(self.accepts, policy, log, w0, self.w[1].line(text, 2**60), says="as of " + time_of(START))
        self.judge(
            self.accepts,
            "witness w1 " + self.w[1].vkey + "\nquorum w1\n",
            log,
            self.w[1].line(text, 2**60),
            says="second",
        )

    def test_bad_policies(self):
        a, b = (f"witness {name} {one.vkey}\n" for name, one in zip("ab", self.w))
        twin, own = NoteKey("w0.other", 4, self.w[0].key).vkey, NoteKey("own.example", 4, self.log.key.key).vkey
        entry, receipt = self.file(self.log.entries[3], "statement"), self.file(self.log.receipt(3), "receipt")
        for policy in (
            a,
            a + "quorum b",
            a + "quorum a\nquorum a",
            a + "quorum a\nquorum none",
            "quorum",
            "quorum g\ngroup g any a\n" + a,
            a + a + "quorum a",
            a + "group g any a a\nquorum g",
            a + "group g 2 a\nquorum g",
            a + "group g 0 a\nquorum g",
            a + "group g any\nquorum g",
            a + b + "group g any a\ngroup h any a b\nquorum h",
            a + f"witness c {twin}\nquorum a",
            f"witness c {own}\nquorum c",
            a + "group none any a\nquorum none",
            a + "group a any a\nquorum a",
            "nonsense",
            a + "quorum a extra",
            a + "group g all none\nquorum g",
            a.replace("\n", " x y\n") + "quorum a",
            a + "group g -1 a\nquorum g",
            a + "quorum a\r\n",
            f"log {NoteKey('else.example').vkey}\nquorum none",
            f"witness c {NoteKey('x', 1).vkey}\nquorum c",
            f"log {self.w[0].vkey}\nquorum none",
            b"\xff\xfe",
        ):
            self.misused("receipt", entry, receipt, key=self.log.key.vkey, policy=policy)


class Bundles(Case):
    @classmethod
    def setUpClass(cls):
        cls.log = log = Log()
        cls.root, cls.officer, cls.second = Signer(), Signer(), Signer(p256=True)
        cls.witnesses = [NoteKey("w0.example", 4), NoteKey("w1.example", 4)]
        log.tick(60)
        cls.basis = [
            0,
            1,
            log.enrol_party("blue", cls.root),
            *log.enrol_officer("blue", cls.root, "ann", cls.officer),
            *log.enrol_officer("blue", cls.root, "bob", cls.second),
        ]
        cls.body = Body(
            where='"<b>north & \\\\u003c \\u00e9 é</b>"',
            when='{"from": 1.50e3,  "to": [1, 2]}',
            **{"count": "3", "none": "null"},
        )
        cls.noise = log.say("host", "root", log.root, "note.v1")
        cls.plan = log.say(
            "blue", "ann", cls.officer, "movement.plan.v1", "convoy", restricted=cls.body, to=["host", "red"]
        )
        cls.open = log.say("blue", "bob", cls.second, "movement.change.v1", "convoy", {"text": "later"})
        cls.kept = log.say("blue", "bob", cls.second, "check.certify.v1", "convoy", restricted=cls.body)
        cls.all = cls.basis + [cls.plan, cls.open, cls.kept]
        cls.policy = group(*cls.witnesses)
        cls.promise = log.promise(cls.plan, sha(b"\x00" + log.entries[cls.plan]), START + 500)
        later = Log(accord="other")
        later.key = log.key
        later.say("host", "root", later.root, "note.v1")
        cls.evidence = split_view(
            *sorted(
                (log.checkpoint(size=2), later.checkpoint()),
                key=lambda one: bytes(parley_verify.read_base64(one.split("\n")[2], "")),
            )
        )

    def bundle(self, indices=None, record="blue/convoy", opened=None, **more):
        opened = [(self.plan, self.body.opened("where", "when"))] if opened is None else opened
        return self.log.bundle(record, self.all if indices is None else indices, opened, **more)

    def judge(self, how, bundle, **more):
        how("bundle", self.file(bundle), **{"key": self.log.key.vkey, **more})

    def full(self, **more):
        return self.bundle(
            witnesses=self.witnesses,
            policy=self.policy,
            promises=[self.promise],
            evidence=[self.evidence],
            opened=[(self.plan, self.body.opened("where")), (self.kept, self.body.opened())],
            **more,
        )

    def test_good(self):
        self.judge(self.accepts, self.bundle(), says="no witness asked for")
        self.judge(self.accepts, self.full(), says="the bundle's own word")
        self.judge(self.accepts, self.full(), policy=self.policy, says="evidence: the log has signed two")
        self.judge(self.accepts, self.full(), policy="quorum none", says="no witness asked for")
        self.judge(self.accepts, self.bundle(witnesses=self.witnesses), policy=self.policy, says="witnessed as of")
        self.judge(self.accepts, "\n " + self.bundle() + "\n")
        self.judge(self.accepts, self.bundle(opened=[(self.plan, self.body.opened("where", "when", "count", "none"))]))
        self.judge(self.accepts, self.bundle(self.basis[:3], "host/blue", []), says="1 statements about host/blue")

    def test_page(self):
        self.judge(self.accepts, page(self.bundle()))
        self.judge(self.accepts, page(self.full()), policy=self.policy)
        body = Body(text='"spelled \\u003c by its author"')
        log = Log()
        at = log.say("host", "root", log.root, "x.v1", "y", restricted=body, to=["red"])
        for made in (log.bundle("host/y", [0, at], [(at, body.opened("text"))]),):
            self.judge(self.accepts, made, key=log.key.vkey)
            self.judge(self.accepts, page(made), key=log.key.vkey)
        good = page(self.bundle())
        for bad in (
            good + good,
            good.replace("parley-bundle", "other"),
            good.replace("</script>", ""),
            good[: good.index("</script")],
            good.replace("</script>", "<b></script>"),
            "<html>",
            "",
            "\ufeff" + self.bundle(),
            good.replace('id="parley-bundle">', 'id="parley-bundle">{}'),
        ):
            self.judge(self.refuses, bad)

    def test_flipped_bits(self):
        for made in (self.full(), page(self.full())):
            data = made.encode()
            free = data.index(b"madeAt"), data.index(b"checkpoint")
            low = data.index(b'"format"') if made[0] == "{" else data.index(b"<script type")
            high = data.index(b"</script") if made[0] != "{" else len(data)
            # white space between members, and what the page says around the object, mean nothing
            for _ in range(120):
                at, bit = self.random.randrange(low, high), self.random.randrange(8)
                if not free[0] <= at < free[1]:
                    self.judge(self.refuses, flipped(data, at, bit))

    def test_cut_off(self):
        data = self.full().encode()
        for at in [0, 1, len(data) - 1] + [self.random.randrange(len(data)) for _ in range(30)]:
            self.judge(self.refuses, data[:at])

    def test_wrong_entries(self):
        indices = self.all
        self.judge(self.refuses, self.bundle(indices[1:]), says="the founding")
        self.judge(self.refuses, self.bundle(indices[:-2] + indices[:-3:-1]), says="ascending")
        self.judge(self.refuses, self.bundle(indices + indices[-1:]), says="ascending")
        self.judge(self.refuses, self.bundle([one for one in indices if one != 4]), says="entry 8: ")
        self.judge(self.refuses, self.bundle([one for one in indices if one != 3]), says="not enrolled")
        self.judge(self.refuses, self.bundle([one for one in indices if one != 2]), says="does not speak")
        self.judge(self.refuses, self.bundle(record="blue/other", opened=[]), says="no statement about its record")
        self.judge(self.refuses, self.bundle(entries=[]))
        for change in (
            {"index": 0},
            {"index": 10},
            {"index": 10**30},
            {"index": 8.0},
            {"index": True},
            {"index": -8},
            {"path": []},
            {"path": "x"},
            {"path": None},
            {"envelope": b64(b"{}")},
            {"envelope": "?"},
            {"more": 1},
            {"envelope": b64(self.log.entries[9])},
        ):
            entries = self.log.proved(*indices)
            entries[-3].update(change)
            self.judge(self.refuses, self.bundle(entries=entries))
        entries = self.log.proved(*indices)
        entries[-2]["path"], entries[-3]["path"] = entries[-3]["path"], entries[-2]["path"]
        self.judge(self.refuses, self.bundle(entries=entries), says="leads elsewhere")

    def test_wrong_members(self):
        good = json.loads(self.bundle(opened=[]))  # no opened body, as spelling it anew would change it
        self.judge(self.accepts, json.dumps({**good, "promises": [self.promise], "evidence": [self.evidence]}))
        for change in (
            {"format": "parley/bundle@v2"},
            {"logKey": NoteKey(self.log.origin).vkey},
            {"logKey": 1},
            {"logKey": "a+b"},
            {"madeAt": "yesterday"},
            {"madeAt": "2025-02-30T00:00:00Z"},
            {"policy": "nonsense"},
            {"policy": 3},
            {"receipts": ["x"]},
            {"promises": ["x"]},
            {"promises": [self.log.promise(1, sha(b""), 5, NoteKey("x"))]},
            {"promises": [self.log.promise(self.plan, sha(b"other"), 5)]},
            {"evidence": ["x"]},
            {"evidence": [{}]},
            {"evidence": [self.evidence[:-1]]},
            {"more": []},
            {"checkpoint": self.log.checkpoint(size=5)},
            {"checkpoint": "x"},
            {"checkpoint": "\ud800\n\n\ud800\n"},
            {"record": "blue"},
            {"entries": {}},
            {"opened": [{"index": 0, "fields": []}]},
            {"opened": [{"index": 99, "fields": []}]},
            {"logKey": self.log.key.vkey.replace("+", "\ud800+", 1)},
            {"policy": group(*self.witnesses)},
        ):
            self.judge(self.refuses, json.dumps({**good, **change}))
        self.judge(self.refuses, json.dumps(good), policy=self.policy, says="missing: w0, w1")
        self.judge(self.refuses, json.dumps(good), key=NoteKey(self.log.origin).vkey)
        for missing in good:
            self.judge(self.refuses, json.dumps({name: value for name, value in good.items() if name != missing}))

    def test_wrong_json(self):
        good = self.bundle()
        for bad in (
            good.replace('"receipts"', '"receipts": [], "receipts"'),
            good.replace('"receipts"', '"rec\\u0065ipts": [], "receipts"'),
            good + "x",
            good + good,
            "[" * 100_000,
            '{"a":' * 50_000,
            good.replace("1.50e3", "1.50e4"),
            "null",
            "{}",
            "{",
            good.replace("1.50e3", "NaN"),
            good.replace("1.50e3", "9" * 5000),
            good.replace("{", "{,", 1),
            good.encode("utf-16"),
            good.replace("north", "\x01north"),
            good.replace("é", "\xe9").encode("latin-1"),
        ):
            self.judge(self.refuses, bad)

    def test_opened(self):
        shown, spelled = self.body.opened("where", "when"), self.body.spelled("where", "when")
        self.judge(self.accepts, self.bundle(opened=[(self.plan, "[" + ",".join(spelled) + "]")]))
        for fields in (
            self.body.opened("where").replace("north", "south"),
            shown.replace("1.50e3", "1500"),
            "[]",
            shown.replace('"to": [1, 2]', '"to":[1, 2]'),
            shown.replace('"name": "when"', '"name": "then"'),
            shown.replace('"name": "when"', '"name": "wh en"'),
            shown.replace("\\u00e9", "\\u00E9"),
            "[" + ",".join(spelled[::-1]) + "]",
            "[" + ",".join(spelled[:3]) + "]",
            "[" + ",".join(spelled + spelled[:1]) + "]",
            "[" + ",".join(spelled * 100) + "]",
            shown.replace('"name"', '"commitment": "%s", "name"' % b64(bytes(32)), 1),
            shown.replace('"commitment"', '"more": 1, "commitment"', 1),
            shown.replace('"name"', '"more": 1, "name"', 1),
            "[1]",
            "[{}]",
            Body(where='"x"').opened("where"),
        ):
            self.judge(self.refuses, self.bundle(opened=[(self.plan, fields)]))
        for index in (0, self.open, self.noise, 400):
            self.judge(self.refuses, self.bundle(opened=[(index, shown)]))
        limit, parley_verify.MAX_OPENED = parley_verify.MAX_OPENED, 100
        try:
            self.judge(self.refuses, self.bundle(), says="too large")
        finally:
            parley_verify.MAX_OPENED = limit

    def test_two_fields_of_one_name(self):
        """Somebody who commits to two values under one name must not be able to show either to whom it suits."""
        body = Body(where='"north"', when="1")
        body.fields.append(("where", b'"south"', bytes(32)))
        log = Log()
        at = log.say("host", "root", log.root, "x.v1", "y", restricted=body, to=["red"])
        self.judge(self.refuses, log.bundle("host/y", [0, at], [(at, body.opened("where"))]), key=log.key.vkey)
        shown = self.body.opened("where")
        self.judge(self.refuses, self.bundle(opened=[(self.plan, shown), (self.plan, shown)]), says="opened twice")

    def test_signatures_in_a_bundle(self):
        """A log may hold what its rules forbid; who shows it is refused."""
        log = Log()
        entry = json.loads(envelope(compact(log.payload("host", "root", "x.v1", "y")), log.root))
        entry["signatures"][0]["sig"] = b64(log.root.sign(b"else"))
        at = log.add(compact(entry))
        made = log.bundle("host/y", [0, at])
        self.judge(self.refuses, made, key=log.key.vkey, says=f"entry {at}: its signature does not hold")

    def test_seen_in_a_bundle(self):
        for more in (0, 1):
            log = Log()
            seen = {"size": 1 + more, "root": b64(log.hashes.root(0, 1))}
            at = log.say("host", "root", log.root, "x.v1", "y", seen=seen)
            says = "was never this log's" if more else ""
            judge = self.refuses if more else self.accepts
            self.judge(judge, log.bundle("host/y", [0, at]), key=log.key.vkey, says=says)

    def test_keys_in_a_bundle(self):
        """What the entries that are shown say about keys counts, in their order."""
        log, root, key = Log(), Signer(), Signer()
        basis = [0, log.enrol_party("blue", root), *log.enrol_officer("blue", root, "ann", key)]
        early = log.say("blue", "ann", key, "x.v1", "y")
        revoke = log.say("blue", "root", root, "key.revoke.v1", "ann", {"key": key.id})
        late = log.say("blue", "ann", key, "x.v1", "y")
        self.judge(self.accepts, log.bundle("blue/y", basis + [early, revoke]), key=log.key.vkey)
        self.judge(
            self.refuses, log.bundle("blue/y", basis + [early, revoke, late]), key=log.key.vkey, says=f"entry {late}: "
        )


class Evidence(Case):
    @classmethod
    def setUpClass(cls):
        cls.log = log = busy_log(30)
        cls.key = log.key.vkey
        cls.fork = Log()
        cls.fork.__dict__.update(log.__dict__)
        cls.fork.entries = list(log.entries)
        cls.fork.entries[12] = log.entries[11]
        cls.fork.hashes = Hashes(sha(b"\x00" + entry) for entry in cls.fork.entries)
        cls.witnesses = [NoteKey("w0.example", 4), NoteKey("w1.example", 4)]
        cls.policy = group(*cls.witnesses)

    def judge(self, how, text, **more):
        how("evidence", self.file(text), **{"key": self.key, **more})

    def flip_all(self, text, count, **more):
        data = text.encode()
        for _ in range(count):
            self.judge(self.refuses, flipped(data, self.random.randrange(len(data)), self.random.randrange(8)), **more)
        for at in [0, len(data) - 1] + [self.random.randrange(len(data)) for _ in range(count // 5)]:
            self.judge(self.refuses, data[:at], **more)

    def view(self, older, newer, wrong=None):
        """The log's tree of `older` entries against the fork's of `newer`."""
        return split_view(
            self.log.checkpoint(size=older),
            self.fork.checkpoint(size=newer),
            self.fork.hashes.root(0, older),
            wrong or self.fork.hashes.consistency(older, 0, newer),
        )

    def test_split_view(self):
        for older, newer in ((13, 14), (16, 17), (13, 30), (16, 32), (20, 31), (15, 16)):
            self.judge(self.accepts, self.view(older, newer), says=f"tree of {newer} entries")
        self.flip_all(self.view(16, 29), 100)
        self.flip_all(self.view(17, 29), 60)
        self.judge(self.refuses, self.view(13, 14), key=NoteKey(self.log.origin).vkey)
        self.judge(self.refuses, self.view(5, 14), says="nothing is contradicted")
        self.judge(self.refuses, self.view(16, 17) + b64(sha(b"")) + "\n")
        self.judge(self.refuses, self.view(13, 14, [sha(b"")]))
        older, newer = self.log.checkpoint(size=20), self.log.checkpoint(size=14)
        self.judge(self.refuses, split_view(older, newer, sha(b""), []), says="not the smaller")
        self.judge(self.refuses, split_view(older, self.fork.checkpoint(size=25)), says="branch")
        self.judge(self.refuses, split_view(self.log.checkpoint(size=0), older, sha(b"x"), []), says="is empty")

    def test_empty_trees_have_one_root(self):
        text = checkpoint_text(self.log.origin, 0, sha(b"other"))
        other = note(text, self.log.key.line(text))
        first, second = sorted(
            (other, self.log.checkpoint(size=0)), key=lambda one: base64.b64decode(one.split("\n")[2])
        )
        self.judge(self.refuses, split_view(first, second), says="has a root, but no entries")

    def test_split_view_of_equal_size(self):
        one, other = self.log.checkpoint(size=20), self.fork.checkpoint(size=20)
        first, second = sorted((one, other), key=lambda text: parley_verify.read_base64(text.split("\n")[2], ""))
        self.judge(self.accepts, split_view(first, second), says="two different trees of 20")
        self.judge(self.refuses, split_view(second, first))
        self.judge(self.refuses, split_view(one, one))
        self.judge(self.refuses, split_view(first, second) + "branch " + b64(sha(b"")) + "\n")
        self.flip_all(split_view(first, second), 60)

    def broken(self, promise, checkpoint, leaf=None, path=None, **changes):
        value = {"format": "parley/evidence/broken-promise@v1", "promise": promise, "checkpoint": checkpoint}
        value.update({} if leaf is None else {"leafHash": b64(leaf)})
        value.update({} if path is None else {"path": [b64(one) for one in path]})
        return json.dumps({**value, **changes})

    def test_another_entry(self):
        log, leaf = self.log, self.log.hashes.leaves[7]
        promise, checkpoint, path = log.promise(7, sha(b"mine"), START), log.checkpoint(), log.path(7)
        self.judge(self.accepts, self.broken(promise, checkpoint, leaf, path), says="gave it to another")
        self.flip_all(self.broken(promise, checkpoint, leaf, path), 100)
        self.judge(
            self.refuses,
            self.broken(log.promise(7, leaf, START), checkpoint, leaf, path),
            says="holds what it promised",
        )
        self.judge(self.refuses, self.broken(log.promise(8, sha(b"mine"), START), checkpoint, leaf, path))
        self.judge(self.refuses, self.broken(promise, checkpoint, sha(b"x"), path))
        self.judge(self.refuses, self.broken(promise, checkpoint, leaf))
        self.judge(self.refuses, self.broken(promise, checkpoint, None, path))
        self.judge(self.refuses, self.broken(promise, log.checkpoint(size=7), leaf, path))
        self.judge(
            self.refuses, self.broken(log.promise(7, sha(b"mine"), START, NoteKey(log.origin)), checkpoint, leaf, path)
        )
        self.judge(self.refuses, self.broken(checkpoint, promise, leaf, path))
        for key, origin in ((log.key, "other.example"), (log.key, log.origin + "\n")):
            text = f"parley/promise@v1\n{origin}\n7\n{b64(sha(b'mine'))}\n{START}\n"
            self.judge(self.refuses, self.broken(note(text, key.line(text)), checkpoint, leaf, path))

    def test_not_included(self):
        log, end = self.log, len(self.log.entries)
        promise = log.promise(end, sha(b"mine"), START + 50)
        late, early = (log.checkpoint(self.witnesses, time=START + more) for more in (51, 50))
        self.judge(self.accepts, self.broken(promise, late), policy=self.policy, says="it was not there")
        self.flip_all(self.broken(promise, late), 100, policy=self.policy)
        self.judge(self.refuses, self.broken(promise, early), policy=self.policy, says="after the deadline")
        self.judge(self.refuses, self.broken(promise, late), says="no policy")
        self.judge(self.refuses, self.broken(promise, late), policy="quorum none", says="no policy")
        self.judge(
            self.refuses,
            self.broken(promise, log.checkpoint(self.witnesses[:1], time=START + 99)),
            policy=self.policy,
            says="missing: w1",
        )
        self.judge(self.refuses, self.broken(log.promise(end - 1, sha(b"mine"), START), late), policy=self.policy)
        text = log.text()
        mixed = note(
            text, log.key.line(text), self.witnesses[0].line(text, START + 99), self.witnesses[1].line(text, START + 9)
        )
        self.judge(self.refuses, self.broken(promise, mixed), policy=self.policy, says="after the deadline")

    def test_equivocation(self):
        log, root, key, other, node = Log(), Signer(), Signer(), Signer(p256=True), Signer()
        basis = [
            0,
            log.enrol_party("blue", root),
            *log.enrol_officer("blue", root, "ann", key),
            *log.enrol_officer("blue", root, "bob", other),
            log.enrol_node("blue", root, node),
        ]
        index = log.say("blue", "ann", key, "x.v1", "y")
        log.tick(5)

        def spoken(signer, officer, **changes):
            value = log.payload("blue", officer, "x.v1", "y", **{"sequence": 7, "previous": "ab" * 32, **changes})
            payload = compact(value)
            return sha(pae(payload)), envelope(payload, signer)

        def made(*pair, order=True, entries=None, **changes):
            statements = [b64(entry) for _, entry in (sorted(pair) if order else pair)]
            return json.dumps(
                {
                    "format": "parley/evidence/equivocation@v1",
                    "checkpoint": log.checkpoint(),
                    "entries": log.proved(*(basis if entries is None else entries)),
                    "statements": statements,
                    **changes,
                }
            )

        def judge(how, text, says=""):
            self.judge(how, text, key=log.key.vkey, says=says)

        one, two = spoken(key, "ann"), spoken(other, "bob")
        judge(self.accepts, made(one, two), "number 7 of one chain")
        judge(self.accepts, made(one, spoken(key, "ann", subject="z")))
        judge(self.accepts, made(spoken(node, "node"), spoken(node, "node", subject="z")))
        held = sha(pae(base64.b64decode(json.loads(log.entries[index])["payload"]))), log.entries[index]
        twin = spoken(
            key,
            "ann",
            sequence=json.loads(base64.b64decode(json.loads(log.entries[index])["payload"]))["sequence"],
            subject="z",
        )
        judge(self.accepts, made(held, twin, entries=basis + [index]), f"as entry {index}")
        judge(self.refuses, made(*sorted((one, two), reverse=True), order=False), "ascending")
        judge(self.refuses, made(one, one), "not two")
        judge(self.refuses, made(one, spoken(other, "bob", sequence=8)), "one place of one chain")
        judge(self.refuses, made(one, spoken(node, "node")), "one place of one chain")
        judge(self.refuses, made(one, spoken(other, "bob", party="host")), "not by a key")
        judge(self.refuses, made(one, spoken(other, "bob", accord="else")), "not by a key")
        judge(self.refuses, made(one, spoken(Signer(), "bob")), "not by a key")
        judge(self.refuses, made(one, spoken(key, "bob")), "not by a key")
        judge(self.refuses, made(one, two, entries=basis[:4]), "not by a key")
        judge(self.refuses, made(one, two, entries=basis[1:]), "founding")
        judge(self.refuses, made(one, two, entries=[basis[0]] + basis[2:]), "does not speak")
        judge(self.refuses, made(one, two, statements=[b64(one[1])]))
        judge(self.refuses, made(one, two, format="parley/evidence/equivocation@v2"), "no kind of evidence")
        forged = json.loads(two[1])
        forged["signatures"][0]["sig"] = json.loads(one[1])["signatures"][0]["sig"]
        judge(self.refuses, made(one, (two[0], compact(forged))), "signature")
        self.flip_all(made(one, two), 100, key=log.key.vkey)

    def test_unknown(self):
        for text in (
            "",
            "{}",
            "null",
            "[]",
            '{"format": 1}',
            '{"format": "parley/evidence/x@v1"}',
            "parley/evidence/split-view@v1",
            "parley/evidence/split-view@v1\n",
            "parley/evidence/split-view@v2\nolder 1\n",
            b"\xff",
            '{"format": []}',
            "parley/evidence/split-view@v1\nolder 99999\n",
            "parley/evidence/split-view@v1\nolder 0\nnewer 0\n",
        ):
            self.judge(self.refuses, text)


class Logs(Case):
    def judge(self, how, log, says="", size=None, **more):
        folder = os.path.join(self.folder, "log")
        shutil.rmtree(folder, ignore_errors=True)
        log.write(folder, more.pop("witnesses", ()), size)
        how("log", folder, **{"key": log.key.vkey, "says": says, **more})

    def small(self):
        log = Log()
        log.root_of_blue, log.ann = Signer(), Signer(p256=True)
        log.enrol_party("blue", log.root_of_blue)
        log.enrol_officer("blue", log.root_of_blue, "ann", log.ann)
        return log

    def refuses_last(self, log, says=""):
        """The last entry is at fault; the log before it is not."""
        self.judge(self.accepts, log, size=len(log.entries) - 1)
        self.judge(self.refuses, log, f"entry {len(log.entries) - 1}: {says}")

    def accepts_last(self, log):
        self.judge(self.accepts, log)

    # Sizes, tiles and files

    def test_sizes(self):
        log = busy_log(600)
        for size in (1, 2, 255, 256, 257, 512, 513, len(log.entries)):
            self.judge(self.accepts, log, f"all {size} entries", size=size)

    def test_every_file_counts(self):
        log, witnesses = busy_log(240), [NoteKey("w0.example", 4)]
        policy = group(*witnesses)
        self.judge(self.accepts, log, "witnessed as of", witnesses=witnesses, policy=policy)
        folder = os.path.join(self.folder, "log")
        names = [os.path.join(path, name) for path, _, files in os.walk(folder) for name in files]
        self.assertEqual(len(names), 1 + 2 + 2 + 1)
        for name in names:
            with open(name, "rb") as file:
                data = file.read()
            short = os.path.relpath(name, folder)
            for change in range(7):
                at, bit = self.random.randrange(len(data)), self.random.randrange(8)
                changed = [flipped(data, at, bit), data[:at], data + b"x"][change // 3]
                with open(name, "wb") as file:
                    file.write(changed)
                self.refuses("log", folder, key=log.key.vkey, policy=policy)
            os.remove(name)
            self.refuses("log", folder, key=log.key.vkey, policy=policy, says=f"{short.split('.p')[0]}: [Errno 2]")
            with open(name, "wb") as file:
                file.write(data)
        self.accepts("log", folder, key=log.key.vkey, policy=policy)
        self.refuses("log", folder, key=NoteKey(log.origin).vkey, says="checkpoint: ")
        self.refuses("log", folder, key=log.key.vkey, policy=group(NoteKey("w1.example", 4)), says="missing: w1")

    def test_full_tile_for_a_partial_one(self):
        log = busy_log(530)
        self.judge(self.accepts, log)
        folder = os.path.join(self.folder, "log")
        with open(os.path.join(folder, "checkpoint"), "w", encoding="utf-8") as file:
            file.write(log.checkpoint(size=300))
        self.refuses("log", folder, key=log.key.vkey, says="tile/1/000: [Errno 2] No such file")
        level = os.path.join(folder, "tile", "1", "000.p")
        shutil.copy(os.path.join(level, "2"), os.path.join(level, "1"))
        self.refuses("log", folder, key=log.key.vkey, says="tile/1/000.p/1: ")
        with open(os.path.join(level, "1"), "r+b") as file:
            file.truncate(32)
        self.accepts("log", folder, key=log.key.vkey, says="all 300 entries")

    def test_other_root_or_size(self):
        log = busy_log(300)
        self.judge(self.accepts, log)
        folder = os.path.join(self.folder, "log")
        for text, says in (
            (checkpoint_text(log.origin, len(log.entries), sha(b"")), "checkpoint: "),
            (log.text(len(log.entries) - 1), ""),
            (checkpoint_text(log.origin, 0, sha(b"")), "empty"),
            (checkpoint_text(log.origin, len(log.entries) + 1, sha(b"")), "No such file"),
            (checkpoint_text(log.origin, 2**62, sha(b"")), ""),
        ):
            with open(os.path.join(folder, "checkpoint"), "w", encoding="utf-8") as file:
                file.write(note(text, log.key.line(text)))
            self.refuses("log", folder, key=log.key.vkey, says=says)

    def test_over_http(self):
        log = busy_log(300)
        self.judge(self.accepts, log)

        class Quiet(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=self.folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        url = f"http://127.0.0.1:{server.server_port}/log"
        self.accepts("log", url, key=log.key.vkey, says=f"all {len(log.entries)} entries")
        self.accepts("log", url + "/", key=log.key.vkey)
        os.remove(os.path.join(self.folder, "log", "tile", "0", "000"))
        self.refuses("log", url, key=log.key.vkey, says="tile/0/000: HTTP Error 404")
        self.refuses("log", "http://127.0.0.1:1/log", key=log.key.vkey, says="checkpoint: ")
        self.refuses("log", "http://[broken/log", key=log.key.vkey, says="checkpoint: ")

    def test_the_first_fault_is_told(self):
        log = busy_log(600)
        entry = json.loads(log.entries[400])
        entry["signatures"][0]["sig"] = b64(b"\x07" * 64)
        log.entries[400] = compact(entry)
        log.entries[402] = b"{}"
        log.hashes = Hashes(sha(b"\x00" + one) for one in log.entries)
        self.judge(self.refuses, log, "entry 400: its signature")

    def test_json(self):
        log = busy_log(3)
        folder = os.path.join(self.folder, "log")
        log.write(folder)
        status, out, _ = self.run_program("log", "--json", folder, key=log.key.vkey)
        self.assertEqual((status, json.loads(out)["verdict"]), (0, "verified"))
        os.remove(os.path.join(folder, "checkpoint"))
        status, out, _ = self.run_program("log", "--json", folder, key=log.key.vkey)
        self.assertEqual(
            (status, json.loads(out)["verdict"], json.loads(out)["place"]), (1, "not verified", "checkpoint")
        )

    def test_too_large(self):
        log = busy_log(10)
        limit, parley_verify.MAX_FILE = parley_verify.MAX_FILE, 5000
        try:
            self.judge(self.refuses, log, "tile/entries/000.p/" + str(len(log.entries)) + ": it does not end")
        finally:
            parley_verify.MAX_FILE = limit

    # Who may speak

    def test_kinds_of_keys(self):
        log = self.small()
        log.say("blue", "ann", log.ann, "x.v1")
        log.say("blue", "root", log.root_of_blue, "x.v1")
        log.say("host", "node", log.node, "x.v1")
        self.accepts_last(log)
        for party, officer, signer in (
            ("blue", "ann", Signer()),
            ("blue", "ann", log.root_of_blue),
            ("blue", "root", log.ann),
            ("blue", "node", log.root_of_blue),
            ("red", "ann", log.ann),
            ("host", "ann", log.ann),
            ("blue", "bob", log.ann),
            ("host", "root", log.node),
            ("host", "node", log.root),
        ):
            log = self.small()
            log.say(party, officer, signer, "x.v1")
            self.refuses_last(log)

    def test_only_some_may_say_it(self):
        new = b64(Signer().spki)
        term = time_of(START + 99999)
        for kind, subject, body in (
            ("party.enrol.v1", "red", {"rootKey": new}),
            ("party.rekey.v1", "blue", {"rootKey": new}),
            ("party.suspend.v1", "host", {}),
            ("party.reinstate.v1", "host", {}),
            ("witness.policy.v1", "x", {"policy": ""}),
            ("clock.tick.v1", "clock", {"time": term}),
        ):
            log = self.small()
            log.say("blue", "root", log.root_of_blue, kind, subject, body)
            self.refuses_last(log, kind)
        for kind, subject, body in (
            ("officer.enrol.v1", "bob", {"expires": term}),
            ("officer.release.v1", "ann", {}),
            ("node.revoke.v1", "node", {}),
            ("key.enrol.v1", "ann", {"key": new, "expires": term}),
            ("party.leave.v1", "blue", {}),
            ("node.enrol.v1", "node", {"key": new, "sealingKey": b64(bytes(32))}),
            ("key.revoke.v1", "root", {"key": Signer().id}),
            ("accord.found.v1", "urum", {}),
        ):
            log = self.small()
            log.say("blue", "ann", log.ann, kind, subject, body)
            self.refuses_last(log)
        log = self.small()
        log.say("host", "root", log.root, "clock.tick.v1", "clock", {"time": term})
        self.refuses_last(log, "clock.tick.v1")
        log = self.small()
        log.say("host", "root", log.root, "party.enrol.v1", "red", restricted=Body(rootKey='"x"'))
        self.refuses_last(log, "party.enrol.v1 is not open")

    def test_revoked_keys(self):
        for by, signer in (("root", "root_of_blue"), ("ann", "ann")):
            log = self.small()
            log.say("blue", "ann", log.ann, "x.v1")
            log.say("blue", by, getattr(log, signer), "key.revoke.v1", "ann", {"key": log.ann.id})
            self.accepts_last(log)
            log.say("blue", "ann", log.ann, "x.v1")
            self.refuses_last(log, "the key that signed it")
        log = self.small()
        log.say("blue", "root", log.root_of_blue, "key.revoke.v1", "ann", {"key": log.ann.id})
        new = Signer()
        log.enrol_key("blue", log.root_of_blue, "ann", new)
        log.say("blue", "ann", new, "x.v1")
        self.accepts_last(log)
        log.enrol_key("blue", log.root_of_blue, "ann", log.ann)
        log.say("blue", "ann", log.ann, "x.v1")
        self.refuses_last(log, "the key that signed it")

    def test_revoking_is_for_ones_own_party(self):
        log = self.small()
        red = Signer()
        log.enrol_party("red", red)
        log.say("red", "root", red, "key.revoke.v1", "ann", {"key": log.ann.id})
        log.say("blue", "ann", log.ann, "x.v1")
        self.accepts_last(log)

    def test_expiry(self):
        for days, key_days in ((1, 30), (30, 1)):
            log = Log()
            root, key = Signer(), Signer()
            log.enrol_party("blue", root)
            log.enrol_officer("blue", root, "ann", key, days, key_days)
            log.tick(86_399)
            log.say("blue", "ann", key, "x.v1")
            self.accepts_last(log)
            log.tick(1)
            log.say("blue", "ann", key, "x.v1")
            self.refuses_last(log, "the key that signed it does not speak for its officer, or has expired")
            log.tick(86_400)
            log.enrol_officer("blue", root, "ann", key)

    def test_enrolling_again(self):
        log = self.small()
        log.say("blue", "root", log.root_of_blue, "officer.enrol.v1", "ann", {"expires": time_of(START + 9999)})
        log.say("blue", "ann", log.ann, "x.v1")
        self.refuses_last(log, "the key that signed it")
        log = self.small()
        log.enrol_officer("blue", log.root_of_blue, "ann", log.ann)
        log.say("blue", "ann", log.ann, "x.v1")
        self.accepts_last(log)

    def test_release(self):
        log = self.small()
        log.say("blue", "root", log.root_of_blue, "officer.release.v1", "ann")
        log.say("blue", "ann", log.ann, "x.v1")
        self.refuses_last(log, "the key that signed it")
        log = self.small()
        log.enrol_key("blue", log.root_of_blue, "nobody", Signer())
        self.refuses_last(log, "the officer is not enrolled")
        for name in ("root", "node"):
            log = self.small()
            log.enrol_officer("blue", log.root_of_blue, name, Signer())
            self.judge(self.refuses, log, "entry 4: the officer is not enrolled")

    def test_nodes(self):
        log = self.small()
        one, two = Signer(), Signer()
        log.enrol_node("blue", log.root_of_blue, one)
        log.say("blue", "node", one, "x.v1")
        log.enrol_node("blue", log.root_of_blue, two)
        log.say("blue", "node", two, "x.v1")
        self.accepts_last(log)
        log.say("blue", "node", one, "x.v1")
        self.refuses_last(log, "the key that signed it")
        log.take_back()
        log.say("blue", "root", log.root_of_blue, "node.revoke.v1", "node", {"reason": "lost"})
        log.say("blue", "node", two, "x.v1")
        self.refuses_last(log, "the key that signed it")
        for change in (
            {"sealingKey": "AA=="},
            {"sealingKey": None},
            {"witnessKey": NoteKey("x", 1).vkey},
            {"key": b64(b"x")},
            {"key": None},
            {"witnessKey": 7},
        ):
            log = self.small()
            log.say(
                "blue",
                "root",
                log.root_of_blue,
                "node.enrol.v1",
                "node",
                {"key": b64(one.spki), "sealingKey": b64(bytes(32)), **change},
            )
            self.refuses_last(log)

    def test_rekey(self):
        log = self.small()
        new = Signer()
        log.say("host", "root", log.root, "party.rekey.v1", "blue", {"rootKey": b64(new.spki)})
        log.say("blue", "root", new, "x.v1")
        self.accepts_last(log)
        for officer, signer in (("root", log.root_of_blue), ("ann", log.ann)):
            log.say("blue", officer, signer, "x.v1")
            self.refuses_last(log, "the key that signed it")
            log.take_back()
        log.say("host", "root", log.root, "party.rekey.v1", "red", {"rootKey": b64(new.spki)})
        self.refuses_last(log, "the party is enrolled already, or not enrolled")

    def test_suspension(self):
        log = self.small()
        log.say("host", "root", log.root, "party.suspend.v1", "blue")
        log.say("blue", "root", log.root_of_blue, "x.v1")
        log.say("host", "root", log.root, "party.reinstate.v1", "blue")
        log.say("blue", "ann", log.ann, "x.v1")
        log.say("host", "root", log.root, "party.suspend.v1", "blue")
        self.accepts_last(log)
        log.say("blue", "ann", log.ann, "x.v1")
        self.refuses_last(log, "its party is suspended")

    def test_leaving(self):
        log = self.small()
        log.say("blue", "root", log.root_of_blue, "party.leave.v1", "blue")
        for officer, signer in (("root", log.root_of_blue), ("ann", log.ann)):
            log.say("blue", officer, signer, "x.v1")
            self.refuses_last(log, "the key that signed it")
            log.take_back()
        log.say("host", "root", log.root, "party.rekey.v1", "blue", {"rootKey": b64(Signer().spki)})
        self.refuses_last(log, "the party is enrolled already, or not enrolled")
        log.take_back()
        new = Signer()
        log.enrol_party("blue", new)
        log.say("blue", "root", new, "x.v1")
        self.accepts_last(log)
        log.enrol_party("blue", new)
        self.refuses_last(log, "the party is enrolled already, or not enrolled")
        log = self.small()
        log.say("blue", "root", log.root_of_blue, "party.leave.v1", "host")
        self.refuses_last(log, "a party can only leave itself")

    def test_clock(self):
        log = self.small()
        log.tick(5)
        log.tick(0)
        self.accepts_last(log)
        log.tick(-1)
        self.refuses_last(log, "it sets the log's clock back")
        for time in (
            "2025-06-15 15:06:40Z",
            "2025-06-15T15:06:40",
            "2025-13-15T15:06:40Z",
            None,
            5,
            "2025-06-31T15:06:40Z",
            "2999-06-15T15:06:60Z",
            "2999-06-15T15:06:40+24:00",
        ):
            log = self.small()
            log.say("host", "node", log.node, "clock.tick.v1", "clock", {"time": time})
            self.refuses_last(log)
        log = self.small()
        log.say("host", "node", log.node, "clock.tick.v1", "clock", {"time": "2025-06-15T16:07:00.5+01:00"})
        log.say("host", "node", log.node, "clock.tick.v1", "clock", {"time": "2025-06-15T14:07:00.25-01:00"})
        self.refuses_last(log, "it sets the log's clock back")

    def test_founding(self):
        self.judge(
            self.refuses, Log(logKey=NoteKey("log.example/parley").vkey), "entry 0: it founds a log of another key"
        )
        self.judge(self.refuses, Log(founder="node"), "entry 0: accord.found.v1 is not open, or not for it to say")
        self.judge(self.refuses, Log(logKey=None), "entry 0: ")
        self.judge(self.refuses, Log(rootKey=b64(Signer().spki)), "entry 0: ")
        self.judge(self.refuses, Log(nodeKey=b64(b"x")), "entry 0: ")
        log = self.small()
        log.entries, log.hashes = log.entries[1:], Hashes(log.hashes.leaves[1:])
        self.judge(self.refuses, log, "entry 0: not ascending from the founding")
        log = self.small()
        log.say(
            "host",
            "root",
            log.root,
            "accord.found.v1",
            "urum",
            {"logKey": log.key.vkey, "rootKey": b64(log.root.spki), "nodeKey": b64(log.node.spki)},
        )
        self.refuses_last(log, "not ascending from the founding")
        log = self.small()
        log.say("host", "root", log.root, "x.v1", accord="other")
        self.refuses_last(log, "the key that signed it does not speak")

    def test_policy_in_the_log(self):
        log = self.small()
        log.say("host", "root", log.root, "witness.policy.v1", "policy", {"policy": group(NoteKey("w.example", 4))})
        self.judge(self.accepts, log)
        log.say("host", "root", log.root, "witness.policy.v1", "policy", {"policy": "quorum w"})
        self.refuses_last(log)

    # Chains and what was seen

    def test_chains(self):
        for change in (
            {"sequence": 5},
            {"sequence": 3},
            {"sequence": 0},
            {"sequence": True},
            {"sequence": "4"},
            {"sequence": 4.0},
            {"previous": None},
            {"previous": "ab" * 32},
            {"previous": ""},
            {"previous": ...},
            {"sequence": 1, "previous": None},
        ):
            log = self.small()
            log.say("blue", "ann", log.ann, "x.v1")
            log.say("blue", "ann", log.ann, "x.v1", **change)
            self.refuses_last(log)
        log = self.small()
        log.add(log.entries[-1])
        self.refuses_last(log, "it does not follow number 2")
        log = self.small()
        log.say("blue", "ann", log.ann, "x.v1")
        log.say("blue", "ann", log.ann, "x.v1")
        log.entries[-1], log.entries[-2] = log.entries[-2], log.entries[-1]
        log.hashes = Hashes(sha(b"\x00" + entry) for entry in log.entries)
        self.judge(self.refuses, log, "entry 4: it does not follow number 2")
        log = self.small()
        log.say("blue", "ann", log.ann, "x.v1")
        log.say("blue", "ann", log.ann, "x.v1")
        del log.entries[4], log.hashes.leaves[4]
        self.judge(self.refuses, log, "entry 4: ")

    def test_seen(self):
        for size, root in (
            (4, sha(b"x")),
            (3, sha(b"")),
            (0, sha(b"x")),
            (5, sha(b"")),
            (2**64, sha(b"")),
            (-1, sha(b"")),
        ):
            log = self.small()
            log.say("blue", "ann", log.ann, "x.v1", seen={"size": size, "root": b64(root)})
            self.refuses_last(log)
        for size in range(5):
            log = self.small()
            log.say("blue", "ann", log.ann, "x.v1", seen={"size": size, "root": b64(log.hashes.root(0, size))})
            self.accepts_last(log)

    # Spelling

    def test_statements(self):
        body = Body(a="1")
        for change in (
            {"kind": "X"},
            {"subject": ""},
            {"subject": "a" * 65},
            {"subject": "a/b"},
            {"party": "blue\n"},
            {"more": 1},
            {"saidAt": "now"},
            {"saidAt": ...},
            {"body": ...},
            {"body": None},
            {"body": []},
            {"body": "x"},
            {"commitment": b64(body.commitment())},
            {"audience": []},
            {"sealed": b64(bytes(32))},
            {"seen": {}},
            {"seen": {"size": 0}},
            {"seen": None},
            {"officer": None},
        ):
            log = self.small()
            log.say("blue", "ann", log.ann, "x.v1", **change)
            self.refuses_last(log)
        for change in (
            {"audience": ["red", "host"]},
            {"audience": ["red", "red"]},
            {"audience": []},
            {"sealed": ...},
            {"body": {}},
            {"audience": ...},
            {"commitment": "AA=="},
            {"audience": ["Red"]},
            {"audience": "red"},
        ):
            log = self.small()
            log.say("blue", "ann", log.ann, "x.v1", restricted=body, to=["host", "red"], **change)
            self.refuses_last(log)
        log = self.small()
        log.say("blue", "ann", log.ann, "x.v1", restricted=body, to=["host", "red"])
        log.say("blue", "ann", log.ann, "x.v1", restricted=body)
        self.accepts_last(log)

    def test_constants_are_not_json(self):
        for constant in ("NaN", "Infinity", "-Infinity"):
            log = self.small()
            log.say("blue", "ann", log.ann, "x.v1", "y", {"number": float(constant)})
            self.refuses_last(log, f"{constant} is not JSON")

    def test_envelopes(self):
        def twice(value):
            return compact(value)[:-1] + b',"kind":"x.v1"}'

        log = self.small()
        log.say("blue", "ann", log.ann, "x.v1", spell=twice)
        self.refuses_last(log, "JSON names a member twice")
        log = self.small()
        log.say("blue", "ann", log.ann, "x.v1", spell=lambda value: json.dumps(value, indent=3).encode())
        self.accepts_last(log)
        log = self.small()
        log.say("blue", "ann", log.ann, "x.v1", {"text": "x" * 12_500})
        self.refuses_last(log, "the envelope is larger")

        def entry(spell):
            log = self.small()
            payload = compact(log.payload("blue", "ann", "x.v1", "y"))
            log.add(spell(json.loads(envelope(payload, log.ann)), payload, log))
            self.refuses_last(log)

        entry(lambda value, payload, log: compact({**value, "payloadType": "application/json"}))
        entry(lambda value, payload, log: compact({**value, "signatures": []}))
        entry(lambda value, payload, log: compact({**value, "signatures": value["signatures"] * 2}))
        entry(lambda value, payload, log: compact({**value, "more": 1}))
        entry(lambda value, payload, log: compact({**value, "payload": b64(payload + b" ")}))
        entry(lambda value, payload, log: compact({**value, "payload": value["payload"] + "\n"}))
        entry(lambda value, payload, log: compact(value)[:-1])
        entry(lambda value, payload, log: compact(value) + compact(value))
        entry(lambda value, payload, log: compact(value)[:-1] + b',"payload":"' + value["payload"].encode() + b'"}')
        entry(lambda value, payload, log: b"")
        entry(lambda value, payload, log: b"[" * 16_000)
        entry(
            lambda value, payload, log: compact(
                {**value, "signatures": [{**value["signatures"][0], "sig": b64(bytes(64))}]}
            )
        )
        entry(
            lambda value, payload, log: compact(
                {**value, "signatures": [{**value["signatures"][0], "sig": b64(bytes(63))}]}
            )
        )
        entry(
            lambda value, payload, log: compact(
                {**value, "signatures": [{"keyid": log.ann.id, "sig": b64(log.ann.sign(payload))}]}
            )
        )
        entry(
            lambda value, payload, log: compact(
                {**value, "signatures": [{"keyid": log.ann.id.upper(), "sig": value["signatures"][0]["sig"]}]}
            )
        )


class Use(Case):
    """The program as it is called."""

    def test_calls(self):
        log = busy_log(3)
        entry, receipt = self.file(log.entries[3], "statement"), self.file(log.receipt(3), "receipt")

        def call(*arguments):
            done = subprocess.run([sys.executable, PROGRAM, *arguments], capture_output=True, text=True, check=False)
            self.assertNotIn("Traceback", done.stdout + done.stderr)
            return done.returncode, done.stdout.split(":")[0]

        self.assertEqual(call("receipt", "--log-key", log.key.vkey, entry, receipt), (0, "verified"))
        self.assertEqual(call("receipt", "--log-key", log.key.vkey, receipt, entry), (1, "not verified"))
        self.assertEqual(call("evidence", "--log-key", log.key.vkey, receipt), (1, "not proven"))
        self.assertEqual(call("receipt", entry, receipt)[0], 2)
        self.assertEqual(call()[0], 2)

    def test_misuse(self):
        log = busy_log(3)
        entry, receipt = self.file(log.entries[3], "statement"), self.file(log.receipt(3), "receipt")
        self.misused("receipt", entry, receipt + "x", key=log.key.vkey, says="No such file")
        self.misused("receipt", entry, self.folder, key=log.key.vkey, says="Is a directory")
        self.misused("receipt", entry, receipt, "--signed-by", "AAAA", key=log.key.vkey, says="--signed-by is not")
        self.misused("receipt", entry, receipt, "--signed-by", "A", key=log.key.vkey, says="--signed-by is not spelled")
        for key in (
            "",
            "x",
            log.key.vkey[:-1],
            log.key.vkey.replace("log.", "lag."),
            NoteKey("x", 4).vkey,
            log.key.vkey + "=",
            "\ud800" + log.key.vkey,
        ):
            self.misused("receipt", entry, receipt, key=key)


if __name__ == "__main__":
    unittest.main()
