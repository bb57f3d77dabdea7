#!/usr/bin/env python3
"""Verifies Parley's receipts, bundles, evidence and whole logs, without trusting Parley's own program.
Written from docs/specification.md alone; numbers in brackets are its sections. Needs Python 3.9 and `cryptography`."""
import argparse, binascii, collections, contextlib, functools, hmac, http.client, json, multiprocessing, os, re, sys
import urllib.request
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import datetime, timezone
from hashlib import sha256
from types import SimpleNamespace as Record
try:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils
except ImportError:
    sys.exit("parley_verify needs the Python package `cryptography`: python3 -m pip install cryptography")

MAX_ENTRY, MAX_OPENED, MAX_FILE = 16_384, 1 << 20, 64 << 20  # bytes of an entry [1.2], an opened body [3.3], any file
MAX_FIELDS, MAX_LINES, MAX_NUMBER = 256, 256, 2**63 - 1  # fields of a body [3.1], signatures of a note, sizes and times
PARALLEL_FROM = 4_096  # entries of a log from which signatures are checked in processes of their own
EMPTY_ROOT, FOREVER, FOUNDING = sha256().digest(), float("inf"), "accord.found.v1"
PAGE_START = '<script type="application/json" id="parley-bundle">'
TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))", re.ASCII)
WHITE, SIGNATURE_LINE = re.compile(r"[ \t\n\r]*"), re.compile(r"\u2014 ([^\s+]+) ([A-Za-z0-9+/=]+)")
SILENT = {  # what a verdict does not prove
    "receipt": "that the statement is true, that its signer's key was good at that place, or what else the log holds",
    "bundle": "that nothing else was said about the record or changed a key, that a body not opened says anything in "
              "particular, that anybody read it, or that the page around the object shows what is in it",
    "evidence": "why it happened; of a party, also not that its keys were still its own: a key stolen, revoked or renewed "
                "by entries that are not shown signs just as well",
    "log": "that what was said is true, what restricted bodies say, that anybody read it, that a witness is honest, or "
           "what the log holds after this checkpoint"}

class Refused(Exception):
    """What was given does not hold: the reason, and the entry or file at fault."""
    def __init__(self, reason, place=None):
        super().__init__(f"{place}: {reason}" if place else reason)
        self.place = place

def ensure(holds, reason, place=None):
    if not holds:
        raise Refused(reason, place)

@contextlib.contextmanager
def blaming(place):
    try:
        yield
    except Refused as refusal:
        raise Refused(str(refusal), place) from None

# Readers take a value and what to call it; they give what was read, or refuse.

def no_duplicates(pairs):
    members = dict(pairs)
    ensure(len(members) == len(pairs), "a JSON object names a member twice")
    return members

DECODER = json.JSONDecoder(
    object_pairs_hook=no_duplicates, parse_constant=lambda constant: ensure(False, f"{constant} is not JSON"),
    parse_int=lambda digits: int(digits) if len(digits) < 20 else float(digits))

def read_json(text, what):
    try:
        return DECODER.decode(text if isinstance(text, str) else text.decode())
    except (ValueError, RecursionError):
        raise Refused(f"{what} is not JSON in UTF-8") from None

def read_base64(text, what, length=None):
    try:
        data = binascii.a2b_base64(text)
        canonical = binascii.b2a_base64(data, newline=False).decode() == text
    except (TypeError, ValueError):
        canonical = False
    ensure(canonical, f"{what} is not base64 in its one spelling")
    ensure(length is None or len(data) == length, f"{what} does not have {length} bytes")
    return data

def read_number(value, what):
    ensure(type(value) is int and 0 <= value <= MAX_NUMBER, f"{what} is not a whole number from 0")
    return value

def read_decimal(text, what):
    ensure(re.fullmatch("0|[1-9][0-9]{0,18}", text), f"{what} is not a decimal number")
    return read_number(int(text), what)

def read_time(text, what):
    """RFC 3339, as nanoseconds since 1970."""
    match = TIME.fullmatch(text) if type(text) is str else None
    try:
        seconds = int(datetime.fromisoformat(match[1] + "+00:00").timestamp())
    except (TypeError, ValueError):
        raise Refused(f"{what} is not a time by RFC 3339") from None
    offset = int(match[4]) * 3600 + int(match[5]) * 60 if match[3] else 0
    return (seconds + (offset if match[3] == "-" else -offset)) * 10**9 + int((match[2] or "0").ljust(9, "0"))

def spelled(pattern):
    compiled = re.compile(pattern, re.DOTALL)
    def read(value, what):
        ensure(type(value) is str and compiled.fullmatch(value), f"{what} is not spelled as it must be")
        return value
    return read

def listed(reader, least, most):
    def read(value, what):
        ensure(type(value) is list and least <= len(value) <= most, f"{what} is not a list of {least} to {most}")
        return [reader(one, what) for one in value]
    return read

def record(optional=(), **readers):
    """Reads a JSON object with just these members; the optional ones may be left out, and are None then."""
    least, most = readers.keys() - set(optional), readers.keys()
    def read(value, what):
        ensure(type(value) is dict, f"{what} is not a JSON object")
        ensure(least <= value.keys() <= most, f"{what} lacks a member, or has one that does not belong there")
        return Record(**{name: reader(value[name], name) if name in value else None for name, reader in readers.items()})
    return read

def nullable(reader):
    return lambda value, what: None if value is None else reader(value, what)

