public import ParleyNode
import Synchronization

/// Evidence kept in memory.
public final class MemoryEvidence: EvidenceStore {
    private struct Piece {
        let alarm: Alarm
        let evidence: [UInt8]
    }

    private let pieces = Mutex<[Piece]>([])

    /// A store without evidence.
    public init() {}

    /// The alarms of everything that is kept, oldest first.
    public func alarms() -> [Alarm] { pieces.withLock { $0.map(\.alarm) } }

    /// Keeps a piece under the alarm's file name, unless there is one of that name.
    public func keep(_ evidence: [UInt8], raising alarm: Alarm) {
        pieces.withLock { pieces in
            guard !pieces.contains(where: { $0.alarm.file == alarm.file }) else { return }
            pieces.append(Piece(alarm: alarm, evidence: evidence))
        }
    }

    /// The bytes of one piece.
    public func evidence(_ file: String) -> [UInt8]? {
        pieces.withLock { $0.first { $0.alarm.file == file }?.evidence }
    }

    /// Forgets a piece and its alarm.
    public func clear(_ file: String) { pieces.withLock { $0.removeAll { $0.alarm.file == file } } }
}
