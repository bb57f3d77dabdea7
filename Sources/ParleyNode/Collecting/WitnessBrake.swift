import Synchronization
import TransparencyLog

/// Stops the sequencer, with an alarm that survives the process, when a witness has shown that this log's key has signed
/// what this log does not hold.
final class WitnessBrake: Sendable {
    // The sequencer owns the collector, which owns this.
    private struct Weak: Sendable {
        weak let sequencer: Sequencer?
    }

    private let sequencer = Mutex<Weak?>(nil)
    private let alarms: Alarms
    private let clock: any WallClock

    init(alarms: Alarms, clock: any WallClock) {
        self.alarms = alarms
        self.clock = clock
    }

    func connect(_ sequencer: Sequencer) { self.sequencer.withLock { $0 = Weak(sequencer: sequencer) } }

    func pull(because found: WitnessContradiction) {
        let shown = found.shown.checkpoint
        let reason =
            "witness '\(found.witness.name)' shows a checkpoint of \(shown.size) entries that this log's key has signed and "
            + "this log does not hold; nothing more is signed; keep the evidence and compare with the parties"
        let evidence = found.splitView.map { EvidenceFile($0).bytes } ?? found.shown.bytes
        alarms.raise(found.splitView == nil ? .divergence : .splitView, reason, evidence: evidence, at: clock.now())
        sequencer.withLock { $0?.sequencer }?.halt(reason)
    }
}
