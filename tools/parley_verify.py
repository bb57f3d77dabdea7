#!/usr/bin/env python3
"""Verifies Parley's receipts, bundles, evidence and whole logs, without trusting Parley's own program: written from
docs/specification.md alone ([n]: its sections). Needs Python 3.9 and `cryptography`; README.md says how to call it."""
import argparse, base64, datetime, functools, hashlib, hmac, http.client, json, re, sys, time, urllib.request
from types import SimpleNamespace as Record
try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils
except ImportError:
    sys.exit("parley_verify needs the Python package `cryptography`: python3 -m pip install cryptography")

MAX_ENTRY, MAX_OPENED, MAX_FILE = 16_384, 1 << 20, 64 << 20  # bytes: an entry [1.2], an opened body [3.3], any file
NAME, HEX, TEXT, BASE64 = "[a-z0-9][a-z0-9.-]{0,63}", "[0-9a-f]{64}", r"[^\ud800-\udfff]*", "[A-Za-z0-9+/]*={0,2}"
NUMBER, WORD = "(?:0|[1-9][0-9]{0,17})", r"[^\s+\0-\x1f\ud800-\udfff]+"  # a text with more digits is refused
TIME = r"(?a:(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d))"
KEY = "MCowBQYDK2VwAyEA[^=]{43}=|MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE[^=]{86}=="  # Ed25519, P-256 [2.1]
NOTE = rf"([^\0-\t\x0b-\x1f\ud800-\udfff]+\n)\n((?:\u2014 {WORD} {BASE64}\n){{1,256}})"
CHECKPOINT = rf"ORIGIN\n(?P<size>{NUMBER})\n(?P<root>{BASE64})\n"
PROMISE = rf"parley/promise@v1\nORIGIN\n(?P<index>{NUMBER})\n(?P<leaf>{BASE64})\n(?P<deadline>{NUMBER})\n"
RECEIPT = rf"c2sp\.org/tlog-proof@v1\n(?:extra ({BASE64})\n)?index ({NUMBER})\n((?:{BASE64}\n)*?)\n(.*)"
SPLIT_VIEW = rf"[^\n]*\nolder ({NUMBER})\n(.+?\n)newer ({NUMBER})\n(.+?\n)(?:branch ({BASE64})\n((?:{BASE64}\n)*))?"
TOKEN = re.compile(r'"(?:[^"\\]+|\\.)*"|[][{}]|:[ \t\n\r]*', re.DOTALL)  # of JSON; what lies between is passed over
PAGE = '<script type="application/json" id="parley-bundle">'
def ensure(holds, reason):
    if not holds:
        raise ValueError(reason)
    return holds
def match(pattern, text, what):
    return ensure(type(text) is str and re.fullmatch(pattern, text, re.DOTALL), f"{what} is not spelled as it must be")
def read(value, what, form):  # pattern, reader, [form, least, most] or {member: form, optional?: form, nullable~: form}
    if not isinstance(form, (dict, list)):
        return match(form, value, what)[0] if type(form) is str else form(value, what)
    ensure(type(value) is type(form), f"{what} is not the JSON that it must be")
    if type(form) is list:
        ensure(form[1] <= len(value) <= form[2], f"{what} has too few or too many members")
        return [read(one, what, form[0]) for one in value]
    forms = {name.rstrip("?~"): form[name] for name in form}
    right = value.keys() <= forms.keys() and all(name in value or name + "?" in form for name in forms)
    ensure(right, f"{what} lacks a member, or has one too many")
    none = {name for name in forms if name not in value or name + "~" in form and value[name] is None}
    return Record(**{name: None if name in none else read(value[name], name, forms[name]) for name in forms})
JSON = json.JSONDecoder(
    object_pairs_hook=lambda pairs: ensure(len(dict(pairs)) == len(pairs), "JSON names a member twice") and dict(pairs),
    parse_constant=lambda word: ensure(False, f"{word} is not JSON"), parse_int=lambda n: (float if n[19:] else int)(n))