read_any, read_text, read_name = (lambda value, _: value), spelled(".*"), spelled("[a-z0-9][a-z0-9.-]{0,63}")
read_hex, read_hash = spelled("[0-9a-f]{64}"), functools.partial(read_base64, length=32)
read_path, read_texts = listed(read_hash, 0, 63), listed(read_text, 0, 4096)
read_envelope = record(payloadType=spelled(r"application/vnd\.parley\.statement\+json"), payload=read_base64,
    signatures=listed(record(keyid=read_hex, sig=functools.partial(read_base64, length=64)), 1, 1))
read_payload = record(("body", "commitment", "audience", "sealed"), accord=read_name, party=read_name, kind=read_name,
    officer=read_name, subject=read_name, sequence=read_number, previous=nullable(read_hex), saidAt=read_time, body=read_any,
    seen=record(size=read_number, root=read_hash), commitment=read_hash, sealed=read_hash, audience=listed(read_name, 0, 4096))
read_entries = listed(record(index=read_number, envelope=read_base64, path=read_path), 1, 1_000_000)
read_bundle = record(format=spelled("parley/bundle@v1"), logKey=read_text, record=read_text, madeAt=read_time,
    checkpoint=read_text, policy=nullable(read_text), entries=read_entries, receipts=listed(read_any, 0, 0), promises=read_texts,
    evidence=read_texts, opened=listed(record(index=read_number, fields=listed(read_any, 0, MAX_FIELDS)), 0, 65_536))
read_shown = record(name=spelled("[A-Za-z0-9._-]{1,64}"), value=read_any, opening=read_hash)
read_hidden = record(commitment=read_hash)
read_broken_promise = record(("leafHash", "path"), format=read_text, promise=read_text, checkpoint=read_text,
    leafHash=read_hash, path=read_path)
read_equivocation = record(format=read_text, checkpoint=read_text, entries=read_entries, statements=listed(read_base64, 2, 2))

# Trees [1.1]

def leaf_hash(entry):
    return sha256(b"\0" + entry).digest()

def node_hash(left, right):
    return sha256(b"\1" + left + right).digest()

class Tree:
    """The hashes of all complete subtrees, level by level, so that the root at every past size can be had."""
    def __init__(self):
        self.levels = [bytearray() for _ in range(64)]

    def append(self, node):
        for row in self.levels:
            row += node
            if len(row) % 64:  # a left sibling, which waits for its right one
                return
            node = sha256(b"\1" + row[-64:]).digest()

    def root(self, size):
        subtrees = [bytes(self.levels[level][((size >> level) - 1) * 32:][:32]) for level in range(63) if size >> level & 1]
        return functools.reduce(lambda right, left: node_hash(left, right), subtrees) if size else EMPTY_ROOT

def root_of_path(leaf, index, size, path):
    """The root that an inclusion proof leads to. Accepts what RFC 9162 section 2.1.3.2 does, by the tree's definition."""
    ensure(index < size, f"index {index} is not below the checkpoint's size {size}")
    ensure(bool(path) == (size > 1), "the path is not as long as the tree asks for")
    if size == 1:
        return leaf
    split = 1 << (size - 1).bit_length() - 1
    if index < split:
        return node_hash(root_of_path(leaf, index, split, path[:-1]), path[-1])
    return node_hash(path[-1], root_of_path(leaf, index - split, size - split, path[:-1]))

def roots_of_consistency(older, newer, proof, older_root):
    """The roots at both sizes that a consistency proof leads to. Accepts what RFC 9162 section 2.1.4.2 does. `older_root`
    is the older tree's where that tree is a subtree as a whole, and None to the right of it."""
    ensure(len(proof) > 0 if older < newer else len(proof) == (older_root is None), "the consistency proof is of wrong length")
    if older == newer:
        return (older_root or proof[0],) * 2
    split = 1 << (newer - 1).bit_length() - 1
    if older <= split:
        old, new = roots_of_consistency(older, split, proof[:-1], older_root)
        return old, node_hash(new, proof[-1])
    old, new = roots_of_consistency(older - split, newer - split, proof[:-1], None)
    return node_hash(proof[-1], old), node_hash(proof[-1], new)

# Keys, notes, policies [1.3 to 1.5]

@functools.lru_cache(maxsize=65_536)
def load_key(spki):
    try:
        key = serialization.load_der_public_key(spki)
    except (ValueError, UnsupportedAlgorithm):
        key = None
    ensure(isinstance(key, ed25519.Ed25519PublicKey) or isinstance(getattr(key, "curve", None), ec.SECP256R1),
           "a key is neither Ed25519 nor P-256")
    encoding = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    ensure(key.public_bytes(*encoding) == spki, "a key is not in the usual DER")
    return key

def signature_holds(spki, signature, message):
    key = load_key(spki)
    try:
        if isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, message)
        else:
            numbers = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
            key.verify(utils.encode_dss_signature(*numbers), message, ec.ECDSA(hashes.SHA256()))
        return True
    except InvalidSignature:
        return False

def read_key(text, what):
    spki = read_base64(text, what)
    load_key(spki)
    return spki

def read_vkey(text, kind):
    name, hex_id, key = (read_text(text, "a vkey").split("+", 2) + ["", ""])[:3]
    key = read_base64(key, "the key in a vkey")
    key_id = sha256(name.encode("utf-8", "surrogatepass") + b"\n" + key).digest()[:4]
    ensure(re.fullmatch(r"[^\s+]+", name) and hex_id == key_id.hex() and len(key) == 33 and key[0] == kind,
           f"a vkey is malformed, or not of type {kind}")
    return Record(name=name, id=key_id, spki=bytes.fromhex("302a300506032b6570032100") + key[1:])  # of an Ed25519 key

