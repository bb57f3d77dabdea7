public import Geodesy
import HeapModule

/// Many movements under watch, by their identifiers; a tick costs what is due and not what is watched.
///
/// It holds some 20 bytes for each position of a route and some 10 KB for each movement besides.
public struct WatchFleet: Sendable {
    /// What changed about one movement.
    public struct Change: Hashable, Sendable {
        /// The movement.
        public let id: String
        /// The alarm that begins or ends.
        public let change: AlarmChange
    }

    private struct Slot {
        var id: String
        var watch: MovementWatch?
        /// When it stands in the heap; nil for not at all.
        var queued: Instant?
    }

    /// When a watch is next due, the earliest first; of one moment, by their numbers.
    private struct Due: Comparable {
        var at: Instant
        var watch: Int

        static func < (left: Due, right: Due) -> Bool {
            left.at != right.at ? left.at < right.at : left.watch < right.watch
        }
    }

    private var slots: [Slot] = []
    private var places: [String: Int] = [:]
    private var free: [Int] = []
    private var heap = Heap<Due>()

    /// A fleet without movements.
    public init() {}

    /// How many movements are watched.
    public var count: Int { places.count }

    /// The movements, in the order of their identifiers' bytes.
    public var identifiers: [String] {
        places.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The watch of a movement; nil when it is not watched.
    public subscript(id: String) -> MovementWatch? { places[id].flatMap { slots[$0].watch } }

    /// When `tick` next has something to look at; nil for never.
    public var nextDue: Instant? { heap.min?.at }

    /// Begins to watch, in place of an earlier watch of that identifier.
    ///
    /// - Throws: `WatchFleetError`.
    public mutating func watch(_ id: String, _ watch: MovementWatch) throws(WatchFleetError) {
        guard !id.isEmpty, id.utf8.count <= TrackingLimits.maximumIdentifierBytes else { throw .badIdentifier }
        if let place = places[id] {
            slots[place].watch = watch
            return requeue(place)
        }
        guard places.count < TrackingLimits.maximumWatches else { throw .tooMany }
        let place = free.popLast() ?? slots.count
        if place == slots.count {
            slots.append(Slot(id: id, watch: watch, queued: nil))
        } else {
            slots[place] = Slot(id: id, watch: watch, queued: slots[place].queued)
        }
        places[id] = place
        requeue(place)
    }

    /// Takes a report about a movement.
    ///
    /// - Returns: What came of it; `unknownMovement` when it is not watched.
    public mutating func take(
        _ id: String, _ report: PositionReport, receivedAt: Instant, isConfirmed: Bool = false
    ) -> WatchOutcome {
        change(id) { $0.take(report, receivedAt: receivedAt, isConfirmed: isConfirmed) }
            ?? WatchOutcome(.refused(.unknownMovement))
    }

    /// Changes the watch of a movement in place, such as by `setOut`, `reach`, `amend` or `close`.
    ///
    /// - Returns: What the change returned; nil when it is not watched.
    public mutating func change<Result>(_ id: String, _ change: (inout MovementWatch) -> Result) -> Result? {
        guard let place = places[id] else { return nil }
        let result = apply(change, at: place)
        requeue(place)
        return result
    }

    private mutating func apply<Result>(_ change: (inout MovementWatch) -> Result, at place: Int) -> Result? {
        // Taken out and put back, so that it is changed where its parts lie and never copied.
        guard var watch = slots[place].watch.take() else { return nil }
        let result = change(&watch)
        slots[place].watch = watch
        return result
    }

    /// Ends the watch of a movement; its alarms end with it, so close it first to be told of them.
    public mutating func remove(_ id: String) {
        guard let place = places.removeValue(forKey: id) else { return }
        slots[place].id = ""
        slots[place].watch = nil
        free.append(place)
    }

    /// Notices what the passing of time alone makes so.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - limit: The most movements to look at; the rest stays due.
    /// - Returns: What changed, in the order in which it was due.
    public mutating func tick(_ now: Instant, limit: Int = .max) -> [Change] {
        var changes: [Change] = []
        var looked = 0
        while looked < limit, let entry = heap.min, entry.at < now {
            heap.removeMin()
            // An entry that an earlier one overtook says nothing any more.
            guard slots[entry.watch].queued == entry.at else { continue }
            slots[entry.watch].queued = nil
            looked += 1
            guard let found = apply({ $0.tick(now) }, at: entry.watch) else { continue }
            changes += found.map { Change(id: slots[entry.watch].id, change: $0) }
            requeue(entry.watch)
        }
        return changes
    }

    /// Puts a watch into the heap where it is due earlier than it stands there; a later one is moved when its turn comes.
    private mutating func requeue(_ place: Int) {
        guard let due = slots[place].watch?.nextDue else { return }
        if let queued = slots[place].queued, queued <= due { return }
        slots[place].queued = due
        heap.insert(Due(at: due, watch: place))
    }
}

/// Why a movement is not watched.
public enum WatchFleetError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The identifier is empty or too long.
    case badIdentifier
    /// As many as the limit are watched already.
    case tooMany

    /// One sentence: what is wrong and what to do.
    public var description: String {
        switch self {
        case .badIdentifier:
            "a watched movement's identifier has 1 to \(TrackingLimits.maximumIdentifierBytes) bytes"
        case .tooMany:
            "\(TrackingLimits.maximumWatches) movements are watched already; close those that have arrived"
        }
    }
}
