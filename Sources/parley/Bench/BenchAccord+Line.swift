import Coordination
import Geodesy
import ParleyNode
import Statements
import StrictJSON
import TransparencyLog

/// A line between all parties of the measured accord, and messages on it.
extension BenchAccord {
    /// Establishes the line and states an instrument that sets clocks.
    mutating func openLine(on node: Node) async throws {
        let line = Self.json { body in
            body.key("name")
            body.object { $0.member("en", "Line") }
            body.key("cells")
            body.array { list in
                for speaker in speakers {
                    list.object { cell in
                        cell.member("party", speaker.party.rawValue)
                        cell.key("name")
                        cell.object { $0.member("en", "Desk") }
                    }
                }
            }
            body.key("languages")
            body.array { $0.string("en") }
            body.key("means")
            body.array { list in list.object { $0.member("kind", "line") } }
        }
        try await submitAsHost(.lineEstablish, subject: "line", body: line, on: node)
        let instrument = Self.json { body in
            body.key("name")
            body.object { $0.member("en", "Instrument") }
            body.key("clauses")
            body.array { list in
                for (clause, rule, seconds) in [("1", "acknowledge-within", 300), ("2", "escalate-after", 300)] {
                    list.object { fields in
                        fields.member("clause", clause)
                        fields.key("text")
                        fields.object { $0.member("en", "Clause \(clause)") }
                        fields.key("sets")
                        fields.object { sets in
                            sets.member("rule", rule)
                            sets.member("urgency", "flash")
                            sets.member("seconds", seconds)
                        }
                    }
                }
            }
        }
        try await submitAsHost(.instrumentClauses, subject: "instrument", body: instrument, on: node)
    }

    /// Flash messages of speaker `number` to all others, each with a text of its own.
    mutating func urgentToAll(_ count: Int, by number: Int, seen: TreeHead, at now: Instant) throws -> [[UInt8]] {
        let others = speakers.indices.filter { $0 != number }.map { speakers[$0].party.rawValue }.sorted()
        return try (0..<count).map { serial in
            let body = Self.flash(serial, to: others, text: "urgent-\(serial)")
            return try sign(.messageSend, subject: "urgent-\(serial)", body: body, by: number, seen: seen, at: now)
        }
    }

    /// The next flash messages of speaker `number` to another, signed ahead of what is measured.
    mutating func messages(
        _ count: Int, by number: Int, to recipient: Int, seen: TreeHead, at now: Instant
    ) throws -> [[UInt8]] {
        let to = [speakers[recipient].party.rawValue]
        return try (0..<count).map { serial in
            let body = Self.flash(serial, to: to, text: "Stop at once.")
            return try sign(.messageSend, subject: "message-\(serial)", body: body, by: number, seen: seen, at: now)
        }
    }

    private static func flash(_ serial: Int, to parties: [String], text: String) -> [UInt8] {
        json { body in
            body.member("line", "host/line")
            body.key("to")
            body.array { list in for party in parties { list.string(party) } }
            body.member("purpose", "stop-call")
            body.member("urgency", "flash")
            body.key("about")
            body.object { about in
                about.key("incident")
                about.object { $0.member("en", "Incident \(serial)") }
            }
            body.key("text")
            body.object { $0.member("en", text) }
        }
    }
}
