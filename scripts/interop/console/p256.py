"""ECDSA on P-256 with SHA-256 (FIPS 186-5), written apart from everything that it judges; for tests, not in constant time."""
import hashlib

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
     0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)
HEADER = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")


def add(one, other):
    if one is None or other is None:
        return one or other
    (x, y), (u, v) = one, other
    if x == u and (y + v) % P == 0:
        return None
    slope = (3 * x * x - 3) * pow(2 * y, -1, P) if one == other else (v - y) * pow(u - x, -1, P)
    r = (slope * slope - x - u) % P
    return r, (slope * (x - r) - y) % P


def times(count, point):
    total = None
    while count:
        if count & 1:
            total = add(total, point)
        point, count = add(point, point), count >> 1
    return total


def holds(spki, message, signature):
    """Whether `signature`, 64 bytes r || s, is the key's over the message."""
    if not spki.startswith(HEADER) or len(spki) != 91 or len(signature) != 64:
        return False
    key = (int.from_bytes(spki[27:59], "big"), int.from_bytes(spki[59:], "big"))
    if (key[1] ** 2 - key[0] ** 3 + 3 * key[0] - B) % P:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if not (0 < r < N and 0 < s < N):
        return False
    inverse, digest = pow(s, -1, N), int.from_bytes(hashlib.sha256(message).digest(), "big")
    found = add(times(digest * inverse % N, G), times(r * inverse % N, key))
    return found is not None and found[0] % N == r
