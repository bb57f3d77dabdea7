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

MAX_ENTRY, MAX_OPENED, MAX_FILE = 16_384, 1 << 20, 64 << 20  # bytes: an entry [1.2], an opened body [3.3], any file
MAX_FIELDS, MAX_LINES, MAX_NUMBER = 256, 256, 2**63 - 1  # fields of a body [3.1], signatures of a note, any number
MAX_TILE = 256 * (2 + MAX_ENTRY)  # bytes of any file of a log [1.2]
PARALLEL_FROM = 4_096  # entries of a log from which signatures are checked in processes of their own
EMPTY_ROOT, FOREVER = sha256().digest(), float("inf")
TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))", re.ASCII)
WHITE, SIGNATURE_LINE = re.compile(r"[ \t\n\r]*"), re.compile(r"\u2014 ([^\s+]+) ([A-Za-z0-9+/=]+)")
PAGE_START = '<script type="application/json" id="parley-bundle">'
SILENT = {  # what a verdict does not prove
    "receipt": "that the statement is true, whose key that is, whether it was good at that place, or what else is said",
    "bundle": "that nothing else was said about the record or about keys, that a body not opened says anything in "
              "particular, that anybody read it, or that the page around the object shows what is in it",
    "evidence": "why it happened; nor, of a party, that the keys were truly and still its own: one that the host made, "
                "one that was stolen, and one that entries which are not shown have silenced sign just as well",
    "log": "that what was said is true, what restricted bodies say, that anybody read it, or what comes later"}

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
        raise refusal if refusal.place == place else Refused(str(refusal), place) from None

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
        return DECODER.decode(text)
    except (ValueError, RecursionError):
        raise Refused(f"{what} is not JSON") from None

def read_utf8(data, what):
    ensure(len(data) <= MAX_FILE, f"{what} is too large")
    try:
        return data.decode()
    except ValueError:
        raise Refused(f"{what} is not UTF-8") from None

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

def nullable(reader):
    return lambda value, what: None if value is None else reader(value, what)

def record(optional=(), **readers):
    """Reads a JSON object with just these members; the optional ones may be left out, and are None then."""
    least, most = readers.keys() - set(optional), readers.keys()
    def read(value, what):
        ensure(type(value) is dict, f"{what} is not a JSON object")
        ensure(least <= value.keys() <= most, f"{what} lacks a member, or has one that does not belong there")
        return Record(**{name: reader(value[name], name) if name in value else None
                         for name, reader in readers.items()})
    return read

def read_open_body(value, what):
    ensure(type(value) is dict, f"{what} is not a JSON object")
    return value

read_any, read_text, read_name = (lambda value, _: value), spelled(".*"), spelled("[a-z0-9][a-z0-9.-]{0,63}")
read_hex, read_hash = spelled("[0-9a-f]{64}"), functools.partial(read_base64, length=32)
read_path, read_texts = listed(read_hash, 0, 63), listed(read_text, 0, 4096)
read_envelope = record(
    payloadType=spelled(r"application/vnd\.parley\.statement\+json"), payload=read_base64,
    signatures=listed(record(keyid=read_hex, sig=functools.partial(read_base64, length=64)), 1, 1))
read_payload = record(
    ("body", "commitment", "audience", "sealed"), accord=read_name, party=read_name, officer=read_name, kind=read_name,
    subject=read_name, sequence=read_number, previous=nullable(read_hex), saidAt=read_time, body=read_open_body,
    seen=record(size=read_number, root=read_hash), commitment=read_hash, sealed=read_hash,
    audience=listed(read_name, 0, 4096))
read_entries = listed(record(index=read_number, envelope=read_base64, path=read_path), 1, 1_000_000)
read_bundle = record(
    format=spelled("parley/bundle@v1"), logKey=read_text, record=read_text, madeAt=read_time, checkpoint=read_text,
    policy=nullable(read_text), entries=read_entries, receipts=listed(read_any, 0, 0), promises=read_texts,
    evidence=read_texts, opened=listed(record(index=read_number, fields=listed(read_any, 0, MAX_FIELDS)), 0, 65_536))
read_shown = record(name=spelled("[A-Za-z0-9._-]{1,64}"), value=read_any, opening=read_hash)
read_hidden = record(commitment=read_hash)
read_broken_promise = record(("leafHash", "path"), format=read_text, promise=read_text, checkpoint=read_text,
                             leafHash=read_hash, path=read_path)