def read_object(value, what):
    return ensure(type(value) is dict and [value], f"{what} is not a JSON object")[0]
def read_number(value, what):
    return ensure(type(value) is int and 0 <= value < 2**63 and [value], f"{what} is not a whole number from 0")[0]
def read_base64(text, what, length=None, pattern=BASE64):
    data = base64.b64decode(match(pattern, text, what)[0] + "==")
    right = base64.b64encode(data).decode() == text and length in (None, len(data)) and [data]
    return ensure(right, f"{what} is not base64 in its one spelling, or of a wrong length")[0]
def read_time(text, what):  # as nanoseconds since 1970
    date, fraction, zone = match(TIME, text, what).groups()
    seconds = int(datetime.datetime.fromisoformat(date + zone.replace("Z", "+00:00")).timestamp())
    return seconds * 10**9 + int((fraction or "0").ljust(9, "0"))
def read_vkey(text, what, kind=1):
    name, key_id, key = match(rf"({WORD})\+([0-9a-f]{{8}})\+({BASE64})", text, what).groups()
    key = read_base64(key, what, 33)
    ensure(key[0] == kind and digest(name.encode(), b"\n", key)[:4].hex() == key_id, f"{what} is of another type or id")
    return Record(name=name, id=key_id, key=key[1:])

HASH, SPKI = functools.partial(read_base64, length=32), functools.partial(read_base64, pattern=KEY)
WITNESS, PATH, TEXTS = functools.partial(read_vkey, kind=4), [HASH, 0, 63], [TEXT, 0, 4096]
ENVELOPE = {"payloadType": r"application/vnd\.parley\.statement\+json", "payload": read_base64,
            "signatures": [{"keyid": HEX, "sig": functools.partial(read_base64, length=64)}, 1, 1]}
PAYLOAD = {"accord": NAME, "party": NAME, "officer": NAME, "kind": NAME, "subject": NAME, "sequence": read_number,
           "previous~": HEX, "saidAt": read_time, "seen": {"size": read_number, "root": HASH}, "body?": read_object,
           "commitment?": HASH, "audience?": [NAME, 0, 4096], "sealed?": HASH}
ENTRIES = [{"index": read_number, "envelope": read_base64, "path": PATH}, 1, 1_000_000]
SHOWN = {"name": "[A-Za-z0-9._-]{1,64}", "value": lambda value, what: value, "opening": HASH}
BUNDLE = {"format": "parley/bundle@v1", "logKey": read_vkey, "record": TEXT, "madeAt": read_time, "checkpoint": TEXT,
          "policy~": TEXT, "entries": ENTRIES, "receipts": [TEXT, 0, 0], "promises": TEXTS, "evidence": TEXTS,
          "opened": [{"index": read_number, "fields": [read_object, 0, 256]}, 0, 65_536]}
BROKEN_PROMISE = {"format": TEXT, "promise": TEXT, "checkpoint": TEXT, "leafHash?": HASH, "path?": PATH}
EQUIVOCATION = {"format": TEXT, "checkpoint": TEXT, "entries": ENTRIES, "statements": [read_base64, 2, 2]}
BODY = {"logKey": read_vkey, "rootKey": SPKI, "nodeKey": SPKI, "key": SPKI, "time": read_time, "expires": read_time,
        "policy": TEXT, "sealingKey": HASH, "witnessKey?": WITNESS}
KINDS = {  # who says it, with - for any; whose keys it silences; and the members of its body that matter [2.3]
    "accord.found.v1": "host root - logKey rootKey nodeKey", "clock.tick.v1": "host node - time",
    "witness.policy.v1": "host root - policy", "party.enrol.v1": "host root party rootKey",
    "party.rekey.v1": "host root party rootKey", "party.suspend.v1": "host root -", "party.reinstate.v1": "host root -",
    "party.leave.v1": "- root party", "officer.enrol.v1": "- root officer expires", "key.revoke.v1": "- - -",
    "officer.release.v1": "- root officer", "key.enrol.v1": "- root - key expires", "node.revoke.v1": "- root officer",
    "node.enrol.v1": "- root officer key sealingKey witnessKey?"}

