public import Geodesy
import Synchronization
public import TransparencyLog

/// A witness over its store: reads, decides, stores, and answers only then.
///
/// Calls block on the store and may come from any number of threads; witnesses over one store keep each other honest.
public final class Witness: Sendable {
    /// An answer, and the evidence that the log has contradicted itself where the request shows it.
    public struct Outcome: Hashable, Sendable {
        /// What to send.
        public let answer: AddCheckpointAnswer
        /// What to keep and to raise the alarm about; nil as a rule.
        public let splitView: SplitView?
    }

    // How often a request may lose against others before it is turned away.
    private static let maximumAttempts = 8

    // The newest that was seen in the store, so that a store which goes back is noticed.
    private let core: Mutex<WitnessCore>
    private let store: any WitnessStore

    /// A witness that will read from the store what it last cosigned.
    public init(_ core: WitnessCore, store: any WitnessStore) {
        self.core = Mutex(core)
        self.store = store
    }

    /// Answers the body of an add-checkpoint request.
    ///
    /// - Throws: what the store throws, or a `WitnessError`; nothing was answered then, and the caller reports a server
    ///   error.
    public func answer(_ body: [UInt8], at now: Instant) throws -> Outcome {
        let request: AddCheckpointRequest
        do { request = try AddCheckpointRequest(parsing: body) } catch {
            return Outcome(answer: error.answer, splitView: nil)
        }
        return try answer(request, at: now)
    }

    /// Answers an add-checkpoint request.
    ///
    /// - Throws: as for a body.
    public func answer(_ request: AddCheckpointRequest, at now: Instant) throws -> Outcome {
        let origin = request.checkpoint.checkpoint.origin
        for _ in 0..<Witness.maximumAttempts {
            switch try read(origin).decide(request, at: now) {
            case .refused(let answer, let splitView):
                return Outcome(answer: answer, splitView: splitView)
            case .answered(let answer):
                return Outcome(answer: answer, splitView: nil)
            case .persist(let step):
                guard try store.replace(origin, step.expected, with: step.replacement) else { continue }
                return Outcome(answer: core.withLock { $0.persisted(step) }, splitView: nil)
            }
        }
        throw WitnessError.contended(origin)
    }

    /// The last cosigned checkpoint as monitors read it; nil when the log is unknown or nothing was cosigned.
    ///
    /// - Throws: as `answer`.
    public func cosigned(_ origin: KeyName) throws -> [UInt8]? {
        try read(origin).state(of: origin)?.bytes
    }

    /// What is known, brought up to what the store holds.
    private func read(_ origin: KeyName) throws -> WitnessCore {
        // Copied before the store is read: what the store holds then can only be newer than what was known.
        var current = core.withLock { $0 }
        guard current.isKnown(origin) else { return current }
        try current.restore(store.cosigned(origin), of: origin)
        if let state = current.state(of: origin) { core.withLock { $0.remember(state) } }
        return current
    }
}
