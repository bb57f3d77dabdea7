import Picture
import TransparencyLog

/// One bundle of entries that were checked, with the tile that says what their hashes are.
struct CheckedBundle: Sendable {
    let coordinate: BundleCoordinate
    /// What the level-0 tile says the entries' hashes are.
    let tile: Tile
    /// Of no meaning beyond the hashes when these and the tile differ.
    let entries: CheckedEntries

    /// Leaf hashes of the entries as they came.
    var leaves: [Hash] { entries.leaves }

    /// The first position at which the entries are not what the tile says; nil when all are.
    var firstDifference: Int? {
        zip(leaves, tile.hashes).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    }

    init(_ coordinate: BundleCoordinate, entries: [ArraySlice<UInt8>], tile: Tile, keys: KeyTable) {
        self.coordinate = coordinate
        self.tile = tile
        self.entries = CheckedEntries(entries, keys: keys)
    }
}
