public import TransparencyLog

/// What is wrong with what an upstream served, without anything being shown against the log: asked again later.
public enum SourceFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The upstream did not answer as it should.
    case upstream(UpstreamError)
    /// What it served as a checkpoint is none, or is not signed by the log.
    case notACheckpoint(LogError)
    /// It shows less than this node has shown already.
    case rolledBack(shows: TreeSize, had: TreeSize)
    /// A file is not of its form.
    case malformed(path: String, LogError)
    /// A file that the signed tree must have is missing.
    case missing(path: String)
    /// Its tiles do not lead to the root that the log signed.
    case tilesDoNotAddUp(TreeSize)

    /// The rule's name, for programs.
    public var rule: String {
        switch self {
        case .upstream(let error): "upstream-\(error.code.rawValue)"
        case .notACheckpoint: "checkpoint-invalid"
        case .rolledBack: "upstream-rolled-back"
        case .malformed: "file-malformed"
        case .missing: "file-missing"
        case .tilesDoNotAddUp: "tiles-do-not-add-up"
        }
    }

    /// What was expected, what was found, what it means.
    public var description: String {
        switch self {
        case .upstream(let error): "\(error)"
        case .notACheckpoint(let error): "what it serves as the log's checkpoint is not one of this log: \(error)"
        case .rolledBack(let shows, let had):
            "it shows \(shows) entries, but this node has shown \(had); it is behind, or it was restored from a backup"
        case .malformed(let path, let error): "\(path): \(error)"
        case .missing(let path): "\(path) is missing, though the signed tree has it"
        case .tilesDoNotAddUp(let size): "its tiles do not lead to the root that the log signed at \(size) entries"
        }
    }
}