read_equivocation = record(format=read_text, checkpoint=read_text, entries=read_entries,
                           statements=listed(read_base64, 2, 2))

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
        ends = ((level, (size >> level) * 32) for level in range(size.bit_length()) if size >> level & 1)
        subtrees = (bytes(self.levels[level][end - 32:end]) for level, end in ends)  # from the right to the left
        return functools.reduce(lambda right, left: node_hash(left, right), subtrees) if size else EMPTY_ROOT

def root_of_path(leaf, index, size, path):
    """The root that an inclusion proof leads to; accepts just what RFC 9162 section 2.1.3.2 does."""
    ensure(index < size, f"index {index} is not below the checkpoint's size {size}")
    ensure(bool(path) == (size > 1), "the path is not as long as the tree asks for")
    if size == 1:
        return leaf
    split = 1 << (size - 1).bit_length() - 1
    if index < split:
        return node_hash(root_of_path(leaf, index, split, path[:-1]), path[-1])
    return node_hash(path[-1], root_of_path(leaf, index - split, size - split, path[:-1]))

def roots_of_consistency(older, newer, proof, older_root):
    """The roots at both sizes that a consistency proof leads to; accepts just what RFC 9162 section 2.1.4.2 does.
    The older tree's root is given while its tree may turn out a whole subtree of the newer; None right of a split."""
    expected = older == newer and older_root is None
    ensure(proof if older < newer else len(proof) == expected, "the proof is not as long as the trees ask for")
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
    known = isinstance(key, ed25519.Ed25519PublicKey) or isinstance(getattr(key, "curve", None), ec.SECP256R1)
    der = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    ensure(known and key.public_bytes(*der) == spki, "a key is neither Ed25519 nor P-256, in DER")
    return key

