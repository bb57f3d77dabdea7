import Coordination
import Geodesy
import Picture
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

/// What holds for every form that a dossier can have.
@Suite("forms of access, returns and hazards")
struct StatedFormTests {
    @Test("given a body, when it is taken, then it is written as it was read, to the byte", arguments: FieldWorld.kinds)
    func roundTrip(kind: Kind) async throws {
        var field = try FieldWorld()
        #expect(try field.state(kind) == nil)
        let dossier = try field.dossier()
        #expect(dossier.mechanism == kind.dossier)
        var first = JSONWriter()
        dossier.stated.content.form.write(to: &first)
        // What was written is taken again, and says the same.
        #expect(try field.say("un-hub", kind, "x", first.bytes) == nil)
        var second = JSONWriter()
        try field.dossier().stated.content.form.write(to: &second)
        #expect(first.bytes == second.bytes)
        #expect(try field.dossier().stated.content == dossier.stated.content)
        // Nothing that the body says is lost on the way.
        let said = try JSONDocument(Bodies.stated(kind), limits: .init(maximumBytes: 1 << 20)).root.object().members
            .map(\.key)
        #expect(
            Set(try JSONDocument(first.bytes, limits: .init(maximumBytes: 1 << 20)).root.object().members.map(\.key))
                == Set(said))
        try await field.expectReplays()
    }

    @Test(
        "given a sealed one, then its audience has it, others do not, and the log stays silent",
        arguments: FieldWorld.kinds)
    func sealed(kind: Kind) async throws {
        var field = try FieldWorld()
        #expect(try field.say("un-hub", kind, "x", Bodies.stated(kind), audience: [FieldWorld.partyA]) == nil)
        let open = field.world.picture.digest(.open)
        let dossier = try field.dossier()
        #expect(dossier.isReadable(by: FieldWorld.hub) && dossier.isReadable(by: FieldWorld.partyA))
        #expect(!dossier.isReadable(by: FieldWorld.partyB) && !dossier.isReadable(by: nil))
        let mechanism = try #require(kind.dossier)
        #expect(field.world.picture.dossiers.all(mechanism, as: FieldWorld.partyB).isEmpty)
        #expect(field.world.picture.dossiers.all(mechanism, as: FieldWorld.partyA).count == 1)
        // Open about what is sealed would tell of it; sealed to others would be another dossier.
        #expect(try field.say("un-hub", kind, "x", Bodies.stated(kind)) != nil)
        #expect(
            try field.say("un-hub", kind, "x", Bodies.stated(kind), audience: [FieldWorld.partyB])?.rule
                == "audience-differs")
        #expect(field.world.picture.digest(.open) == open)
        try await field.expectReplays()
    }

    @Test("a dispute stands beside any of them, by whoever has it, open or sealed", arguments: FieldWorld.kinds)
    func disputed(kind: Kind) async throws {
        for audience in [nil, [FieldWorld.partyA]] {
            var field = try FieldWorld()
            #expect(try field.say("un-hub", kind, "x", Bodies.stated(kind), audience: audience) == nil)
            let statement = try field.dossier().stated.statement
            let dispute = Bodies.dispute("un-hub/x", statement, field: "/asOf")
            #expect(
                try field.say(
                    "party-a", .dossierDispute, "d", dispute, audience: audience.map { _ in [FieldWorld.hub] })
                    == nil)
            #expect(try field.dossier().disputes.map(\.party) == [FieldWorld.partyA])
            #expect(try field.dossier().stated.statement == statement)
            #expect(try field.shown().contains("we were there"))
            // Stated anew, the dispute stays with the statement that it was about.
            #expect(try field.say("un-hub", kind, "x", Bodies.stated(kind), audience: audience) == nil)
            #expect(try field.dossier().disputes.first?.content.statement == statement)
            #expect(try field.dossier().earlier.map(\.statement) == [statement])
            // A statement of something else is none of it.
            let other = Bodies.dispute("un-hub/x", StatementHash(.emptyTree))
            #expect(
                try field.say("party-a", .dossierDispute, "d", other, audience: audience.map { _ in [FieldWorld.hub] })?
                    .pointer == "/body/statement")
            if audience != nil {
                // Who does not have it learns nothing by disputing it.
                let unknown = try field.say(
                    "party-b", .dossierDispute, "d", dispute, audience: [FieldWorld.hub, FieldWorld.partyA])
                #expect(unknown?.rule == "unknown-record")
            }
            try await field.expectReplays()
        }
    }

    @Test("nothing that nobody asked for, no empty text, no second name of one thing", arguments: FieldWorld.kinds)
    func strict(kind: Kind) throws {
        var field = try FieldWorld()
        #expect(try field.state(kind, ("besieged", "true"))?.pointer == "/body/besieged")
        #expect(try field.state(kind, ("order", #""move""#))?.pointer == "/body/order")
        for member in try JSONDocument(Bodies.stated(kind), limits: .init(maximumBytes: 1 << 20)).root.object().members
        {
            for hostile in ["null", "{}", "[]", "-1", "1e400", #""""#, #""\u202Ereversed""#, "true"] {
                let refusal = try field.state(kind, (member.key, hostile))
                // What may be left out may be null; anything else has its field named.
                guard let refusal else {
                    #expect(["null", "[]"].contains(hostile), "\(kind) took \(member.key) as \(hostile)")
                    continue
                }
                #expect(refusal.pointer?.hasPrefix("/body") == true, "\(member.key) as \(hostile): \(refusal)")
            }
        }
        #expect(field.world.picture.dossiers.dossiers.count <= 1)
    }

    @Test(
        "what has not happened by the log's clock is not stated; five minutes are the clocks' own",
        arguments: [
            (Kind.areaAssess, "asOf"), (.needState, "asOf"), (.thresholdState, "asOf"), (.readinessClaim, "asOf"),
            (.hazardReport, "asOf"), (.incidentReport, "from"),
        ])
    func future(kind: Kind, name: String) throws {
        var field = try FieldWorld()
        let end: Bodies.Change = kind == .incidentReport ? ("until", nil) : ("nothing", nil)
        let refusal = try field.state(kind, (name, #""2016-09-19T00:05:01Z""#), end)
        #expect(refusal?.pointer == "/body/\(name)")
        #expect(try field.state(kind, (name, #""9999-12-31T23:59:59Z""#), end)?.pointer == "/body/\(name)")
        #expect(try field.state(kind, (name, #""2016-09-19T00:05:00Z""#), end) == nil)
    }

    @Test("an observer states nothing; one name is one thing")
    func speakers() throws {
        var field = try FieldWorld()
        #expect(try field.say("neutral-host", .hazardReport, "x", Bodies.stated(.hazardReport)) == nil)
        #expect(try field.state(.hazardReport) == nil)
        #expect(try field.state(.needState)?.rule == "other-mechanism")
        #expect(try field.say("un-hub", .notificationNotify, "x", Bodies.site())?.rule == "other-mechanism")
    }
}
