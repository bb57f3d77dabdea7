import Inquiry
import Statements
import Testing
import TransparencyLog

/// Given two statements and the enrolments of their keys, when they are judged, then whether a party contradicts itself.
@Suite struct EquivocationTests {
    let scene: HospitalCase

    init() throws { scene = try HospitalCase() }

    private func judge(_ one: SignedStatement, _ other: SignedStatement) throws -> String {
        let file = Equivocation(
            checkpoint: try scene.log.checkpoint(), entries: try scene.equivocation().entries, one, other)
        return "\(try Evidence(parsing: file.bytes).judged(by: scene.log.logKey))"
    }

    @Test("numbers that differ, one statement twice, and two parties are no contradiction")
    func noContradiction() throws {
        let (one, _) = try scene.contradiction()
        let (next, _) = try scene.log.draft("red-crescent", "access-2", "x.v1", "site-3", "{}", sequence: 99)
        #expect(try judge(one, next).contains("not proven: the statements are numbers"))
        #expect(try judge(one, one).contains("both statements are the same"))
    }

    @Test("a key that the entries do not enrol convicts nobody")
    func strangersKey() throws {
        let (one, _) = try scene.contradiction()
        let (forged, _) = try scene.log.draft(
            "red-crescent", "access-2", "x.v1", "site-3", "{}", key: PaperLog.key("stranger"),
            sequence: one.statement.sequence)
        #expect(try judge(one, forged).contains("not proven"))
        let (borrowed, _) = try scene.log.draft(
            "red-crescent", "access-1", "x.v1", "site-3", "{}", key: PaperLog.key("red-crescent/access-2"),
            sequence: one.statement.sequence)
        #expect(try judge(one, borrowed).contains("another party or officer"))
    }

    @Test("another accord's statement is no contradiction of this one's")
    func otherAccord() throws {
        let (one, _) = try scene.contradiction()
        let (elsewhere, _) = try scene.log.draft(
            "red-crescent", "access-2", "x.v1", "site-3", "{}", sequence: one.statement.sequence,
            accord: AccordID(checked: "south-line"))
        #expect(try judge(one, elsewhere).contains("south-line"))
    }

    @Test("the party's chain and its node's are two chains")
    func twoChains() throws {
        let log = scene.log
        let (root, _) = try log.draft("neutral-host", "root", "x.v1", "a", "{}", sequence: 3)
        let (node, _) = try log.draft("neutral-host", "node", "x.v1", "a", "{}", sequence: 3)
        let (second, _) = try log.draft("neutral-host", "node", "y.v1", "a", "{}", sequence: 3)
        #expect(try judge(root, node).contains("two chains"))
        #expect(try judge(second, node).contains("proven: the node of party 'neutral-host'"))
    }

    @Test("statements out of order, or more than two, are refused")
    func form() throws {
        let good = try scene.equivocation()
        let text = String(decoding: good.bytes, as: UTF8.self)
        let (first, second) = (Base64.encode(good.statements[0]), Base64.encode(good.statements[1]))
        let swapped = text.replacing(#"["\#(first)","\#(second)"]"#, with: #"["\#(second)","\#(first)"]"#)
        #expect(swapped != text)
        let judged = try Evidence(parsing: Array(swapped.utf8)).judged(by: scene.log.logKey)
        #expect("\(judged)".contains("ascending order"))
        let three = text.replacing(#"["\#(first)","\#(second)"]"#, with: #"["\#(first)","\#(second)","\#(second)"]"#)
        #expect(throws: InquiryError.self) { try Evidence(parsing: Array(three.utf8)) }
    }
}
