import Coordination
import Geodesy
import HashTreeCollections
import Picture
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

@Suite("incidents and what is claimed of them")
struct IncidentTests {
    /// An incident of the hub's, open.
    private func incident(audience: [PartyID]? = nil) throws -> FieldWorld {
        var field = try FieldWorld()
        try #require(
            try field.say("un-hub", .incidentReport, "x", Bodies.stated(.incidentReport), audience: audience) == nil)
        return field
    }

    private func claim(
        _ field: inout FieldWorld, by party: String = "un-hub", _ about: String, _ value: String, _ source: String,
        _ more: Bodies.Change..., audience: [PartyID]? = nil
    ) throws -> Refusal? {
        var body = Bodies.claim(
            "un-hub/x", ("about", "\"\(about)\""), ("value", value), ("by", #"{"name":"\#(source)"}"#))
        for change in more { body = Bodies.adding("\"\(change.name)\":\(change.json ?? "null")", to: body) }
        return try field.say(party, .incidentClaim, "c", body, audience: audience)
    }

    @Test("a place without a position stays without one")
    func unlocatable() throws {
        var field = try FieldWorld()
        #expect(try field.state(.incidentReport, ("place", #"{"name":"Death Square, دوار الموت"}"#)) == nil)
        guard case .incident(let report) = try field.dossier().stated.content else { return #expect(Bool(false)) }
        #expect(report.place.position == nil && report.toleranceSeconds == 1_800)
        #expect(try field.shown().contains(#""place":{"name":"Death Square, دوار الموت"}"#))
        for bad in [#"{"name":"x","position":{"lat":91,"lon":0}}"#, #"{"name":"x","position":{"lat":0,"lon":180.1}}"#] {
            #expect(
                try field.state(.incidentReport, ("place", bad))?.pointer?.hasPrefix("/body/place/position") == true)
        }
        #expect(try field.state(.incidentReport, ("until", #""2016-09-18T15:00:00Z""#))?.pointer == "/body/until")
        #expect(try field.state(.incidentReport, ("toleranceSeconds", "604801"))?.pointer == "/body/toleranceSeconds")
    }

    /// The claims of the case as they were published: they do not agree, and nothing here decides between them.
    @Test("Urum al-Kubra: claims stand side by side, with a range, and none is merged or weighed")
    func urumAlKubra() async throws {
        var field = try incident()
        #expect(try claim(&field, "killed", "12", "SOHR") == nil)
        #expect(try claim(&field, "killed", "14", "later reporting", ("qualifier", #""aid workers""#)) == nil)
        #expect(try claim(&field, by: "red-crescent", "killed", "20", "ICRC", ("qualifier", #""civilians""#)) == nil)
        #expect(try claim(&field, by: "party-a", "killed", "21", "UCDP") == nil)
        #expect(try claim(&field, "vehicles-destroyed", "18", "ICRC", ("of", "31")) == nil)
        #expect(try claim(&field, "means", #""airstrike""#, "UN") == nil)
        let first = try #require(try field.dossier().claims.last?.statement)
        #expect(
            try claim(
                &field, "means", #""attack (airstrike wording withdrawn)""#, "UN", ("supersedes", "\"\(first)\""))
                == nil)
        #expect(
            try claim(&field, "means", #"["barrel bombs by helicopter","air strikes","strafing"]"#, "relief worker")
                == nil)
        #expect(try claim(&field, by: "party-b", "actor", #""denied; terrorist groups""#, "governments") == nil)
        #expect(try claim(&field, "actor", #""Syrian Air Force""#, "UN report") == nil)
        #expect(
            try claim(
                &field, "time", #"{"from":"2016-09-18T19:12:00+03:00","until":"2016-09-18T19:50:00+03:00"}"#, "witness")
                == nil)
        let account = try field.dossier().account
        #expect(account.groups.map(\.about) == [.killed, .vehiclesDestroyed, .means, .actor, .time])
        let killed = try #require(account[.killed])
        #expect(killed.range == 12...21 && killed.differs && killed.qualifiersDiffer && killed.entries.count == 4)
        #expect(killed.sentence == "alleged: killed, 12 to 21, by 4 sources, who do not say that they count the same")
        let destroyed = try #require(account[.vehiclesDestroyed])
        #expect(destroyed.range == 18...18 && !destroyed.differs)
        #expect(destroyed.entries[0].claim.content.value.words == "18 of 31")
        let means = try #require(account[.means])
        #expect(means.entries.map(\.stands) == [false, true, true] && means.differs && means.range == nil)
        #expect(means.entries[0].supersededBy == means.entries[1].claim.statement)
        #expect(account[.actor]?.differs == true && account[.time]?.differs == false)
        for group in account.groups { #expect(group.sentence.hasPrefix("alleged: ")) }
        let shown = try field.shown()
        #expect(shown.contains("airstrike wording withdrawn") && shown.contains(#""value":"airstrike""#))
        #expect(!shown.contains("finding") && !shown.contains("attribut"))
        try await field.expectReplays()
    }

    @Test("a claim is taken back only by who entered it, for the same source, about the same, once")
    func superseding() throws {
        var field = try incident()
        #expect(try claim(&field, "killed", "12", "SOHR") == nil)
        let first = try #require(try field.dossier().claims.first?.statement)
        let named: Bodies.Change = ("supersedes", "\"\(first)\"")
        #expect(try claim(&field, by: "party-a", "killed", "0", "SOHR", named)?.pointer == "/body/supersedes")
        #expect(try claim(&field, "killed", "0", "ICRC", named)?.pointer == "/body/supersedes")
        #expect(try claim(&field, "injured", "0", "SOHR", named)?.pointer == "/body/supersedes")
        #expect(try field.dossier().account[.killed]?.range == 12...12)
        #expect(try claim(&field, "killed", "13", "SOHR", named) == nil)
        #expect(try claim(&field, "killed", "14", "SOHR", named)?.pointer == "/body/supersedes")
        let account = try field.dossier().account
        #expect(account[.killed]?.range == 13...13 && account[.killed]?.differs == false)
        #expect(account[.killed]?.entries.count == 2)
        let unknown: Bodies.Change = ("supersedes", "\"\(StatementHash(.emptyTree))\"")
        #expect(try claim(&field, "killed", "14", "SOHR", unknown)?.pointer == "/body/supersedes")
    }

    @Test("a value has the form of what it is about; a total is no less; hostile values are refused")
    func values() throws {
        var field = try incident()
        for (about, value, pointer) in [
            ("killed", "-1", "/body/value"), ("killed", "1.5", "/body/value"), ("killed", "1e30", "/body/value"),
            ("killed", "1000000001", "/body/value"), ("killed", "true", "/body/value"),
            ("killed", "null", "/body/value"),
            ("killed", #"{"from":"2016-09-18T19:12:00Z"}"#, "/body/value"), ("actor", "3", "/body/value"),
            ("means", "[]", "/body/value"), ("means", #"["x",1]"#, "/body/value/1"),
            ("time", #"{"from":"2016-09-20T19:12:00Z"}"#, "/body/value/from"),
            ("time", #"{"from":"2016-09-18T19:12:00Z","until":"2016-09-18T19:00:00Z"}"#, "/body/value/until"),
            ("finding", #""x""#, "/body/about"),
            ("state", "\"\(String(repeating: "x", count: 1_001))\"", "/body/value"),
            ("actor", #""\u202Egnp.exe""#, "/body/value"),
        ] {
            #expect(try claim(&field, about, value, "S")?.pointer == pointer, "\(about) \(value)")
        }
        #expect(try claim(&field, "killed", "12", "S", ("of", "11"))?.pointer == "/body/of")
        #expect(try claim(&field, "killed", #""dozens""#, "S", ("of", "11"))?.pointer == "/body/of")
        #expect(try claim(&field, "killed", #""dozens""#, "S") == nil)
        #expect(try claim(&field, "actor", #""لا نعرف""#, "شاهد") == nil)
        let killed = try #require(try field.dossier().account[.killed])
        #expect(killed.range == nil && killed.sentence == "alleged: killed, by one source")
    }

    @Test("when a source said so is a day or a time, and has been")
    func reportedAt() throws {
        var field = try incident()
        func at(_ json: String) throws -> Refusal? {
            try field.say("un-hub", .incidentClaim, "c", Bodies.claim("un-hub/x", ("reportedAt", json)))
        }
        #expect(try at(#""2016-09-18""#) == nil && at(#""2016-09-18T19:12:00+03:00""#) == nil)
        let claims = try field.dossier().claims.map(\.content.reportedAt)
        #expect(claims.map(\.isDay) == [true, false])
        #expect(claims.map(\.text) == ["2016-09-18", "2016-09-18T16:12:00Z"])
        for bad in [#""2016-09-20""#, #""2016-9-18""#, #""2016-02-30""#, #""18.09.2016""#, "1474156800"] {
            #expect(try at(bad)?.pointer == "/body/reportedAt", "\(bad)")
        }
    }

    @Test("claims are made about incidents, by those who have them, to all who have them")
    func audience() async throws {
        var field = try incident(audience: [FieldWorld.partyA])
        #expect(try claim(&field, by: "party-a", "killed", "12", "S")?.pointer == "/audience")
        #expect(try claim(&field, by: "party-a", "killed", "12", "S", audience: [FieldWorld.hub]) == nil)
        #expect(
            try claim(&field, by: "party-b", "killed", "12", "S", audience: [FieldWorld.hub, FieldWorld.partyA])?.rule
                == "unknown-record")
        #expect(try field.dossier().claims.map(\.party) == [FieldWorld.partyA])
        #expect(try field.say("un-hub", .hazardReport, "h", Bodies.stated(.hazardReport)) == nil)
        #expect(
            try field.say("un-hub", .incidentClaim, "c", Bodies.claim("un-hub/h"))?.pointer == "/body/incident")
        // A claim can be disputed like anything else that was said.
        let statement = try #require(try field.dossier().claims.first?.statement)
        #expect(
            try field.say(
                "un-hub", .dossierDispute, "d", Bodies.dispute("un-hub/x", statement, field: "/value"),
                audience: [FieldWorld.partyA]) == nil)
        #expect(try field.dossier().disputes.count == 1)
        try await field.expectReplays()
    }

    @Test("a claim before its incident, or about what is none, is refused, and nothing is kept of it")
    func order() async throws {
        var field = try FieldWorld()
        #expect(try claim(&field, "killed", "12", "S")?.rule == "unknown-record")
        #expect(try field.state(.incidentReport) == nil)
        #expect(try field.dossier().claims.isEmpty)
        #expect(try claim(&field, "killed", "12", "S") == nil)
        #expect(try claim(&field, by: "party-a", "killed", "0", "T") == nil)
        // In the order of the log, whatever their sources say of when.
        let killed = try #require(try field.dossier().account[.killed])
        #expect(killed.entries.map(\.claim.party) == [FieldWorld.hub, FieldWorld.partyA])
        let entries = try field.dossier().claims.map(\.provenance.entry)
        #expect(entries == entries.sorted())
        try await field.expectReplays()
    }

    @Test("restating the report leaves the claims")
    func restated() throws {
        var field = try incident()
        #expect(try claim(&field, "killed", "1", "S") == nil)
        #expect(try field.state(.incidentReport, ("text", #""hit at dusk""#)) == nil)
        #expect(try field.dossier().claims.count == 1 && field.dossier().revision == 2)
    }

    @Test("given as many claims as one incident may have, then the next is refused")
    func bounded() throws {
        var field = try incident()
        #expect(try claim(&field, "killed", "1", "S") == nil)
        let picture = field.world.picture
        let first = try #require(try field.dossier().claims.first)
        var book = picture.dossiers
        var clocks = picture.clocks
        let id = RecordID(owner: FieldWorld.hub, subject: SubjectID(checked: "x"))
        let rule = RuleContext(
            now: .test(0), accord: try #require(picture.accord), provenance: first.provenance, audience: .open,
            statement: StatementHash(.emptyTree))
        let context = DossierContext(rule: rule, instruments: picture.instruments, register: picture.register)
        let command = DossierCommand.claim(first.content, of: id)
        for _ in 1..<Dossier.maximumAdditions {
            try book.decide(command, id: id, by: FieldWorld.partyA, in: context)
            book.apply(command, id: id, by: FieldWorld.partyA, clocks: &clocks, in: context)
        }
        #expect(book[id]?.claims.count == Dossier.maximumAdditions)
        #expect(throws: Refusal.tooMany("claims about one incident", limit: Dossier.maximumAdditions)) {
            try book.decide(command, id: id, by: FieldWorld.partyA, in: context)
        }
    }
}