def digest(*parts):
    return hashlib.sha256(b"".join(parts)).digest()
def grow(tree, leaf):  # a tree [1.1] is the rows of the hashes of all its complete subtrees, the leaves first
    for row in tree:
        row.append(leaf)
        if len(row) % 2:  # a left sibling, which waits for its right one
            return
        leaf = digest(b"\1", row[-2], leaf)
def root_of(tree, size):
    subtrees = [row[(size >> level) - 1] for level, row in enumerate(tree) if size >> level & 1] or [digest()]
    return functools.reduce(lambda right, left: digest(b"\1", left, right), subtrees)
def roots_of(older, newer, path, node, inclusion=False):  # of both trees, by RFC 9162 sections 2.1.3.2 and 2.1.4.2
    found = newer == 1 or older == newer and not inclusion  # the node, which is on the path itself right of a split
    ensure(older <= newer and (len(path) == (node is None) if found else path), "the path is not as long as it must be")
    if found:
        return (node or path[0],) * 2
    split, (*rest, last) = 1 << (newer - 1).bit_length() - 1, path
    if older > split:
        roots = roots_of(older - split, newer - split, rest, node if inclusion else None, inclusion)
        return tuple(digest(b"\1", last, root) for root in roots)
    old, new = roots_of(older, split, rest, node, inclusion)
    return old, digest(b"\1", new, last)
def check_inclusion(leaf, index, tree, path):  # tree: a checkpoint, if there is one
    ensure(not tree or roots_of(index + 1, tree.size, path, leaf, True)[1] == tree.root, "the path leads elsewhere")
def check_signature(what, key, signature, message):  # key: a SubjectPublicKeyInfo, or just the 32 bytes of Ed25519
    try:
        if len(key) <= 44:
            return ed25519.Ed25519PublicKey.from_public_bytes(key[-32:]).verify(signature, message)
        both = utils.encode_dss_signature(*(int.from_bytes(half, "big") for half in (signature[:32], signature[32:])))
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key[-65:])
        return point.verify(both, message, ec.ECDSA(SHA256()))
    except InvalidSignature:
        raise ValueError(f"{what} does not hold") from None

