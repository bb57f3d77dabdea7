import Foundation
import ParleyNode
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

@Suite("envelopes")
struct EnvelopeTests {
    private let key: SigningKey
    private let good: Envelope

    init() throws {
        key = try TestKeys.signing("un-hub/access-1")
        good = try Envelope(payload: PayloadText().bytes, signedBy: key)
    }

    @Test("an Ed25519 envelope is the same bytes in every run")
    func golden() throws {
        try Golden.check("ed25519-envelope.json", good.bytes)
        let founding = try Scenario().log.store.entries(from: EntryIndex(0), count: 1)
        try Golden.check("founding-envelope.json", try #require(founding.first).envelope)
    }

    @Test("the pre-authentication encoding is that of the DSSE specification")
    func preAuthentication() {
        let text = String(decoding: Envelope.preAuthentication(of: Array("hello world".utf8)), as: UTF8.self)
        #expect(text == "DSSEv1 37 application/vnd.parley.statement+json 11 hello world")
        #expect(Envelope.payloadType.utf8.count == 37)
    }

    @Test("what was signed is read back, and verifies", arguments: PublicKey.Algorithm.allCases)
    func roundTrip(algorithm: PublicKey.Algorithm) throws {
        let key = try TestKeys.signing("round", algorithm)
        let envelope = try Envelope(Envelope(payload: PayloadText().bytes, signedBy: key).bytes)
        #expect(envelope.payload == PayloadText().bytes)
        #expect(envelope.keyID == key.publicKey.id)
        let signed = try SignedStatement(envelope: envelope)
        let verified = try VerifiedStatement(signed, by: key.publicKey)
        #expect(verified.leaf == Hash.leaf(of: envelope.bytes))
        #expect(verified.hash.hash == Hash.sha256(of: Envelope.preAuthentication(of: PayloadText().bytes)))
    }

    @Test("another key is unknown, and an altered byte a bad signature", arguments: PublicKey.Algorithm.allCases)
    func wrong(algorithm: PublicKey.Algorithm) throws {
        let key = try TestKeys.signing("right", algorithm)
        let other = try TestKeys.signing("wrong", algorithm)
        let envelope = try Envelope(payload: PayloadText().bytes, signedBy: key)
        let signed = try SignedStatement(envelope: envelope)
        #expect(throws: EnvelopeError.unknownKey(key.publicKey.id)) {
            try VerifiedStatement(signed, by: other.publicKey)
        }
        let altered = try text(of: envelope, payload: PayloadText().with("sequence", "3").bytes)
        #expect(throws: EnvelopeError.badSignature(key.publicKey.id)) {
            try VerifiedStatement(SignedStatement(altered), by: key.publicKey)
        }
        for position in 0..<64 {
            var signature = envelope.signature
            signature[position] ^= 1
            #expect(!key.publicKey.accepts(signature, over: Envelope.preAuthentication(of: envelope.payload)))
        }
        for count in [0, 63, 65] {
            #expect(!key.publicKey.accepts([UInt8](repeating: 1, count: count), over: []))
        }
    }

    @Test("another spelling around the same payload is the same statement and another entry")
    func respelling() throws {
        let spaced = String(decoding: good.bytes, as: UTF8.self).replacingOccurrences(of: ",", with: " ,\n")
        let other = try SignedStatement(Array(spaced.utf8))
        let first = try SignedStatement(good.bytes)
        #expect(other.hash == first.hash)
        #expect(
            try VerifiedStatement(other, by: key.publicKey).leaf != VerifiedStatement(first, by: key.publicKey).leaf)
    }

    private func text(of envelope: Envelope, payload: [UInt8]) throws -> [UInt8] {
        let old = Base64.encode(envelope.payload)
        return Array(
            String(decoding: envelope.bytes, as: UTF8.self).replacingOccurrences(of: old, with: Base64.encode(payload))
                .utf8)
    }

    static let malformed: [(from: String, to: String, pointer: String, sentence: String)] = [
        (
            "payloadType\":\"application/vnd.parley.statement+json", "payloadType\":\"application/json", "/payloadType",
            "must be 'application"
        ),
        ("\"payloadType\"", "\"payloadtype\"", "/payloadType", "is missing"),
        ("\"payload\":\"", "\"payload\":\"!", "/payload", "base64"),
        ("\"payload\":\"", "\"payload\":\" ", "/payload", "base64"),
        ("\"payload\"", "\"load\"", "/payload", "is missing"),
        ("\"signatures\"", "\"signature\"", "/signatures", "is missing"),
        ("[{", "[{},{", "/signatures", "at most 1"),
        ("\"keyid\":\"", "\"keyid\":\"A", "/signatures/0/keyid", "64 lower-case hex"),
        ("\"keyid\"", "\"keyId\"", "/signatures/0/keyid", "is missing"),
        ("\"sig\":\"", "\"sig\":\"AAAA", "/signatures/0/sig", "64 bytes"),
        ("\"sig\":\"", "\"sig\":\"=", "/signatures/0/sig", "64 bytes"),
        ("\"sig\"", "\"signature\"", "/signatures/0/sig", "is missing"),
        ("\"sig\"", "\"extra\":1,\"sig\"", "/signatures/0/extra", "not a field"),
        ("{\"payloadType\"", "{\"extra\":1,\"payloadType\"", "/extra", "not a field"),
        ("{\"payloadType\"", "{\"payload\":1,\"payloadType\"", "", "stands twice"),
        ("[{", "[[{", "", "unexpected"),
        ("}]}", "}]", "", "ends inside"),
        ("}]}", "}]}}", "", "bytes after"),
    ]

    @Test("a malformed envelope names field and rule", arguments: malformed)
    func refuses(from: String, to: String, pointer: String, sentence: String) throws {
        let bytes = Array(String(decoding: good.bytes, as: UTF8.self).replacingOccurrences(of: from, with: to).utf8)
        #expect(bytes != good.bytes)
        let error = #expect(throws: EnvelopeError.self) { try Envelope(bytes) }
        guard case .malformed(let why) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        if !pointer.isEmpty { #expect(why.pointer == pointer) }
        #expect("\(why)".contains(sentence), "\(why)")
    }

    @Test("an envelope has a largest size, and bytes that are none are refused", arguments: UInt64(0)..<20)
    func otherBytes(seed: UInt64) throws {
        #expect(throws: EnvelopeError.self) {
            try Envelope([UInt8](repeating: 0x20, count: Envelope.maximumBytes) + good.bytes)
        }
        #expect(throws: EnvelopeError.self) { try Envelope([]) }
        #expect(throws: EnvelopeError.self) { try Envelope(Array("{\"payloadType\":\"x\",\"signatures\":[]}".utf8)) }
        var random = SplitMix64(seed: seed)
        for _ in 0..<30 {
            var bytes = good.bytes
            bytes[random.below(bytes.count)] ^= UInt8(1 << random.below(8))
            let verified = try? VerifiedStatement(SignedStatement(bytes), by: key.publicKey)
            #expect(verified == nil, "SEED=\(seed): an altered envelope verified")
        }
    }
}
