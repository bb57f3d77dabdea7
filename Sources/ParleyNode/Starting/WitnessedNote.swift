import Coordination
import Picture
package import TransparencyLog

/// The newest witnessed checkpoint, kept beside the log so that receipts can be given before the first round is over.
package enum WitnessedNote {
    /// Its key among the store's notes.
    package static let key = "witnessed-checkpoint"

    /// What witnesses say of a state that has just been read from the store; nothing that is kept is taken on trust.
    package static func read(_ state: LogState, in store: any LogStore, _ reader: LogReader, log: NoteVerifierKey)
        throws
        -> Witnessing
    {
        guard let checkpoint = state.checkpoint, let policy = state.picture.witnessPolicy?.policy else {
            return .noneRequired
        }
        var witnessing = Witnessing(WitnessTarget(checkpoint, policy: policy), witnessed: nil)
        // Without a policy that asks for somebody there is nothing to restore.
        guard witnessing.isRequired else { return witnessing }
        guard let bytes = try store.note(key), let kept = try? SignedCheckpoint(parsing: bytes),
            kept.checkpoint.size <= state.size,
            try reader.root(at: kept.checkpoint.size, of: state) == kept.checkpoint.root,
            let report = try? policy.judge(kept, log: log)
        else { return witnessing }
        witnessing.witnessed = WitnessedCheckpoint(report)
        if kept.checkpoint.size == state.size, report.verdict.isWitnessed {
            (witnessing.verdict, witnessing.standings) = (report.verdict, report.standings)
        }
        return witnessing
    }
}
