import Statements
import TestKit
import Testing
import TransparencyLog

@Suite("commitments")
struct CommitmentTests {
    private let body = Array("{\"lat\":36.151583}".utf8)

    @Test("opens for the same body and opening, and for nothing else")
    func opens() {
        let opening = TestKeys.opening("a")
        let commitment = Commitment(to: body, opening: opening)
        #expect(commitment.accepts(body, opening: opening))
        #expect(!commitment.accepts(body + [0x20], opening: opening))
        #expect(!commitment.accepts([], opening: opening))
        #expect(!commitment.accepts(body, opening: TestKeys.opening("b")))
    }

    @Test("is HMAC-SHA256 over the label and the body")
    func golden() throws {
        // python3: hmac.new(bytes(range(32)), b"parley/body/v1\0" + body, "sha256").hexdigest()
        let opening = try #require(Opening(bytes: Array(0..<32)))
        #expect(Commitment(to: body, opening: opening).hash.hex == Self.expected)
    }

    @Test("the same body gives another commitment every time")
    func hides() {
        #expect(Commitment(to: body, opening: Opening()) != Commitment(to: body, opening: Opening()))
        #expect(Opening(bytes: [1]) == nil)
        #expect(Opening().bytes.count == Opening.byteCount)
    }

    private static let expected = "f97639991342fc2f3b0a663a2b7de60d578030ca16639bfafa218b43a62cd1ce"
}
