#!/usr/bin/env python3
"""An independent witness; nothing of Parley's code is used.

Written from c2sp.org/tlog-witness, tlog-cosignature, tlog-checkpoint, signed-note and RFC 9162; needs `cryptography`.

  witness.py NAME SEED_HEX LOG_VKEY    cosigns that log; prints its port and vkey as JSON
"""
import base64, hashlib, json, sys, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization as ser
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

H = lambda data: hashlib.sha256(data).digest()
leaf, node = (lambda e: H(b"\0" + e)), (lambda l, r: H(b"\1" + l + r))
b64 = lambda data: base64.b64encode(data).decode()


def raw(private):
    return private.public_key().public_bytes(ser.Encoding.Raw, ser.PublicFormat.Raw)


def key_id(name, kind, public):
    return H(name.encode() + b"\n" + bytes([kind]) + public)[:4]


def vkey(name, kind, public):
    return f"{name}+{key_id(name, kind, public).hex()}+{b64(bytes([kind]) + public)}"


def read_vkey(text):
    name, ident, blob = text.split("+", 2)
    blob = base64.b64decode(blob, validate=True)
    assert key_id(name, blob[0], blob[1:]).hex() == ident, "vkey"
    return name, blob[0], blob[1:]


def cosigned(text, seconds):
    return f"cosignature/v1\ntime {seconds}\n".encode() + text


def verifies(public, signature, message):
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        return True
    except (InvalidSignature, ValueError):
        return False


def lines_of(note, name, ident):
    """The signature bytes of every line under this name and key ID, and the note's text."""
    text, _, tail = note.rpartition(b"\n\n")
    found = []
    for line in tail.decode().splitlines():
        dash, who, blob = line.split(" ")
        blob = base64.b64decode(blob, validate=True)
        if dash == "\u2014" and who == name and blob[:4] == ident:
            found.append(blob[4:])
    return text + b"\n", found


def consistent(old, new, proof, old_root, new_root):
    """RFC 9162, 2.1.4.2."""
    if old in (0, new):
        return not proof and (old == 0 or old_root == new_root)
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return fr == old_root and sr == new_root and sn == 0


class Witness:
    def __init__(self, name, seed, log):
        self.name, self.key = name, Ed25519PrivateKey.from_private_bytes(seed)
        self.log, self.last, self.lock = read_vkey(log), (0, H(b""), None), threading.Lock()

    def add(self, body):
        head, _, note = body.partition(b"\n\n")
        try:
            first, *proof = head.decode().split("\n")
            old, proof = int(first.removeprefix("old ")), [base64.b64decode(p, validate=True) for p in proof]
            origin, size, root = note.split(b"\n")[:3]
            size, root = int(size), base64.b64decode(root, validate=True)
        except ValueError:
            return 400, b"malformed\n", None
        name, kind, public = self.log
        if origin.decode() != name:
            return 404, b"unknown log\n", None
        text, signatures = lines_of(note, name, key_id(name, kind, public))
        if not signatures or not all(verifies(public, s, text) for s in signatures):
            return 403, b"not signed by the log\n", None
        if old > size:
            return 400, b"old size is larger\n", None
        with self.lock:
            if old != self.last[0]:
                return 409, b"%d\n" % self.last[0], "text/x.tlog.size"
            if not consistent(old, size, proof, self.last[1], root):
                return 422, b"no proof\n", None
            now = int(time.time())
            signature = now.to_bytes(8, "big") + self.key.sign(cosigned(text, now))
            line = f"\u2014 {self.name} {b64(key_id(self.name, 4, raw(self.key)) + signature)}\n".encode()
            self.last = (size, root, note + line)
            return 200, line, None


def serve(name, seed, log):
    witness = Witness(name, bytes.fromhex(seed), log)
    monitored = f"/{hashlib.sha256(witness.log[0].encode()).hexdigest()}/checkpoint"

    class Handler(BaseHTTPRequestHandler):
        protocol_version, log_message = "HTTP/1.1", lambda *_: None

        def answer(self, status, body, kind):
            self.send_response(status)
            self.send_header("Content-Type", kind or "text/plain; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.answer(*(witness.add(body) if self.path == "/add-checkpoint" else (404, b"", None)))

        def do_GET(self):
            note = witness.last[2] if self.path == monitored else None
            self.answer(*((200, note, None) if note else (404, b"nothing\n", None)))

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(json.dumps({"port": server.server_port, "vkey": vkey(name, 4, raw(witness.key))}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    serve(*sys.argv[1:])