class Trust:  # the log's key, and the policy: who must have cosigned [1.3 to 1.5]; an empty one asks for nobody
    def __init__(self, log_key, policy, whose, signer=None):
        self.log_key, self.whose, self.signer, self.groups, self.quorum = log_key, whose, signer, {}, None
        self.signers, keys, logs = {(log_key.name, log_key.id): ("the log", log_key.key)}, [log_key.key], []
        self.place, free = None, {"none": False}  # free: the names so far, and whether each is in no group yet
        for line in (re.findall("[^ \t]+", line) for line in policy.split("\n")):
            what, name, *rest = line + ["#", "#"][len(line):]
            if what == "log" and len(rest) < 2:
                logs.append(read_vkey(name, "a log's key"))
            elif what == "quorum" and name in free and not rest and not self.quorum:
                self.quorum = name
            elif what == "witness" and len(rest) in (1, 2) and name not in free:
                vkey, free[name] = WITNESS(rest[0], f"the key of {name}"), True
                self.signers[vkey.name, vkey.id], keys = (name, vkey.key), keys + [vkey.key]
            elif what == "group" and len(rest) > 1 and name not in free:
                count = {"all": len(rest) - 1, "any": 1}.get(rest[0]) or int(match(NUMBER, rest[0], "a threshold")[0])
                members = {member for member in rest[1:] if free.get(member)}
                ensure(1 <= count <= len(rest) - 1 == len(members), f"group {name} cannot be")
                self.groups[name], free = (count, members), {**free, **dict.fromkeys(members, False), name: True}
            else:
                ensure(what[0] == "#", f"the policy's line `{' '.join(line)}` cannot be")
        right = len(set(keys)) == len(keys) and (not logs or log_key in logs) and (self.quorum or len(logs + keys) == 1)
        ensure(right, "the policy has no quorum, names a key twice, or is of another log")
    def witnessed_as_of(self, times):  # the newest time at which enough had cosigned, 0 if none are asked for; in words
        if self.quorum in (None, "none"):
            return 0, "no witness asked for: only the log's signature stands for this tree; it may have shown another"
        reached, missing = dict(times), ", ".join(name for name, _ in self.signers.values() if name not in times)
        for name, (count, members) in self.groups.items():  # in the order of their definition
            reached[name] = sorted((reached.get(member, 0) for member in members), reverse=True)[count - 1]
        newest = ensure(reached.get(self.quorum), f"too few witnesses have cosigned it; missing: {missing}")
        date = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(newest)) if newest < 1 << 37 else f"second {newest}"
        return newest, f"the tree is witnessed as of {date}; the policy is {self.whose}"
    def open_note(self, note, what="the checkpoint", pattern=CHECKPOINT):  # what the log has signed, and who else when
        (text, lines), times = match(NOTE, note, what).groups(), {}
        for name, blob in re.findall("\u2014 (.+) (.*)\n", lines):
            blob = read_base64(blob, f"a signature of {what}")
            signer, key = self.signers.get((name, blob[:4].hex()), (None, None))
            seconds, start = (0, 4) if signer == "the log" else (int.from_bytes(blob[4:12], "big"), 12)
            ensure(len(blob) > 4 and (not signer or start == 4 or 0 < seconds < 2**63), f"{what} has a malformed line")
            if signer:
                message = ((f"cosignature/v1\ntime {seconds}\n" if seconds else "") + text).encode()
                check_signature(f"the signature of {what} by {signer}", key, blob[start:], message)
                times[signer] = max(seconds, times.get(signer, 0))
        ensure("the log" in times, f"{what} is not signed by the log's key")
        said = match(pattern.replace("ORIGIN", re.escape(self.log_key.name)), text, what).groupdict().items()
        said = {name: HASH(word, name) if name in ("root", "leaf") else int(word) for name, word in said}
        right = said.get("size") != 0 or said["root"] == digest()
        return ensure(right and Record(**said, times=times), f"{what} has a root, but no entries")

def read_statement(entry):
    ensure(len(entry) <= MAX_ENTRY, "the envelope is larger than an entry may be")
    envelope = read(JSON.decode(entry.decode()), "the envelope", ENVELOPE)
    payload, kind, signed = envelope.payload, envelope.payloadType.encode(), envelope.signatures[0]
    said = read(JSON.decode(payload.decode()), "the payload", PAYLOAD)
    message, to = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload), said.audience or []
    given = [one is not None for one in (said.body, said.commitment, said.audience, said.sealed)]
    right = given in ([True, False, False, False], [False, True, True, bool(to)]) and to == sorted(set(to))
    ensure(right, "it is neither open nor restricted as section 2.2 has it")
    return Record(**vars(said), **vars(signed), message=message, name=digest(message).hex(), leaf=digest(b"\0", entry),
                  whose=(said.party, said.officer, signed.keyid), chain=(said.party, said.officer == "node"))

