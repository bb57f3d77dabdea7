import Coordination
import Geodesy
import HashTreeCollections
import ParleyNode
import Picture
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

@Suite("silence: lapses, each once")
struct LapseTests {
    @Test("given no answer, when the clock says so, then the node records it once, with clause and time")
    func once() throws {
        var channel = try ChannelWorld([.init("4(a)", .acknowledgeWithin(.flash), 300)])
        try channel.send()
        try channel.tick(299)
        #expect(channel.lapses.isEmpty)
        try channel.tick(300)
        #expect(channel.lapses.count == 1)
        let lapse = try #require(channel.lapses.first)
        #expect(lapse.instrument.rawValue == "mou" && lapse.clause == "4(a)")
        #expect(lapse.lapsedAt == .test(300) && lapse.waiting?.rawValue == "party-a")
        let entry = lapse.recorded?.entry
        for second in Int64(301)...400 { try channel.tick(second) }
        #expect(channel.lapses.map(\.recorded?.entry) == [entry])
    }

    @Test("given a node that was down over deadlines, then each is written once, at the time it lapsed")
    func down() throws {
        var channel = try ChannelWorld()
        try channel.staff()
        try channel.send()
        // Six hours without a node.
        try channel.tick(6 * 3_600)
        #expect(channel.lapses.map(\.lapsedAt) == [.test(300), .test(600)])
        #expect(channel.lapses.allSatisfy { $0.recorded?.loggedAt == .test(6 * 3_600) })
        for second in Int64(1)...8 { try channel.tick(6 * 3_600 + second) }
        #expect(try channel.recipient().steps.map(\.dueAt) == [.test(300), .test(600), .test(900)])
        #expect(try channel.recipient().steps.map(\.number) == [1, 2, 3])
        #expect(channel.lapses.count == 2)
        // What comes now is late, and stands beside the lapse.
        let reference = try channel.reference()
        try channel.say("party-b", as: "flag-1", .messageAcknowledge, "m", Bodies.acknowledge(reference))
        #expect(channel.lapses.count == 2)
        #expect(try channel.state() == .acknowledged)
    }

    @Test("what is acknowledged in the last second is in time; at the deadline itself it is late")
    func edge() throws {
        for (second, count) in [(Int64(299), 0), (300, 1)] {
            var channel = try ChannelWorld([.init("4(a)", .acknowledgeWithin(.flash), 300)])
            try channel.send()
            try channel.tick(second)
            try channel.must("party-b", .messageAcknowledge, "m", Bodies.acknowledge(channel.reference()))
            try channel.tick(4_000)
            #expect(channel.lapses.count == count, "\(second)")
        }
    }

    @Test("given parties whose clocks are hours off, then the log's clock decides")
    func disagreeingClocks() throws {
        var channel = try ChannelWorld([.init("4(a)", .acknowledgeWithin(.flash), 300)])
        try channel.tick(10 * 3_600)
        // Three hours ahead: turned away, so no time of its own enters the log.
        let ahead = try channel.world.say(
            "party-a", .messageSend, "m", Bodies.message(), saidAt: .test(13 * 3_600)
        ).refusal
        #expect(ahead?.rule == "from-the-future")
        let behind = try channel.world.say(
            "party-a", .messageSend, "m", Bodies.message(), saidAt: .test(7 * 3_600)
        ).refusal
        #expect(behind?.rule == "backdated")
        // What its body claims starts no clock either.
        try channel.send(Bodies.message(enteredLater: (.radio, .test(7 * 3_600))))
        #expect(channel.lapses.isEmpty)
        try channel.tick(10 * 3_600 + 299)
        #expect(channel.lapses.isEmpty)
        try channel.tick(10 * 3_600 + 300)
        #expect(channel.lapses.map(\.lapsedAt) == [.test(10 * 3_600 + 300)])
    }

