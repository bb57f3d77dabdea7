import Deconfliction
import Geodesy
import Picture
import Statements
import StrictJSON

/// Windows that open and close, as Server-Sent Events.
///
/// None has an `id`, so that a client's place among the entries stays what it was.
enum WindowMessages {
    /// The events that `reader` may hear of and that still hold, by the picture and the clock at this moment.
    static func events(_ events: [WindowEvent], in picture: Picture, at now: Instant, for reader: PartyID) -> [UInt8] {
        var out: [UInt8] = []
        for event in events {
            guard let record = picture.records.record(in: event.slot), record.isReadable(by: reader),
                record.bears(event, at: now)
            else { continue }
            write("window", to: &out) { fields in
                fields.member("record", record.id.description)
                fields.member("volume", event.volume)
                fields.member("change", event.change == .opens ? "opens" : "closes")
                fields.member("at", event.instant.description)
            }
        }
        return out
    }

    /// Says that of what opened and closed in a while, both ends included, something may not be told.
    static func gap(from: Instant, until: Instant) -> [UInt8] {
        var out: [UInt8] = []
        write("windows-gap", to: &out) { fields in
            fields.member("from", from.description)
            fields.member("until", until.description)
        }
        return out
    }

    private static func write(_ name: String, to out: inout [UInt8], _ body: (inout JSONWriter) -> Void) {
        var writer = JSONWriter(capacity: 160)
        writer.object(body)
        out += Array("event: \(name)\ndata: ".utf8)
        out += writer.bytes
        out += [0x0A, 0x0A]
    }
}
