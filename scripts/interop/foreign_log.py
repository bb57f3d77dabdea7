#!/usr/bin/env python3
"""An independent log that grows at a witness and checks every answer; nothing of Parley's code is used.

  foreign_log.py URL ORIGIN SEED_HEX WITNESS_VKEY
"""
import json, sys, time, urllib.error, urllib.request
from witness import Ed25519PrivateKey, H, b64, cosigned, key_id, leaf, lines_of, node, raw, read_vkey, verifies, vkey


def root_of(leaves):
    if len(leaves) < 2:
        return leaves[0] if leaves else H(b"")
    k = 1 << (len(leaves) - 1).bit_length() - 1
    return node(root_of(leaves[:k]), root_of(leaves[k:]))


def proof_of(m, leaves, whole=True):
    if m == len(leaves):
        return [] if whole else [root_of(leaves)]
    k = 1 << (len(leaves) - 1).bit_length() - 1
    if m <= k:
        return proof_of(m, leaves[:k], whole) + [root_of(leaves[k:])]
    return proof_of(m - k, leaves[k:], False) + [root_of(leaves[:k])]


def log(url, origin, seed, witness):
    key, leaves, old = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed)), [], 0
    name, kind, public = read_vkey(witness)

    def ask(old, leaves, proof=None):
        text = f"{origin}\n{len(leaves)}\n{b64(root_of(leaves))}\n".encode()
        line = f"\u2014 {origin} {b64(key_id(origin, 1, raw(key)) + key.sign(text))}\n".encode()
        proof = (proof_of(old, leaves) if old else []) if proof is None else proof
        body = "\n".join([f"old {old}"] + [b64(p) for p in proof] + ["", ""]).encode() + text + b"\n" + line
        try:
            with urllib.request.urlopen(urllib.request.Request(url + "/add-checkpoint", body)) as reply:
                return reply.status, reply.read(), text, reply.headers["Content-Type"]
        except urllib.error.HTTPError as error:
            return error.code, error.read(), text, error.headers["Content-Type"]

    for size in (1, 2, 3, 7, 8, 9, 64, 65, 255, 256, 257, 300):
        leaves += [leaf(b"%d" % n) for n in range(len(leaves), size)]
        status, body, text, _ = ask(old, leaves)
        assert status == 200, (size, status, body)
        _, lines = lines_of(b"x\n\n" + body, name, key_id(name, kind, public))
        seconds = int.from_bytes(lines[0][:8], "big")
        assert len(lines) == 1 and abs(seconds - time.time()) < 60 and verifies(public, lines[0][8:], cosigned(text, seconds))
        old = size
    status, body, _, kind = ask(9, leaves)
    assert (status, body, kind) == (409, b"300\n", "text/x.tlog.size"), (status, body, kind)
    assert ask(300, leaves + [leaf(b"more")], proof=[H(b"wrong")])[0] == 422
    forked = leaves[:5] + [leaf(b"forked")] + leaves[6:] + [leaf(b"more")]
    assert ask(300, forked)[0] == 422
    print(json.dumps({"size": old, "vkey": vkey(origin, 1, raw(key))}))


if __name__ == "__main__":
    log(*sys.argv[1:])
