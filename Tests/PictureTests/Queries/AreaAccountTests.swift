import Coordination
import Geodesy
import HashTreeCollections
import ParleyNode
import Picture
import Statements
import StrictJSON
import TestKit
import Testing

@Suite("what is stated of one place")
struct AreaAccountTests {
    private static let hub = PartyID(checked: "un-hub")
    private static let crescent = PartyID(checked: "red-crescent")
    private static let partyA = PartyID(checked: "party-a")

    private func say(
        _ world: inout Scenario, _ party: String, _ kind: Kind, _ name: String, _ body: [UInt8],
        audience: [PartyID]? = nil
    ) throws {
        let refusal = try world.say(party, kind, name, body, audience: audience).refusal
        try #require(refusal == nil, "\(refusal.map { "\($0)" } ?? "")")
    }

    private func assess(
        _ world: inout Scenario, _ party: String, _ name: String, day: Int,
        _ findings: [(AreaCriterion, CriterionFinding)],
        audience: [PartyID]? = nil, place: String = #"{"name":"Madaya","pcode":"SY030602"}"#
    ) throws {
        let criteria = findings.map {
            #"{"criterion":"\#($0.0.rawValue)","finding":"\#($0.1.rawValue)","evidence":"seen"}"#
        }.joined(separator: ",")
        let body = Bodies.stated(
            .areaAssess, ("place", place), ("asOf", "\"\(Instant.test(Int64(day - 19) * 86_400))\""),
            ("criteria", "[\(criteria)]"))
        try say(&world, party, .areaAssess, name, body, audience: audience)
    }

    private let key = PlaceKey.pcode("sy030602")

    /// Madaya, where people starved, was not on one list and was on another.
    @Test("given two parties who differ, then both stand side by side, criterion by criterion, as of when")
    func dissent() throws {
        var world = try Scenario()
        try assess(&world, "un-hub", "a", day: 10, [(.surrounded, .met), (.assistanceCannotEnter, .notMet)])
        try assess(
            &world, "red-crescent", "a", day: 12,
            [(.surrounded, .met), (.assistanceCannotEnter, .met), (.peopleCannotExit, .unknown)])
        let account = world.picture.areaAccount(key, as: nil)
        #expect(account.criteria.map(\.criterion) == [.surrounded, .assistanceCannotEnter, .peopleCannotExit])
        #expect(account.criteria.map(\.differs) == [false, true, false])
        #expect(account.criteria[1].held.map(\.party) == [Self.crescent, Self.hub])
        #expect(account.criteria[1].held.map(\.criterion.finding) == [.met, .notMet])
        #expect(account.criteria[2].notLookedAt == [Self.hub])
        let views = account.views(of: .besieged)
        #expect(views.map(\.party) == [Self.crescent, Self.hub])
        #expect(views[0].met == [.surrounded, .assistanceCannotEnter] && views[0].unknown == [.peopleCannotExit])
        #expect(views[1].notMet == [.assistanceCannotEnter] && views[1].notLookedAt == [.peopleCannotExit])
        #expect(account.views(of: .hardToReach).allSatisfy { $0.met.isEmpty && $0.notLookedAt.count == 5 })
        #expect(account.changes.isEmpty && account.pcodes == ["SY030602"])
        var writer = JSONWriter()
        account.write(to: &writer)
        let text = String(decoding: writer.bytes, as: UTF8.self)
        #expect(!text.contains(#""besieged":true"#) && text.contains(#""asOf":"2016-09-12T00:00:00Z""#))
        #expect(try JSONDocument(writer.bytes, limits: .init(maximumBytes: 1 << 20)).root.kind == .object)
    }

    @Test("the newest of each party counts, by what it is of; changes are told; a correction replaces")
    func changes() throws {
        var world = try Scenario()
        try assess(&world, "un-hub", "later", day: 15, [(.surrounded, .notMet), (.denial, .met)])
        // Entered afterwards, and of an earlier time.
        try assess(&world, "un-hub", "earlier", day: 10, [(.surrounded, .met)])
        var account = world.picture.areaAccount(key, as: nil)
        #expect(account.assessments.map(\.dossier.subject.rawValue) == ["later"])
        #expect(account.changes.map(\.criterion) == [.surrounded])
        #expect(account.changes[0].before == .met && account.changes[0].after == .notMet)
        // Stated anew of an earlier day, the dossier is of that day, and the other one is now the newest.
        try assess(&world, "un-hub", "later", day: 9, [(.surrounded, .unknown)])
        account = world.picture.areaAccount(key, as: nil)
        #expect(account.assessments.map(\.dossier.subject.rawValue) == ["earlier"])
        #expect(account.history.map(\.form.asOf) == [9, 10, 15].map { .test(($0 - 19) * 86_400) })
        #expect(account.changes.map(\.isCorrection) == [false, false])
        // Of the same day, only what is said of it changed.
        try assess(&world, "un-hub", "earlier", day: 10, [(.surrounded, .notMet)])
        account = world.picture.areaAccount(key, as: nil)
        #expect(account.changes.map(\.isCorrection) == [false, true])
    }

