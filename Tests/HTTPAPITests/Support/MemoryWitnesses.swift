import ParleyNode
import Synchronization
import TransparencyLog

/// A witness's store in memory.
final class MemoryWitnesses: WitnessStore {
    private let notes = Mutex<[KeyName: [UInt8]]>([:])

    func cosigned(_ origin: KeyName) -> [UInt8]? { notes.withLock { $0[origin] } }

    func replace(_ origin: KeyName, _ old: [UInt8]?, with new: [UInt8]) -> Bool {
        notes.withLock { notes in
            guard notes[origin] == old else { return false }
            notes[origin] = new
            return true
        }
    }
}
