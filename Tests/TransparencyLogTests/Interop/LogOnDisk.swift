import Foundation
import TransparencyLog

/// A log of varied entries, and its files as a server lays them out.
struct LogOnDisk {
    /// Entries of 0 to 2,000 bytes, most of them short; the same in every run.
    let entries: [[UInt8]]
    let log: MemoryLog

    static let shared = LogOnDisk(count: 70_000)

    init(count: Int) {
        var random = SplitMix64(seed: 19)
        entries = (0..<count).map { number in
            random.bytes(Int.random(in: 0...(number % 97 == 0 ? 2000 : 40), using: &random))
        }
        var log = MemoryLog()
        log.append(entries.map { Hash.leaf(of: $0) })
        self.log = log
    }

    /// Writes `checkpoint`, every tile and every bundle of the log as it was at `size`.
    func write(size: Int, checkpoint: SignedCheckpoint, to directory: URL) throws {
        try put(checkpoint.bytes, "checkpoint", directory)
        for tile in TreeSize(UInt64(size)).tiles(newSince: 0) {
            try put(log.tile(tile), tile.path, directory)
            guard let bundle = tile.entries else { continue }
            let first = Int(bundle.firstIndex.value)
            try put(EntryBundle.encode(entries[first..<first + bundle.width]), bundle.path, directory)
        }
    }

    func put(_ bytes: [UInt8], _ path: String, _ directory: URL) throws {
        let file = directory.appendingPathComponent(path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }
}