class Policy:
    """Which witnesses must have cosigned a checkpoint; an empty text, or `quorum none`, asks for none."""
    def __init__(self, text, log_key):
        self.witnesses, self.groups, quorums, logs, free = {}, {}, [], [], set()  # free: members of no group so far
        for number, line in enumerate(text.split("\n"), 1):
            what, *words = [word for word in re.split("[ \t]+", line) if word] or ["#"]
            names = {"none", *self.groups, *(name for name, _ in self.witnesses.values())}
            with blaming(f"line {number} of the policy"):
                if what == "log" and len(words) in (1, 2):
                    logs.append(read_vkey(words[0], 1))
                elif what == "witness" and len(words) in (2, 3) and words[0] not in names:
                    key, keys = read_vkey(words[1], 4), {log_key.spki, *(spki for _, spki in self.witnesses.values())}
                    ensure(key.spki not in keys, "the key is the log's, or another witness's")
                    self.witnesses[key.name, key.id] = words[0], key.spki
                    free.add(words[0])
                elif what == "group" and len(words) > 2 and words[0] not in names:
                    name, threshold, *members = words
                    count = {"all": len(members), "any": 1}.get(threshold) or read_decimal(threshold, "the threshold")
                    ensure(1 <= count <= len(set(members) & free) == len(members), "a threshold or a member is not possible")
                    self.groups[name], free = (count, members), free - set(members) | {name}
                elif what == "quorum" and len(words) == 1 and words[0] in names:
                    quorums.append(words[0])
                else:
                    ensure(what.startswith("#"), "cannot be understood, or uses a name that it cannot use")
        ensure(len(quorums) == 1 or not quorums + logs + list(self.witnesses), "the policy does not have one quorum line")
        ensure(not logs or log_key in logs, "the policy does not list the log's key")
        self.quorum = quorums[0] if quorums and quorums[0] != "none" else None

    def witnessed_as_of(self, times):
        ensure(self.quorum, "no policy that asks for witnesses was given")
        times, asked = dict(times), [self.quorum]
        for name, (count, members) in self.groups.items():  # in the order of their definition
            newest = sorted((times[member] for member in members if member in times), reverse=True)
            times.update({name: newest[count - 1]} if len(newest) >= count else {})
        for name in asked:
            asked.extend(self.groups[name][1] if name in self.groups else [])
        missing = ", ".join(name for name in asked if name not in times and name not in self.groups)
        ensure(self.quorum in times, f"the witnesses that the policy asks for have not cosigned; missing: {missing}")
        return times[self.quorum]

class Trust:
    """What the user brought: the log's key and a policy about witnesses."""
    def __init__(self, log_key, policy_text, whose):
        self.log_key, self.policy, self.whose = log_key, Policy(policy_text, log_key), whose

    def open_note(self, note, what):
        """The lines of a note that the log has signed, and the newest time at which each witness has cosigned it."""
        text, _, tail = note.rpartition("\n\n")
        lines, times, signed = tail.split("\n"), {}, False
        ensure(text and lines.pop() == "" and len(lines) <= MAX_LINES and not re.search("[\0-\t\x0b-\x1f]", note),
               f"{what} is not a note")
        message = (text + "\n").encode("utf-8", "surrogatepass")
        for line in lines:
            match = SIGNATURE_LINE.fullmatch(line)
            blob = read_base64(match[2], f"a signature of {what}") if match else b""
            ensure(len(blob) > 4, f"{what} has a malformed signature line")
            name, key_id, signature = match[1], blob[:4], blob[4:]
            if (name, key_id) == (self.log_key.name, self.log_key.id):
                signed = len(signature) == 64 and signature_holds(self.log_key.spki, signature, message)
                ensure(signed, f"the log's signature of {what} does not hold")
            elif (name, key_id) in self.policy.witnesses:
                witness, spki = self.policy.witnesses[name, key_id]
                time = int.from_bytes(signature[:8], "big")
                cosigned = b"cosignature/v1\ntime %d\n" % time + message
                ensure(len(signature) == 72 and 0 < time <= MAX_NUMBER and signature_holds(spki, signature[8:], cosigned),
                       f"the line of witness {witness} in {what} does not hold")
                times[witness] = max(time, times.get(witness, 0))
        ensure(signed, f"{what} is not signed by the log's key")
        return text.split("\n"), times

    def checkpoint(self, note, what="the checkpoint"):
        lines, times = self.open_note(note, what)
        ensure(len(lines) == 3 and lines[0] == self.log_key.name, f"{what} is not three lines, the origin first")
        size, root = read_decimal(lines[1], f"the size of {what}"), read_hash(lines[2], f"the root of {what}")
        ensure(size or root == EMPTY_ROOT, f"{what} has a root, but no entries")
        return Record(size=size, root=root, times=times)

    def promise(self, note):
        lines, _ = self.open_note(note, "the promise")
        ensure(len(lines) == 5 and lines[:2] == ["parley/promise@v1", self.log_key.name], "not a promise of this log [4]")
        return Record(index=read_decimal(lines[2], "the promised index"), leaf=read_hash(lines[3], "the promised leaf hash"),
                      deadline=read_decimal(lines[4], "the deadline"))

    def witnessed(self, checkpoint):
        if not self.policy.quorum:
            return "no witness asked for: the log's signature alone stands for the tree, and it may have shown others another"
        time = show_time(self.policy.witnessed_as_of(checkpoint.times))
        return f"the tree is witnessed as of {time} by {', '.join(checkpoint.times)}; the policy is {self.whose}"