class Accord:  # who may speak, as the log says it in its order [2.3]; with the tree so far, no entry may be left out
    def __init__(self, trust, tree=None):
        self.trust, self.tree, self.host, self.name, self.clock, self.last = trust, tree, None, None, None, -1
        self.speaking, self.enrolled, self.chains, self.revoked, self.suspended = {}, {}, {}, set(), {}
    def enrol(self, party, officer, key, expires=float("inf")):
        whose, until = (party, officer, digest(key).hex()), self.speaking.setdefault((party, officer), float("inf"))
        self.enrolled[whose], self.speaking[whose] = key, min(expires, until)
    def admit(self, index, entry, checkpoint=None, path=()):  # also lets what it says about keys take effect
        self.trust.place = f"entry {index}"
        said = read_statement(entry)
        kind, party, subject, founding = said.kind, said.party, said.subject, said.kind == "accord.found.v1"
        ensure(founding == (index == 0) == (self.last < 0) and self.last < index, "not ascending from the founding")
        check_inclusion(said.leaf, index, checkpoint, path)
        who, officer, silences, *names = KINDS.get(kind, "- - -").split()
        may = said.body is not None and officer in ("-", said.officer) and (who == "-" or self.host in (None, party))
        ensure(may or kind not in KINDS, f"{kind} is not open, or not for it to say")
        known = {name: one for name, one in (said.body or {}).items() if {name, name + "?"} & set(names)}
        body = read(known, "its body", {name: BODY[name] for name in names})
        if founding:
            ensure(body.logKey == self.trust.log_key, "it founds a log of another key")
            self.host, self.name, self.clock = party, said.accord, said.saidAt
            self.enrol(party, "root", body.rootKey)
            self.enrol(party, "node", body.nodeKey)
        until = said.accord == self.name and (party, said.keyid) not in self.revoked and self.speaking.get(said.whose)
        ensure(until and self.clock < until, "the key that signed it does not speak for its officer, or has expired")
        ensure(said.officer == "root" or not self.suspended.get(party), "its party is suspended")
        before, name = self.chains.get(said.chain, (0, None))
        skips = not self.tree and said.sequence > before + 1 and said.previous
        ensure(skips or (said.sequence, said.previous) == (before + 1, name), f"it does not follow number {before}")
        ensure(said.seen.size <= index and (not self.tree or root_of(self.tree, said.seen.size) == said.seen.root),
               "the tree that it says it saw was never this log's")
        check_signature("its signature", self.enrolled[said.whose], said.sig, said.message)
        self.chains[said.chain], self.last = (said.sequence, said.name), index
        what, verb, *_ = kind.split(".") if kind in KINDS and not founding else ("", "")
        whose = {"party": (subject, "root"), "node": (party, "node")}.get(what, (party, subject))
        enrolled, silent = whose in self.speaking, whose[:1] if silences == "party" else whose
        ensure(what != "party" or enrolled == (verb != "enrol"), "the party is enrolled already, or not enrolled")
        ensure(verb != "leave" or subject == party, "a party can only leave itself")
        if what == "clock":
            self.clock = ensure(self.clock <= body.time and [body.time], "it sets the log's clock back")[0]
        elif what == "witness":
            Trust(self.trust.log_key, body.policy, None)
        elif what == "key" and verb == "revoke":
            key = match(HEX, said.body.get("key"), "the key")[0]
            ensure(said.officer == "root" or (party, said.officer, key) in self.enrolled, "it revokes another's key")
            self.revoked.add((party, key))
        elif what in ("officer", "key"):
            ensure(subject not in ("root", "node") and (what == "officer" or enrolled), "the officer is not enrolled")
        elif verb in ("suspend", "reinstate", "leave"):
            self.suspended[subject] = verb == "suspend"
        if silences != "-":
            self.speaking = {key: until for key, until in self.speaking.items() if key[:len(silent)] != silent
                             or (verb == "rekey" and len(key) == 2)}  # officers stay enrolled, without a key
        if what == "officer" and verb == "enrol":
            self.speaking[whose] = body.expires
        elif verb in ("enrol", "rekey"):
            self.enrol(*whose, body.rootKey if what == "party" else body.key, getattr(body, "expires", float("inf")))
        self.trust.place = None
        return said

