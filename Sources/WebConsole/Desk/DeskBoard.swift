import Geodesy
import HTTPAPI
import Logging
import ParleyNode
import Statements
import StrictJSON
import Synchronization
import TransparencyLog

/// The desks that are open: worked out once a tick for all officers of a party, told to them when something changed.
final class DeskBoard: Sendable {
    /// A desk as it stands.
    struct Desk: Sendable {
        /// How often it has changed; begins anew with the node.
        let number: UInt64
        let facts: DeskFacts
        /// The events that tell of it.
        let events: [UInt8]
    }

    private struct Basis: Equatable {
        let size: TreeSize
        let bodyChanges: Int
    }

    private struct Listener {
        let caller: Caller
        let visit: Visit
        let wake: AsyncStream<Void>.Continuation
    }

    private struct Shared {
        var desks: [PartyID: Desk] = [:]
        var basis: [PartyID: Basis] = [:]
        var listeners: [UInt64: Listener] = [:]
        var nextListener: UInt64 = 0
        var nextNumber: UInt64 = 0
        /// Rendered desks, by party, officer, language and number.
        var pages: [String: [UInt8]] = [:]
    }

    /// Rendered desks that are kept; a desk is rendered in a millisecond, and this spares it a thousand times over.
    private static let pagesKept = 256

    private let limits: ConsoleLimits
    private let shared = Mutex(Shared())

    init(limits: ConsoleLimits) { self.limits = limits }

    /// Looks at the desks that are open until it is cancelled.
    func run(_ inside: Inside, _ logger: Logger) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(inside.boardTickMilliseconds))
            let listeners = shared.withLock { Dictionary(grouping: $0.listeners.values, by: \.caller.party) }
            for (_, own) in listeners.sorted(by: { $0.key < $1.key }) {
                guard !Task.isCancelled, let first = own.first else { break }
                do { _ = try await desk(first.visit, as: first.caller) } catch {
                    // Nothing is lost: the next look takes in what this one did not.
                    logger.error("a desk is not followed", metadata: ["error": "\(error)"])
                }
            }
        }
    }

    /// The desk of a caller's party as it stands now.
    func desk(_ visit: Visit, as caller: Caller) async throws -> Desk {
        let node = visit.inside.node
        let basis = Basis(size: node.publisher.state.size, bodyChanges: node.bodyChanges)
        let known = shared.withLock { shared -> Desk? in
            shared.basis[caller.party] == basis ? shared.desks[caller.party] : nil
        }
        if let known { return known }
        let facts = try await DeskFacts.gather(visit, as: caller, limits: limits)
        let (desk, woken) = shared.withLock { shared -> (Desk, [Listener]) in
            shared.basis[caller.party] = basis
            if let before = shared.desks[caller.party], before.facts.digest == facts.digest { return (before, []) }
            shared.nextNumber += 1
            let desk = Desk(
                number: shared.nextNumber, facts: facts,
                events: Self.events(facts, number: shared.nextNumber, party: caller.party))
            shared.desks[caller.party] = desk
            return (desk, shared.listeners.values.filter { $0.caller.party == caller.party })
        }
        for listener in woken { listener.wake.yield() }
        return desk
    }

    /// A signal whenever the party's desk changed, until `leave`.
    ///
    /// - Throws: `too-many-feeds` when as many desks are open as this node takes.
    func join(_ visit: Visit, as caller: Caller) throws -> (changes: AsyncStream<Void>, listener: UInt64) {
        let (stream, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let listener = shared.withLock { shared -> UInt64? in
            guard shared.listeners.count < limits.desks,
                shared.listeners.values.lazy.filter({ $0.caller.party == caller.party }).count < limits.desksPerParty
            else { return nil }
            shared.nextListener += 1
            shared.listeners[shared.nextListener] = Listener(caller: caller, visit: visit, wake: wake)
            return shared.nextListener
        }
        guard let listener else {
            var problem = Problem("too-many-feeds", "as many desks are open as this node takes; try again")
            problem.retryAfterSeconds = 15
            throw problem
        }
        return (stream, listener)
    }

    /// Forgets a listener; a desk that nobody has open is dropped, since it may show what is erased meanwhile.
    func leave(_ listener: UInt64) {
        shared.withLock { shared in
            guard let gone = shared.listeners.removeValue(forKey: listener) else { return }
            gone.wake.finish()
            guard !shared.listeners.values.contains(where: { $0.caller.party == gone.caller.party }) else { return }
            shared.desks[gone.caller.party] = nil
            shared.basis[gone.caller.party] = nil
            shared.pages = [:]
        }
    }

    /// The desk where it is another than number `told`.
    func news(of party: PartyID, after told: UInt64) -> Desk? {
        shared.withLock { shared in
            guard let desk = shared.desks[party], desk.number != told else { return nil }
            return desk
        }
    }

    /// A rendered desk, made once for everybody to whom it looks the same.
    func page(_ key: String, _ render: () throws -> [UInt8]) rethrows -> [UInt8] {
        if let page = shared.withLock({ $0.pages[key] }) { return page }
        let page = try render()
        shared.withLock { shared in
            if shared.pages.count >= Self.pagesKept { shared.pages = [:] }
            shared.pages[key] = page
        }
        return page
    }

    /// What is told of a desk: that it changed, and all that is urgent on it and waits for this party.
    private static func events(_ facts: DeskFacts, number: UInt64, party: PartyID) -> [UInt8] {
        var out = Array("event: desk\ndata: \(number)\n\n".utf8)
        let urgent = facts.openEnds["openEnds"]?.elements.filter { end in
            end["silent"]?.text == party.rawValue && ["flash", "immediate"].contains(end["urgency"]?.text ?? "")
                && !["acknowledged", "answered", "closed"].contains(end["state"]?.text ?? "")
        }
        guard let urgent, !urgent.isEmpty else { return out }
        out += Array("event: urgent\ndata: [".utf8)
        for (index, end) in urgent.prefix(8).enumerated() {
            if index > 0 { out.append(0x2C) }
            out += end.rawBytes.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
        }
        return out + Array("]\n\n".utf8)
    }
}
