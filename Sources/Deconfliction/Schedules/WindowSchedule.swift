public import Geodesy
import HeapModule

/// A window of a record that opens or closes.
public struct WindowEvent: Hashable, Sendable {
    /// Whether the window begins or has ended.
    public enum Change: Hashable, Sendable {
        /// The window's first instant.
        case opens
        /// The first instant after the window.
        case closes
    }

    /// When.
    public let instant: Instant
    /// Which record.
    public let slot: RecordSlot
    /// Which of its volumes, by its place in the record.
    public let volume: Int
    /// What happens.
    public let change: Change
}

/// Tells when the windows of records open and close, in order and each once.
///
/// A heap: setting a record's windows and telling an event cost about a microsecond each, for a million records. What
/// was set before for the same record is forgotten.
public struct WindowSchedule: Sendable {
    private struct Entry: Comparable {
        var microseconds: Int64
        var slot: UInt32
        var volume: UInt16
        var isOpening: Bool
        var generation: UInt32

        /// By time; at one instant what closes before what opens, since windows are half-open, then by slot.
        static func < (left: Entry, right: Entry) -> Bool {
            if left.microseconds != right.microseconds { return left.microseconds < right.microseconds }
            if left.isOpening != right.isOpening { return !left.isOpening }
            return (left.slot, left.volume, left.generation) < (right.slot, right.volume, right.generation)
        }
    }

    private var heap = Heap<Entry>()
    private var generations: [UInt32: UInt32] = [:]
    private var lastGeneration: UInt32 = 0
    /// Entries in the heap that still count.
    private var live = 0
    private var liveBySlot: [UInt32: UInt16] = [:]
    /// Everything up to this instant has been told.
    public private(set) var now: Instant

    /// A schedule that begins after `now`: what opened or closed up to then is not told.
    public init(now: Instant) { self.now = now }

    /// How many events are still to come.
    public var count: Int { live }

    /// Sets the windows of a record's volumes, in their order; only what lies after `now` will be told.
    public mutating func set(_ windows: [TimeWindow], for slot: RecordSlot) {
        remove(slot)
        lastGeneration &+= 1
        var added: UInt16 = 0
        for (volume, window) in windows.enumerated() {
            for (instant, isOpening) in [(window.start, true)] + (window.end.map { [($0, false)] } ?? [])
            where instant > now {
                heap.insert(
                    Entry(
                        microseconds: instant.microsecondsSince1970, slot: slot.rawValue, volume: UInt16(volume),
                        isOpening: isOpening, generation: lastGeneration))
                added += 1
            }
        }
        guard added > 0 else { return }
        generations[slot.rawValue] = lastGeneration
        liveBySlot[slot.rawValue] = added
        live += Int(added)
    }

    /// Forgets a record's windows.
    public mutating func remove(_ slot: RecordSlot) {
        generations[slot.rawValue] = nil
        live -= Int(liveBySlot.removeValue(forKey: slot.rawValue) ?? 0)
        // Forgotten entries leave the heap when their time comes, or when they outnumber the others.
        if heap.count > 2 * live + 1_024 { compact() }
    }

    /// When the next event comes, if there is one.
    public var next: Instant? {
        mutating get {
            while let first = heap.min, !counts(first) { heap.removeMin() }
            return heap.min.map { Instant(checked: $0.microseconds) }
        }
    }

    /// Moves on to an instant and tells what opened and closed on the way, that instant included, in order.
    ///
    /// An instant that is not later than `now` tells nothing.
    public mutating func advance(to instant: Instant) -> [WindowEvent] {
        guard instant > now else { return [] }
        now = instant
        var events: [WindowEvent] = []
        while let first = heap.min, first.microseconds <= instant.microsecondsSince1970 {
            heap.removeMin()
            guard counts(first) else { continue }
            live -= 1
            let left = (liveBySlot[first.slot] ?? 1) - 1
            if left == 0 {
                liveBySlot[first.slot] = nil
                generations[first.slot] = nil
            } else {
                liveBySlot[first.slot] = left
            }
            events.append(
                WindowEvent(
                    instant: Instant(checked: first.microseconds), slot: RecordSlot(rawValue: first.slot),
                    volume: Int(first.volume), change: first.isOpening ? .opens : .closes))
        }
        return events
    }

    private func counts(_ entry: Entry) -> Bool { generations[entry.slot] == entry.generation }

    private mutating func compact() { heap = Heap(heap.unordered.filter(counts)) }
}