def show_time(seconds):
    known = seconds < 253_402_300_800
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ") if known else f"second {seconds}"

# Statements, and whose keys they are [2]

HOST_ROOT, ROOT = (True, "root"), (False, "root")  # whether only the host says it, and which officer
SPEAKERS = {
    "clock.tick.v1": (True, "node"), "party.enrol.v1": HOST_ROOT, "party.rekey.v1": HOST_ROOT, "party.suspend.v1": HOST_ROOT,
    "party.reinstate.v1": HOST_ROOT, "witness.policy.v1": HOST_ROOT, "officer.enrol.v1": ROOT, "officer.release.v1": ROOT,
    "key.enrol.v1": ROOT, "key.revoke.v1": (False, None), "node.enrol.v1": ROOT, "node.revoke.v1": ROOT, "party.leave.v1": ROOT}

def read_statement(entry):
    ensure(len(entry) <= MAX_ENTRY, "the envelope is larger than an entry may be")
    envelope = read_envelope(read_json(entry, "the envelope"), "the envelope")
    said = read_payload(read_json(envelope.payload, "the payload"), "the payload")
    secret = (said.commitment is not None, said.audience is not None, said.sealed is not None)
    ensure(secret == (False, False, False) and type(said.body) is dict or said.body is None and said.audience is not None
           and secret == (True, True, len(said.audience) > 0) and said.audience == sorted(set(said.audience)),
           "it is neither open nor restricted as section 2.2 has it")
    kind, payload = envelope.payloadType.encode(), envelope.payload
    said.message = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
    said.name, said.leaf = sha256(said.message).hexdigest(), leaf_hash(entry)
    said.key_id, said.signature = envelope.signatures[0].keyid, envelope.signatures[0].sig
    return said

class Accord:
    """Who may speak, as the log itself says it in its order; `whole` means that no entry is left out."""
    def __init__(self, log_key, whole):
        self.log_key, self.whole, self.host, self.name, self.clock, self.last = log_key, whole, None, None, None, -1
        self.parties, self.chains, self.enrolled, self.policy_at = {}, {}, {}, None

    def admit(self, index, said):
        """The key that must have signed the statement at this index; refuses what may not stand there."""
        ensure((index == 0) == (said.kind == FOUNDING), "the founding is entry 0, and no other entry is")
        if index == 0:
            ensure(said.body and read_vkey(said.body.get("logKey"), 1) == self.log_key, "it does not found the log of this key")
            self.host, self.name, self.clock = said.party, said.accord, said.saidAt
            self.enrol_party(said)
            self.enrol_key(said, self.host, "node", "nodeKey")
        ensure(index > self.last and self.host, "the entries are not in ascending order, or do not begin with the founding")
        ensure(said.accord == self.name and said.party in self.parties, "its accord is another, or its party is not enrolled")
        party, chain = self.parties[said.party], (said.party, said.officer == "node")
        spki, expires = party.keys.get(said.officer, {}).get(said.key_id, (None, 0))
        ensure(spki and said.key_id not in party.revoked, "the key that signed it does not speak for its officer here")
        ensure(self.clock < expires, "the key that signed it had expired by the log's clock")
        ensure(not party.suspended or said.officer == "root", "its party is suspended, and only its root may speak")
        before, name = self.chains.get(chain, (0, None))
        gap = not self.whole and said.sequence > before + 1 and said.previous
        ensure(gap or (said.sequence, said.previous) == (before + 1, name), f"it does not follow number {before} of its chain")
        ensure(said.seen.size <= index, "it says that it saw a larger tree than there was")
        self.chains[chain], self.last = (said.sequence, said.name), index
        if said.kind in SPEAKERS:
            self.take_effect(index, said, party)
        return spki

    def enrol_party(self, said, revoked=frozenset(), suspended=False):
        subject = said.subject if self.parties else said.party  # the founding enrols the host that speaks it
        self.parties[subject] = Record(keys={}, terms={}, revoked=set(revoked), suspended=suspended, left=False)
        self.enrol_key(said, subject, "root", "rootKey")

    def enrol_key(self, said, party, officer, member, expires=FOREVER):
        spki = read_key(said.body.get(member), member)
        key_id = sha256(spki).hexdigest()
        self.parties[party].keys.setdefault(officer, {})[key_id] = spki, expires
        self.enrolled[party, officer, key_id] = spki

    def take_effect(self, index, said, party):
        kind, subject, body = said.kind, said.subject, said.body
        of_host, speaker = SPEAKERS[kind]
        ensure(said.officer == (speaker or said.officer) and said.party == (self.host if of_host else said.party),
               f"{kind} is not for it to say")
        ensure(body is not None, f"{kind} is not open")
        other = self.parties.get(subject)
        if kind == "clock.tick.v1":
            time = read_time(body.get("time"), "the time")
            ensure(time >= self.clock, "it sets the log's clock back")
            self.clock = time
        elif kind == "witness.policy.v1":
            Policy(read_text(body.get("policy"), "the policy"), self.log_key)
            self.policy_at = index
        elif kind == "party.enrol.v1":
            ensure(other is None or other.left, "the party is enrolled already")
            self.enrol_party(said, other.revoked if other else ())
        elif kind.startswith("party.") and kind != "party.leave.v1":
            ensure(other and not other.left, "the party is not enrolled")
            if kind == "party.rekey.v1":
                self.enrol_party(said, other.revoked, other.suspended)
            else:
                other.suspended = kind == "party.suspend.v1"
        elif kind == "party.leave.v1":
            ensure(subject == said.party, "a party can only leave itself")
            party.keys, party.left = {}, True
        elif kind in ("node.enrol.v1", "node.revoke.v1"):
            party.keys.pop("node", None)
            if kind == "node.enrol.v1":
                self.enrol_key(said, said.party, "node", "key")
                read_hash(body.get("sealingKey"), "sealingKey")
                ensure("witnessKey" not in body or read_vkey(body["witnessKey"], 4), "witnessKey")
        elif kind == "key.revoke.v1":
            key_id = read_hex(body.get("key"), "the key to revoke")
            ensure(said.officer == "root" or (said.party, said.officer, key_id) in self.enrolled, "the key is another's")
            party.revoked.add(key_id)
        else:
            ensure(subject not in ("root", "node"), "root and node are no officers to be enrolled")
            if kind == "key.enrol.v1":
                ensure(subject in party.keys, "the officer is not enrolled")
                expires = min(read_time(body.get("expires"), "expires"), party.terms[subject])
                self.enrol_key(said, said.party, subject, "key", expires)
            else:
                party.keys.pop(subject, None)
                if kind == "officer.enrol.v1":
                    party.keys[subject], party.terms[subject] = {}, read_time(body.get("expires"), "expires")

