package import TransparencyLog

/// An upstream's files as a follower needs them: of the right form, and with the full file in place of a partial one
/// that is no longer kept.
package struct UpstreamFiles: Sendable {
    let upstream: any LogUpstream

    /// The files of one upstream.
    package init(upstream: any LogUpstream) { self.upstream = upstream }

    /// Entries of a bundle, as many as asked for.
    package func entries(_ coordinate: BundleCoordinate) async throws(SourceFault) -> [ArraySlice<UInt8>] {
        if let bytes = try await existing(.entries(coordinate), isPartial: coordinate.leafTile.isPartial) {
            return try Self.decode(bytes, coordinate)
        }
        guard let full = BundleCoordinate(index: coordinate.index, width: TileCoordinate.fullWidth),
            let bytes = try await existing(.entries(full), isPartial: true)
        else { throw .missing(path: coordinate.path) }
        return Array(try Self.decode(bytes, full).prefix(coordinate.width))
    }

    /// A tile, as wide as asked for.
    package func tile(_ coordinate: TileCoordinate) async throws(SourceFault) -> Tile {
        if let bytes = try await existing(.tile(coordinate), isPartial: coordinate.isPartial) {
            return try Self.tile(coordinate, bytes)
        }
        guard
            let full = TileCoordinate(
                level: coordinate.level, index: coordinate.index, width: TileCoordinate.fullWidth),
            let bytes = try await existing(.tile(full), isPartial: true),
            let tile = try Self.tile(full, bytes).narrowed(to: coordinate.width)
        else { throw .missing(path: coordinate.path) }
        return tile
    }

    /// What `make` computes from tiles, which are fetched as it asks for them and kept in `tiles`.
    ///
    /// - Throws: what is wrong with a tile.
    package func compute<Value>(
        with tiles: inout TileSet, _ make: (TileSet) throws -> Value
    ) async throws(SourceFault) -> Value {
        // At most 64 hashes of a proof and their ways down; a computation that asks for more is not one of ours.
        for _ in 0..<Self.maximumTiles {
            let missing: String
            do {
                return try make(tiles)
            } catch LogError.tileMissing(let path) {
                missing = path
            } catch {
                throw .tilesDoNotAddUp(0)
            }
            guard let coordinate = try? TileCoordinate(path: missing) else { throw .missing(path: missing) }
            tiles.insert(try await tile(coordinate))
        }
        throw .tilesDoNotAddUp(0)
    }

    private static let maximumTiles = 256

    /// The file's bytes; nil when a partial file is not there, so that the full one is to be asked for.
    private func existing(_ path: LogPath, isPartial: Bool) async throws(SourceFault) -> [UInt8]? {
        do { return try await upstream.resource(path) } catch {
            guard error.code == .notFound else { throw .upstream(error) }
            guard isPartial else { throw .missing(path: path.path) }
            return nil
        }
    }

    private static func tile(_ coordinate: TileCoordinate, _ bytes: [UInt8]) throws(SourceFault) -> Tile {
        do { return try Tile(coordinate, bytes: bytes) } catch { throw .malformed(path: coordinate.path, error) }
    }

    private static func decode(
        _ bytes: [UInt8], _ coordinate: BundleCoordinate
    ) throws(SourceFault) -> [ArraySlice<UInt8>] {
        do { return try EntryBundle.decode(bytes, width: coordinate.width) } catch {
            throw .malformed(path: coordinate.path, error)
        }
    }
}
