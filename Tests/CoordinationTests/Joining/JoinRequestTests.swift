import Coordination
import Geodesy
import Statements
import TestKit
import Testing
import TransparencyLog

@Suite("requests to join")
struct JoinRequestTests {
    private let party = PartyID(checked: "msf")

    private func enrolment(
        kind: Kind = .nodeEnrol, party: PartyID? = nil, signedBy key: SigningKey? = nil, body: [UInt8]? = nil
    ) throws -> [UInt8] {
        let writer = StatementWriter(accord: AccordID(checked: "accord-1"), party: party ?? self.party)
        return try writer.draft(
            kind.name, "node", body ?? Bodies.node("msf"), at: .test(0), as: .root,
            with: key ?? TestKeys.signing("msf/root")
        ).envelope
    }

    private func request(_ enrolment: [UInt8], logKey: String? = nil) throws -> JoinRequest {
        try JoinRequest(
            accord: AccordID(checked: "accord-1"), logKey: logKey ?? TestKeys.log().verifierKey.vkey, party: party,
            role: .humanitarian, name: [("en", "Médecins"), ("ar", "أطباء")],
            rootKey: TestKeys.signing("msf/root").publicKey, nodeEnrolment: enrolment)
    }

    @Test("a request is read as it was written, and its digits follow from every byte")
    func roundTrip() throws {
        let request = try request(enrolment())
        #expect(try JoinRequest(request.bytes) == request)
        let other = try self.request(enrolment(), logKey: "other/log+00000000+AAAA")
        #expect(other.fingerprint != request.fingerprint)
        #expect(request.fingerprint.digits.utf8.count == 25)
        #expect(SpokenFingerprint("\(request.fingerprint)") == request.fingerprint)
    }

    @Test("a request whose node is another party's, signed by another key or not an enrolment is none")
    func mixed() throws {
        #expect(throws: JoinRequestError.self) { try request(enrolment(party: PartyID(checked: "other"))) }
        #expect(throws: JoinRequestError.self) { try request(enrolment(signedBy: SigningKey(.ed25519))) }
        #expect(throws: JoinRequestError.self) {
            try request(enrolment(kind: .nodeRevoke, body: Bodies.reason("x")))
        }
        #expect(throws: JoinRequestError.self) { try request([1, 2, 3]) }
    }

    @Test("digits are read as people type them, in any script, and nothing else is")
    func digits() {
        let spoken = SpokenFingerprint(of: .sha256(of: [1]))
        #expect(SpokenFingerprint(spoken.digits) == spoken)
        #expect(SpokenFingerprint("\(spoken)".replacing(" ", with: "-")) == spoken)
        let arabic = String(
            String.UnicodeScalarView(
                spoken.digits.unicodeScalars.compactMap { Unicode.Scalar($0.value - 0x30 + 0x0660) }))
        #expect(SpokenFingerprint(arabic) == spoken)
        for text in ["", "1", String(repeating: "1", count: 26), "1234a" + String(repeating: "1", count: 20), "½"] {
            #expect(SpokenFingerprint(text) == nil)
        }
    }

    @Test("the digits are the hash modulo 10^25, as anybody computes them")
    func known() {
        // python3: int.from_bytes(hashlib.sha256(b"").digest(), "big") % 10**25
        #expect(SpokenFingerprint(of: .emptyTree).digits == "4993379397001115665086549")
    }
}