def ensure_proved(leaf, index, checkpoint, path):
    root = root_of_path(leaf, index, checkpoint.size, path)
    ensure(root == checkpoint.root, "the path does not lead to the checkpoint's root")

def admit_proved(accord, checkpoint, entries):
    """The statements at these entries, each proved in the checkpoint and signed by a key that those before it enrol."""
    statements = {}
    for entry in entries:
        with blaming(f"entry {entry.index}"):
            said = statements[entry.index] = read_statement(entry.envelope)
            ensure_proved(said.leaf, entry.index, checkpoint, entry.path)
            spki = accord.admit(entry.index, said)
            ensure(signature_holds(spki, said.signature, said.message), "its signature does not hold")
    return statements

# Receipts [1.6]

def verify_receipt(options, trust):
    said = read_statement(read_file(options.statement))
    head, _, note = read_utf8(options.receipt).partition("\n\n")
    lines = head.split("\n")
    if len(lines) > 1 and lines[1].startswith("extra "):
        read_base64(lines.pop(1)[6:], "extra")
    ensure(len(lines) > 1 and lines[0] == "c2sp.org/tlog-proof@v1" and lines[1].startswith("index "), "not a tlog-proof")
    checkpoint, index = trust.checkpoint(note), read_decimal(lines[1][6:], "the index")
    ensure_proved(said.leaf, index, checkpoint, read_path(lines[2:], "the path"))
    signer = "who signed the statement has not been looked at, as no --signed-by was given"
    if options.signed_by:
        ensure(said.key_id == sha256(options.signed_by).hexdigest(), "the statement names another key than --signed-by")
        ensure(signature_holds(options.signed_by, said.signature, said.message), "the statement's signature does not hold")
        signer = "the key of --signed-by has signed the statement"
    return f"the statement is entry {index} of {trust.log_key.name}", [
        f"the log has signed a tree of {checkpoint.size} entries with exactly these bytes as entry {index}", signer,
        f"the statement says of itself: {said.kind} by {said.party}/{said.officer} about {said.subject}, its name {said.name}",
        trust.witnessed(checkpoint)]

# Evidence [5]

def judge_split_view(text, trust):
    ensure(text.endswith("\n"), "the file is cut off")
    rest = text[:-1].split("\n")[1:]

    def next_checkpoint(which):
        count = re.fullmatch(which + " ([1-9][0-9]{0,3})", rest.pop(0) if rest else "")
        ensure(count and int(count[1]) <= len(rest), f"the {which} checkpoint is missing or cut off")
        note = "".join(rest.pop(0) + "\n" for _ in range(int(count[1])))
        return trust.checkpoint(note, f"the {which} checkpoint")

    older, newer = next_checkpoint("older"), next_checkpoint("newer")
    if older.size == newer.size:
        ensure(older.root < newer.root and not rest, "of equal size there must be two roots, the smaller first, and no more")
        return f"the log has signed two different trees of {older.size} entries"
    ensure(1 <= older.size < newer.size, "the older checkpoint is not the smaller one, or is empty")
    ensure(rest and rest[0].startswith("branch "), "the branch is missing")
    branch, proof = read_hash(rest[0][7:], "the branch"), read_path(rest[1:], "the consistency proof")
    ensure(branch != older.root, "the branch is the older checkpoint's root, so that nothing is contradicted")
    ensure(roots_of_consistency(older.size, newer.size, proof, branch) == (branch, newer.root),
           "the consistency proof does not lead from the branch to the newer root")
    return f"the log has signed a tree of {newer.size} entries that does not continue the tree of {older.size} it had signed"

