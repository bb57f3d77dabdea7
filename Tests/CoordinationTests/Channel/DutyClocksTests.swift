import Coordination
import Geodesy
import HashTreeCollections
import Statements
import TestKit
import Testing
import TransparencyLog

@Suite("clocks: what is owed by when")
struct DutyClocksTests {
    private static let term = Term(instrument: SubjectID(checked: "mou"), clause: "4", seconds: 60)
    private static let rules = [ClauseRule.Name.acknowledgeWithin, .decideWithin, .acknowledgementHolds]

    private static func name(_ number: Int, _ rule: ClauseRule.Name) -> DeadlineID {
        var bytes = [UInt8](repeating: 0, count: 32)
        for place in 0..<8 { bytes[place] = UInt8(truncatingIfNeeded: number >> (8 * place)) }
        return DeadlineID(StatementHash(Hash(bytes: bytes) ?? .emptyTree), rule, PartyID(checked: "party-b"))
    }

    static func deadline(_ number: Int, _ rule: ClauseRule.Name = .acknowledgeWithin, due: Instant) -> Deadline {
        Deadline(
            name(number, rule), due: due, waiting: PartyID(checked: "party-a"), under: term,
            record: RecordID(owner: PartyID(checked: "party-a"), subject: SubjectID(checked: "m-\(number)")),
            isOpen: true)
    }

    /// What the clocks should say, by looking at everything every minute.
    private struct Oracle {
        var owed: [DeadlineID: Instant] = [:]
        var isWritten: Set<DeadlineID> = []

        func due(at now: Instant) -> [DeadlineID] {
            owed.filter { $0.value <= now && !isWritten.contains($0.key) }.map(\.key)
                .sorted { ((owed[$0] ?? now), $0) < ((owed[$1] ?? now), $1) }
        }
    }

    @Test("minute by minute they say what looking at everything says", arguments: UInt64(0)..<30)
    func oracle(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var clocks = DutyClocks()
        var oracle = Oracle()
        var snapshots: [(DutyClocks, [DeadlineID])] = []
        var minute: Int64 = 0
        for _ in 0..<400 {
            // Sometimes the node was down for hours.
            minute += random.happens(30) ? random.within(60...600) : 1
            let now = Instant.test(minute * 60)
            clocks.tick(to: now)
            #expect(clocks.due(limit: .max) { _ in true }.map(\.id).sorted() == oracle.due(at: now).sorted(), "\(seed)")
            let order = clocks.due(limit: .max) { _ in true }.map(\.due)
            #expect(order == order.sorted(), "oldest first, \(seed)")
            for _ in 0..<random.below(4) {
                let id = Self.name(random.below(120), Self.rules[random.below(3)])
                switch random.below(4) {
                case 0, 1:
                    // A clock that ran is not begun again once it is due; that is the register's business.
                    guard oracle.owed[id].map({ $0 > now }) ?? true, !oracle.isWritten.contains(id) else { continue }
                    let due = now.adding(seconds: 60 * random.within(-2...90))
                    clocks.start(
                        Deadline(
                            id, due: due, waiting: PartyID(checked: "party-a"), under: Self.term,
                            record: RecordID(owner: PartyID(checked: "party-a"), subject: SubjectID(checked: "m")),
                            isOpen: true), at: now)
                    oracle.owed[id] = due
                case 2:
                    clocks.settle(id, at: now)
                    if let due = oracle.owed[id], due > now { oracle.owed[id] = nil }
                default:
                    guard let first = clocks.due(limit: 1, where: { _ in true }).first else { continue }
                    clocks.apply(Lapse(first))
                    oracle.isWritten.insert(first.id)
                }
            }
            if random.happens(20) { snapshots.append((clocks, oracle.due(at: now))) }
        }
        // A snapshot stays as it was while others go on.
        for (snapshot, due) in snapshots {
            #expect(snapshot.due(limit: .max) { _ in true }.map(\.id).sorted() == due.sorted())
        }
        #expect(clocks.lapses.count == oracle.isWritten.count)
    }

    @Test("ten thousand clocks: a tick at which nothing comes, and one at which all come, are both short")
    func cost() {
        var clocks = DutyClocks()
        for number in 0..<10_000 { clocks.start(Self.deadline(number, due: .test(600)), at: .test(0)) }
        let kept = clocks
        let watch = ContinuousClock()
        let idle = watch.measure { for second in Int64(1)...100 { clocks.tick(to: .test(second)) } }
        let all = watch.measure { clocks.tick(to: .test(600)) }
        // Wide bounds: a debug build on a loaded machine; the figure is the bench's.
        #expect(idle / 100 < .milliseconds(5))
        #expect(all < .milliseconds(5))
        #expect(clocks.due(limit: .max) { _ in true }.count == 10_000)
        #expect(kept.due(limit: .max) { _ in true }.isEmpty)
    }
}
