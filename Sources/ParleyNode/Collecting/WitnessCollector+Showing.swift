import Logging
import Picture
import Synchronization
import TransparencyLog

extension WitnessCollector {
    func publish(_ target: WitnessTarget) {
        let (state, due) = shared.withLock { shared in
            if let witnessed = WitnessedCheckpoint(target) { shared.witnessed = witnessed }
            let due = shared.waiting.filter { $0.size <= target.size }
            shared.waiting.removeAll { $0.size <= target.size }
            shared.states.removeAll { $0.size < target.size }
            // What is older than a picture that was made anew is not shown any more.
            let oldest = shared.replacement?.size ?? 0
            var state = shared.states.first { $0.size == target.size && $0.size >= oldest }
            if let witnessed = shared.witnessed, witnessed.size == target.size, !target.verdict.isWitnessed {
                // As after a restart: a quorum has stood behind it before, and still does as of then.
                state?.checkpoint = witnessed.signed
                state?.witnessing = Witnessing(
                    verdict: .witnessed(asOfSeconds: witnessed.asOfSeconds), standings: target.standings,
                    witnessed: witnessed)
            } else {
                state?.checkpoint = target.cosigned
                state?.witnessing = Witnessing(target, witnessed: shared.witnessed)
            }
            return (state, due)
        }
        if let state {
            around.publisher.publish(state)
        } else {
            strengthen(target)
        }
        for waiting in due { waiting.resume() }
        let missing = Witnessing(target, witnessed: nil).missing
        let isNews = shared.withLock { shared in
            defer { shared.toldMissing = missing }
            return shared.toldMissing != missing
        }
        if isNews {
            around.logger.warning(
                missing.isEmpty ? "witnessed again" : "shown without its witnesses",
                metadata: ["size": "\(target.size)", "missing": "\(missing)"])
        }
        keepWitnessed(isLast: false)
    }

    /// Something shown already has more cosignatures: it takes its place.
    func strengthen(_ target: WitnessTarget) {
        var state = around.publisher.state
        shared.withLock { shared in
            if let witnessed = WitnessedCheckpoint(target), witnessed.size >= shared.witnessed?.size ?? 0 {
                shared.witnessed = witnessed
            }
            if state.size == target.size {
                state.checkpoint = target.cosigned
                state.witnessing = Witnessing(target, witnessed: shared.witnessed)
            } else {
                state.witnessing.witnessed = shared.witnessed
            }
        }
        around.publisher.publish(state)
        keepWitnessed(isLast: false)
    }

    /// Keeps the newest witnessed checkpoint for the next start, not too often; losing it costs a round.
    func keepWitnessed(isLast: Bool) {
        let bytes: [UInt8]? = shared.withLock { shared in
            guard let witnessed = shared.witnessed, witnessed.size > shared.keptSize else { return nil }
            let due = shared.keptAt.map { $0 + around.limits.witnessedKeptEverySeconds * 1_000 <= Self.now } ?? true
            guard isLast || due else { return nil }
            shared.keptSize = witnessed.size
            shared.keptAt = Self.now
            return witnessed.signed.bytes
        }
        guard let bytes else { return }
        do { try around.store.setNote(WitnessedNote.key, bytes) } catch {
            around.logger.error("witnessed checkpoint not kept", metadata: ["error": "\(error)"])
        }
    }
}