def judge_broken_promise(value, trust):
    given = read_broken_promise(value, "the evidence")
    promise, checkpoint = trust.promise(given.promise), trust.checkpoint(given.checkpoint)
    if given.leafHash is not None and given.path is not None:
        ensure_proved(given.leafHash, promise.index, checkpoint, given.path)
        ensure(given.leafHash != promise.leaf, "the log holds what it promised")
        return f"the log promised index {promise.index} to one entry and gave it to another"
    ensure(given.leafHash is None and given.path is None, "of leafHash and path there is only one")
    ensure(checkpoint.size <= promise.index, "the checkpoint is large enough to hold the promised entry")
    time = trust.policy.witnessed_as_of(checkpoint.times)
    ensure(time > promise.deadline, "the checkpoint is not witnessed as of a time after the deadline")
    return f"the log promised entry {promise.index} until {show_time(promise.deadline)}; it was not there at {show_time(time)}"

def judge_equivocation(value, trust):
    given = read_equivocation(value, "the evidence")
    checkpoint, accord = trust.checkpoint(given.checkpoint), Accord(trust.log_key, whole=False)
    held = admit_proved(accord, checkpoint, given.entries)
    pair = [read_statement(statement) for statement in given.statements]
    for said in pair:
        spki = accord.enrolled.get((said.party, said.officer, said.key_id))
        ensure(spki and said.accord == accord.name, "a statement is not by a key that the entries enrol for its officer")
        ensure(signature_holds(spki, said.signature, said.message), "the signature of a statement does not hold")
    place, other_place = ((said.party, said.officer == "node", said.sequence) for said in pair)
    ensure(place == other_place, "the two statements are not at one place of one chain")
    ensure(pair[0].name < pair[1].name, "the two statements are one, or not in ascending order of their names")
    known = [f"; the log holds {said.name} as entry {index}" for index, said in held.items()
             if said.name in (pair[0].name, pair[1].name)]
    return f"keys of {place[0]} have signed two statements as number {place[2]} of one chain" + "".join(known)

def judge_evidence(text, trust):
    if text.startswith("parley/evidence/split-view@v1\n"):
        return judge_split_view(text, trust)
    value = read_json(text, "the evidence")
    judges = {"parley/evidence/broken-promise@v1": judge_broken_promise,
              "parley/evidence/equivocation@v1": judge_equivocation}
    judge = judges.get(read_text(value.get("format"), "the format")) if type(value) is dict else None
    ensure(judge, "this is no kind of evidence that is known here")
    return judge(value, trust)

def verify_evidence(options, trust):
    asked = trust.whose if trust.policy.quorum else "none was asked for"
    return judge_evidence(read_utf8(options.file), trust), [
        f"the key of {trust.log_key.name} has signed what is shown", f"witnesses: {asked}"]

# Bundles [3.2, 6]

def parts(text, start):
    """Name (None in a list), start and end of each part of a JSON object or list that has been read before."""
    after, found = WHITE.match(text, start + 1).end(), []
    while text[after] not in "]}":
        name = None
        if text[start] == "{":
            name, after = DECODER.raw_decode(text, after)
            after = WHITE.match(text, WHITE.match(text, after).end() + 1).end()
        first, (_, after) = after, DECODER.raw_decode(text, after)
        found.append((name, first, after))
        after = WHITE.match(text, after).end()
        after = WHITE.match(text, after + 1).end() if text[after] == "," else after
    return found

def start_of(text, start, wanted):
    return next(first for name, first, _ in parts(text, start) if name == wanted)

def commitment_of(fields, raw_fields):
    """The commitment to an opened body [3.1]; raw_fields are the fields as they are spelled."""
    tree = Tree()
    for field, raw in zip(fields, raw_fields):
        if type(field) is dict and "commitment" in field:
            tree.append(leaf_hash(read_hidden(field, "a hidden field").commitment))
        else:
            shown = read_shown(field, "a field")
            value = next(raw[first:end] for name, first, end in parts(raw, 0) if name == "value")
            message = b"parley/field/v1\0" + len(shown.name).to_bytes(2, "big") + (shown.name + value).encode()
            tree.append(leaf_hash(hmac.digest(shown.opening, message, "sha256")))
    return tree.root(len(fields))

def check_opened(bundle, statements, text, from_page):
    start = start_of(text, WHITE.match(text).end(), "opened")
    for opened, (_, first, end) in zip(bundle.opened, parts(text, start)):
        with blaming(f"opened body of entry {opened.index}"):
            said = statements.get(opened.index)
            ensure(said and said.commitment is not None and end - first <= MAX_OPENED, "no restricted statement, or too large")
            raw = [text[first:end] for _, first, end in parts(text, start_of(text, first, "fields"))]
            unpaged = [re.sub(r"(?<!\\)((?:\\\\)*)\\u003c", r"\1<", one) for one in raw] if from_page else raw
            ensure(said.commitment in (commitment_of(opened.fields, raw), commitment_of(opened.fields, unpaged)),
                   "it is not what the statement commits to")

