import Coordination
import Geodesy
import Picture
import Statements
import StrictJSON

/// Warnings to an owner whose notices a party was to read that no longer takes part, as Server-Sent Events.
///
/// They come right after the entry that says so, and have no `id`: a client's place among the entries stays what it was.
enum DepartureMessages {
    /// The warning that `reader` gets of a departure; empty when it relied on nothing there, or the party is back.
    static func event(_ party: PartyID?, in picture: Picture, for reader: PartyID) -> [UInt8] {
        guard let party, let gone = picture.departedRecipients(as: reader).first(where: { $0.party == party }) else {
            return []
        }
        var writer = JSONWriter(capacity: 512)
        gone.write(to: &writer)
        return Array("event: recipient-departed\ndata: ".utf8) + writer.bytes + [0x0A, 0x0A]
    }
}

extension DepartedRecipient {
    /// Records that one answer names.
    static let maximumRecords = 1_000

    /// Writes the warning as replies and the feed show it.
    func write(to writer: inout JSONWriter) {
        writer.object { row in
            row.member("party", party.rawValue)
            row.member("standing", standing.word)
            row.member("since", orNull: standing.since?.description)
            row.key("records")
            row.array { names in for record in records.prefix(Self.maximumRecords) { names.string("\(record)") } }
            row.member("warning", Wording.departed(self))
        }
    }
}