    @Test("given a sealed assessment, then it counts for who may read it alone; disputes go with their statement")
    func sealed() throws {
        var world = try Scenario()
        try assess(&world, "un-hub", "open", day: 10, [(.surrounded, .met)])
        try assess(&world, "un-hub", "sealed", day: 12, [(.surrounded, .notMet)], audience: [Self.partyA])
        let statement = try #require(
            world.picture.dossiers[RecordID(owner: Self.hub, subject: SubjectID(checked: "open"))]
        ).stated.statement
        try say(&world, "party-a", .dossierDispute, "d", Bodies.dispute("un-hub/open", statement))
        #expect(world.picture.areaAccount(key, as: nil).assessments.map(\.form.criteria[0].finding) == [.met])
        #expect(world.picture.areaAccount(key, as: nil).assessments[0].disputes.map(\.party) == [Self.partyA])
        #expect(
            world.picture.areaAccount(key, as: Self.partyA).assessments.map(\.form.criteria[0].finding) == [.notMet])
    }

    @Test("a code and a name are not guessed from one another; one name with two codes shows both")
    func names() throws {
        var world = try Scenario()
        try assess(&world, "un-hub", "a", day: 10, [(.surrounded, .met)])
        try assess(
            &world, "party-a", "a", day: 10, [(.surrounded, .met)], place: #"{"name":"madaya","pcode":"SY999999"}"#)
        try assess(&world, "party-b", "a", day: 10, [(.surrounded, .met)], place: #"{"name":"مضايا"}"#)
        #expect(world.picture.areaAccount(key, as: nil).assessments.map(\.party) == [Self.hub])
        let named = world.picture.areaAccount(.name("MADAYA"), as: nil)
        #expect(named.assessments.map(\.party) == [Self.partyA, Self.hub])
        #expect(named.pcodes == ["SY030602", "SY999999"])
        #expect(world.picture.areaAccount(.name("مضايا"), as: nil).assessments.count == 1)
        #expect(world.picture.areaAccount(.pcode("SY000000"), as: nil).assessments.isEmpty)
    }

    @Test("needs stand beside what convoys brought; nobody reached is not the same as nobody said")
    func deliveries() throws {
        var world = try Scenario()
        let food = Bodies.stated(.needState)
        try say(&world, "un-hub", .needState, "food", food)
        try say(&world, "red-crescent", .needState, "food", Bodies.stated(.needState, ("people", "42000")))
        try say(&world, "un-hub", .convoyRequest, "c", Bodies.stated(.convoyRequest))
        var account = world.picture.areaAccount(key, as: nil)
        #expect(account.needs.map(\.form.people) == [42_000, 40_000])
        #expect(account.deliveries.count == 1 && account.deliveries[0].peopleReached == nil)
        #expect(account.deliveries(in: "food").count == 1 && account.deliveries(in: "health").isEmpty)
        let amounts = #""lines":[{"line":"1","unit":"t","amount":60}]"#
        let at = #""at":"2016-09-18T12:00:00Z""#
        try say(&world, "un-hub", .convoyLoad, "s1", Array(#"{"convoy":"un-hub/c",\#(at),\#(amounts)}"#.utf8))
        try say(
            &world, "un-hub", .convoyOffload, "s2",
            Array(#"{"convoy":"un-hub/c","offloaded":"full",\#(at),\#(amounts)}"#.utf8))
        try say(
            &world, "un-hub", .convoyReport, "s3",
            Array(#"{"convoy":"un-hub/c","outcome":"facilitated",\#(at),"people":27500}"#.utf8))
        account = world.picture.areaAccount(key, as: nil)
        #expect(account.deliveries[0].peopleReached == 27_500 && account.deliveries[0].state == .reported)
        #expect(account.deliveries[0].lines[0].delivered?.amount == 60_000)
        var writer = JSONWriter()
        account.write(to: &writer)
        #expect(String(decoding: writer.bytes, as: UTF8.self).contains(#""peopleReached":27500"#))
    }
}
