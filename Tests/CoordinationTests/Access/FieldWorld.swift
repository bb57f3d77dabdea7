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

/// An accord in which parties state what they know of access, returns and hazards.
struct FieldWorld {
    var world: Scenario
    static let hub = PartyID(checked: "un-hub")
    static let partyA = PartyID(checked: "party-a")
    static let partyB = PartyID(checked: "party-b")

    /// Everybody's statements; the clock stands at midnight of the 19th.
    init() throws { world = try Scenario() }

    /// Every kind that opens a dossier of these mechanisms.
    static let kinds: [Kind] = [
        .constraintReport, .areaAssess, .needState, .incidentReport, .thresholdState, .readinessClaim,
        .intentionSurvey, .returnMonitor, .hazardReport,
    ]

    /// Says it; the refusal, if any.
    @discardableResult
    mutating func say(
        _ party: String, _ kind: Kind, _ subject: String, _ body: [UInt8], audience: [PartyID]? = nil
    ) throws -> Refusal? {
        try world.say(party, kind, subject, body, audience: audience).refusal
    }

    /// Says it of `un-hub/x`; the refusal, if any.
    mutating func state(_ kind: Kind, _ changes: Bodies.Change...) throws -> Refusal? {
        try say("un-hub", kind, "x", Bodies.stated(kind, changes))
    }

    /// The dossier of un-hub called `name`.
    func dossier(_ name: String = "x", of owner: PartyID = hub) throws -> Dossier {
        try #require(world.picture.dossiers[RecordID(owner: owner, subject: SubjectID(checked: name))])
    }

    /// A dossier as replies show it.
    func shown(_ name: String = "x", of owner: PartyID = hub) throws -> String {
        var writer = JSONWriter()
        try dossier(name, of: owner).write(to: &writer, now: .test(0))
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The picture rebuilt from the log has the same digests.
    func expectReplays() async throws {
        let replayed = try await Replay(store: world.log.store, vault: world.log.vault).run(
            upTo: #require(world.log.state.checkpoint))
        for scope in [Picture.DigestScope.open, .local] {
            #expect(replayed.picture.digest(scope) == world.picture.digest(scope))
        }
    }
}
