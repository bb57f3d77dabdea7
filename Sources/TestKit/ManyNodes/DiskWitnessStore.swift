import ParleyNode
import Synchronization
import TransparencyLog

/// What a witness cosigned last, on a simulated disk that the power may take.
final class DiskWitnessStore: WitnessStore {
    private struct Shared {
        var note: [UInt8]?
        var checksum: [UInt8]
        var random: SplitMix64
        var isDead = false
    }

    private let disk: SimulatedDisk
    private let faults: StoreFaults
    private let forgets: Bool
    private let shared: Mutex<Shared>

    /// Opens what the disk holds; `forgets` is a store that answers before it has synced.
    init(disk: SimulatedDisk, faults: StoreFaults, seed: UInt64, forgets: Bool) {
        let journal = disk.journal
        let (payloads, checksum, end) = Journal.read(journal)
        if end < journal.count { disk.replaceJournal(Array(journal.prefix(end))) }
        self.disk = disk
        self.faults = faults
        self.forgets = forgets
        shared = Mutex(
            Shared(note: payloads.last.map { Array($0) }, checksum: checksum, random: SplitMix64(seed: seed)))
    }

    func cosigned(_ origin: KeyName) throws -> [UInt8]? {
        try shared.withLock { shared in
            guard !shared.isDead else { throw PowerLoss() }
            return shared.note
        }
    }

    func replace(_ origin: KeyName, _ old: [UInt8]?, with new: [UInt8]) throws -> Bool {
        try shared.withLock { shared in
            guard !shared.isDead else { throw PowerLoss() }
            guard shared.note == old else { return false }
            if shared.random.happens(faults.isFull) {
                throw StoreError(.full, "no space left on the simulated disk of the witness")
            }
            let powerLoss = shared.random.happens(faults.losesPower) ? shared.random.below(3) : nil
            let (bytes, checksum) = Journal.frame(new, after: shared.checksum)
            if powerLoss == 0 { throw die(&shared) }
            disk.append(bytes)
            if powerLoss == 1 { throw die(&shared) }
            if !forgets { disk.sync() }
            if powerLoss == 2 { throw die(&shared) }
            (shared.note, shared.checksum) = (new, checksum)
            return true
        }
    }

    private func die(_ shared: inout Shared) -> PowerLoss {
        disk.losePower(&shared.random)
        shared.isDead = true
        return PowerLoss()
    }

    /// The power goes now.
    func losePower() {
        shared.withLock { shared in
            guard !shared.isDead else { return }
            _ = die(&shared)
        }
    }
}
