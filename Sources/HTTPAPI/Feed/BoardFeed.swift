import Coordination
import Geodesy
import Logging
import ParleyNode
import Picture
import Statements
import StrictJSON
import Synchronization
import TransparencyLog

/// The board of each party that follows it: what is unanswered and which notices have not gone deep enough.
///
/// A board follows from the picture and from the log's clock. It is worked out at most once a tick for all clients of a
/// party, and only while one of them follows it; the entries themselves go to everybody at once and do not wait for it.
final class BoardFeed: Sendable {
    /// A board as an event, and how often it has changed.
    struct Board: Sendable {
        let number: UInt64
        let event: [UInt8]
    }

    /// What a board was worked out from.
    private struct Basis: Equatable {
        let size: TreeSize
        let bodyChanges: Int
    }

    private struct Listener {
        let party: PartyID
        let wake: AsyncStream<Void>.Continuation
    }

    private struct Shared {
        var boards: [PartyID: Board] = [:]
        var basis: [PartyID: Basis] = [:]
        var listeners: [UInt64: Listener] = [:]
        var nextListener: UInt64 = 0
    }

    private let limits: HTTPLimits
    private let shared = Mutex(Shared())
    // One thread: a board that takes long holds up other boards, and nothing else.
    private let thread = BlockingWork(label: "boards", width: 1, limit: 1, rule: "too-many-reads")

    init(limits: HTTPLimits) { self.limits = limits }

    /// Keeps the boards that are followed up to date until it is cancelled.
    func run(_ node: Node, _ logger: Logger) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(limits.boardTickMilliseconds))
            guard !Task.isCancelled, shared.withLock({ !$0.listeners.isEmpty }) else { continue }
            do {
                try await thread.run(retryAfterSeconds: limits.retryAfterSeconds) { self.look(at: node) }
            } catch {
                // Nothing is lost: the next look takes in what this one did not.
                logger.error("boards are not followed", metadata: ["error": "\(error)"])
            }
        }
    }

    /// A signal whenever the board of `party` changed; a slow listener hears once.
    func changes(of party: PartyID) -> AsyncStream<Void> {
        let (stream, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = shared.withLock { shared in
            shared.nextListener += 1
            shared.listeners[shared.nextListener] = Listener(party: party, wake: wake)
            return shared.nextListener
        }
        wake.onTermination = { [weak self] _ in self?.leave(id) }
        return stream
    }

    /// The board of `party`, where it is another than number `told`; nil while none is worked out.
    func board(of party: PartyID, after told: UInt64?) -> Board? {
        shared.withLock { shared in
            guard let board = shared.boards[party], board.number != told else { return nil }
            return board
        }
    }

    /// Works out the boards that are followed, and wakes those whose board changed.
    func look(at node: Node) {
        let basis = Basis(size: node.publisher.state.size, bodyChanges: node.bodyChanges)
        let parties = shared.withLock { shared in
            Set(shared.listeners.values.map(\.party)).filter { shared.basis[$0] != basis }
        }
        let picture = node.publisher.state.picture
        for party in parties.sorted() {
            let event = BoardMessages.event(picture, for: party)
            let listeners = shared.withLock { shared -> [Listener] in
                shared.basis[party] = basis
                let before = shared.boards[party]
                guard before?.event != event else { return [] }
                shared.boards[party] = Board(number: (before?.number ?? 0) + 1, event: event)
                return shared.listeners.values.filter { $0.party == party }
            }
            for listener in listeners { listener.wake.yield() }
        }
    }

    /// A board that nobody follows is dropped: it may show what is erased meanwhile.
    private func leave(_ id: UInt64) {
        shared.withLock { shared in
            guard let party = shared.listeners.removeValue(forKey: id)?.party,
                !shared.listeners.values.contains(where: { $0.party == party })
            else { return }
            shared.boards[party] = nil
            shared.basis[party] = nil
        }
    }
}

/// Boards as Server-Sent Events; they have no `id`, so that a client's place among the entries stays what it was.
enum BoardMessages {
    /// Rows of one sort in one event; the totals say how many there are.
    static let maximumRows = 100

    /// What waits for `party` or is waited for, as far as it may see, by the log's clock.
    static func event(_ picture: Picture, for party: PartyID) -> [UInt8] {
        let board = picture.openEnds(OpenEndQuery(reader: party, party: party, limit: maximumRows))
        let alarms = picture.depthAlarms(as: party)
        var writer = JSONWriter(capacity: 1024)
        writer.object { fields in
            fields.key("openEnds")
            fields.array { list in
                for end in board.ends { end.write(to: &list, now: picture.clock.now ?? .earliest, withAge: false) }
            }
            fields.member("total", board.total)
            fields.key("alarms")
            fields.array { list in for alarm in alarms.prefix(maximumRows) { alarm.write(to: &list) } }
            fields.member("alarmsTotal", alarms.count)
            fields.member("exercise", picture.accord?.isExercise ?? false)
            fields.member("isPartial", picture.isPartial)
        }
        return Array("event: board\ndata: ".utf8) + writer.bytes + [0x0A, 0x0A]
    }
}
