import Crypto
import Foundation
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

@Suite("sealed bodies")
struct SealedBodyTests {
    static let host = PartyID(checked: "neutral-host")
    static let hub = PartyID(checked: "un-hub")
    static let crescent = PartyID(checked: "red-crescent")

    private func body() throws -> OpenedBody { try OpenedBody(body: Bodies.site()) }

    private func recipient(_ party: PartyID) throws -> SealingRecipient {
        SealingRecipient(party, try TestKeys.sealing("\(party)").publicKey)
    }

    @Test("each recipient opens its part, and nobody else opens anything")
    func opens() throws {
        let body = try body()
        let part = body.showing { $0 != "contact" }
        let sealed = try SealedBody(sealing: [
            (body, [recipient(Self.hub)]), (part, [recipient(Self.crescent), recipient(Self.host)]),
        ])
        let read = try SealedBody(sealed.bytes)
        #expect(read == sealed)
        #expect(read.hash == Hash.sha256(of: sealed.bytes))
        #expect(read.recipients.map(\.party) == [Self.hub, Self.crescent, Self.host])
        #expect(
            try read.open(with: [TestKeys.sealing("un-hub")], as: body.commitment)
                == [OpenedPart(parties: [Self.hub], body: body)])
        #expect(
            try read.open(with: [TestKeys.sealing("red-crescent")], as: body.commitment)
                == [OpenedPart(parties: [Self.crescent], body: part)])
        #expect(try read.open(with: [TestKeys.sealing("party-a")], as: body.commitment) == [])
        #expect(try read.open(with: [], as: body.commitment) == [])
        // A node that holds several keys opens every part that is for one of them.
        let keys = try ["party-a", "neutral-host", "un-hub", "red-crescent"].map { try TestKeys.sealing($0) }
        #expect(
            try read.open(with: keys, as: body.commitment)
                == [
                    OpenedPart(parties: [Self.hub], body: body),
                    OpenedPart(parties: [Self.host, Self.crescent], body: part),
                ])
    }

    @Test("two sealings of one body have nothing in common but the recipients")
    func isFresh() throws {
        let body = try body()
        let first = try SealedBody(sealing: [(body, [recipient(Self.hub)])])
        let second = try SealedBody(sealing: [(body, [recipient(Self.hub)])])
        #expect(first.parts[0].ciphertext != second.parts[0].ciphertext)
        #expect(first.recipients[0].encapsulated != second.recipients[0].encapsulated)
        #expect(first.parts[0].ciphertext.count == second.parts[0].ciphertext.count)
    }

    @Test("a flipped bit anywhere in ciphertext, encapsulation, wrapped key, party or commitment does not open")
    func detectsChange() throws {
        let body = try body()
        let sealed = try SealedBody(sealing: [(body, [recipient(Self.hub)])])
        let text = String(decoding: sealed.bytes, as: UTF8.self)
        func altered(_ bytes: [UInt8]) -> (String, String) {
            var other = bytes
            other[other.count / 2] ^= 1
            return (Base64.encode(bytes), Base64.encode(other))
        }
        let only = sealed.recipients[0]
        for (old, new) in [
            altered(sealed.parts[0].ciphertext), altered(only.encapsulated), altered(only.wrappedKey),
            ("un-hub", "un-hubs"),
        ] {
            let other = try SealedBody(Array(text.replacingOccurrences(of: old, with: new).utf8))
            #expect(throws: SealingError.self) {
                try other.open(with: [TestKeys.sealing("un-hub")], as: body.commitment)
            }
        }
        #expect(throws: SealingError.self) {
            try sealed.open(with: [TestKeys.sealing("un-hub")], as: Commitment(.emptyTree))
        }
    }

    @Test("what is sealed for a statement of another body is refused, although it opens")
    func otherBody() throws {
        // An author who seals one body and commits to another: the additional data says the commitment it claims.
        let (claimed, other) = (try body(), try OpenedBody(body: Bodies.site("Another")))
        let key = SymmetricKey(size: .bits256)
        let box = try ChaChaPoly.seal(
            other.json, using: key, nonce: ChaChaPoly.Nonce(data: [UInt8](repeating: 0, count: 12)),
            authenticating: Array("parley/sealed/v1\0".utf8) + claimed.commitment.hash.bytes)
        let ciphertext = [UInt8](box.ciphertext + box.tag)
        let info = Data(
            Array("parley/seal/v1\0".utf8) + claimed.commitment.hash.bytes + Hash.sha256(of: ciphertext).bytes
                + Array("un-hub".utf8))
        let theirs = try TestKeys.sealing("un-hub").publicKey
        var sender = try HPKE.Sender(
            recipientKey: Curve25519.KeyAgreement.PublicKey(rawRepresentation: theirs.bytes),
            ciphersuite: .Curve25519_SHA256_ChachaPoly, info: info)
        let wrapped = try sender.seal(key.withUnsafeBytes { Data($0) })
        let json = """
            {"parts":[{"ciphertext":"\(Base64.encode(ciphertext))","recipients":[{"party":"un-hub","key":\
            "\(theirs.fingerprint.hex)","encapsulated":"\(Base64.encode([UInt8](sender.encapsulatedKey)))",\
            "wrappedKey":"\(Base64.encode([UInt8](wrapped)))"}]}]}
            """
        #expect(throws: SealingError.otherBody) {
            try SealedBody(Array(json.utf8)).open(with: [TestKeys.sealing("un-hub")], as: claimed.commitment)
        }
    }

    @Test("parts of different bodies, parts for nobody, and a party twice are not sealed")
    func refusesToSeal() throws {
        let (body, other) = (try body(), try body())
        #expect(throws: SealingError.noRecipient) { try SealedBody(sealing: []) }
        #expect(throws: SealingError.noRecipient) { try SealedBody(sealing: [(body, [])]) }
        #expect(throws: SealingError.otherBody) {
            try SealedBody(sealing: [(body, [recipient(Self.hub)]), (other, [recipient(Self.host)])])
        }
        #expect(throws: SealingError.recipientTwice) {
            try SealedBody(sealing: [(body, [recipient(Self.hub), recipient(Self.hub)])])
        }
        let many = try (0..<66).map { try recipient(PartyID("p\($0)")) }
        #expect(throws: SealingError.tooManyRecipients(66)) { try SealedBody(sealing: [(body, many)]) }
    }

    @Test(
        "a point of small order is no sealing key: what is sealed to it, everybody opens",
        arguments: [
            String(repeating: "00", count: 32), "01" + String(repeating: "00", count: 31),
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
            "ec" + String(repeating: "ff", count: 30) + "7f", "ed" + String(repeating: "ff", count: 30) + "7f",
            "ee" + String(repeating: "ff", count: 30) + "7f", "ee" + String(repeating: "ff", count: 31),
            "01" + String(repeating: "00", count: 30) + "80",
        ])
    func smallOrder(hex: String) throws {
        #expect(SealingPublicKey(bytes: try Hex.decode(hex)) == nil)
        #expect(SealingPublicKey(bytes: [9] + [UInt8](repeating: 0, count: 31)) != nil)
    }

    static let entry =
        "{\"party\":\"a\",\"key\":\"\(String(repeating: "0", count: 64))\",\"encapsulated\":\"\(Hash.emptyTree.base64)\","
        + "\"wrappedKey\":\"\(Base64.encode([UInt8](repeating: 0, count: 48)))\"}"
    static let malformed: [(json: String, pointer: String, sentence: String)] = [
        ("{}", "/parts", "missing"), ("{\"parts\":[]}", "/parts", "empty"),
        ("{\"parts\":[],\"x\":0}", "/x", "not a field"),
        ("{\"parts\":[{\"ciphertext\":\"\",\"recipients\":[]}]}", "/parts/0/recipients", "empty"),
        ("{\"parts\":[{\"ciphertext\":\"=\",\"recipients\":[\(entry)]}]}", "/parts/0/ciphertext", "base64"),
        (
            "{\"parts\":[{\"ciphertext\":\"\",\"recipients\":[\(entry),\(entry)]}]}", "/parts/0/recipients/1/party",
            "twice"
        ),
        (
            "{\"parts\":[{\"ciphertext\":\"\",\"recipients\":[\(entry)]},{\"ciphertext\":\"\",\"recipients\":[\(entry)]}]}",
            "/parts/1/recipients/0/party", "twice"
        ),
        (
            "{\"parts\":[{\"ciphertext\":\"\",\"recipients\":[{\"party\":\"a\",\"key\":\"ab\"}]}]}",
            "/parts/0/recipients/0/key", "64 lower-case"
        ),
        (
            "{\"parts\":[\(Array(repeating: "0", count: 65).joined(separator: ","))]}", "/parts", "at most 64"
        ),
        (
            "{\"parts\":[{\"ciphertext\":\"\",\"recipients\":[\(Array(repeating: "0", count: 66).joined(separator: ","))]}]}",
            "/parts/0/recipients", "at most 65"
        ),
    ]

    @Test("a malformed sealed body names field and rule", arguments: malformed)
    func refuses(json: String, pointer: String, sentence: String) {
        let error = #expect(throws: JSONError.self) { try SealedBody(Array(json.utf8)) }
        #expect(error?.pointer == pointer)
        #expect("\(error.map { "\($0)" } ?? "")".contains(sentence), "\(String(describing: error))")
    }

    @Test("every prefix and every flipped byte of a sealed body is read or refused, never more")
    func mutated() throws {
        let sealed = try SealedBody(sealing: [(OpenedBody(body: Bodies.reason("x")), [recipient(Self.hub)])])
        for end in 0..<sealed.bytes.count {
            #expect(throws: JSONError.self) { try SealedBody(Array(sealed.bytes[..<end])) }
        }
        for at in sealed.bytes.indices {
            var bytes = sealed.bytes
            bytes[at] ^= 0x08
            if let read = try? SealedBody(bytes) { #expect(read.hash != sealed.hash) }
        }
    }

    @Test("a sealing key goes through PEM, and other keys' PEM is refused")
    func pem() throws {
        let key = SealingPrivateKey()
        #expect(try SealingPrivateKey(pem: key.pem).publicKey == key.publicKey)
        for pem in [try TestKeys.signing("x").pem, try TestKeys.signing("x", .p256).pem, "", "x"] {
            #expect(throws: KeyError.badPrivateKey) { try SealingPrivateKey(pem: pem) }
        }
        #expect(throws: KeyError.badPrivateKey) { try SealingPrivateKey(bytes: [1]) }
        #expect(throws: KeyError.self) { try SigningKey(pem: key.pem) }
    }

    @Test("the library's HPKE is RFC 9180's: appendix A.2.1, first encryption")
    func vector() throws {
        let skR = try Hex.decode("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb")
        let enc = try Hex.decode("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a")
        let ct = try Hex.decode(
            "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28")
        var recipient = try HPKE.Recipient(
            privateKey: Curve25519.KeyAgreement.PrivateKey(rawRepresentation: skR),
            ciphersuite: .Curve25519_SHA256_ChachaPoly, info: Data("Ode on a Grecian Urn".utf8),
            encapsulatedKey: Data(enc))
        let plain = try recipient.open(ct, authenticating: Data("Count-0".utf8))
        #expect(String(decoding: plain, as: UTF8.self) == "Beauty is truth, truth beauty")
    }
}
