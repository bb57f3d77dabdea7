import Foundation
import Statements
import TestKit
import Testing
import TransparencyLog

@Suite("keys")
struct KeyTests {
    @Test("the first test vector of RFC 8032, section 7.1")
    func vector() throws {
        let seed = try Hex.decode("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
        let key = try SigningKey(ed25519Seed: seed)
        let raw = try Hex.decode("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
        #expect(Array(key.publicKey.spki.suffix(32)) == raw)
        let expected =
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        #expect(Hex.encode(try key.sign([])) == expected)
    }

    @Test("a key survives PEM and DER", arguments: PublicKey.Algorithm.allCases)
    func roundTrip(algorithm: PublicKey.Algorithm) throws {
        for key in [SigningKey(algorithm), try TestKeys.signing("pem", algorithm)] {
            let again = try SigningKey(pem: key.pem)
            #expect(again.publicKey == key.publicKey)
            #expect(try PublicKey(spki: key.publicKey.spki) == key.publicKey)
            #expect(key.publicKey.algorithm == algorithm)
            #expect(key.publicKey.accepts(try again.sign([1, 2, 3]), over: [1, 2, 3]))
            #expect(
                try SigningKey(pem: key.pem.replacingOccurrences(of: "\n", with: "\r\n")).publicKey == key.publicKey)
        }
    }

    @Test("keys made from test labels are those of every other run")
    func stable() throws {
        #expect(try TestKeys.signing("a").publicKey == TestKeys.signing("a").publicKey)
        #expect(try TestKeys.signing("a").publicKey != TestKeys.signing("b").publicKey)
        #expect(
            try TestKeys.signing("stable").publicKey.id.description
                == "\(Hash.sha256(of: TestKeys.signing("stable").publicKey.spki).hex)")
    }

    @Test("what is not a key is refused with the rule")
    func refuses() throws {
        let ed = try TestKeys.signing("x").publicKey.spki
        let p = try TestKeys.signing("x", .p256).publicKey.spki
        for bytes in [[], [0x30], ed.dropLast(), ed + [0], p.dropLast(), [0x31] + ed.dropFirst()] as [[UInt8]] {
            #expect(throws: KeyError.unsupportedKey) { try PublicKey(spki: bytes) }
        }
        var offCurve = p
        offCurve[90] ^= 1
        #expect(throws: KeyError.badKey) { try PublicKey(spki: offCurve) }
        // Compressed points are another encoding of the same key, and one key has one name.
        #expect(throws: KeyError.unsupportedKey) { try PublicKey(spki: Array(p.prefix(27)) + p[27..<59]) }
        for text in [
            "", "-----BEGIN PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "x",
        ] {
            #expect(throws: KeyError.badPrivateKey) { try SigningKey(pem: text) }
        }
        #expect(throws: KeyError.badPrivateKey) { try SigningKey(ed25519Seed: [1, 2, 3]) }
    }

    @Test("a point of small order is no key: anybody could sign for it, and its owner deny everything")
    func smallOrder() throws {
        let header = try TestKeys.signing("x").publicKey.spki.prefix(12)
        for first in [UInt8(0), 1] {
            let spki = Array(header) + [first] + [UInt8](repeating: 0, count: 31)
            #expect(throws: KeyError.badKey) { try PublicKey(spki: spki) }
        }
    }

    @Test("fingerprints read in lower case only")
    func fingerprints() throws {
        let id = try TestKeys.signing("x").publicKey.id
        #expect(KeyFingerprint(hex: id.description) == id)
        #expect(KeyFingerprint(hex: id.description.uppercased()) == nil)
        #expect(KeyFingerprint(hex: String(id.description.dropLast())) == nil)
    }
}
