import Coordination
import Geodesy
import Picture
import Statements
import TransparencyLog

extension Sequencer {
    /// Asks every witness what it has seen of this log before anything is signed, and goes on from there.
    ///
    /// - Throws: `StartError` when one shows a checkpoint of this log that this node does not hold.
    func askWitnesses(about state: LogState) async throws {
        let judge = WitnessJudge(logKey: signer.verifierKey, reader: reader)
        let start = StartWitnesses(links: witnesses, judge: judge, limits: limits, logger: logger)
        let known = try await start.ask(state)
        var state = state
        state.witnessing = try WitnessedNote.read(state, in: store, reader, log: signer.verifierKey)
        publisher.publish(state)
        collector.resume(state, known: known)
    }

    /// What to answer whoever sent a submission: its receipt, or the log's promise that there will be one.
    func answer(_ outcome: Outcome, _ submission: Submission) throws -> Node.Answer {
        switch outcome {
        case .refused(let refusal): return .refused(refusal)
        case .accepted(let index):
            if let receipt = try reader.receipt(of: index) { return .accepted(index, submission.hash, receipt) }
            // A log that may have signed two histories promises nothing.
            if let halted { throw Unavailable.halted(halted) }
            let now = UInt64(max(0, clock.now().microsecondsSince1970 / 1_000_000))
            let promise = try PromiseNote(
                index: index, leaf: submission.leaf, deadlineSeconds: now + limits.promiseSeconds, signedBy: signer)
            return .promised(index, submission.hash, promise, missing: publisher.state.witnessing.missing)
        }
    }
}
