import Coordination
import Deconfliction
import Geodesy
import HashTreeCollections
import Logging
import ParleyNode
import Picture
import Synchronization
import TransparencyLog

/// When the windows of records open and close by the node's clock, followed once for all clients of the feed.
///
/// Nothing is done until the first client asks. From then on every look at the clock takes in the records that new
/// entries name and keeps what opened or closed. What had opened or closed before its entry was published is not
/// told: the entry tells it.
final class WindowFeed: Sendable {
    /// How far one client is.
    struct Place: Sendable {
        /// Nothing earlier than this is told any more.
        var since: Instant
        /// The number of the next event; nil until the first look.
        var next: UInt64?
    }

    /// What a client has not heard yet.
    struct Step: Sendable {
        let events: [WindowEvent]
        let next: UInt64
        /// The last instant of which something is no longer kept, where that concerns the client.
        let isIncompleteUntil: Instant?
    }

    private struct Followed {
        var schedule: WindowSchedule
        var next: EntryIndex
        /// The node's count of changes to bodies when the schedule was made.
        var changes: Int
    }

    private struct Shared {
        var ring: WindowRing?
        var isWanted = false
        var listeners: [UInt64: AsyncStream<Void>.Continuation] = [:]
        var nextListener: UInt64 = 0
    }

    /// Kept longer than clients may ask, so that one that asks for the most still gets it a moment later.
    private static let slackSeconds: Int64 = 60

    private let limits: HTTPLimits
    private let followed = Mutex<Followed?>(nil)
    private let shared = Mutex(Shared())
    // Reading the whole picture takes a while: it holds up neither the entries nor anybody's questions.
    private let thread = BlockingWork(label: "windows", width: 1, limit: 1, rule: "too-many-reads")

    init(limits: HTTPLimits) { self.limits = limits }

    /// Follows the clock, once somebody asks, until it is cancelled.
    func run(_ node: Node, _ entries: FeedEvents, _ logger: Logger) async {
        var hasFailed = false
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(limits.windowTickMilliseconds))
            guard !Task.isCancelled, shared.withLock({ $0.isWanted }) else { continue }
            do {
                try await thread.run(retryAfterSeconds: limits.retryAfterSeconds) { try self.look(at: node, entries) }
                hasFailed = false
            } catch {
                // Nothing is lost: the next look begins where this one failed.
                if !hasFailed { logger.error("windows are not followed", metadata: ["error": "\(error)"]) }
                hasFailed = true
            }
        }
    }

    /// A signal whenever something opened or closed; a slow listener hears once.
    func changes() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = shared.withLock { shared in
            shared.isWanted = true
            shared.nextListener += 1
            shared.listeners[shared.nextListener] = continuation
            return shared.nextListener
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.shared.withLock { $0.listeners.removeValue(forKey: id) }
        }
        return stream
    }

    /// What comes next for a client; nil while nothing is known yet.
    func step(from place: Place) -> Step? {
        shared.withLock { shared in
            guard let ring = shared.ring else { return nil }
            let first = place.next ?? ring.number(notBefore: place.since)
            let isBehind = place.next == nil ? place.since <= ring.keptAfter : first < ring.first
            let start = max(first, ring.first)
            let end = min(ring.end, start + UInt64(limits.windowEventsPerStep))
            // The look that found them may have begun before the client came.
            let events = (start..<end).map { ring[$0] }.filter { $0.instant >= place.since }
            return Step(events: events, next: end, isIncompleteUntil: isBehind ? ring.keptAfter : nil)
        }
    }

    /// Takes in new entries and moves on to the node's clock.
    func look(at node: Node, _ entries: FeedEvents) throws {
        // The clock first: an entry that the state does not hold yet is published after this instant.
        let now = node.clock.now()
        let changes = node.bodyChanges
        let picture = node.publisher.state.picture
        let oldest = now.adding(seconds: -Int64(limits.windowHistorySeconds) - Self.slackSeconds)
        let events = try followed.withLock { followed in
            var here = followed ?? Self.begin(with: picture, after: oldest, changes)
            // Records came or went with their bodies: the schedule is made anew, from where it had got to.
            if here.changes != changes { here = Self.begin(with: picture, after: here.schedule.now, changes) }
            // Only one holder, so that the schedule is changed in place.
            followed = nil
            defer { followed = here }
            try Self.take(in: entries, of: node, &here, picture)
            return here.schedule.advance(to: now).filter { event in
                picture.records.record(in: event.slot)?.bears(event, at: now) ?? false
            }
        }
        let listeners = shared.withLock { shared in
            let isFirst = shared.ring == nil
            var ring = shared.ring ?? WindowRing(capacity: limits.windowEventsKept, keptAfter: oldest)
            shared.ring = nil
            for event in events { ring.append(event) }
            ring.forget(upTo: oldest)
            shared.ring = ring
            return isFirst || !events.isEmpty ? Array(shared.listeners.values) : []
        }
        for listener in listeners { listener.yield() }
    }

    private static func begin(with picture: Picture, after instant: Instant, _ changes: Int) -> Followed {
        var schedule = WindowSchedule(now: instant)
        for slot in picture.records.slots() { schedule.set(picture.records[slot].volumes.map(\.window), for: slot) }
        return Followed(schedule: schedule, next: picture.size.nextIndex, changes: changes)
    }

    private static func take(
        in entries: FeedEvents, of node: Node, _ here: inout Followed, _ picture: Picture
    ) throws {
        let count = 256
        while picture.size.contains(here.next) {
            var step = entries.events(from: here.next, count: count, of: node)
            if step.isEmpty { step = try entries.read(from: here.next, count: count, of: node) }
            // Going on without it would pass over windows that it opens or closes.
            guard !step.isEmpty else { throw StoreError(.failed, "entry \(here.next) is published but cannot be read") }
            // Entries that this picture does not hold yet are taken in with one that does.
            for event in step where picture.size.contains(here.next) {
                if let slot = picture.slots[event.record] {
                    here.schedule.set(picture.records[slot].volumes.map(\.window), for: slot)
                }
                here.next = EntryIndex(here.next.value + 1)
            }
        }
    }
}

extension Record {
    /// Says whether the record, as it is now by the node's clock, has the window that opens or closes there.
    ///
    /// A movement that is late is overdue from its deadline on, though the log's clock may say so a second later; its
    /// windows do not close.
    func bears(_ event: WindowEvent, at now: Instant) -> Bool {
        var volumes = self.volumes
        if case .movement(var movement) = self, movement.apply(clock: now) { volumes = movement.volumes }
        guard volumes.indices.contains(event.volume) else { return false }
        let window = volumes[event.volume].window
        return switch event.change {
        case .opens: window.start == event.instant
        case .closes: window.end == event.instant
        }
    }
}
