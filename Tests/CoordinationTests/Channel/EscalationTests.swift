import Coordination
import Geodesy
import Statements
import TestKit
import Testing
import TransparencyLog

@Suite("the ladder")
struct EscalationTests {
    private let party = PartyID(checked: "party-b")

    private func officers(_ names: [String]) -> [OfficerID] { names.map { OfficerID(checked: $0) } }

    /// The steps until the ladder ends, all under one staffing.
    private func climb(_ staffing: Staffing, first: String?) -> [EscalationStep] {
        var steps: [EscalationStep] = []
        while steps.last?.isLast != true, steps.count < 30 {
            let number = steps.count + 1
            let deadline = Deadline(
                DeadlineID(StatementHash(.emptyTree), .escalateAfter, party), due: .test(Int64(number) * 300),
                waiting: PartyID(checked: "party-a"),
                under: Term(instrument: SubjectID(checked: "mou"), clause: "4(c)", seconds: 300),
                record: RecordID(owner: PartyID(checked: "party-a"), subject: SubjectID(checked: "m")), isOpen: true,
                step: number)
            steps.append(
                Escalation.step(
                    deadline, after: steps, first: first.map { Addressee(party, OfficerID(checked: $0)) },
                    staffing: staffing))
        }
        return steps
    }

    private func words(_ steps: [EscalationStep]) -> [String] {
        steps.map { $0.to.map { $0.officer?.rawValue ?? $0.party.rawValue } ?? "nobody" }
    }

    @Test("it goes along the shift, up the grade, to the other side's co-chair, and ends")
    func whole() {
        let staffing = Staffing(
            onShift: officers(["one", "two"]), gradeUp: officers(["colonel", "general"]),
            coChairs: [.init(PartyID(checked: "guarantor"), onShift: officers(["chair"]))])
        let steps = climb(staffing, first: "one")
        #expect(words(steps) == ["two", "colonel", "general", "chair"])
        #expect(steps.map(\.isLast) == [false, false, false, true])
        #expect(steps.allSatisfy { $0.skipped.isEmpty })
    }

    @Test("a rung that has nobody is passed over at once, named once, and never waited on")
    func skips() {
        let chair = Staffing.CoChair(PartyID(checked: "guarantor"), onShift: nil)
        let unstaffed = climb(Staffing(onShift: [], gradeUp: officers(["general"]), coChairs: [chair]), first: nil)
        #expect(words(unstaffed) == ["general", "guarantor"])
        #expect(unstaffed[0].skipped.map(\.rung) == [.onShift])
        #expect(unstaffed[1].skipped.isEmpty)
        let alone = climb(Staffing(onShift: [], gradeUp: [], coChairs: [chair]), first: nil)
        #expect(words(alone) == ["guarantor"])
        #expect(alone[0].skipped.map(\.rung) == [.onShift, .gradeUp])
        let nobody = climb(Staffing(onShift: [], gradeUp: [], coChairs: []), first: nil)
        #expect(words(nobody) == ["nobody"])
        #expect(nobody[0].skipped.map(\.rung) == [.onShift, .gradeUp, .coChair])
        #expect(nobody[0].isLast)
    }

    @Test("a roster that is not known is not a cell that is empty")
    func unknown() {
        let staffing = Staffing(onShift: nil, gradeUp: officers(["general"]), coChairs: [])
        let steps = climb(staffing, first: nil)
        #expect(words(steps) == ["general"])
        #expect(steps[0].skipped.map(\.rung) == [.coChair])
        #expect(!staffing.isUnstaffed)
    }

    @Test("nobody is turned to twice, it only goes up, and it ends", arguments: UInt64(0)..<100)
    func properties(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let names = (0..<8).map { "officer-\($0)" }
        var steps: [EscalationStep] = []
        while steps.last?.isLast != true {
            guard steps.count <= EscalationStep.maximumSteps else {
                Issue.record("the ladder does not end, \(seed)")
                return
            }
            // Shifts change between steps.
            let shuffled = names.shuffled(using: &random)
            let staffing = Staffing(
                onShift: random.happens(200) ? nil : officers(Array(shuffled.prefix(random.below(3)))),
                gradeUp: officers(Array(shuffled.dropFirst(3).prefix(random.below(4)))),
                coChairs: random.happens(700) ? [.init(PartyID(checked: "guarantor"), onShift: nil)] : [])
            let number = steps.count + 1
            let deadline = Deadline(
                DeadlineID(StatementHash(.emptyTree), .escalateAfter, party), due: .test(Int64(number) * 300),
                waiting: PartyID(checked: "party-a"),
                under: Term(instrument: SubjectID(checked: "mou"), clause: "4(c)", seconds: 300),
                record: RecordID(owner: PartyID(checked: "party-a"), subject: SubjectID(checked: "m")), isOpen: true,
                step: number)
            steps.append(Escalation.step(deadline, after: steps, first: nil, staffing: staffing))
        }
        let asked = steps.compactMap(\.to)
        #expect(Set(asked).count == asked.count, "\(seed)")
        let rungs = steps.compactMap(\.rung)
        #expect(rungs == rungs.sorted(), "\(seed)")
        #expect(steps.dropLast().allSatisfy { !$0.isLast && $0.to != nil }, "\(seed)")
    }
}
