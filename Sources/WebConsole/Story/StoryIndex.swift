import Inquiry
import Coordination
import Geodesy
import HTTPAPI
import Logging
import ParleyNode
import Statements
import StrictJSON
import Synchronization
import TransparencyLog

/// Which entries tell of which record, gathered behind everybody's back as the log grows.
///
/// It holds numbers of entries alone. What stands at them is asked for anew for every reader, so the index gives nothing away
/// that the reader may not see.
final class StoryIndex: Sendable {
    /// Members by which a body names what it is about.
    private static let references: Set<String> = [
        "record", "message", "dossier", "movement", "convoy", "incident", "alarm",
    ]

    private struct Shared {
        var entries: [RecordID: [UInt64]] = [:]
        /// Lapses by the statement that was waited for.
        var lapses: [StatementHash: [UInt64]] = [:]
        var next: UInt64 = 0
        /// Entries a day, for the figures that are open to all; by days since 1970.
        var perDay: [Int64: Int] = [:]
        /// When the log's clock moved: entries and times, in order.
        var ticks: [(entry: UInt64, time: Instant)] = []
        /// Sealed entries that this node has not opened, and may open later.
        var sealed: Set<UInt64> = []
        var bodyChanges = 0
    }

    private let shared = Mutex(Shared())
    private let step: Int
    /// Entries of one record that are kept; a record is made of some thousands at most.
    private static let perRecord = 8_192
    /// Sealed entries that are looked at again when bodies come.
    private static let sealedKept = 65_536
    /// Milliseconds between two looks for new entries.
    private static let tick = 300

    init(limits: ConsoleLimits) { step = limits.storyStep }

    /// Follows the log until it is cancelled.
    func run(_ inside: Inside, _ logger: Logger) async {
        while !Task.isCancelled {
            do {
                while try await advance(inside), !Task.isCancelled {}
            } catch {
                logger.error("stories of records fall behind", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: .milliseconds(Self.tick))
        }
    }

    /// Entries of a record, in the log's order, and how far the index has come.
    func entries(of record: RecordID) -> (entries: [UInt64], upTo: UInt64) {
        shared.withLock { ($0.entries[record] ?? [], $0.next) }
    }

    /// When an entry was logged, by the log's own clock: its last tick before.
    func loggedAt(_ entry: UInt64) -> Instant? {
        shared.withLock { shared in
            var (low, high) = (0, shared.ticks.count)
            while low < high {
                let middle = (low + high) / 2
                if shared.ticks[middle].entry <= entry { low = middle + 1 } else { high = middle }
            }
            return low > 0 ? shared.ticks[low - 1].time : nil
        }
    }

    /// Lapses of one of these statements.
    func lapses(of statements: [StatementHash]) -> [UInt64] {
        shared.withLock { shared in statements.flatMap { shared.lapses[$0] ?? [] } }
    }

    /// Entries a day, the earliest first.
    var perDay: [(day: Int64, count: Int)] {
        shared.withLock { $0.perDay.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
    }

    /// Takes in one step; false when there is nothing new.
    private func advance(_ inside: Inside) async throws -> Bool {
        let node = inside.node
        let changes = node.bodyChanges
        let step = step
        let (next, sealed) = shared.withLock { shared -> (UInt64, [UInt64]) in
            guard shared.bodyChanges != changes else { return (shared.next, []) }
            shared.bodyChanges = changes
            return (shared.next, shared.sealed.sorted())
        }
        // Bodies may come after their entries; what is erased is not shown, whatever stands here.
        for index in sealed {
            guard let entry = try await inside.read({ try node.entries(from: EntryIndex(index), count: 1).first })
            else { continue }
            shared.withLock { if entry.body != nil { Self.take(entry, &$0) } }
        }
        guard next < node.publisher.state.size.value else { return false }
        let found = try await inside.read { try node.entries(from: EntryIndex(next), count: step) }
        guard !found.isEmpty else { return false }
        shared.withLock { shared in
            guard shared.next == next else { return }
            for entry in found {
                Self.take(entry, &shared)
                if entry.signed.statement.kind.rawValue != "clock.tick.v1" {
                    shared.perDay[entry.signed.statement.saidAt.microsecondsSince1970 / 86_400_000_000, default: 0] += 1
                }
            }
            shared.next = next + UInt64(found.count)
        }
        return true
    }

    private static func take(_ entry: Node.Entry, _ shared: inout Shared) {
        let statement = entry.signed.statement
        guard statement.kind.rawValue != "clock.tick.v1" else {
            let text = members(of: entry).first { $0.key == "time" }?.value.text
            guard let time = text.flatMap({ try? Instant(rfc3339: $0, rounding: .down) }),
                shared.ticks.last.map({ $0.entry < entry.index.value }) ?? true
            else { return }
            shared.ticks.append((entry.index.value, time))
            return
        }
        if statement.audience != nil {
            if entry.body == nil {
                if shared.sealed.count < sealedKept { shared.sealed.insert(entry.index.value) }
            } else {
                shared.sealed.remove(entry.index.value)
            }
        }
        var about: Set<RecordID> = [statement.record]
        for (name, value) in members(of: entry) where references.contains(name) {
            let text = value.text ?? value["movement"]?.text
            if let text, let record = RecordID(text) { about.insert(record) }
        }
        if statement.kind.rawValue == "lapse.record.v1",
            let hash = members(of: entry).first(where: { $0.key == "statement" })?.value.text
                .flatMap({ StatementHash(hex: $0) })
        {
            shared.lapses[hash, default: []].append(entry.index.value)
        }
        if statement.kind.rawValue == "message.send.v1",
            let named = members(of: entry).first(where: { $0.key == "about" })?.value["record"]?.text
                .flatMap({ RecordID($0) })
        {
            about.insert(named)
        }
        for record in about {
            var known = shared.entries[record] ?? []
            guard known.count < perRecord, !known.contains(entry.index.value) else { continue }
            known.append(entry.index.value)
            shared.entries[record] = known
        }
    }

    private static func members(of entry: Node.Entry) -> [(key: String, value: JSONValue)] {
        switch entry.signed.statement.content {
        case .open(let body): body.members
        case .restricted:
            entry.body?.parts.flatMap { part in
                (try? JSONDocument(part.body.body, limits: .init(maximumBytes: 4 * 1_048_576)).root.members) ?? []
            } ?? []
        }
    }
}