def verify_receipt(trust, statement, receipt):
    extra, index, path, note = match(RECEIPT, receipt.decode(), "the receipt").groups()
    said, checkpoint, _ = read_statement(statement), trust.open_note(note), read_base64(extra or "", "extra")
    check_inclusion(said.leaf, int(index), checkpoint, read(path.split("\n")[:-1], "the path", PATH))
    if trust.signer:
        ensure(said.keyid == digest(trust.signer).hex(), "the statement names another key than --signed-by")
        check_signature("the statement's signature", trust.signer, said.sig, said.message)
    return f"the statement is entry {index} of {trust.log_key.name}", [
        f"signed by {'--signed-by' if trust.signer else 'an unknown key'}", trust.witnessed_as_of(checkpoint.times)[1]]

def judge_split_view(trust, text):
    count, older, more, newer, branch, proof = match(SPLIT_VIEW, text, "the evidence").groups()
    ensure((older.count("\n"), newer.count("\n")) == (int(count), int(more)), "a checkpoint is of other lines")
    older, newer = trust.open_note(older), trust.open_note(newer)
    if older.size == newer.size:
        ensure(older.root < newer.root and branch is None, "of equal size there are just two roots, the smaller first")
        return f"the log has signed two different trees of {older.size} entries"
    ensure(0 < older.size < newer.size and branch, "the older one is not the smaller, or is empty, or has no branch")
    branch, proof = HASH(branch, "the branch"), read(proof.split("\n")[:-1], "the proof", PATH)
    roots = roots_of(older.size, newer.size, proof, branch)
    ensure(roots == (branch, newer.root) != (older.root, newer.root), "the proof fails, or nothing is contradicted")
    return f"the log has signed a tree of {newer.size} entries that does not continue its signed tree of {older.size}"
def judge_broken_promise(trust, given):
    promise, checkpoint = trust.open_note(given.promise, "the promise", PROMISE), trust.open_note(given.checkpoint)
    ensure((given.leafHash is None) == (given.path is None), "of leafHash and path there is only one")
    if given.leafHash:
        check_inclusion(given.leafHash, promise.index, checkpoint, given.path)
        ensure(given.leafHash != promise.leaf, "the log holds what it promised")
        return f"the log promised index {promise.index} to one entry and gave it to another"
    newest, about = trust.witnessed_as_of(checkpoint.times)
    late = checkpoint.size <= promise.index and newest > promise.deadline
    ensure(late, "the checkpoint holds the index, or no policy says that it is witnessed as of after the deadline")
    return f"the log promised entry {promise.index} for earlier, but it was not there: {about}"
def judge_equivocation(trust, given):
    accord, pair = Accord(trust), [read_statement(statement) for statement in given.statements]
    checkpoint, names = trust.open_note(given.checkpoint), [said.name for said in pair]
    held = {one.index: accord.admit(one.index, one.envelope, checkpoint, one.path) for one in given.entries}
    for said in pair:
        ensure(said.whose in accord.enrolled and said.accord == accord.name, "it is not by a key that they enrol")
        check_signature("the signature of a statement", accord.enrolled[said.whose], said.sig, said.message)
    one_place = pair[0].chain == pair[1].chain and pair[0].sequence == pair[1].sequence
    ensure(one_place and names[0] < names[1], "they are not two, in ascending order, at one place of one chain")
    known = "".join(f"; {said.name} is held as entry {index}" for index, said in held.items() if said.name in names)
    return f"keys of {pair[0].party} have signed two statements as number {pair[0].sequence} of one chain{known}"
def judge_evidence(trust, data):
    text, rests_on = data.decode(), ["what it shows of the log is signed by the log's key"]
    if text.startswith("parley/evidence/split-view@v1\n"):
        return judge_split_view(trust, text), rests_on
    value = read_object(JSON.decode(text), "the evidence")
    if value.get("format") == "parley/evidence/equivocation@v1":
        return judge_equivocation(trust, read(value, "the evidence", EQUIVOCATION)), rests_on
    ensure(value.get("format") == "parley/evidence/broken-promise@v1", "this is no kind of evidence that is known here")
    return judge_broken_promise(trust, read(value, "the evidence", BROKEN_PROMISE)), rests_on

