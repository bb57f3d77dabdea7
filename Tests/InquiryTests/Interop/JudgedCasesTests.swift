import Inquiry
import Testing

/// Given logs in which one thing is amiss, what we make of each of them; the other verifier is asked in its own suite.
@Suite struct JudgedCasesTests {
    static func all() throws -> [JudgedCase] {
        try JudgedCase.keys + JudgedCase.parties + JudgedCase.nodesAndClock + JudgedCase.spellings + JudgedCase.openings
    }

    @Test("every case holds or is refused as it says")
    func judged() throws {
        let log = try PaperLog().logKey
        for item in try Self.all() {
            do {
                _ = try InquiryBundle(parsing: item.bytes).judged(by: log)
                #expect(item.holds, "\(item.name) holds")
            } catch { #expect(!item.holds, "\(item.name): \(error)") }
        }
    }
}
