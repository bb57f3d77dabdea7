import Coordination
import Geodesy
import HashTreeCollections
import Picture
import Statements
import TestKit
import Testing
import TransparencyLog

@Suite("convoys")
struct ConvoyTests {
    private let id = RecordID(owner: PartyID(checked: "un-hub"), subject: SubjectID(checked: "douma"))
    private let name = "un-hub/douma"

    /// A Monday at noon, five hours ahead of which no day changes anywhere.
    private func world(_ instrument: String = workingDays) throws -> Scenario {
        var world = try Scenario()
        try world.say("neutral-host", .instrumentClauses, "access", Array(instrument.utf8), byRoot: true)
        return world
    }

    private func requested(_ world: inout Scenario, audience: [PartyID]? = nil) throws {
        let lines = [
            Bodies.ManifestLine("trauma", "kit", planned: 200, requested: 180, category: "surgical", supplier: "WHO"),
            Bodies.ManifestLine("flour", "kg", requested: 1_000),
        ]
        let body = Bodies.convoyRequest(trucks: 46, lines: lines)
        #expect(try world.say("un-hub", .convoyRequest, "douma", body, audience: audience).refusal == nil)
    }

    private func paper(_ world: Scenario) throws -> (request: ConvoyRequest, paper: ConvoyPaper) {
        let dossier = try #require(world.picture.dossiers[id])
        guard case .convoy(let request) = dossier.stated.content, let paper = dossier.paper else {
            throw Scenario.Misuse(description: "no convoy")
        }
        return (request, paper)
    }

    private func state(_ world: Scenario) throws -> ConvoyState {
        let (request, paper) = try paper(world)
        return paper.state(of: request, owner: id.owner, at: world.picture.clock.now ?? .earliest)
    }

