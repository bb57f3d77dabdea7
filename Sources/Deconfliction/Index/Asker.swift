import Synchronization

/// The memory that a question needs while it is answered: used by one thread at a time, and kept for the next question.
///
/// Allocating it anew would cost as much as a fifth of the answer.
// Handed out to one borrower at a time by `with`.
final class Asker: @unchecked Sendable {
    var stage = EntryStage(capacity: 16)
    var question = EntryQuestion()

    private static let idle = Mutex<[Asker]>([])
    /// More than this are not kept.
    private static let mostIdle = 16

    /// Runs the body with an asker of its own; never waits for another thread.
    @inline(__always)
    static func with<Answer>(_ body: (Asker) -> Answer) -> Answer {
        let asker = (idle.withLockIfAvailable { $0.popLast() } ?? nil) ?? Asker()
        defer { asker.giveBack() }
        return body(asker)
    }

    /// What a very large question needed is not kept.
    private static let mostBytesKept = 1 << 20

    private func giveBack() {
        guard stage.bytes <= Self.mostBytesKept else { return }
        stage.removeAll()
        Self.idle.withLockIfAvailable { if $0.count < Self.mostIdle { $0.append(self) } }
    }
}
