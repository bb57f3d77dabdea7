public import ParleyNode
import Synchronization

/// A checkpoint anchor in memory.
public final class MemoryAnchor: CheckpointAnchor {
    private let kept: Mutex<[UInt8]?>

    /// An anchor that holds `checkpoint`, or nothing yet.
    public init(_ checkpoint: [UInt8]? = nil) { kept = Mutex(checkpoint) }

    /// The bytes of the last published checkpoint.
    public func published() -> [UInt8]? { kept.withLock { $0 } }

    /// Replaces it.
    public func publish(_ checkpoint: [UInt8]) { kept.withLock { $0 = checkpoint } }
}