def texts_of(name, depth, text):  # of all members of this name in objects at this depth of some well-formed JSON
    at, key = 0, None
    for token in TOKEN.finditer(text):
        if at == depth and token[0][0] == ":" and JSON.decode(key) == name:
            yield text[token.end():JSON.raw_decode(text, token.end())[1]]
        at, key = at + (token[0] in "[{") - (token[0] in "]}"), token[0]
def commitment_of(fields, values):  # to an opened body [3.1], given the exact texts of the values that are shown
    tree, values, names = [[] for _ in range(64)], iter(values), set()
    for field in (read(field, "a field", {"commitment": HASH} if "commitment" in field else SHOWN) for field in fields):
        if hasattr(field, "name"):
            names.add(ensure(field.name not in names and field.name, "it shows two fields of one name"))
            message = b"parley/field/v1\0\0%c" % len(field.name) + (field.name + next(values)).encode()
            field.commitment = hmac.digest(field.opening, message, "sha256")
        grow(tree, digest(b"\0", field.commitment))
    return root_of(tree, len(fields))
def verify_bundle(trust, file):
    text, page = file.decode(), not file.lstrip().startswith(b"{")
    found = [text, text] if not page else text.count(PAGE) == 1 and re.search(PAGE + "([^<]*)</script>", text)
    text = ensure(found, "this is neither a bundle nor a page with one whole bundle")[1]
    bundle = read(JSON.decode(text), "the bundle", BUNDLE)
    ensure(bundle.logKey == trust.log_key, "the bundle is of a log with another key")
    if trust.whose is None and bundle.policy:
        trust.__init__(trust.log_key, bundle.policy, "the bundle's own word, as no --policy was given")
    checkpoint, accord = trust.open_note(bundle.checkpoint), Accord(trust)
    statements = {one.index: accord.admit(one.index, one.envelope, checkpoint, one.path) for one in bundle.entries}
    about = [index for index, said in statements.items() if f"{said.party}/{said.subject}" == bundle.record]
    ensure(about, "the bundle holds no statement about its record")
    for promise in (trust.open_note(note, "a promise", PROMISE) for note in bundle.promises):
        said = statements.get(promise.index)
        ensure(not said or said.leaf == promise.leaf, f"the promise about entry {promise.index} was broken [5.2]")
    for opened, fields in zip(bundle.opened, texts_of("fields", 3, text)):
        said, values = statements.pop(opened.index, None), list(texts_of("value", 2, fields))
        ensure(said and said.commitment and len(fields) <= MAX_OPENED, "a body is too large, opened twice or not there")
        as_made = [re.sub(r"(?<!\\)((?:\\\\)*)\\u003c", r"\1<", value) for value in values] if page else values
        commitments = commitment_of(opened.fields, values), commitment_of(opened.fields, as_made)
        ensure(said.commitment in commitments, f"entry {opened.index} does not commit to its opened body")
    return f"{len(about)} statements about {bundle.record} are in {trust.log_key.name}", [
        f"entries {about} are about it; {len(bundle.entries)} are shown, proved, and signed by keys that they enrol",
        *(f"evidence: {judge_evidence(trust, one.encode())[0]}" for one in bundle.evidence),
        trust.witnessed_as_of(checkpoint.times)[1]]
def read_bytes(path):
    with urllib.request.urlopen(path, timeout=60) if re.match("https?://", path) else open(path, "rb") as file:
        return file.read(MAX_FILE + 1)
def read_tile(trust, log, kind, number, width):  # of the full one where the partial one is gone [1.2]
    full = f"tile/{kind}/" + re.sub(r"(\d{3})(?=\d)", r"x\1/", f"{number:0{(len(str(number)) + 2) // 3 * 3}}")
    trust.place, count, items, at = full if width == 256 else f"{full}.p/{width}", width, [], 0
    try:
        data = read_bytes(f"{log}/{trust.place}")
    except OSError:
        trust.place, count = full, 256
        data = read_bytes(f"{log}/{full}")
    while at < len(data):
        start, end = (at + 2, at + 2 + int.from_bytes(data[at:at + 2], "big")) if kind == "entries" else (at, at + 32)
        items, at = items + [data[start:end]], end
    return ensure(len(items) == count and at == len(data) and items[:width], "it does not end where it must")
