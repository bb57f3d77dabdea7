import TransparencyLog

/// A log's files as the audit needs them: of the right form, and with the full file in place of a partial one that is
/// no longer kept.
struct LogFiles: Sendable {
    let source: any LogSource

    func checkpoint() async throws(AuditError) -> [UInt8] {
        do { return try await source.checkpoint() } catch { throw Self.failure(error, "checkpoint") }
    }

    func tile(_ coordinate: TileCoordinate) async throws(AuditError) -> Tile {
        if let bytes = try await existing(coordinate.path, isPartial: coordinate.isPartial) {
            return try Self.tile(coordinate, bytes)
        }
        guard
            let full = TileCoordinate(
                level: coordinate.level, index: coordinate.index, width: TileCoordinate.fullWidth)
        else { throw Self.missing(coordinate.path) }
        let bytes = try await existing(full.path, isPartial: false, asked: coordinate.path) ?? []
        guard let tile = try Self.tile(full, bytes).narrowed(to: coordinate.width) else {
            throw Self.missing(coordinate.path)
        }
        return tile
    }

    func entries(_ coordinate: BundleCoordinate) async throws(AuditError) -> [ArraySlice<UInt8>] {
        let isPartial = coordinate.width < TileCoordinate.fullWidth
        if let bytes = try await existing(coordinate.path, isPartial: isPartial) {
            return try Self.decode(bytes, coordinate)
        }
        guard let full = BundleCoordinate(index: coordinate.index, width: TileCoordinate.fullWidth) else {
            throw Self.missing(coordinate.path)
        }
        let bytes = try await existing(full.path, isPartial: false, asked: coordinate.path) ?? []
        return Array(try Self.decode(bytes, full).prefix(coordinate.width))
    }

    /// The file's bytes; nil when a partial file is not there, so that the full one is to be asked for.
    private func existing(_ path: String, isPartial: Bool, asked: String? = nil) async throws(AuditError) -> [UInt8]? {
        do {
            return try await source.resource(path)
        } catch {
            let failure = Self.failure(error, path)
            if isPartial, case .source(let error) = failure, error.code == .notFound { return nil }
            // What is missing is the file that the tree needs, not the one tried in its place.
            if let asked, case .source(let error) = failure, error.code == .notFound {
                throw .source(LogSourceError(.notFound, path: asked, message: error.message))
            }
            throw failure
        }
    }

    private static func tile(_ coordinate: TileCoordinate, _ bytes: [UInt8]) throws(AuditError) -> Tile {
        do { return try Tile(coordinate, bytes: bytes) } catch { throw .malformed(path: coordinate.path, error) }
    }

    private static func decode(_ bytes: [UInt8], _ coordinate: BundleCoordinate) throws(AuditError)
        -> [ArraySlice<UInt8>]
    {
        do { return try EntryBundle.decode(bytes, width: coordinate.width) } catch {
            throw .malformed(path: coordinate.path, error)
        }
    }

    private static func missing(_ path: String) -> AuditError {
        .source(LogSourceError(.notFound, path: path, message: "is missing"))
    }

    private static func failure(_ error: any Error, _ path: String) -> AuditError {
        switch error {
        case let error as LogSourceError: .source(error)
        case is CancellationError: .source(LogSourceError(.cancelled, path: path, message: "the audit was called off"))
        default: .source(LogSourceError(.unreadable, path: path, message: "\(error)"))
        }
    }
}