    private func line(_ key: String, _ world: Scenario) throws -> ManifestLedger.Line {
        let (request, paper) = try paper(world)
        return try #require(
            ManifestLedger(request, paper, owner: id.owner).lines.first { $0.line.key == key })
    }

    @Test(
        "given a request, when it is agreed to in part, loaded, stripped and delivered, then every line is reconciled")
    func lineByLine() throws {
        var world = try world()
        try requested(&world)
        #expect(try state(world) == .requested)
        #expect(try line("trauma", world).agreed == nil)
        let partial = Bodies.step(
            of: name, [("answer", "partial")], at: .test(0), decided: ("Ministry", "no reason given"),
            lines: [("trauma", "kit", 60)], people: 27_500)
        #expect(try world.say("party-b", .convoyRespond, "r", partial).refusal == nil)
        #expect(try state(world) == .agreedInPart)
        #expect(try line("trauma", world).agreed?.amount == 60_000)
        #expect(try line("flour", world).agreed?.amount == 1_000_000)
        let letters = Bodies.step(of: name, [("letters", "issued"), ("number", "412")], at: .test(0))
        #expect(try world.say("party-b", .convoyLetters, "l", letters).refusal == nil)
        #expect(try state(world) == .lettersIssued)
        let loaded = Bodies.step(of: name, [], at: .test(0), lines: [("trauma", "kit", 60), ("flour", "kg", 1_000)])
        #expect(try world.say("un-hub", .convoyLoad, "o", loaded).refusal == nil)
        #expect(try line("trauma", world).removals.isEmpty)
        let removed = Bodies.step(
            of: name, [("stage", "checkpoint")], at: .test(0), decided: ("Officer", "no reason given"),
            lines: [("trauma", "kit", 42)])
        #expect(try world.say("un-hub", .convoyRemove, "t", removed).refusal == nil)
        let offloaded = Bodies.step(
            of: name, [("offloaded", "partial")], at: .test(0), decided: ("Convoy leader", "shelling"),
            lines: [("trauma", "kit", 18), ("flour", "kg", 700)], trucks: 32, trucksReturned: 14)
        #expect(try world.say("un-hub", .convoyOffload, "u", offloaded).refusal == nil)
        #expect(try state(world) == .offloadedInPart)
        let trauma = try line("trauma", world)
        #expect(trauma.line.planned == 200_000)
        #expect(trauma.line.requested == 180_000)
        #expect(trauma.loaded?.amount == 60_000)
        #expect(trauma.removed == 42_000)
        #expect(trauma.removals.first?.decision.isWithoutReason == true)
        #expect(trauma.delivered?.amount == 18_000)
        #expect(trauma.unaccounted == 0)
        #expect(try line("flour", world).unaccounted == 300_000)
        // What was agreed to and then hindered is a fact of its own: the removal and the offloading.
        #expect(try paper(world).paper.impededAfterAgreement.count == 2)
    }

    @Test("given what another states of the same line, then it stands beside it and is added to nothing")
    func sideBySide() throws {
        var world = try world()
        try requested(&world)
        try world.say(
            "un-hub", .convoyLoad, "o", Bodies.step(of: name, [], at: .test(0), lines: [("trauma", "kit", 60)]))
        try world.say(
            "party-b", .convoyLoad, "p", Bodies.step(of: name, [], at: .test(0), lines: [("trauma", "kit", 90)]))
        let trauma = try line("trauma", world)
        #expect(trauma.loaded?.amount == 60_000)
        #expect(trauma.differences.count == 1)
        #expect(trauma.differences.first?.contains("'party-b' states 90 kit loaded") == true)
    }

    @Test("given seven working days, when they pass without an answer, then the silence is recorded with its clause")
    func noAnswer() throws {
        var world = try world()
        // 2016-09-12, the time of the test accord's day zero, is what the calendar is made for.
        try requested(&world)
        let clock = try #require(try paper(world).paper.answerClock)
        #expect(clock.term.clause == "7")
        #expect(try state(world) == .requested)
        try world.tick(at: clock.due)
        #expect(try state(world) == .noAnswer)
        #expect(world.picture.clocks.lapses[clock.id] != nil)
        let board = world.picture.openEnds(OpenEndQuery(reader: id.owner))
        #expect(board.ends.contains { $0.record == id && $0.silent == PartyID(checked: "party-b") })
        // A late answer is an answer; that it lapsed stays.
        let full = Bodies.step(of: name, [("answer", "full")], at: clock.due)
        #expect(try world.say("party-b", .convoyRespond, "r", full).refusal == nil)
        #expect(try state(world) == .agreedInFull)
        #expect(world.picture.clocks.lapses[clock.id] != nil)
        #expect(world.picture.openEnds(OpenEndQuery(reader: id.owner)).ends.contains { $0.record == id } == false)
    }

    @Test("given a clock, when it is stopped, then only for a stated reason, and what was left is left when it goes on")
    func stops() throws {
        var world = try world(Self.seconds)
        try requested(&world)
        let due = try #require(try paper(world).paper.answerClock).due
        #expect(due == .test(86_400))
        func hold(_ action: String, _ reason: String?) -> [UInt8] {
            Bodies.step(
                of: name, [("action", action), ("clock", "answer")], at: world.log.now,
                decided: reason.map { ("Ministry", $0) })
        }
        #expect(try world.say("party-b", .convoyHold, "h", hold("stop", nil)).refusal?.rule == "malformed-body")
        #expect(
            try world.say("party-b", .convoyHold, "h", hold("stop", "no reason given")).refusal?.pointer
                == "/body/reason")
        #expect(
            try world.say("party-a", .convoyHold, "h", hold("stop", "drivers")).refusal?.pointer == "/body/clock")
        try world.tick(at: .test(3_600))
        #expect(try world.say("party-b", .convoyHold, "h", hold("stop", "drivers' names are missing")).refusal == nil)
        #expect(try paper(world).paper.answerClock?.isStopped == true)
        try world.tick(at: .test(200_000))
        #expect(world.picture.clocks.lapses.isEmpty)
        #expect(try world.say("party-b", .convoyHold, "h", hold("resume", nil)).refusal == nil)
        let clock = try #require(try paper(world).paper.answerClock)
        #expect(clock.due == .test(200_000 + 86_400 - 3_600))
        #expect(clock.stoppedSeconds(at: .test(300_000)) == 196_400)
        #expect(try world.say("party-b", .convoyHold, "h", hold("resume", nil)).refusal?.pointer == "/body/action")
        try world.tick(at: clock.due)
        #expect(world.picture.clocks.lapses[clock.id] != nil)
    }

    @Test("given letters that are not issued, then they are late, and who holds them is on the board")
    func letters() throws {
        var world = try world(Self.seconds)
        try requested(&world)
        try world.say("party-b", .convoyRespond, "r", Bodies.step(of: name, [("answer", "full")], at: .test(0)))
        let clock = try #require(try paper(world).paper.lettersClock)
        #expect(clock.due == .test(3_600))
        try world.tick(at: .test(3_600))
        #expect(try state(world) == .lettersLate)
        #expect(world.picture.openEnds(OpenEndQuery(reader: id.owner)).ends.map(\.record) == [id])
    }

    @Test(
        "what cannot be is refused, with the field and the rule",
        arguments: [
            (Kind.convoyRespond, [("answer", "full")], "people", "/body/people"),
            (.convoyRespond, [("answer", "full")], "lines", "/body/lines"),
            (.convoyRespond, [("answer", "partial")], "decided", "/body/answer"),
            (.convoyLoad, [], "unit", "/body/lines/0/unit"), (.convoyLoad, [], "unknown", "/body/lines/0/line"),
            (.convoyLoad, [], "none", "/body/lines"),
            (.convoyProgress, [("progress", "dispatched")], "future", "/body/at"),
            (.convoyHold, [("action", "resume"), ("clock", "letters")], "none", "/body/clock"),
        ] as [(Kind, [(String, String)], String, String)])
    func refused(kind: Kind, members: [(String, String)], what: String, pointer: String) throws {
        var world = try world()
        try requested(&world)
        let lines: [(line: String, unit: String, amount: Int64)] =
            switch what {
            case "lines": [("flour", "kg", 10)]
            case "unit": [("trauma", "box", 60)]
            case "unknown": [("tents", "piece", 60)]
            default: []
            }
        let body = Bodies.step(
            of: name, members, at: what == "future" ? .test(10_000) : .test(0),
            decided: what == "decided" ? ("Ministry", "no reason given") : nil, lines: lines,
            people: what == "people" ? 10 : nil)
        let speaker = kind == .convoyLoad || kind == .convoyProgress ? "un-hub" : "party-b"
        #expect(try world.say(speaker, kind, "x", body).refusal?.pointer == pointer)
    }

    @Test("who stood in the way is named, or that no reason was given; who attacked is no matter of a convoy's paper")
    func deciders() throws {
        var world = try world()
        try requested(&world)
        for progress in ["held", "turned-back", "aborted"] {
            let bare = Bodies.step(of: name, [("progress", progress)], at: .test(0))
            #expect(try world.say("un-hub", .convoyProgress, "p", bare).refusal?.rule == "malformed-body")
        }
        let attacked = Bodies.step(
            of: name, [("progress", "attacked")], at: .test(0), decided: ("somebody", "no reason given"))
        #expect(try world.say("un-hub", .convoyProgress, "p", attacked).refusal?.rule == "malformed-body")
        #expect(
            try world.say(
                "un-hub", .convoyProgress, "p", Bodies.step(of: name, [("progress", "attacked")], at: .test(0))
            ).refusal == nil)
        #expect(try state(world) == .attacked)
    }

    @Test("an answer is its authority's: another party's is refused, and the owner may enter what it was told")
    func answers() throws {
        var world = try world()
        try requested(&world)
        let full = Bodies.step(of: name, [("answer", "full")], at: .test(0))
        #expect(try world.say("party-a", .convoyRespond, "r", full).refusal?.pointer == "/body/answer")
        #expect(try world.say("un-hub", .convoyRespond, "r", full).refusal == nil)
        let denied = Bodies.step(of: name, [("answer", "denied")], at: .test(0), decided: ("Ministry", "security"))
        #expect(try world.say("party-b", .convoyRespond, "r", denied).refusal == nil)
        // The authority's own word stands above what was entered of it.
        #expect(try line("flour", world).agreed?.amount == 0)
    }

    @Test("given who may inspect what, when another inspects, then that is remarked and nothing is refused")
    func inspection() throws {
        var world = try world(Self.inspection)
        try requested(&world)
        let named = Bodies.inspect(
            name, "seals", at: "checkpoint", by: ("UN Monitoring Mechanism", nil), time: .test(0))
        #expect(try world.say("un-hub", .convoyInspect, "i", named).refusal == nil)
        #expect(try paper(world).paper.remarks.isEmpty)
        let other = Bodies.inspect(
            name, "cargo", at: "checkpoint", by: ("Checkpoint officer", "party-b"), time: .test(0))
        #expect(try world.say("un-hub", .convoyInspect, "j", other).refusal == nil)
        #expect(try paper(world).paper.remarks.map(\.text).first?.contains("is not named by access 9") == true)
        let seal = Bodies.step(of: name, [("seal", "broken"), ("number", "77")], at: .test(0))
        #expect(try world.say("un-hub", .convoySeal, "s", seal).refusal == nil)
        #expect(try paper(world).paper.remarks.count == 3)
    }

    @Test("a request under seal is added to by those who have it, whole, and by nobody else")
    func sealed() throws {
        var world = try world()
        try requested(&world, audience: [PartyID(checked: "party-b")])
        let step = Bodies.step(of: name, [("answer", "full")], at: .test(0))
        // The open world never learns of it.
        #expect(try world.say("party-b", .convoyRespond, "r", step).refusal?.rule == "audience-differs")
        #expect(
            try world.say("party-a", .convoyRespond, "r", step, audience: [id.owner]).refusal?.rule == "unknown-record")
        #expect(
            try world.say(
                "party-b", .convoyRespond, "r", step, audience: [PartyID(checked: "party-a"), id.owner]
            ).refusal?.rule == "audience-differs")
        #expect(try world.say("party-b", .convoyRespond, "r", step, audience: [id.owner]).refusal == nil)
        #expect(try state(world) == .agreedInFull)
        #expect(
            world.picture.dossiers(matching: DossierQuery(reader: PartyID(checked: "party-a"), mechanism: .convoy))
                .dossiers.isEmpty)
        #expect(
            world.picture.dossiers(matching: DossierQuery(reader: id.owner, mechanism: .convoy)).dossiers.count == 1)
    }

    @Test("dissent is kept beside the statement that it is about")
    func disputes() throws {
        var world = try world()
        try requested(&world)
        let statement = try #require(world.picture.dossiers[id]).stated.statement
        let dispute = Bodies.dispute(name, statement, "never received")
        #expect(try world.say("party-b", .dossierDispute, "d", dispute).refusal == nil)
        #expect(world.picture.dossiers[id]?.disputes.map(\.content.text) == ["never received"])
        let other = Bodies.dispute(name, StatementHash(.emptyTree), "x")
        #expect(try world.say("party-b", .dossierDispute, "d", other).refusal?.pointer == "/body/statement")
    }

    @Test("stated anew, a line that is used keeps its key and unit; what was stated before stays")
    func anew() throws {
        var world = try world()
        try requested(&world)
        try world.say("un-hub", .convoyLoad, "o", Bodies.step(of: name, [], at: .test(0), lines: [("flour", "kg", 10)]))
        let boxes = Bodies.convoyRequest(lines: [Bodies.ManifestLine("flour", "box", requested: 10)])
        #expect(try world.say("un-hub", .convoyRequest, "douma", boxes).refusal?.pointer == "/body/lines")
        let more = Bodies.convoyRequest(lines: [Bodies.ManifestLine("flour", "kg", requested: 5_000)])
        #expect(try world.say("un-hub", .convoyRequest, "douma", more).refusal == nil)
        #expect(world.picture.dossiers[id]?.revision == 2)
        #expect(try line("flour", world).line.requested == 5_000_000)
        let taken = try world.say("un-hub", .notificationNotify, "douma", Bodies.site()).refusal
        #expect(taken?.rule == "other-mechanism")
    }

    @Test("five hundred trucks and five hundred lines are a convoy like any other; more lines than the limit are not")
    func large() throws {
        var world = try world()
        let lines = (0..<500).map { Bodies.ManifestLine("line-\($0)", "kg", requested: 1) }
        #expect(
            // An open body of this length would not fit into an entry of the log: it lies beside it.
            try world.say(
                "un-hub", .convoyRequest, "big", Bodies.convoyRequest(trucks: 500, lines: lines),
                audience: [PartyID(checked: "party-b")]
            ).refusal == nil)
        #expect(world.picture.dossiers.names(of: .convoy).count == 1)
        let many = (0...512).map { Bodies.ManifestLine("\($0)", "kg", requested: 1) }
        let refusal = try world.say(
            "un-hub", .convoyRequest, "bigger", Bodies.convoyRequest(lines: many),
            audience: [PartyID(checked: "party-b")]
        ).refusal
        #expect(refusal?.rule == "malformed-body")
    }

    @Test(
        "given an answer, when the request is stated anew, then what is new was agreed to by nobody, and a new clock runs"
    )
    func answeredThenAnew() throws {
        var world = try world(Self.seconds)
        try requested(&world)
        try world.say("party-b", .convoyRespond, "r", Bodies.step(of: name, [("answer", "full")], at: .test(0)))
        let more = Bodies.convoyRequest(
            people: 90_000,
            lines: [
                Bodies.ManifestLine("flour", "kg", requested: 5_000), Bodies.ManifestLine("fuel", "l", requested: 700),
            ])
        #expect(try world.say("un-hub", .convoyRequest, "douma", more).refusal == nil)
        #expect(try state(world) == .requested)
        #expect(try line("flour", world).agreed?.amount == 1_000_000)
        #expect(try line("fuel", world).agreed == nil)
        let clock = try #require(try paper(world).paper.answerClock)
        #expect(clock.settledAt == nil)
        #expect(world.picture.clocks.owed[clock.id] != nil)
        try world.say("party-b", .convoyRespond, "r", Bodies.step(of: name, [("answer", "full")], at: .test(0)))
        #expect(try line("fuel", world).agreed?.amount == 700_000)
        #expect(try state(world) == .agreedInFull)
    }

    @Test("given an authority's denial, then what its owner enters of an answer does not stand above it, anywhere")
    func denied() throws {
        var world = try world()
        try requested(&world)
        let denied = Bodies.step(of: name, [("answer", "denied")], at: .test(0), decided: ("Ministry", "security"))
        try world.say("party-b", .convoyRespond, "r", denied)
        try world.say("un-hub", .convoyRespond, "r", Bodies.step(of: name, [("answer", "full")], at: .test(0)))
        #expect(try state(world) == .denied)
        try world.say(
            "un-hub", .convoyRemove, "t",
            Bodies.step(
                of: name, [("stage", "loading")], at: .test(0), decided: ("Officer", "none"),
                lines: [("flour", "kg", 1)]))
        #expect(try paper(world).paper.impededAfterAgreement.isEmpty)
        #expect(try paper(world).paper.agreementBeforehand == nil)
    }

    @Test(
        "given an agreement that is taken back, then that is impeded after agreement; what was done is not undone by it"
    )
    func takenBack() throws {
        var world = try world()
        try requested(&world)
        try world.say("party-b", .convoyRespond, "r", Bodies.step(of: name, [("answer", "full")], at: .test(0)))
        let denied = Bodies.step(of: name, [("answer", "denied")], at: .test(0), decided: ("Ministry", "security"))
        try world.say("party-b", .convoyRespond, "r", denied)
        #expect(try paper(world).paper.impededAfterAgreement.count == 1)
        #expect(try paper(world).paper.agreementBeforehand != nil)
        #expect(try state(world) == .denied)
        try world.say("un-hub", .convoyOffload, "o", Bodies.step(of: name, [("offloaded", "full")], at: .test(0)))
        try world.say("party-b", .convoyRespond, "r", denied)
        #expect(try state(world) == .offloadedInFull)
        let report = Bodies.step(of: name, [("outcome", "facilitated")], at: .test(0), people: 1)
        try world.say("un-hub", .convoyReport, "e", report)
        try world.say("party-b", .convoyRespond, "r", denied)
        #expect(try state(world) == .reported)
    }

    @Test("given letters before the answer, or a report that ends it, then no silence is recorded")
    func noFalseLapse() throws {
        var world = try world(Self.seconds)
        try requested(&world)
        try world.say("party-b", .convoyLetters, "l", Bodies.step(of: name, [("letters", "issued")], at: .test(0)))
        try world.say("party-b", .convoyRespond, "r", Bodies.step(of: name, [("answer", "full")], at: .test(0)))
        try world.say("un-hub", .convoyRequest, "other", Bodies.convoyRequest())
        let withdrawn = Bodies.step(of: "un-hub/other", [("outcome", "withdrawn")], at: .test(0))
        #expect(try world.say("un-hub", .convoyReport, "e", withdrawn).refusal == nil)
        try world.tick(at: .test(400_000))
        #expect(world.picture.clocks.lapses.isEmpty)
        #expect(world.picture.openEnds(OpenEndQuery(reader: id.owner)).ends.isEmpty)
    }

    @Test("given a clock in working days, when it is stopped and goes on the same day, then nothing is gained")
    func nothingGained() throws {
        var world = try world()
        try requested(&world)
        let due = try #require(try paper(world).paper.answerClock).due
        func hold(_ action: String) -> [UInt8] {
            Bodies.step(
                of: name, [("action", action), ("clock", "answer")], at: world.log.now,
                decided: action == "stop" ? ("Ministry", "drivers' names are missing") : nil)
        }
        // On its last day, and on the days before.
        for back: Int64 in [259_200, 86_400, 3_600] {
            try world.tick(at: due.adding(seconds: -back))
            for _ in 0..<3 {
                #expect(try world.say("party-b", .convoyHold, "h", hold("stop")).refusal == nil)
                #expect(try world.say("party-b", .convoyHold, "h", hold("resume")).refusal == nil)
            }
            #expect(try paper(world).paper.answerClock?.due == due)
        }
    }

    private static func instrument(_ clauses: String) -> String {
        #"{"name":{"en":"Access"},"clauses":[\#(clauses)]}"#
    }

    private static func clause(_ name: String, _ sets: String) -> String {
        #"{"clause":"\#(name)","text":{"en":"Clause \#(name)"},"sets":{\#(sets)}}"#
    }

    private static let calendar =
        #""calendar":{"utcOffsetMinutes":180,"weekend":["fri","sat"],"holidays":["2030-01-07"]}"#
    private static let workingDays = instrument(
        clause("7", #""rule":"convoy-answer-within","workingDays":7,\#(calendar)"#) + ","
            + clause("8", #""rule":"facilitation-letters-within","seconds":259200"#))
    private static let seconds = instrument(
        clause("7", #""rule":"convoy-answer-within","seconds":86400"#) + ","
            + clause("8", #""rule":"facilitation-letters-within","seconds":3600"#))
    private static let inspection = instrument(
        clause("9", #""rule":"inspection","inspection":{"what":"cargo","by":[]}"#) + ","
            + clause(
                "9(b)",
                #""rule":"inspection","inspection":{"what":"seals","at":["checkpoint"],"by":[],"bodies":["UN Monitoring Mechanism"]}"#
            ))
}
