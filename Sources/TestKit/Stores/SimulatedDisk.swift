import Synchronization
import TransparencyLog

/// A disk that forgets what was not synced: one append-only journal, half in the platter and half in the cache.
///
/// Every record ends with a checksum over itself and the record before, so that a record torn by a power loss is
/// noticed and dropped, as SQLite drops an unfinished frame of its write-ahead log. The disk outlives the process that
/// writes to it.
public final class SimulatedDisk: Sendable {
    private struct Shared {
        var durable: [UInt8] = []
        /// Written, and lost or torn when the power goes.
        var cached: [UInt8] = []
        var room: Int
    }

    private let shared: Mutex<Shared>

    /// An empty disk with room for `capacityBytes`.
    public init(capacityBytes: Int = 1 << 30) { shared = Mutex(Shared(room: capacityBytes)) }

    /// Bytes that would survive a power loss now.
    public var durableByteCount: Int { shared.withLock { $0.durable.count } }

    /// Makes the disk larger, as an operator would.
    public func addRoom(_ bytes: Int) { shared.withLock { $0.room += bytes } }

    /// Room that is left.
    var freeByteCount: Int { shared.withLock { $0.room - $0.durable.count - $0.cached.count } }

    func append(_ bytes: [UInt8]) { shared.withLock { $0.cached += bytes } }

    /// Drops what was written since the last sync, as a transaction that is rolled back does.
    func rollBack() { shared.withLock { $0.cached = [] } }

    func sync() {
        shared.withLock { shared in
            shared.durable += shared.cached
            shared.cached = []
        }
    }

    /// The power goes: of what was not synced some first part may have reached the platter, its last bytes as noise.
    func losePower(_ random: inout SplitMix64) {
        let (kept, hasNoise) = (random.next(), random.happens(300))
        let noise = random.bytes(16)
        shared.withLock { shared in
            guard !shared.cached.isEmpty else { return }
            let count = Int(kept.multipliedFullWidth(by: UInt64(shared.cached.count + 1)).high)
            var part = Array(shared.cached.prefix(count))
            if hasNoise {
                let hit = min(noise.count, part.count)
                part.replaceSubrange((part.count - hit)..., with: noise.prefix(hit))
            }
            shared.durable += part
            shared.cached = []
        }
    }

    /// What a process reads: cache and platter alike.
    var journal: [UInt8] { shared.withLock { $0.durable + $0.cached } }

    /// Puts another journal in place of the synced one.
    func replaceJournal(_ bytes: [UInt8]) {
        shared.withLock { shared in
            shared.durable = bytes
            shared.cached = []
        }
    }
}

/// Records in the journal: length, payload, checksum chained over the record before.
enum Journal {
    static let checksumByteCount = 8

    static func frame(_ payload: [UInt8], after checksum: [UInt8]) -> (bytes: [UInt8], checksum: [UInt8]) {
        var out: [UInt8] = []
        BatchBytes.put(UInt64(payload.count), to: &out)
        out += payload
        let sum = Array(Hash.sha256(of: checksum + payload).bytes.prefix(checksumByteCount))
        return (out + sum, sum)
    }

    /// The whole records of a journal; a torn one ends it, and everything after it is dropped.
    ///
    /// With `takesTorn` a last record without its checksum is taken as far as it decodes: what a store without a commit
    /// record would do.
    static func read(_ journal: [UInt8], takesTorn: Bool = false) -> (
        payloads: [ArraySlice<UInt8>], checksum: [UInt8], end: Int
    ) {
        var payloads: [ArraySlice<UInt8>] = []
        var checksum: [UInt8] = []
        var at = 0
        while journal.count - at >= 8 {
            let length = journal[at..<at + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let left = journal.count - at - 8
            guard length <= UInt64(left), Int(length) + checksumByteCount <= left else {
                if takesTorn { payloads.append(journal[(at + 8)...]) }
                break
            }
            let payload = journal[at + 8..<at + 8 + Int(length)]
            let end = at + 8 + Int(length) + checksumByteCount
            let sum = Array(Hash.sha256(of: checksum + payload).bytes.prefix(checksumByteCount))
            guard journal[end - checksumByteCount..<end].elementsEqual(sum) else { break }
            payloads.append(payload)
            checksum = sum
            at = end
        }
        return (payloads, checksum, at)
    }
}
