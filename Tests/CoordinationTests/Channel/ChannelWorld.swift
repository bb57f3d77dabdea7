import Coordination
import Geodesy
import HashTreeCollections
import ParleyNode
import Picture
import Statements
import TestKit
import Testing
import TransparencyLog

/// A line between two parties with officers of several grades, held to the usual clauses.
struct ChannelWorld {
    var world: Scenario
    static let hour: Int64 = 3_600

    /// party-b has `access-1` (OF-3), `duty-2` (OF-4) and `flag-1` (OF-6); `guarantor` is co-chair.
    init(_ settings: [Bodies.Setting] = Bodies.usualSettings) throws {
        world = try Scenario(
            TestAccord(parties: [
                ("party-a", .belligerent), ("party-b", .belligerent), ("guarantor", .coChair),
                ("un-hub", .humanitarian),
            ]))
        try must("neutral-host", .lineEstablish, "flight", Bodies.line(), byRoot: true)
        for (name, grade) in [("duty-2", "OF-4"), ("flag-1", "OF-6")] {
            let officer = Bodies.officer(name, grade: grade, roles: [.duty], expires: world.accord.expires)
            try must("party-b", .officerEnrol, name, officer, byRoot: true)
            let key = Bodies.key(try TestKeys.signing("party-b/\(name)").publicKey, expires: world.accord.expires)
            try must("party-b", .keyEnrol, name, key, byRoot: true)
        }
        if !settings.isEmpty {
            try must("neutral-host", .instrumentClauses, "mou", Bodies.instrument(settings), byRoot: true)
        }
    }

    /// Says what must be taken.
    mutating func must(
        _ party: String, _ kind: Kind, _ subject: String, _ body: [UInt8], byRoot: Bool = false,
        audience: [PartyID]? = nil
    ) throws {
        let outcome = try world.say(party, kind, subject, body, byRoot: byRoot, audience: audience)
        try #require(outcome.refusal == nil, "\(kind.rawValue): \(outcome.refusal.map { "\($0)" } ?? "")")
    }

    /// Says it as another officer of the party than `access-1`.
    @discardableResult
    mutating func say(
        _ party: String, as officer: String, _ kind: Kind, _ subject: String, _ body: [UInt8],
        audience: [PartyID]? = nil
    ) throws -> Outcome {
        guard let writer = world.writers[PartyID(checked: party)] else { throw Scenario.Misuse(description: party) }
        let key = try TestKeys.signing("\(party)/\(officer)")
        let said = try writer.draft(
            kind.name, subject, body, at: world.log.now, as: OfficerID(checked: officer), with: key, audience: audience)
        return try world.submit(said, of: party)
    }

    /// The roster of party-b: `access-1` for the day, `duty-2` second, until `hours` have passed.
    mutating func staff(hours: Int64 = 24) throws {
        let until = hours * Self.hour
        let shifts = [Bodies.shift(0, until, "access-1"), Bodies.shift(0, until, "duty-2", .second)]
        try must("party-b", .rosterPublish, "roster", Bodies.roster(from: 0, until: 48 * Self.hour, shifts))
    }

    static let id = RecordID(owner: PartyID(checked: "party-a"), subject: SubjectID(checked: "m"))
    static let recipient = PartyID(checked: "party-b")

    /// party-a sends message `m`.
    mutating func send(_ body: [UInt8] = Bodies.message(), audience: [PartyID]? = nil) throws {
        try must("party-a", .messageSend, "m", body, audience: audience)
    }

    func message() throws -> Message { try #require(world.picture.messages[Self.id]) }
    func reference() throws -> MessageCommand.MessageReference { .init(Self.id, try message().statement) }
    func recipient() throws -> Message.Recipient { try #require(try message().recipient(Self.recipient)) }
    func state() throws -> MessageState {
        try message().state(try recipient(), at: try #require(world.picture.clock.now))
    }

    mutating func tick(_ seconds: Int64) throws { try world.tick(at: .test(seconds)) }

    /// The lapses recorded, in the order in which they lapsed.
    var lapses: [Lapse] { world.picture.clocks.lapses.values.sorted { ($0.lapsedAt, $0.id) < ($1.lapsedAt, $1.id) } }
}
