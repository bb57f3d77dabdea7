import Coordination
import ParleyNode
import Statements
import StrictJSON
import Synchronization
import TransparencyLog

/// One entry as an event, in the forms that readers may get.
struct FeedEvent: Sendable {
    /// The record of that name, if the entry is about one.
    let record: RecordID
    /// The party that leaves or is suspended by it, if it says so.
    let departs: PartyID?
    /// As everybody may read it.
    let open: [UInt8]
    /// As those may read it for whom parts of its body are here; empty where there are none.
    let restricted: [(parties: [PartyID], bytes: [UInt8])]

    /// The event as `reader` may read it.
    func bytes(for reader: PartyID) -> [UInt8] {
        restricted.first { $0.parties.contains(reader) }?.bytes ?? open
    }

    /// Writes an entry as a Server-Sent Event: `id`, `event`, `data` (WHATWG HTML, section 9.2).
    init(_ entry: Node.Entry) {
        open = Self.encode(entry, for: nil)
        let statement = entry.signed.statement
        record = RecordID(owner: statement.party, subject: statement.subject)
        departs =
            switch Kind(statement.kind) {
            case .partyLeave: statement.party
            case .partySuspend: PartyID(checked: statement.subject.rawValue)
            default: nil
            }
        restricted = (entry.body?.parts ?? []).map { part in
            (parties: part.parties, bytes: Self.encode(entry, for: part.parties.first))
        }
    }

    private static func encode(_ entry: Node.Entry, for reader: PartyID?) -> [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        writer.object { ShowStatement.write(entry, for: reader, to: &$0) }
        var out = Array("id: \(entry.index)\nevent: entry\ndata: ".utf8)
        out.reserveCapacity(out.count + writer.bytes.count + 2)
        for byte in writer.bytes {
            // A body as its author spelled it may hold line breaks; each line of an event begins anew.
            if byte == 0x0A || byte == 0x0D { out += Array("\ndata: ".utf8) } else { out.append(byte) }
        }
        out += [0x0A, 0x0A]
        return out
    }
}

/// Events of the newest entries, kept for all clients, so that one commit is read and written out once.
final class FeedEvents: Sendable {
    private struct State {
        var events: [FeedEvent?]
        var indexes: [UInt64]
        /// The node's count of changes to bodies when these were read.
        var changes = 0

        /// Drops everything once bodies came or went: what is kept may show what was erased.
        mutating func follow(_ changes: Int) {
            guard self.changes != changes else { return }
            self.changes = changes
            for place in events.indices { (events[place], indexes[place]) = (nil, .max) }
        }
    }

    private let state: Mutex<State>
    private let kept: Int

    init(kept: Int) {
        self.kept = max(1, kept)
        state = Mutex(
            State(
                events: Array(repeating: nil, count: max(1, kept)),
                indexes: Array(repeating: .max, count: max(1, kept))))
    }

    /// Events from `first` on, as many in a row as are kept, at most `count`.
    func events(from first: EntryIndex, count: Int, of node: Node) -> [FeedEvent] {
        let changes = node.bodyChanges
        return state.withLock { state in
            state.follow(changes)
            var out: [FeedEvent] = []
            var index = first.value
            while out.count < count {
                let place = Int(index % UInt64(kept))
                guard state.indexes[place] == index, let event = state.events[place] else { break }
                out.append(event)
                index += 1
            }
            return out
        }
    }

    /// Reads events from the node, and keeps them where they are newer than what is kept; blocks on the store.
    func read(from first: EntryIndex, count: Int, of node: Node) throws -> [FeedEvent] {
        let changes = node.bodyChanges
        let events = try node.entries(from: first, count: count).map(FeedEvent.init)
        state.withLock { state in
            state.follow(node.bodyChanges)
            // Read before bodies went: good for this client's moment, not to be kept.
            guard state.changes == changes else { return }
            for (offset, event) in events.enumerated() {
                let index = first.value + UInt64(offset)
                let place = Int(index % UInt64(kept))
                guard state.indexes[place] == .max || state.indexes[place] < index else { continue }
                state.indexes[place] = index
                state.events[place] = event
            }
        }
        return events
    }
}
