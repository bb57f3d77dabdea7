import HashTreeCollections
import Coordination
import Geodesy
import Picture
import Statements
import TransparencyLog

/// A party's client: says one thing at a time, and sends it again until it hears what became of it.
struct SimulatedClient {
    struct Pending {
        let said: SaidStatement
        var sentAt: Instant
    }

    /// A client sends again what was not answered for so long.
    static let patienceSeconds: Int64 = 90

    let member: TestAccord.Member
    let isHostile: Bool
    /// How far its clock is off.
    let skewSeconds: Int64
    var writer: StatementWriter
    var pending: Pending?
    private var nextName = 0

    init(member: TestAccord.Member, writer: StatementWriter, isHostile: Bool, skewSeconds: Int64) {
        self.member = member
        self.writer = writer
        self.isHostile = isHostile
        self.skewSeconds = skewSeconds
    }

    /// Takes the chain's head from the picture, after a refusal that says the two differ.
    mutating func resynchronise(with picture: Picture) {
        pending = nil
        guard let head = picture.chains[ChainID(member.party, member.officer)] else { return }
        writer.sequence = head.sequence
        writer.previous = head.hash
        if writer.seen.size < head.seen { writer.seen = TreeHead(size: head.seen, root: writer.seen.root) }
    }

    /// Signs something that makes sense for the records this party has in `picture`.
    mutating func compose(_ random: inout SplitMix64, _ picture: Picture, at time: Instant, others: [PartyID]) throws
        -> SaidStatement
    {
        let all = picture.records.slots().map { picture.records[$0] }
        let own = all.filter { $0.id.owner == member.party }
        let open = own.filter { !Self.isOver($0) }
        let now = time.adding(seconds: skewSeconds)
        if let record = random.one(of: open), random.happens(650) {
            return try follow(record, &random, at: now)
        }
        let foreign = all.filter { $0.id.owner != member.party && $0.isReadable(by: member.party) }
        if let record = random.one(of: foreign), random.happens(300) {
            return try respond(to: record, &random, picture, at: now)
        }
        nextName += 1
        let subject = "r-\(writer.sequence + 1)-\(nextName)"
        let audience = random.happens(250) ? [random.one(of: others)].compactMap { $0 } : nil
        let latitude = random.within(350_000_000...370_000_000)
        if random.happens(400) {
            let first = now.adding(seconds: random.within(0...600))
            let second = first.adding(seconds: random.within(300...1_800))
            let third = second.adding(seconds: random.within(300...1_800))
            let body = Bodies.movement(
                "Convoy \(subject)", latitudeE7: latitude, legs: [(first, second), (second, third)])
            return try draft(.movementNotify, subject, body, now, audience)
        }
        let end = random.happens(300) ? now.adding(seconds: random.within(600...7_200)) : nil
        let body = Bodies.site(
            "Hospital \(subject)", latitudeE7: latitude, from: now, until: end, consentAt: now)
        return try draft(.notificationNotify, subject, body, now, audience)
    }

    private static func isOver(_ record: Record) -> Bool {
        switch record {
        case .notification(let site): site.isWithdrawn
        case .movement(let movement): movement.isClosed
        }
    }

    private func follow(_ record: Record, _ random: inout SplitMix64, at now: Instant) throws -> SaidStatement {
        let subject = record.id.subject.rawValue
        let audience: [PartyID]? = if case .parties(let parties) = record.audience { parties } else { nil }
        switch record {
        case .notification:
            if random.happens(350) {
                return try draft(.notificationWithdraw, subject, Bodies.reason("moved"), now, audience)
            }
            let body = Bodies.site(
                "Hospital \(subject), again", latitudeE7: random.within(350_000_000...370_000_000), from: now,
                consentAt: now)
            return try draft(.notificationAmend, subject, body, now, audience)
        case .movement(let movement):
            let isUnderWay = if case .underWay = movement.state { true } else { false }
            switch random.below(8) {
            case 0: return try draft(.movementDelay, subject, Bodies.delay(seconds: 900), now, audience)
            case 1, 2:
                let outcome: MovementOutcome = isUnderWay ? .facilitated : .denied
                return try draft(.movementClose, subject, Bodies.close(outcome, at: now), now, audience)
            case _ where isUnderWay:
                let body = Bodies.checkIn(at: now, reachedLeg: random.happens(500) ? movement.legsReached % 2 : nil)
                return try draft(.movementCheckIn, subject, body, now, audience)
            default: return try draft(.movementDepart, subject, Bodies.depart(at: now), now, audience)
            }
        }
    }

    /// Says something about another's notice, sealed to its owner where it is restricted.
    private func respond(
        to record: Record, _ random: inout SplitMix64, _ picture: Picture, at now: Instant
    ) throws -> SaidStatement {
        let id = record.id.description
        let version = picture.noticeVersion(of: record.id) ?? StatementHash(.emptyTree)
        let audience = record.audience == .open ? nil : [record.id.owner]
        switch random.below(4) {
        case 0: return try draft(.notificationReceive, "r", Bodies.receive(id, version, at: now), now, audience)
        case 1: return try draft(.notificationChallenge, "r", Bodies.challenge(id, version), now, audience)
        case 2: return try draft(.unitDeclare, "unit-1", Bodies.unit(from: now), now, audience)
        default:
            let body = Bodies.disseminate(id, version, to: .operatingUnit, unit: "unit-1", at: now)
            return try draft(.noticeDisseminate, "r", body, now, audience)
        }
    }

    private func draft(
        _ kind: Kind, _ subject: String, _ body: [UInt8], _ time: Instant, _ audience: [PartyID]?
    ) throws -> SaidStatement {
        try writer.draft(
            kind.name, subject, body, at: time, as: member.officer, with: member.officerKey, audience: audience)
    }
}