def verify_bundle(options, trust):
    text = read_utf8(options.file)
    from_page = not text.lstrip().startswith("{")
    if from_page:
        ensure(text.count(PAGE_START) == 1, "this is neither a bundle nor a page with one bundle")
        text, _, after = text.partition(PAGE_START)[2].partition("<")
        ensure(after.startswith("/script>"), "the bundle in the page is cut off, or has a < in it")
    bundle = read_bundle(read_json(text, "the bundle"), "the bundle")
    ensure(read_vkey(bundle.logKey, 1) == trust.log_key, "the bundle is of a log with another key")
    if options.policy is None and bundle.policy:
        trust = Trust(trust.log_key, bundle.policy, "the bundle's own word, as no --policy was given")
    checkpoint, accord = trust.checkpoint(bundle.checkpoint), Accord(trust.log_key, whole=False)
    statements = admit_proved(accord, checkpoint, bundle.entries)
    about = [index for index, said in statements.items() if f"{said.party}/{said.subject}" == bundle.record]
    ensure(about, "the bundle holds no statement about its record")
    check_opened(bundle, statements, text, from_page)
    for promise in map(trust.promise, bundle.promises):
        said = statements.get(promise.index)
        ensure(said is None or said.leaf == promise.leaf, "the log promised the entry to another statement: a broken promise",
               f"entry {promise.index}")
    proven = [judge_evidence(evidence, trust) for evidence in bundle.evidence]
    return f"{len(about)} statements about {bundle.record} are in {trust.log_key.name}", [
        f"the log has signed a tree of {checkpoint.size} entries; {len(statements)} are shown, each proved and signed by a key "
        f"that those before it enrol; entries about the record: {', '.join(map(str, about))}",
        f"{len(bundle.opened)} opened bodies are what their statements commit to; "
        f"{len(bundle.promises)} promises are signed by the log"] + [f"evidence: {one}" for one in proven] + [
        trust.witnessed(checkpoint)]

# Whole logs [1.2]