    @Test("what was begun keeps the clause it began under")
    func restated() throws {
        var channel = try ChannelWorld([.init("4(a)", .acknowledgeWithin(.flash), 300)])
        try channel.send()
        let stricter = Bodies.instrument([.init("5", .acknowledgeWithin(.flash), 60)])
        try channel.must("neutral-host", .instrumentClauses, "mou", stricter, byRoot: true)
        try channel.tick(299)
        #expect(channel.lapses.isEmpty)
        try channel.tick(300)
        #expect(channel.lapses.map(\.clause) == ["4(a)"])
    }

    @Test("without a clause there is no deadline and no lapse")
    func noClause() throws {
        var channel = try ChannelWorld([])
        try channel.send()
        try channel.tick(30 * 86_400)
        #expect(channel.lapses.isEmpty)
        #expect(channel.world.picture.openEnds(OpenEndQuery(reader: nil)).ends.count == 1)
    }

    @Test("a lapse that is early, answered, of another clause, or not this node's to record is refused")
    func refused() throws {
        var channel = try ChannelWorld([.init("4(a)", .acknowledgeWithin(.flash), 300)])
        try channel.send()
        let id = DeadlineID(try channel.message().statement, .acknowledgeWithin, ChannelWorld.recipient)
        let deadline = try #require(channel.world.picture.clocks.owed[id])
        let accord = try #require(channel.world.picture.accord)
        func refusal(_ lapse: Lapse, by party: String, at time: Int64) -> String? {
            let context = RuleContext(
                now: .test(time), accord: accord,
                provenance: Provenance(entry: .init(99), loggedAt: .test(time), saidAt: .test(time), officer: .node),
                audience: .open)
            do {
                try channel.world.picture.clocks.decide(
                    lapse, by: OfficerRef(PartyID(checked: party), .node), in: context)
                return nil
            } catch { return error.pointer }
        }
        let lapse = Lapse(deadline)
        #expect(refusal(lapse, by: "neutral-host", at: 299) == "/body/lapsedAt")
        #expect(refusal(lapse, by: "party-a", at: 300) == "/body/statement")
        #expect(refusal(lapse, by: "neutral-host", at: 300) == nil)
        let other = Deadline(
            id, due: deadline.due, waiting: deadline.waiting,
            under: Term(instrument: SubjectID(checked: "mou"), clause: "9", seconds: 300), record: deadline.record,
            isOpen: true)
        #expect(refusal(Lapse(other), by: "neutral-host", at: 300) == "/body/clause")
        try channel.must("party-b", .messageAcknowledge, "m", Bodies.acknowledge(channel.reference()))
        #expect(refusal(lapse, by: "neutral-host", at: 300) == "/body/statement")
        // An officer, or a party's node that is not enrolled, records none.
        #expect(try channel.world.say("party-a", .lapseRecord, "m", lapse.body).refusal?.rule == "not-authorised")
    }

    @Test("replaying the log reaches the same clocks, messages and lapses")
    func replay() throws {
        var channel = try ChannelWorld()
        try channel.staff()
        try channel.send()
        try channel.tick(1_000)
        try channel.must("party-b", .messageAcknowledge, "m", Bodies.acknowledge(channel.reference()))
        try channel.tick(5_000)
        var judge = LogJudge(log: channel.world.accord.logSigner.verifierKey.vkey)
        let entries = channel.world.log.store.entries(from: EntryIndex(0), count: 1_000)
        let keys = KeyTable()
        let checked = CheckedEntries(entries.map { $0.envelope[...] }, keys: keys)
        for outcome in checked.outcomes {
            let verified = try judge.verified(outcome)
            try judge.take(verified, rootAtSeen: channel.world.log.head(at: verified.statement.seen.size).root)
        }
        #expect(judge.picture.digest(.local) == channel.world.picture.digest(.local))
        #expect(judge.picture.digest(.open) == channel.world.picture.digest(.open))
    }
}
