import ParleyNode
import Statements
import TransparencyLog

extension LogStoreContract {
    func checkEmpty(_ store: any LogStore, _ found: inout Findings) throws {
        found.require(try store.checkpoint() == nil, "a new store has a checkpoint")
        found.require(try store.entries(from: EntryIndex(0), count: 10).isEmpty, "a new store has entries")
    }

    func checkOwnWrites(_ store: any LogStore, _ found: inout Findings) throws {
        var source = try BatchSource()
        for count in [1, 3, 2] {
            try store.commit(try source.next(count))
            try compare(store, source, &found)
        }
    }

    func checkOrder(_ store: any LogStore, _ found: inout Findings) throws {
        var source = try BatchSource()
        for count in [5, 1, 11, 64, 3] { try store.commit(try source.next(count)) }
        let all = source.entries
        for first in [0, 1, 4, 5, 6, 16, 17, 80, 83, 84, 200] {
            for count in [0, 1, 2, 12, 84, 1_000] {
                let page = try store.entries(from: EntryIndex(UInt64(first)), count: count)
                let expected = Array(all.dropFirst(first).prefix(count))
                found.require(page == expected, "entries from \(first), \(count) of them, are not those committed")
            }
        }
    }

    func checkSizes(_ store: any LogStore, _ found: inout Findings) throws {
        var source = try BatchSource()
        try store.commit(try source.next(4))
        let second = try source.next(4)
        for size in [0, 3, 5, 1_000] as [UInt64] {
            try expectConflict(store, BatchSource.moved(second, to: TreeSize(size)), "at size \(size) of 4", &found)
        }
        try store.commit(second)
        try expectConflict(store, second, "twice", &found)
        try compare(store, source, &found)
    }

    func checkWholeness(_ store: any LogStore, _ found: inout Findings) throws {
        var source = try BatchSource()
        try store.commit(try source.next(250))
        let before = source
        let second = try source.next(20)
        try expectConflict(store, BatchSource.moved(second, to: TreeSize(0)), "at size 0 of 250", &found)
        try compare(store, before, &found)
        for (hash, _) in second.entries {
            found.require(try store.index(of: hash) == nil, "an entry of a refused batch is found by its name")
        }
        for tile in second.tiles {
            let stored = try store.fullTile(level: tile.coordinate.level, index: tile.coordinate.index)
            found.require(stored == nil, "a tile of a refused batch is there")
        }
        try store.commit(second)
        try compare(store, source, &found)
    }

    func checkMissing(_ store: any LogStore, _ found: inout Findings) throws {
        var source = try BatchSource()
        for round in 0..<2 {
            let beyond = EntryIndex(UInt64(source.entries.count))
            found.require(try store.entries(from: beyond, count: 5).isEmpty, "round \(round): entries beyond the end")
            let stranger = StatementHash(Hash.sha256(of: [1, 2, 3]))
            found.require(try store.index(of: stranger) == nil, "round \(round): an unknown name is found")
            found.require(try store.fullTile(level: 0, index: 0) == nil, "round \(round): a tile nobody stored")
            found.require(try store.fullTile(level: 7, index: 1 << 40) == nil, "round \(round): a far tile")
            found.require(try store.note("nothing") == nil, "round \(round): a note nobody set")
            try store.commit(try source.next(3))
        }
    }

    func checkLarge(_ open: () throws -> any LogStore, _ found: inout Findings) throws {
        var source = try BatchSource()
        let store = try open()
        try store.commit(
            try source.next(4, byteCount: Envelope.maximumBytes - 8))
        try store.commit(try source.next(3, byteCount: 0))
        try compare(store, source, &found)
        try compare(open(), source, &found)
    }

    func checkTiles(_ open: () throws -> any LogStore, _ found: inout Findings) throws {
        var source = try BatchSource()
        let store = try open()
        for count in [255, 1, 1, 255, 600] { try store.commit(try source.next(count, byteCount: 4)) }
        found.require(source.tiles.count == 4, "the source should fill four tiles, not \(source.tiles.count)")
        try compare(store, source, &found)
        try compare(open(), source, &found)
    }

    func checkNotes(_ open: () throws -> any LogStore, _ found: inout Findings) throws {
        let store = try open()
        let long = [UInt8](repeating: 0xFF, count: 70_000)
        for value in [[1, 2, 3], [], long, [0]] as [[UInt8]] {
            try store.setNote("a", value)
            found.require(try store.note("a") == value, "a note of \(value.count) bytes is not the one set")
        }
        try store.setNote("b", [9])
        found.require(try store.note("a") == [0], "setting one note changed another")
        let again = try open()
        found.require(try again.note("a") == [0], "a note did not survive reopening")
        found.require(try again.note("b") == [9], "a note did not survive reopening")
    }

    func checkReopening(_ open: () throws -> any LogStore, _ found: inout Findings) throws {
        var source = try BatchSource()
        for count in [3, 254, 2] {
            let store = try open()
            try compare(store, source, &found)
            try store.commit(try source.next(count))
        }
        try compare(open(), source, &found)
    }

    /// Compares everything the store holds with what was committed.
    private func compare(_ store: any LogStore, _ source: BatchSource, _ found: inout Findings) throws {
        found.require(try store.checkpoint() == source.checkpoint, "the checkpoint is not the last one committed")
        let stored = try store.entries(from: EntryIndex(0), count: source.entries.count + 1)
        found.require(stored == source.entries, "\(stored.count) entries are not the \(source.entries.count) committed")
        for (index, entry) in source.entries.enumerated() {
            let place = try store.index(of: BatchSource.name(of: entry))
            found.require(
                place == EntryIndex(UInt64(index)), "entry \(index) is found at \(place.map { "\($0)" } ?? "no place")")
        }
        for tile in source.tiles {
            let (level, index) = (tile.coordinate.level, tile.coordinate.index)
            found.require(
                try store.fullTile(level: level, index: index) == tile.bytes,
                "tile \(level)/\(index) is not the one stored")
        }
    }

    private func expectConflict(
        _ store: any LogStore, _ batch: CommitBatch, _ which: String, _ found: inout Findings
    ) throws {
        do {
            try store.commit(batch)
            found.require(false, "a batch \(which) was taken")
        } catch let error as StoreError {
            found.require(
                error.code == .conflict, "a batch \(which) failed with '\(error.code.rawValue)', not 'conflict'")
        }
    }
}