class Place:
    """The files of a log, below a folder or a URL."""
    def __init__(self, where):
        self.where, self.remote = where.rstrip("/"), where.startswith(("https://", "http://"))

    def read(self, name):
        """The bytes of a file, or None where there is no such file."""
        try:
            if self.remote:
                with urllib.request.urlopen(f"{self.where}/{name}", timeout=60) as reply:
                    data = reply.read(MAX_FILE + 1)
            else:
                with open(os.path.join(self.where, name), "rb") as file:
                    data = file.read(MAX_FILE + 1)
        except (OSError, ValueError, http.client.HTTPException) as error:
            if isinstance(error, FileNotFoundError) or getattr(error, "code", None) in (404, 410):
                return None
            raise Refused(f"cannot be read ({error})", name) from None
        ensure(len(data) <= MAX_FILE, "is too large", name)
        return data

    def tile(self, wanted):
        """Name and bytes of a tile; of the full one where the partial one is gone."""
        kind, number, width = wanted
        groups = [f"{number // 1000**power % 1000:03}" for power in range((len(str(number)) + 2) // 3)]
        full = f"tile/{kind}/" + "/".join(["x" + group for group in groups[:0:-1]] + groups[:1])
        for name in [full] if width == 256 else [f"{full}.p/{width}", full]:
            data = self.read(name)
            if data is not None:
                return name, data
        raise Refused("is missing", name)

def split_entries(name, data, width):
    entries, at = [], 0
    for _ in range(width):
        end = at + 2 + int.from_bytes(data[at:at + 2], "big")
        ensure(len(data) - at >= 2 and end <= len(data), "is cut off", name)
        entries.append(data[at + 2:end])
        at = end
    ensure(at == len(data) or width < 256 and ".p/" not in name, "goes on after its last entry", name)
    return entries

def check_hashes(tree, level, first, width, name, data):
    expected = tree.levels[8 * level][32 * first:32 * (first + width)]
    full = len(data) == 8192 and ".p/" not in name
    ensure(len(data) == 32 * width or full, "is not as long as it must be", name)
    wrong = [index for index in range(width) if data[32 * index:32 * index + 32] != expected[32 * index:32 * index + 32]]
    ensure(not wrong, f"does not have the hash of {'entry' if level == 0 else 'subtree'} {first + (wrong or [0])[0]}", name)

def in_order(pool, work, arguments, window):
    """The results of the work, in order, with at most `window` of it under way. What the arguments' source refuses is
    raised when the work before it is done."""
    pending, refusals = collections.deque(), []

    def submitted():
        try:
            for argument in arguments:
                yield pool.submit(work, argument)
        except Refused as refusal:
            refusals.append(refusal)

    for future in submitted():
        pending.append(future)
        if len(pending) >= window:
            yield pending.popleft().result()
    while pending:
        yield pending.popleft().result()
    if refusals:
        raise refusals[0]

def checked_batches(size, tiles, tree, accord):
    """Checks all that depends on what came before; gives the signatures that remain to be checked."""
    for first, entry_tile, hash_tile in zip(range(0, size, 256), tiles, tiles):
        width, batch = min(256, size - first), []
        entries = split_entries(*entry_tile, width)
        for entry in entries:
            tree.append(leaf_hash(entry))
        check_hashes(tree, 0, first, width, *hash_tile)
        try:
            for index, entry in enumerate(entries, first):
                said = read_statement(entry)
                spki = accord.admit(index, said)
                ensure(tree.root(said.seen.size) == said.seen.root, "the tree that it says it saw was never this log's")
                batch.append((index, spki, said.signature, said.message))
        except Refused as refusal:
            yield batch
            raise Refused(str(refusal), f"entry {index}") from None
        yield batch

def first_bad_signature(batch):
    """Index of the first entry whose signature does not hold, or None; and how many were looked at."""
    return next((index for index, *signed in batch if not signature_holds(*signed)), None), len(batch)

def verify_log(options, trust):
    place, tree, accord, done = Place(options.place), Tree(), Accord(trust.log_key, whole=True), 0
    with blaming("checkpoint"):
        note = place.read("checkpoint")
        ensure(note is not None, "is missing")
        checkpoint = trust.checkpoint(decode(note, "the checkpoint"))
        witnessed = trust.witnessed(checkpoint)
    size = checkpoint.size
    ensure(size > 0, "the log is empty: it has not even been founded", "checkpoint")

    def names(level, kinds):
        count = size >> 8 * level
        return ((kind, first >> 8, min(256, count - first)) for first in range(0, count, 256) for kind in kinds)

    workers = min(4, (os.cpu_count() or 1) - 1) if size >= PARALLEL_FROM else 0
    processes = (ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) if workers else ThreadPoolExecutor(1))
    with ThreadPoolExecutor(8 if place.remote else 1) as threads, processes:
        tiles = in_order(threads, place.tile, names(0, ("entries", 0)), 16)
        batches = checked_batches(size, tiles, tree, accord)
        for bad, count in in_order(processes, first_bad_signature, batches, 2 * workers + 1):
            ensure(bad is None, "its signature does not hold", f"entry {bad}")
            done += count
            if sys.stderr.isatty():
                print(f"\r{done} of {size} entries", end="" if done < size else "\n", file=sys.stderr)
        for level in range(1, 8):
            for wanted, tile in zip(names(level, (level,)), in_order(threads, place.tile, names(level, (level,)), 16)):
                check_hashes(tree, level, wanted[1] << 8, wanted[2], *tile)
    ensure(tree.root(size) == checkpoint.root, "its root is not that of the entries", "checkpoint")
    stated = f"by entry {accord.policy_at}" if accord.policy_at else "by none"
    return f"all {size} entries of {trust.log_key.name} are in order", [
        f"the root that the log has signed, {checkpoint.root.hex()}, and every tile are those of the entries",
        f"every statement is signed by a key that spoke for its officer there; {len(accord.parties)} parties, "
        f"{len(accord.enrolled)} keys; each of the {len(accord.chains)} chains is without gap, fork or change of order",
        "every tree that a speaker says it saw is this log's own; the log's clock never goes back and stands at "
        + show_time(accord.clock // 10**9), f"the host's own policy about witnesses is stated {stated}", witnessed]

# The program [7]

class Misused(Exception):
    """The program was used wrongly."""

def read_file(name):
    try:
        with open(name, "rb") as file:
            data = file.read(MAX_FILE + 1)
    except (OSError, ValueError) as error:
        raise Misused(f"{name} cannot be read ({error})") from None
    ensure(len(data) <= MAX_FILE, "the file is too large", name)
    return data

def read_utf8(name):
    return decode(read_file(name), "the file")

def decode(data, what):
    try:
        return data.decode()
    except ValueError:
        raise Refused(f"{what} is not UTF-8") from None

def parse(arguments):
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--log-key", required=True, metavar="VKEY", help="the log's verifier key")
    common.add_argument("--policy", metavar="FILE", help="says which witnesses must have cosigned")
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    receipt = commands.add_parser("receipt", parents=[common], help="is this statement in the log?")
    receipt.add_argument("--signed-by", metavar="BASE64SPKI", help="the key that must have signed the statement")
    receipt.add_argument("statement", metavar="STATEMENT")
    receipt.add_argument("receipt", metavar="RECEIPT")
    commands.add_parser("bundle", parents=[common], help="all about one record").add_argument("file", metavar="FILE")
    commands.add_parser("evidence", parents=[common], help="proof of a breach").add_argument("file", metavar="FILE")
    log = commands.add_parser("log", parents=[common], help="a whole log")
    log.add_argument("--json", action="store_true", help="print one JSON object")
    log.add_argument("place", metavar="PLACE", help="a folder, or an http(s) URL")
    return parser.parse_args(arguments)

def brought(options):
    """The keys and the policy that the user brought."""
    try:
        if getattr(options, "signed_by", None):
            options.signed_by = read_key(options.signed_by, "--signed-by")
        text = read_utf8(options.policy) if options.policy is not None else ""
        return Trust(read_vkey(options.log_key, 1), text, options.policy)
    except Refused as refusal:
        raise Misused(str(refusal)) from None

def main(arguments=None):
    options = parse(arguments)
    word, rests_on, place = "proven" if options.command == "evidence" else "verified", [], None
    verify = {"receipt": verify_receipt, "bundle": verify_bundle, "evidence": verify_evidence, "log": verify_log}
    try:
        sentence, rests_on = verify[options.command](options, brought(options))
    except Misused as misuse:
        print("parley_verify:", printable(str(misuse)), file=sys.stderr)
        return 2
    except Refused as refusal:
        word, sentence, place = "not " + word, str(refusal), refusal.place
    except Exception as error:  # a fault of this program must not pass for a proof
        word, sentence = "not " + word, f"this program failed to judge it ({type(error).__name__}: {error})"
    if getattr(options, "json", False):
        print(json.dumps({"verdict": word, "sentence": printable(sentence), "place": place, "restsOn": rests_on}))
        return int(word != "verified")
    print(f"{word}: {printable(sentence)}")
    for line in rests_on:
        print("  - " + printable(line))
    if rests_on:
        print("  This does not prove " + SILENT[options.command] + ".")
    return int(word.startswith("not "))

def printable(text):
    return text.encode("unicode_escape").decode()[:2000]

if __name__ == "__main__":
    sys.exit(main())
