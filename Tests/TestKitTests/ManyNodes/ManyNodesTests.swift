import Foundation
import TestKit
import Testing

/// Many nodes, many seeds.
///
/// For a soak set `PARLEY_WORLDS` to the number of worlds, and `PARLEY_FIRST_WORLD` to the seed
/// to begin with (1,000 as a rule): `PARLEY_WORLDS=5000 swift test --filter ManyNodesTests.soak`.
@Suite("a world of many nodes")
struct ManyNodesTests {
    @Test("nothing with a receipt is lost, nobody reads what is not for them, every lie is shown", arguments: 0..<3)
    func worlds(group: Int) throws {
        var seen = ManyTally()
        for seed in UInt64(group * 10)..<UInt64(group * 10 + 10) {
            let run = try ManyNodes.run(seed: seed)
            #expect(run.violations == [], "replay with seed \(seed)")
            seen.add(run)
        }
        #expect(seen.receipts > 40, "worlds without receipts show nothing")
        #expect(seen.restarts > 10, "worlds without restarts show nothing")
    }

    @Test("the same seed gives the same world, another seed another", arguments: [UInt64(3), 11, 40])
    func repeats(seed: UInt64) throws {
        let first = try ManyNodes.run(seed: seed)
        let second = try ManyNodes.run(seed: seed)
        #expect(first.digest == second.digest)
        #expect(try ManyNodes.run(seed: seed + 500).digest != first.digest)
    }

    @Test("without faults everybody agrees at once, and nothing is held against anybody", arguments: UInt64(0)..<5)
    func peace(seed: UInt64) throws {
        let run = try ManyNodes.run(seed: seed, faults: ManyFaults.none)
        #expect(run.violations == [])
        #expect(run.hasAgreed && run.settledMilliseconds < 20_000)
        #expect(run.evidence == [:])
        #expect(run.receipts > 10)
    }

    @Test(
        "each crime of a host ends in evidence in some worlds", arguments: [ManyFaults.Crime.splitView, .brokenPromise])
    func crimes(crime: ManyFaults.Crime) throws {
        var proven = 0
        for seed in UInt64(0)..<10 {
            var faults = ManyFaults.none
            faults.crime = crime
            let run = try ManyNodes.run(seed: seed, faults: faults)
            #expect(run.violations == [], "replay with seed \(seed)")
            proven += run.evidence[crime.rawValue] ?? 0
        }
        #expect(proven > 5, "\(crime.rawValue): \(proven) pieces in ten worlds")
    }

    @Test("a party that signs two statements for one place is convicted by a stranger")
    func equivocation() throws {
        var faults = ManyFaults.none
        faults.hasEquivocation = true
        for seed in UInt64(0)..<5 {
            let run = try ManyNodes.run(seed: seed, faults: faults)
            #expect(run.violations == [], "replay with seed \(seed)")
            #expect(run.evidence["equivocation"] == 1, "seed \(seed)")
        }
    }

    @Test("as many further worlds as the environment asks for")
    func soak() throws {
        let environment = ProcessInfo.processInfo.environment
        guard let count = environment["PARLEY_WORLDS"].flatMap({ UInt64($0) }), count > 0 else { return }
        let first = environment["PARLEY_FIRST_WORLD"].flatMap { UInt64($0) } ?? 1_000
        for seed in first..<first + count {
            let run = try ManyNodes.run(seed: seed)
            // What happened, for whoever looks for the reason.
            #expect(run.violations == [], "seed \(seed):\n\(run.story.joined(separator: "\n"))")
        }
    }
}

/// What worlds came to together.
private struct ManyTally {
    var receipts = 0
    var restarts = 0

    mutating func add(_ run: ManyRun) {
        receipts += run.receipts
        restarts += run.restarts
    }
}

@Suite("the checks of many nodes can fail")
struct BrokenNodesTests {
    @Test("somebody who breaks a rule is caught", arguments: ManyDefect.allCases)
    func caught(defect: ManyDefect) throws {
        for seed in UInt64(0)..<30 {
            var faults = ManyFaults.drawn(seed)
            switch defect {
            case .witnessForgets: faults.powerLosses = 5
            case .followerSkipsConsistency: faults.crime = .splitView
            case .hostReleasesEarly, .vaultIgnoresAudience: faults.crime = nil
            }
            let run = try ManyNodes.run(seed: seed, faults: faults, defect: defect)
            if run.violations.contains(where: { $0.contains(Self.sentence(defect)) }) { return }
        }
        Issue.record("\(defect) went unnoticed in thirty worlds")
    }

    /// What the violation that catches it says.
    private static func sentence(_ defect: ManyDefect) -> String {
        switch defect {
        case .witnessForgets: "after a restart"
        case .followerSkipsConsistency: "took back what it showed"
        case .hostReleasesEarly: "lacks the quorum's cosignatures"
        case .vaultIgnoresAudience: "holds a body that is not for"
        }
    }
}