def signature_holds(spki, signature, message):
    key = load_key(spki)
    try:
        if isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, message)
        else:
            r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
            key.verify(utils.encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
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

class Trust:
    """What the user brought: the log's key, and a policy that says which witnesses must have cosigned a checkpoint.
    A policy that is empty, or says `quorum none`, asks for none."""
    def __init__(self, log_key, policy, whose):
        self.log_key, self.whose, self.witnesses, self.groups = log_key, whose, {}, {}
        quorums, logs, free = [], [], set()  # free: what is in no group so far
        for number, line in enumerate(policy.split("\n"), 1):
            what, *words = [word for word in re.split("[ \t]+", line) if word] or ["#"]
            names, keys = (set(part) for part in zip(("none", log_key.spki), *self.witnesses.values()))
            names.update(self.groups)
            with blaming(f"line {number} of the policy"):
                if what == "log" and len(words) in (1, 2):
                    logs.append(read_vkey(words[0], 1))
                elif what == "witness" and len(words) in (2, 3) and words[0] not in names:
                    key = read_vkey(words[1], 4)
                    ensure(key.spki not in keys, "its key is the log's, or another witness's")
                    self.witnesses[key.name, key.id] = words[0], key.spki
                    free.add(words[0])
                elif what == "group" and len(words) > 2 and words[0] not in names:
                    name, threshold, *members = words
                    count = {"all": len(members), "any": 1}.get(threshold) or read_decimal(threshold, "the threshold")
                    ensure(1 <= count <= len(members) == len(free & set(members)), "its threshold or members cannot be")
                    self.groups[name], free = (count, members), free - set(members) | {name}
                elif what == "quorum" and len(words) == 1 and words[0] in names:
                    quorums.append(words[0])
                else:
                    ensure(what.startswith("#"), "it cannot be understood, or it uses a name that it cannot use")
        ensure(len(quorums) == 1 or not (quorums or logs or self.witnesses), "the policy does not have one quorum line")
        ensure(not logs or log_key in logs, "the policy does not list the log's key")
        self.quorum = quorums[0] if quorums and quorums[0] != "none" else None

    def witnessed_as_of(self, checkpoint):
        ensure(self.quorum, "no policy that asks for witnesses was given")
        times, asked = dict(checkpoint.times), [self.quorum]
        for name, (count, members) in self.groups.items():  # in the order of their definition
            newest = sorted((times[member] for member in members if member in times), reverse=True)
            times.update({name: newest[count - 1]} if len(newest) >= count else {})
        for name in asked:
            asked.extend(self.groups[name][1] if name in self.groups else [])
        missing = ", ".join(name for name in asked if name not in times and name not in self.groups)
        ensure(self.quorum in times, f"the witnesses that the policy asks for have not cosigned; missing: {missing}")
        return times[self.quorum]

    def about_witnesses(self, checkpoint):
        if not self.quorum:
            return "no witness asked for: only the log's signature stands for this tree, and it may have shown another"
        time, names = show_time(self.witnessed_as_of(checkpoint)), ", ".join(checkpoint.times)
        return f"the tree is witnessed as of {time}, by {names}; the policy is {self.whose}"

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
            signer, signature = (match[1], blob[:4]), blob[4:]
            if signer == (self.log_key.name, self.log_key.id):
                signed = len(signature) == 64 and signature_holds(self.log_key.spki, signature, message)
                ensure(signed, f"the log's signature of {what} does not hold")
            elif signer in self.witnesses:
                (name, spki), time = self.witnesses[signer], int.from_bytes(signature[:8], "big")
                cosigned = b"cosignature/v1\ntime %d\n" % time + message
                well_formed = len(signature) == 72 and 0 < time <= MAX_NUMBER
                ensure(well_formed and signature_holds(spki, signature[8:], cosigned),
                       f"the line of witness {name} in {what} does not hold")
                times[name] = max(time, times.get(name, 0))
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
        head = ["parley/promise@v1", self.log_key.name]
        ensure(len(lines) == 5 and lines[:2] == head, "what should be a promise is not one of this log")
        index, deadline = (read_decimal(lines[at], "a number in the promise") for at in (2, 4))
        return Record(index=index, leaf=read_hash(lines[3], "the promised leaf hash"), deadline=deadline)

def show_time(seconds):
    if not 0 <= seconds < 253_402_300_800:  # the year 10000
        return f"second {seconds}"
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

# Statements, and whose keys they are [2]

def read_statement(entry):
    ensure(len(entry) <= MAX_ENTRY, "the envelope is larger than an entry may be")
    envelope = read_envelope(read_json(read_utf8(entry, "the envelope"), "the envelope"), "the envelope")
    kind, payload, signature = envelope.payloadType.encode(), envelope.payload, envelope.signatures[0]
    said = read_payload(read_json(read_utf8(payload, "the payload"), "the payload"), "the payload")
    missing = said.body is None, said.commitment is None, said.audience is None, said.sealed is None
    ensure(missing == (False, True, True, True) or missing == (True, False, False, not said.audience)
           and said.audience == sorted(set(said.audience)), "it is neither open nor restricted as section 2.2 has it")
    said.message = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
    said.name, said.leaf = sha256(said.message).hexdigest(), leaf_hash(entry)
    said.key_id, said.signature = signature.keyid, signature.sig
    return said

HOST_ROOT, ROOT = (True, "root"), (False, "root")  # whether only the host says it, and which officer
SPEAKERS = {
    "clock.tick.v1": (True, "node"), "party.enrol.v1": HOST_ROOT, "party.rekey.v1": HOST_ROOT, "party.leave.v1": ROOT,
    "party.suspend.v1": HOST_ROOT, "party.reinstate.v1": HOST_ROOT, "witness.policy.v1": HOST_ROOT,
    "officer.enrol.v1": ROOT, "officer.release.v1": ROOT, "key.enrol.v1": ROOT, "key.revoke.v1": (False, None),
    "node.enrol.v1": ROOT, "node.revoke.v1": ROOT}

class Accord:
    """Who may speak, as the log itself says it in its order; `whole` means that no entry is left out."""
    def __init__(self, log_key, whole):
        self.log_key, self.whole, self.host, self.name, self.clock, self.last = log_key, whole, None, None, None, -1
        self.parties, self.chains, self.enrolled, self.policy_at = {}, {}, {}, None

    def admit(self, index, said):
        """The key that must have signed the statement at this index; refuses what may not stand there."""
        ensure((index == 0) == (said.kind == "accord.found.v1"), "the founding is entry 0, and no other entry is")
        if index == 0:
            ensure(said.body is not None and said.officer == "root", "the founding is not an open statement by a root")
            ensure(read_vkey(said.body.get("logKey"), 1) == self.log_key, "it founds a log of another key")
            self.host, self.name, self.clock = said.party, said.accord, said.saidAt
            self.enrol_party(said, self.host)
            self.enrol_key(said, self.host, "node", "nodeKey")
        ensure(index > self.last and self.host, "entries are not in ascending order, or the founding is missing")
        ensure(said.accord == self.name and said.party in self.parties, "its party is not enrolled in this accord")
        party, chain = self.parties[said.party], (said.party, said.officer == "node")
        spki, expires = party.keys.get(said.officer, {}).get(said.key_id, (None, 0))
        ensure(spki and said.key_id not in party.revoked, "the key that signed it does not speak for its officer here")
        ensure(self.clock < expires, "the key that signed it had expired by the log's clock")
        ensure(not party.suspended or said.officer == "root", "its party is suspended, and only its root may speak")
        before, name = self.chains.get(chain, (0, None))
        skips = not self.whole and said.sequence > before + 1 and said.previous
        follows = (said.sequence, said.previous) == (before + 1, name)
        ensure(follows or skips, f"it does not follow number {before} of its chain")
        ensure(said.seen.size <= index, "it says that it saw a larger tree than there was")
        self.chains[chain], self.last = (said.sequence, said.name), index
        if said.kind in SPEAKERS:
            self.take_effect(index, said, party)
        return spki

    def enrol_party(self, said, name, revoked=(), suspended=False):
        self.parties[name] = Record(keys={}, terms={}, revoked=set(revoked), suspended=suspended, left=False)
        self.enrol_key(said, name, "root", "rootKey")

    def enrol_key(self, said, party, officer, member, expires=FOREVER):
        spki = read_key(said.body.get(member), member)
        key_id = sha256(spki).hexdigest()
        self.parties[party].keys.setdefault(officer, {})[key_id] = spki, expires
        self.enrolled[party, officer, key_id] = spki

    def take_effect(self, index, said, party):
        kind, subject, body, other = said.kind, said.subject, said.body, self.parties.get(said.subject)
        of_host, officer = SPEAKERS[kind]
        may = officer in (None, said.officer) and (said.party == self.host or not of_host)
        ensure(may, f"{kind} is not for it to say")
        ensure(body is not None, f"{kind} is not open")
        if kind == "clock.tick.v1":
            before, self.clock = self.clock, read_time(body.get("time"), "the time")
            ensure(before <= self.clock, "it sets the log's clock back")
        elif kind == "witness.policy.v1":
            Trust(self.log_key, read_text(body.get("policy"), "the policy"), None)
            self.policy_at = index
        elif kind == "party.enrol.v1":
            ensure(other is None or other.left, "the party is enrolled already")
            self.enrol_party(said, subject, other.revoked if other else ())
        elif kind == "party.leave.v1":
            ensure(subject == said.party, "a party can only leave itself")
            party.keys, party.left = {}, True
        elif kind.startswith("party."):
            ensure(other and not other.left, "the party is not enrolled")
            if kind == "party.rekey.v1":
                self.enrol_party(said, subject, other.revoked, other.suspended)
                for name in set(other.keys) - {"root", "node"}:  # officers stay enrolled, without a key
                    self.parties[subject].keys[name], self.parties[subject].terms[name] = {}, other.terms[name]
            else:
                other.suspended = kind == "party.suspend.v1"
        elif kind.startswith("node."):
            party.keys.pop("node", None)
            if kind == "node.enrol.v1":
                self.enrol_key(said, said.party, "node", "key")
                read_hash(body.get("sealingKey"), "sealingKey")
                ensure("witnessKey" not in body or read_vkey(body["witnessKey"], 4), "witnessKey")
        elif kind == "key.revoke.v1":
            key_id = read_hex(body.get("key"), "the key to revoke")
            own = (said.party, said.officer, key_id) in self.enrolled
            ensure(own or said.officer == "root", "it revokes a key that is not its own")
            party.revoked.add(key_id)
        elif kind == "key.enrol.v1":
            ensure(subject in party.terms and subject in party.keys, "the officer is not enrolled")
            expires = min(read_time(body.get("expires"), "expires"), party.terms[subject])
            self.enrol_key(said, said.party, subject, "key", expires)
        else:
            ensure(subject not in ("root", "node"), "root and node are no officers to be enrolled")
            party.keys.pop(subject, None)
            if kind == "officer.enrol.v1":
                party.keys[subject], party.terms[subject] = {}, read_time(body.get("expires"), "expires")

def ensure_proved(leaf, index, checkpoint, path):
    ensure(root_of_path(leaf, index, checkpoint.size, path) == checkpoint.root, "the path does not lead to the root")

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
    said = read_statement(options.statement)
    head, _, note = read_utf8(options.receipt, "the receipt").partition("\n\n")
    first, *lines = head.split("\n")
    if lines and lines[0].startswith("extra "):
        read_base64(lines.pop(0)[6:], "extra")
    ensure(first == "c2sp.org/tlog-proof@v1" and lines and lines[0].startswith("index "), "this is not a tlog-proof")
    checkpoint, index = trust.checkpoint(note), read_decimal(lines[0][6:], "the index")
    ensure_proved(said.leaf, index, checkpoint, read_path(lines[1:], "the path"))
    if options.signed_by:
        ensure(said.key_id == sha256(options.signed_by).hexdigest(), "the statement names another key than --signed-by")
        holds = signature_holds(options.signed_by, said.signature, said.message)
        ensure(holds, "the statement's signature does not hold")
    return f"the statement is entry {index} of {trust.log_key.name}", [
        f"the log has signed a tree of {checkpoint.size} entries with exactly these bytes as entry {index}",
        "the key of --signed-by has signed it" if options.signed_by else "who signed it was not asked (--signed-by)",
        f"it calls itself {said.kind} by {said.party}/{said.officer} about {said.subject}; its name is {said.name}",
        trust.about_witnesses(checkpoint)]

# Evidence [5]

def judge_split_view(text, trust):
    ensure(text.endswith("\n"), "the file is cut off")
    rest = text[:-1].split("\n")[1:]

    def next_checkpoint(which):
        count = re.fullmatch(which + " ([1-9][0-9]{0,3})", rest.pop(0) if rest else "")
        ensure(count and int(count[1]) <= len(rest), f"the {which} checkpoint is missing or cut off")
        return trust.checkpoint("".join(rest.pop(0) + "\n" for _ in range(int(count[1]))), f"the {which} checkpoint")

    older, newer = next_checkpoint("older"), next_checkpoint("newer")
    if older.size == newer.size:
        ensure(older.root < newer.root and not rest, "of equal size there must be just two roots, the smaller first")
        return f"the log has signed two different trees of {older.size} entries"
    ensure(1 <= older.size < newer.size, "the older checkpoint is not the smaller one, or is empty")
    ensure(rest and rest[0].startswith("branch "), "the branch is missing")
    branch, proof = read_hash(rest[0][7:], "the branch"), read_path(rest[1:], "the proof")
    ensure(branch != older.root, "the branch is the older checkpoint's root, so that nothing is contradicted")
    roots = roots_of_consistency(older.size, newer.size, proof, branch)
    ensure(roots == (branch, newer.root), "the consistency proof does not lead from the branch to the newer root")
    return f"the log has signed a tree of {newer.size} entries that does not continue its signed tree of {older.size}"

def judge_broken_promise(value, trust):
    given = read_broken_promise(value, "the evidence")
    promise, checkpoint = trust.promise(given.promise), trust.checkpoint(given.checkpoint)
    ensure((given.leafHash is None) == (given.path is None), "of leafHash and path there is only one")
    if given.path is not None:
        ensure_proved(given.leafHash, promise.index, checkpoint, given.path)
        ensure(given.leafHash != promise.leaf, "the log holds what it promised")
        return f"the log promised index {promise.index} to one entry and gave it to another"
    ensure(checkpoint.size <= promise.index, "the checkpoint is large enough to hold the promised entry")
    time = trust.witnessed_as_of(checkpoint)
    ensure(time > promise.deadline, "the checkpoint is not witnessed as of a time after the deadline")
    until, later = show_time(promise.deadline), show_time(time)
    return f"the log promised entry {promise.index} by {until}, and at {later} it was not there"

def judge_equivocation(value, trust):
    given = read_equivocation(value, "the evidence")
    checkpoint, accord = trust.checkpoint(given.checkpoint), Accord(trust.log_key, whole=False)
    held = admit_proved(accord, checkpoint, given.entries)
    one, other = (read_statement(statement) for statement in given.statements)
    for said in (one, other):
        spki = accord.enrolled.get((said.party, said.officer, said.key_id))
        ensure(spki and said.accord == accord.name, "a statement is not by a key that the entries enrol")
        ensure(signature_holds(spki, said.signature, said.message), "the signature of a statement does not hold")
    place, other_place = ((said.party, said.officer == "node", said.sequence) for said in (one, other))
    ensure(place == other_place, "the two statements are not at one place of one chain")
    ensure(one.name < other.name, "the two statements are one, or not in ascending order of their names")
    known = [index for index, said in held.items() if said.name in (one.name, other.name)]
    holds = f"; the log holds {held[known[0]].name} as entry {known[0]}" if known else ""
    return f"keys of {place[0]} have signed two statements as number {place[2]} of one chain{holds}"

def judge_evidence(text, trust):
    if text.startswith("parley/evidence/split-view@v1\n"):
        return judge_split_view(text, trust)
    value = read_json(text, "the evidence")
    kind = value.get("format") if type(value) is dict else None
    if kind == "parley/evidence/broken-promise@v1":
        return judge_broken_promise(value, trust)
    ensure(kind == "parley/evidence/equivocation@v1", "this is no kind of evidence that is known here")
    return judge_equivocation(value, trust)

def verify_evidence(options, trust):
    return judge_evidence(read_utf8(options.file, "the file"), trust), [
        f"every checkpoint and promise in it is signed by the key of {trust.log_key.name}"]

# Bundles [3.2, 6]

def parts(text, start):
    """Name (None in a list), start and end of each part of a JSON object or list that has been read before."""
    after, found, name = WHITE.match(text, start + 1).end(), [], None
    while text[after] not in "]}":
        if text[start] == "{":
            name, after = DECODER.raw_decode(text, after)
            after = WHITE.match(text, WHITE.match(text, after).end() + 1).end()
        first, (_, after) = after, DECODER.raw_decode(text, after)
        found.append((name, first, after))
        after = WHITE.match(text, after).end()
        after = WHITE.match(text, after + 1).end() if text[after] == "," else after
    return found

def spelled_member(text, start, wanted):
    return next((first, end) for name, first, end in parts(text, start) if name == wanted)

def commitment_of(fields, spelled_fields):
    """The commitment to an opened body [3.1]."""
    tree, names = Tree(), set()
    for field, text in zip(fields, spelled_fields):
        if type(field) is dict and "commitment" in field:
            tree.append(leaf_hash(read_hidden(field, "a hidden field").commitment))
        else:
            shown, (first, end) = read_shown(field, "a field"), spelled_member(text, 0, "value")
            ensure(shown.name not in names, "it shows two fields of one name")
            names.add(shown.name)
            name, value = shown.name.encode(), text[first:end].encode()
            message = b"parley/field/v1\0" + len(name).to_bytes(2, "big") + name + value
            tree.append(leaf_hash(hmac.digest(shown.opening, message, "sha256")))
    return tree.root(len(fields))

def check_opened(bundle, statements, text, from_page):
    ensure(len({opened.index for opened in bundle.opened}) == len(bundle.opened), "a body is opened twice")
    start, _ = spelled_member(text, WHITE.match(text).end(), "opened")
    for opened, (_, first, end) in zip(bundle.opened, parts(text, start)):
        with blaming(f"the opened body of entry {opened.index}"):
            said = statements.get(opened.index)
            ensure(said and said.commitment, "there is no restricted statement to which it could belong")
            ensure(end - first <= MAX_OPENED, "it is too large")
            start_of_fields, _ = spelled_member(text, first, "fields")
            fields = [text[first:end] for _, first, end in parts(text, start_of_fields)]
            as_made = [re.sub(r"(?<!\\)((?:\\\\)*)\\u003c", r"\1<", field) for field in fields] if from_page else fields
            ensure(said.commitment in (commitment_of(opened.fields, fields), commitment_of(opened.fields, as_made)),
                   "it is not what the statement commits to")

def verify_bundle(options, trust):
    text = read_utf8(options.file, "the file")
    from_page = not text.lstrip().startswith("{")
    if from_page:
        ensure(text.count(PAGE_START) == 1, "this is neither a bundle nor a page with one bundle")
        text, _, after = text.partition(PAGE_START)[2].partition("<")
        ensure(after.startswith("/script>"), "the bundle in the page is cut off, or has a < in it")
    bundle = read_bundle(read_json(text, "the bundle"), "the bundle")
    ensure(read_vkey(bundle.logKey, 1) == trust.log_key, "the bundle is of a log with another key")
    if options.policy is None and bundle.policy:
        trust = Trust(trust.log_key, bundle.policy, "the bundle's own word, as no --policy was given")
    checkpoint = trust.checkpoint(bundle.checkpoint)
    statements = admit_proved(Accord(trust.log_key, whole=False), checkpoint, bundle.entries)
    about = [str(index) for index, said in statements.items() if f"{said.party}/{said.subject}" == bundle.record]
    ensure(about, "the bundle holds no statement about its record")
    check_opened(bundle, statements, text, from_page)
    for promise in map(trust.promise, bundle.promises):
        ensure(promise.index not in statements or statements[promise.index].leaf == promise.leaf,
               f"the log promised index {promise.index} to another entry: this is a broken promise [5.2]")
    return f"{len(about)} statements about {bundle.record} are in {trust.log_key.name}", [
        f"the log has signed a tree of {checkpoint.size} entries, of which {len(statements)} are shown, each proved "
        f"and signed by a key that those before it enrol; about the record: {', '.join(about)}",
        f"{len(bundle.opened)} opened bodies are what their statements commit to",
        f"{len(bundle.promises)} promises are signed by the log",
        *(f"evidence: {judge_evidence(one, trust)}" for one in bundle.evidence), trust.about_witnesses(checkpoint)]

# Whole logs [1.2]

class Place:
    """The files of a log, below a folder or a URL."""
    def __init__(self, where):
        self.where, self.remote = where.rstrip("/"), where.startswith(("https://", "http://"))

    def read(self, name):
        """The bytes of a file, or None where there is no such file."""
        path = f"{self.where}/{name}"
        try:
            with urllib.request.urlopen(path, timeout=60) if self.remote else open(path, "rb") as file:
                data = file.read(MAX_TILE + 1)
        except (OSError, ValueError, http.client.HTTPException) as error:
            if isinstance(error, FileNotFoundError) or getattr(error, "code", None) in (404, 410):
                return None
            raise Refused(f"cannot be read ({error})", name) from None
        ensure(len(data) <= MAX_TILE, "is too large", name)
        return data

    def tile(self, wanted):
        """Name and bytes of a tile; of the full one where the partial one is gone."""
        kind, number, width = wanted
        groups = [f"{number // 1000**power % 1000:03}" for power in range((len(str(number)) + 2) // 3)]
        full = f"tile/{kind}/" + "/".join(["x" + group for group in groups[:0:-1]] + groups[:1])
        for name in [f"{full}.p/{width}", full][width == 256:]:
            data = self.read(name)
            if data is not None:
                return name, data
        raise Refused("is missing", full)

def split_entries(name, data, width):
    entries, at = [], 0
    for _ in range(width):
        end = at + 2 + int.from_bytes(data[at:at + 2], "big")
        ensure(at + 2 <= end <= len(data), "is cut off", name)
        entries.append(data[at + 2:end])
        at = end
    ensure(at == len(data) or width < 256 and ".p/" not in name, "goes on after its last entry", name)
    return entries

def check_hashes(tree, level, first, width, name, data):
    expected = tree.levels[8 * level][32 * first:32 * (first + width)]
    full = len(data) == 8192 and ".p/" not in name
    ensure(full or len(data) == 32 * width, "is not as long as it must be", name)
    wrong = [first + at for at in range(width) if data[32 * at:32 * at + 32] != expected[32 * at:32 * at + 32]]
    ensure(not wrong, f"its hash of {'subtree' if level else 'entry'} {min(wrong, default='')} is another", name)

def checked_batches(size, tiles, tree, accord):
    """Checks all that depends on what came before. Gives, tile by tile, the signatures that remain to be checked, and
    what is at fault after them."""
    for first, entry_tile, hash_tile in zip(range(0, size, 256), tiles, tiles):
        batch, place = [], None
        try:
            entries = split_entries(*entry_tile, min(256, size - first))
            for entry in entries:
                tree.append(leaf_hash(entry))
            check_hashes(tree, 0, first, len(entries), *hash_tile)
            for index, entry in enumerate(entries, first):
                place = f"entry {index}"
                said = read_statement(entry)
                spki = accord.admit(index, said)
                ensure(tree.root(said.seen.size) == said.seen.root, "the tree that it says it saw was never this log's")
                batch.append((place, spki, said.signature, said.message))
        except Refused as refusal:
            yield batch, Refused(str(refusal), place) if place else refusal
            return
        yield batch, None

def check_signatures(work):
    """How many entries there are, and what is at fault first: a signature, or what comes after them."""
    batch, later = work
    bad = [place for place, *signed in batch if not signature_holds(*signed)]
    return len(batch), Refused("its signature does not hold", bad[0]) if bad else later

def in_order(pool, work, arguments, window):
    """The results of the work, in order, with at most `window` of it under way."""
    pending = collections.deque()
    for argument in arguments:
        pending.append(pool.submit(work, argument))
        if len(pending) == window:
            yield pending.popleft().result()
    while pending:
        yield pending.popleft().result()

def verify_log(options, trust):
    place, tree, accord, done = Place(options.place), Tree(), Accord(trust.log_key, whole=True), 0
    with blaming("checkpoint"):
        note = place.read("checkpoint")
        ensure(note is not None, "is missing")
        checkpoint = trust.checkpoint(read_utf8(note, "the checkpoint"))
        witnesses, size = trust.about_witnesses(checkpoint), checkpoint.size
        ensure(size > 0, "the log is empty, and so not founded")

    def tiles(pool, level, kinds):
        count = size >> 8 * level
        wanted = ((kind, at >> 8, min(256, count - at)) for at in range(0, count, 256) for kind in kinds)
        return in_order(pool, place.tile, wanted, 16)

    workers = min(4, (os.cpu_count() or 1) - 1) if size >= PARALLEL_FROM else 0
    checkers = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) if workers else ThreadPoolExecutor(1)
    with ThreadPoolExecutor(8 if place.remote else 1) as readers, checkers:
        batches = checked_batches(size, tiles(readers, 0, ("entries", 0)), tree, accord)
        for count, fault in in_order(checkers, check_signatures, batches, 2 * workers + 1):
            if fault:
                raise fault
            done += count
            if sys.stderr.isatty():
                print(f"{done} of {size} entries", end="\r", file=sys.stderr)
        for level in range(1, 8):
            for at, tile in zip(range(0, size >> 8 * level, 256), tiles(readers, level, (level,))):
                check_hashes(tree, level, at, min(256, (size >> 8 * level) - at), *tile)
    ensure(tree.root(size) == checkpoint.root, "its root is not that of the entries", "checkpoint")
    return f"all {size} entries of {trust.log_key.name} are in order", [
        f"the log has signed the root {checkpoint.root.hex()}, and it and every tile are those of the entries",
        f"every statement is signed by a key that spoke for its officer at its place; {len(accord.parties)} parties, "
        f"{len(accord.enrolled)} keys; the {len(accord.chains)} chains are without gap, fork or change of order",
        "every tree that a speaker says it saw is this log's own; the log's clock never goes back, and stands at "
        + show_time(accord.clock // 10**9),
        f"the host states its policy about witnesses in entry {accord.policy_at}" if accord.policy_at else
        "the host states no policy about witnesses", witnesses]

# The program [7]

def read_file(name):
    with open(name, "rb") as file:
        return file.read(MAX_FILE + 1)

def argument(reader, *more):
    """For argparse: what the user brings, read; where that fails, the program was used wrongly."""
    def read(text):
        try:
            return reader(text, *more)
        except (Refused, OSError, ValueError) as error:
            raise argparse.ArgumentTypeError(printable(str(error))) from None
    return read

def printable(text):
    return text.encode("unicode_escape").decode()[:2000]

def parse(arguments):
    common, file = argparse.ArgumentParser(add_help=False), {"type": argument(read_file)}
    common.add_argument("--log-key", required=True, metavar="VKEY", type=argument(read_vkey, 1), help="the log's key")
    common.add_argument("--policy", metavar="FILE", help="says which witnesses must have cosigned")
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    receipt = commands.add_parser("receipt", parents=[common], help="is this statement in the log?")
    receipt.add_argument("--signed-by", metavar="BASE64SPKI", type=argument(read_key, "--signed-by"),
                         help="the key that must have signed the statement")
    receipt.add_argument("statement", metavar="STATEMENT", **file)
    receipt.add_argument("receipt", metavar="RECEIPT", **file)
    for name, what in (("bundle", "all about one record"), ("evidence", "proof of a breach")):
        commands.add_parser(name, parents=[common], help=what).add_argument("file", metavar="FILE", **file)
    log = commands.add_parser("log", parents=[common], help="a whole log")
    log.add_argument("--json", action="store_true", help="print one JSON object")
    log.add_argument("place", metavar="PLACE", help="a folder, or an http(s) URL")
    options = parser.parse_args(arguments)
    try:
        policy = "" if options.policy is None else read_utf8(read_file(options.policy), "the policy")
        return options, Trust(options.log_key, policy, printable(str(options.policy)))
    except (Refused, OSError, ValueError) as error:
        parser.error(f"argument --policy: {printable(str(error))}")

def main(arguments=None):
    options, trust = parse(arguments)
    word, rests_on, place = "proven" if options.command == "evidence" else "verified", [], None
    verify = {"receipt": verify_receipt, "bundle": verify_bundle, "evidence": verify_evidence, "log": verify_log}
    try:
        sentence, rests_on = verify[options.command](options, trust)
    except Refused as refusal:
        word, sentence, place = "not " + word, str(refusal), refusal.place
    except (Exception, KeyboardInterrupt) as error:  # a fault of this program must not pass for a proof
        word, sentence = "not " + word, f"this program failed to judge it ({type(error).__name__}: {error})"
    sentence, silent = printable(sentence), SILENT[options.command] if rests_on else None
    if getattr(options, "json", False):
        print(json.dumps({"verdict": word, "sentence": sentence, "place": place,
                          "restsOn": rests_on, "doesNotProve": silent}))
    else:
        print(f"{word}: {sentence}", *("  - " + printable(line) for line in rests_on), sep="\n")
        print(f"  This does not prove {silent}." if silent else "", end="\n" if silent else "")
    return int(word.startswith("not "))

if __name__ == "__main__":
    sys.exit(main())
