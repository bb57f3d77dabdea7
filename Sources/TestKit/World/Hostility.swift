import TransparencyLog
import Coordination
import Geodesy
import Statements

/// What a hostile party sends: none of it may ever be entered unless it keeps every rule.
enum Hostility {
    static func compose(
        _ client: SimulatedClient, _ random: inout SplitMix64, log: [StatementBytes], at time: Instant
    ) throws -> SaidStatement {
        var writer = client.writer
        let member = client.member
        var saidAt = time
        var key = member.officerKey
        var kind = Kind.notificationNotify.name
        switch random.below(8) {
        case 0:
            guard let old = random.one(of: log) else { break }
            return old.said
        case 1:
            guard let old = random.one(of: log) else { break }
            return old.flipped(&random)
        case 2: writer.sequence = writer.sequence > 1 ? writer.sequence - 2 : 0
        case 3: writer.sequence += 1
        case 4: writer.previous = StatementHash(.sha256(of: [UInt8(random.below(256))]))
        case 5: saidAt = time.adding(seconds: -90_000)
        case 6: key = try TestKeys.signing("somebody else")
        default: kind = StatementKind(checked: "notification.approve.v1")
        }
        let subject = "h-\(writer.sequence)-\(random.below(1_000_000))"
        let body = Bodies.site("Nobody's", from: time, consentAt: time)
        return try writer.draft(kind, subject, body, at: saidAt, as: member.officer, with: key)
    }

    /// An envelope from the log, as anybody who reads it has it.
    struct StatementBytes {
        let envelope: [UInt8]
        let sealed: [UInt8]?
        let hash: StatementHash

        var said: SaidStatement {
            SaidStatement(envelope: envelope, sealed: sealed, hash: hash, sequence: 0)
        }

        func flipped(_ random: inout SplitMix64) -> SaidStatement {
            var bytes = envelope
            bytes[random.below(bytes.count)] ^= UInt8(1 << random.below(7))
            return SaidStatement(envelope: bytes, sealed: sealed, hash: hash, sequence: 0)
        }
    }
}
