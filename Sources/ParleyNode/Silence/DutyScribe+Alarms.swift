import Coordination
import Geodesy
import Picture
import Statements
import StrictJSON
import TransparencyLog

/// What is amiss with a movement goes out on the line when its organiser has said nothing: an ordinary message, so that it
/// is read back, acknowledged and taken up the ladder like any other.
extension DutyScribe {
    /// Messages that the node of `party` is to send about its movements, at most a batch of them.
    static func alarms(of party: PartyID, in picture: Picture) -> [Duty] {
        var found: [Duty] = []
        // What cannot be said must not keep the rest from being said: the limit is of what can.
        for (movement, alarm) in picture.alarmsToSay(of: party) where found.count < maximumPerBatch {
            if let duty = duty(for: alarm, of: movement, in: picture) { found.append(duty) }
        }
        return found
    }

    private static func duty(for alarm: MovementAlarm, of movement: Movement, in picture: Picture) -> Duty? {
        // Without a line there is nobody to say it to; that it lapsed is recorded all the same.
        guard let (line, parties) = picture.line(from: movement.id.owner, to: .movement(movement)) else { return nil }
        guard let subject = subject(alarm, movement) else { return nil }
        let to = Array(parties.prefix(MessageDetails.maximumRecipients))
        var writer = JSONWriter(capacity: 1_024)
        writer.object { body in
            body.member("line", line.description)
            body.key("to")
            body.array { list in for party in to { list.string(party.rawValue) } }
            body.member("purpose", MessagePurpose.question.rawValue)
            body.member("urgency", Urgency.immediate.rawValue)
            body.key("about")
            MessageSubject.alarm(movement.id, alarm.kind).write(to: &body)
            body.key("text")
            body.object { $0.member("en", text(alarm, movement)) }
            guard let position = alarm.position else { return }
            let grid = GridReference(position)
            body.key("positions")
            body.array { list in
                list.object { place in
                    place.member("label", "where it was reported last")
                    place.key("position")
                    place.position(position)
                    place.key("second")
                    place.object { second in
                        second.member("format", SecondPlace.Format.mgrs.rawValue)
                        second.member("text", "\(grid)")
                    }
                }
            }
        }
        return Duty(
            kind: .messageSend, subject: subject, body: writer.bytes, audience: movement.audience == .open ? nil : to)
    }

    /// The message's name; under seal one that tells nothing, since names stand in the open.
    private static func subject(_ alarm: MovementAlarm, _ movement: Movement) -> SubjectID? {
        guard movement.audience == .open else {
            return try? SubjectID("m-" + String(UInt64.random(in: .min ... .max), radix: 16))
        }
        let seconds = alarm.since.microsecondsSince1970 / 1_000_000
        return try? SubjectID(
            "alarm-\(alarm.kind.rawValue)-\(movement.notified.entry.value)-\(seconds.magnitude)")
    }

    private static func text(_ alarm: MovementAlarm, _ movement: Movement) -> String {
        let contact = movement.details.contact
        let call = (contact.phones + [contact.radio].compactMap { $0 }).joined(separator: ", ")
        return
            "'\(movement.details.name.text())' (\(movement.id)) \(alarm.sentence). Its organiser has stated nothing since. "
            + "What do you know of it, and is anything of yours near it? Call: \(contact.role), \(call)."
    }
}