def verify_log(trust, log):
    tree, trust.place = [[] for _ in range(64)], "checkpoint"
    accord, checkpoint = Accord(trust, tree), trust.open_note(read_bytes(f"{log}/checkpoint").decode())
    size, witnesses = checkpoint.size, trust.witnessed_as_of(checkpoint.times)[1]
    for first in range(0, size, 256):
        for index, entry in enumerate(read_tile(trust, log, "entries", first >> 8, min(256, size - first)), first):
            grow(tree, accord.admit(index, entry).leaf)
    for level, first in ((level, first) for level in range(8) for first in range(0, len(tree[8 * level]), 256)):
        expected = tree[8 * level][first:first + 256]
        ensure(read_tile(trust, log, level, first >> 8, len(expected)) == expected, "it is not of these entries")
    trust.place = "checkpoint"
    ensure(size and root_of(tree, size) == checkpoint.root, "the log is empty, or its root is not that of the entries")
    return f"all {size} entries of {trust.log_key.name} are in order", [
        f"root {checkpoint.root.hex()}, every tile, chain, signature and tree seen are right", witnesses]
COMMANDS = {  # how to verify it, how many files it takes, and what its verdict does not prove
    "receipt": (verify_receipt, 2, "that it is true, whose key signed it, if it was good there, or what else was said"),
    "bundle": (verify_bundle, 1, "that nothing else was said, what is not opened, or what the page around it shows"),
    "evidence": (judge_evidence, 1, "why, or that a party's keys were its own: stolen, silenced, host-made ones sign"),
    "log": (verify_log, 1, "that what was said is true, what is not opened, that anybody read it, or what comes later")}

def main(arguments=None):
    parser, trust, rests_on = argparse.ArgumentParser(description=__doc__), None, []
    for name, more in (("command", {"choices": COMMANDS}), ("files", {"nargs": "+"}), ("--log-key", {"required": True}),
                       ("--policy", {}), ("--signed-by", {}), ("--json", {"action": "store_true"})):
        parser.add_argument(name, **more)
    options = parser.parse_intermixed_args(arguments)
    verify, count, silent = COMMANDS[options.command]
    try:
        ensure(len(options.files) == count and (count == 2 or options.signed_by is None), "wrong files or options")
        signer = None if options.signed_by is None else SPKI(options.signed_by, "--signed-by")
        policy = "" if options.policy is None else read_bytes(options.policy).decode()
        files = options.files if options.command == "log" else [read_bytes(file) for file in options.files]
        trust = Trust(read_vkey(options.log_key, "--log-key"), policy, options.policy, signer)
        ensure(max(map(len, [policy, *files])) <= MAX_FILE, "a file is too large")
        sentence, rests_on = verify(trust, *files)
        rests_on += [f"This does not prove {silent}."]
    except (Exception, KeyboardInterrupt) as error:  # a fault of this program must not pass for a proof
        foreseen = isinstance(error, (ValueError, OSError, RecursionError, http.client.HTTPException))
        sentence = f"{'' if foreseen else 'this program failed to judge it: '}{error}"
        trust or parser.error(ascii(sentence))  # it was used wrongly
    word = ("" if rests_on else "not ") + ("proven" if options.command == "evidence" else "verified")
    place = None if rests_on else trust.place
    lines = [f"{word}: " + (f"{place}: " if place else "") + sentence, *(f"  {line}" for line in rests_on)]
    print(json.dumps({"verdict": word, "sentence": sentence, "place": place, "restsOn": rests_on}) if options.json
          else "\n".join(line.encode("unicode_escape").decode() for line in lines))
    return 0 if rests_on else 1

if __name__ == "__main__":
    sys.exit(main())
