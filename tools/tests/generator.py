"""Makes small logs, receipts, bundles and evidence, from docs/specification.md and without any code of the verifier."""

import base64
import hashlib
import hmac
import json
import os

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils

TYPE = "application/vnd.parley.statement+json"


def sha(data):
    return hashlib.sha256(data).digest()


def b64(data):
    return base64.b64encode(data).decode()


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


class Signer:
    """A key of a person or a node: Ed25519, or ECDSA on P-256."""

    def __init__(self, p256=False):
        self.key = ec.generate_private_key(ec.SECP256R1()) if p256 else ed25519.Ed25519PrivateKey.generate()
        self.p256 = p256
        self.spki = self.key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self.id = sha(self.spki).hex()

    def sign(self, message):
        if not self.p256:
            return self.key.sign(message)
        r, s = utils.decode_dss_signature(self.key.sign(message, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


class NoteKey:
    """The key of a log (type 1) or of a witness (type 4)."""

    def __init__(self, name, kind=1, key=None):
        self.name, self.kind, self.key = name, kind, key or ed25519.Ed25519PrivateKey.generate()
        self.public = self.key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        self.id = sha(name.encode() + b"\n" + bytes([kind]) + self.public)[:4]
        self.vkey = f"{name}+{self.id.hex()}+{b64(bytes([kind]) + self.public)}"

    def line(self, text, time=None):
        if self.kind == 1:
            blob = self.key.sign(text.encode())
        else:
            blob = time.to_bytes(8, "big") + self.key.sign(f"cosignature/v1\ntime {time}\n{text}".encode())
        return f"— {self.name} {b64(self.id + blob)}\n"


# RFC 6962 section 2.1, by its recursive definitions, over a list of leaf hashes


def split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


class Hashes:
    """The leaf hashes of a tree; what is complete is remembered."""

    def __init__(self, leaves=()):
        self.leaves, self.known = list(leaves), {}

    def root(self, low, high):
        if high - low == 0:
            return sha(b"")
        if high - low == 1:
            return self.leaves[low]
        if (low, high) not in self.known:
            middle = low + split(high - low)
            node = sha(b"\x01" + self.root(low, middle) + self.root(middle, high))
            if (high - low) & (high - low - 1):
                return node
            self.known[low, high] = node
        return self.known[low, high]

    def path(self, index, low, high):
        if high - low == 1:
            return []
        middle = low + split(high - low)
        if index < middle:
            return self.path(index, low, middle) + [self.root(middle, high)]
        return self.path(index, middle, high) + [self.root(low, middle)]

    def consistency(self, older, low, high, whole=True):
        if older == high - low:
            return [] if whole else [self.root(low, high)]
        middle = low + split(high - low)
        if older <= middle - low:
            return self.consistency(older, low, middle, whole) + [self.root(middle, high)]
        return self.consistency(older - (middle - low), middle, high, False) + [self.root(low, middle)]


def checkpoint_text(origin, size, root):
    return f"{origin}\n{size}\n{b64(root)}\n"


def note(text, *lines):
    return text + "\n" + "".join(lines)


def time_of(seconds):
    import datetime

    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


START = 1_750_000_000


def pae(payload, kind=TYPE):
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(payload), payload)


def envelope(payload, signer, **changes):
    value = {
        "payloadType": TYPE,
        "payload": b64(payload),
        "signatures": [{"keyid": signer.id, "sig": b64(signer.sign(pae(payload)))}],
    }
    value.update(changes)
    return compact(value)


def field_commitment(name, value, opening):
    name = name.encode()
    return hmac.new(
        opening, b"parley/field/v1\x00" + len(name).to_bytes(2, "big") + name + value, hashlib.sha256
    ).digest()


class Body:
    """A restricted body: names, the bytes of the values, openings."""

    def __init__(self, **fields):
        self.fields = [(name, value.encode(), os.urandom(32)) for name, value in fields.items()]

    def commitments(self):
        return [field_commitment(*field) for field in self.fields]

    def commitment(self):
        tree = Hashes(sha(b"\x00" + one) for one in self.commitments())
        return tree.root(0, len(tree.leaves))

    def spelled(self, *shown):
        """The fields, each as text, because the bytes of the values matter."""
        spelled = []
        for (name, value, opening), commitment in zip(self.fields, self.commitments()):
            if name in shown:
                spelled.append('{"name": "%s", "value":\n %s , "opening": "%s"}' % (name, value.decode(), b64(opening)))
            else:
                spelled.append('{"commitment": "%s"}' % b64(commitment))
        return spelled

    def opened(self, *shown):
        return "[" + ", ".join(self.spelled(*shown)) + "]"


class Log:
    """A log with a host, whose statements follow the rules unless a change says otherwise."""

    def __init__(self, origin="log.example/parley", accord="urum", founder="root", **changes):
        self.key, self.accord = NoteKey(origin), accord
        self.origin, self.entries, self.hashes = origin, [], Hashes()
        self.chains, self.names, self.now = {}, [], START
        self.root, self.node = Signer(), Signer()
        body = {"logKey": self.key.vkey, "rootKey": b64(self.root.spki), "nodeKey": b64(self.node.spki)}
        self.say("host", founder, getattr(self, founder), "accord.found.v1", "urum", {**body, **changes})

    def payload(self, party, officer, kind, subject, body=None, /, restricted=None, to=(), **changes):
        chain = party, officer == "node"
        sequence, previous = self.chains.get(chain, (0, None))
        size = len(self.entries) * 2 // 3
        value = {
            "accord": self.accord,
            "party": party,
            "officer": officer,
            "kind": kind,
            "subject": subject,
            "sequence": sequence + 1,
            "previous": previous,
            "seen": {"size": size, "root": b64(self.hashes.root(0, size))},
            "saidAt": time_of(self.now),
        }
        if restricted is None:
            value["body"] = {} if body is None else body
        else:
            value.update({"commitment": b64(restricted.commitment()), "audience": list(to)})
            value.update({"sealed": b64(sha(b"sealed"))} if to else {})
        value.update(changes)
        return {name: one for name, one in value.items() if one is not ...}

    def say(self, party, officer, signer, kind, subject="thing", body=None, /, spell=compact, **more):
        self.chains_before = dict(self.chains)
        value = self.payload(party, officer, kind, subject, body, **more)
        payload = spell(value)
        index = self.add(envelope(payload, signer))
        self.names.append(sha(pae(payload)).hex())
        self.chains[party, officer == "node"] = value.get("sequence"), self.names[-1]
        return index

    def add(self, entry):
        self.entries.append(entry)
        self.hashes.leaves.append(sha(b"\x00" + entry))
        return len(self.entries) - 1

    def take_back(self):
        """As if the last statement had not been said."""
        self.entries.pop(), self.names.pop()
        self.hashes, self.chains = Hashes(self.hashes.leaves[:-1]), self.chains_before

    # What the host and the parties usually say

    def tick(self, seconds):
        self.now += seconds
        return self.say("host", "node", self.node, "clock.tick.v1", "clock", {"time": time_of(self.now)})

    def enrol_party(self, party, root):
        return self.say("host", "root", self.root, "party.enrol.v1", party, {"rootKey": b64(root.spki)})

    def enrol_officer(self, party, root, officer, key, days=30, key_days=30):
        first = self.say(
            party, "root", root, "officer.enrol.v1", officer, {"expires": time_of(self.now + 86400 * days)}
        )
        return first, self.enrol_key(party, root, officer, key, key_days)

    def enrol_key(self, party, root, officer, key, days=30):
        return self.say(
            party,
            "root",
            root,
            "key.enrol.v1",
            officer,
            {"key": b64(key.spki), "expires": time_of(self.now + 86400 * days)},
        )

    def enrol_node(self, party, root, key):
        return self.say(
            party,
            "root",
            root,
            "node.enrol.v1",
            "node",
            {
                "key": b64(key.spki),
                "sealingKey": b64(os.urandom(32)),
                "witnessKey": NoteKey(party + ".example", 4).vkey,
            },
        )

    # What leaves the log

    def text(self, size=None):
        size = len(self.entries) if size is None else size
        return checkpoint_text(self.origin, size, self.hashes.root(0, size))

    def checkpoint(self, witnesses=(), size=None, time=None):
        text = self.text(size)
        return note(text, self.key.line(text), *(one.line(text, time or self.now) for one in witnesses))

    def path(self, index, size=None):
        return self.hashes.path(index, 0, len(self.entries) if size is None else size)

    def receipt(self, index, witnesses=(), extra=None, **changes):
        lines = ["c2sp.org/tlog-proof@v1"] + ([f"extra {b64(extra)}"] if extra else []) + [f"index {index}"]
        return (
            "\n".join(lines + [b64(one) for one in self.path(index)]) + "\n\n" + self.checkpoint(witnesses, **changes)
        )

    def promise(self, index, leaf, deadline, key=None):
        text = f"parley/promise@v1\n{self.origin}\n{index}\n{b64(leaf)}\n{deadline}\n"
        return note(text, (key or self.key).line(text))

    def proved(self, *indices):
        return [
            {"index": index, "envelope": b64(self.entries[index]), "path": [b64(one) for one in self.path(index)]}
            for index in indices
        ]

    def bundle(self, record, indices, opened=(), witnesses=(), policy=None, promises=(), evidence=(), **changes):
        value = {
            "format": "parley/bundle@v1",
            "logKey": self.key.vkey,
            "record": record,
            "madeAt": time_of(self.now),
            "checkpoint": self.checkpoint(witnesses),
            "policy": policy,
            "entries": self.proved(*indices),
            "opened": "OPENED",
            "receipts": [],
            "promises": list(promises),
            "evidence": list(evidence),
        }
        value.update(changes)
        spelled = ", ".join('{ "index" : %d,\n"fields" : %s }' % one for one in opened)
        return json.dumps(value, indent=1).replace('"OPENED"', "[" + spelled + "]")

    def write(self, folder, witnesses=(), size=None):
        size = len(self.entries) if size is None else size
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "checkpoint"), "w", encoding="utf-8") as file:
            file.write(self.checkpoint(witnesses, size))
        bundle = [len(entry).to_bytes(2, "big") + entry for entry in self.entries[:size]]
        write_tiles(folder, "entries", bundle)
        level, row = 0, self.hashes.leaves[:size]
        while row:
            write_tiles(folder, level, row)
            span = 256 ** (level + 1)
            row = [self.hashes.root(span * number, span * (number + 1)) for number in range(size // span)]
            level += 1


def tile_name(level, number, width):
    digits = str(number)
    digits = digits.zfill((len(digits) + 2) // 3 * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    name = f"tile/{level}/" + "/".join(["x" + group for group in groups[:-1]] + [groups[-1]])
    return name if width == 256 else f"{name}.p/{width}"


def write_tiles(folder, level, items):
    for number in range((len(items) + 255) // 256):
        part = items[number * 256 : number * 256 + 256]
        name = os.path.join(folder, tile_name(level, number, len(part)))
        os.makedirs(os.path.dirname(name), exist_ok=True)
        with open(name, "wb") as file:
            file.write(b"".join(part))


def page(bundle):
    return (
        "<!doctype html><title>A record</title><p>In words, for people.</p>\n"
        '<script type="application/json" id="parley-bundle">'
        + bundle.replace("<", "\\u003c")
        + "</script>\n<p>End.</p>"
    )


def split_view(older, newer, branch=None, proof=()):
    lines = ["parley/evidence/split-view@v1", f"older {older.count(chr(10))}", older + f"newer {newer.count(chr(10))}"]
    text = "\n".join(lines) + "\n" + newer
    return text + (f"branch {b64(branch)}\n" + "".join(b64(one) + "\n" for one in proof) if branch else "")


def busy_log(statements=40, people=3):
    """A log with a host, two parties, their officers and nodes, ticks, and some statements; `log.who` has the keys."""
    log = Log()
    log.who = {}
    log.tick(60)
    for party in ("blue", "red"):
        root, node = Signer(p256=party == "red"), Signer()
        log.enrol_party(party, root)
        log.enrol_node(party, root, node)
        log.who[party, "root"], log.who[party, "node"] = root, node
        for number in range(people):
            key = Signer(p256=number % 2 == 1)
            log.enrol_officer(party, root, f"officer-{number}", key)
            log.who[party, f"officer-{number}"] = key
    speakers = sorted(log.who)
    for number in range(statements):
        party, officer = speakers[number % len(speakers)]
        log.say(party, officer, log.who[party, officer], "movement.plan.v1", f"convoy-{number % 5}", {"number": number})
        if number % 20 == 19:
            log.tick(600)
    return log
