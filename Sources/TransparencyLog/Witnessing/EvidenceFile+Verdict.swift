/// What evidence against a log shows.
public enum EvidenceVerdict: Hashable, Sendable {
    /// The log's key has signed both checkpoints, and they cannot both be true.
    case proven(SplitView)
    /// Nothing is shown against the log whose key was given.
    case notProven(EvidenceError)

    /// Whether the log is shown to have contradicted itself.
    public var isProven: Bool {
        if case .proven = self { return true }
        return false
    }
}

extension EvidenceFile {
    /// Judges the evidence with the log's key alone: no network, no clock, nobody's word.
    ///
    /// - Parameter log: the log's key, of type 1, obtained from elsewhere than the file.
    /// - Returns: that the log has contradicted itself, or why nothing is shown.
    public func judged(by log: NoteVerifierKey) -> EvidenceVerdict {
        for (word, checkpoint) in [("older", splitView.older), ("newer", splitView.newer)] {
            do {
                _ = try checkpoint.verified(by: log)
            } catch .otherOrigin(let expected, let found) {
                return .notProven(.otherOrigin(expected: expected, found: found))
            } catch {
                return .notProven(.notSigned(which: word, error))
            }
        }
        // A split view exists only when its parts contradict each other; that was checked when it was made.
        return .proven(splitView)
    }

    /// Reads and judges a file.
    public static func judge(_ bytes: [UInt8], by log: NoteVerifierKey) -> EvidenceVerdict {
        do { return try EvidenceFile(parsing: bytes).judged(by: log) } catch { return .notProven(error) }
    }
}

extension EvidenceVerdict: CustomStringConvertible {
    /// The verdict in one sentence.
    public var description: String {
        switch self {
        case .proven(let view): "proven: \(view)"
        case .notProven(let error): "not proven: \(error)"
        }
    }
}

extension SplitView: CustomStringConvertible {
    /// What the two checkpoints say, in one sentence.
    public var description: String {
        let (old, new) = (older.checkpoint, newer.checkpoint)
        guard let branch else {
            return """
                the log '\(old.origin)' has two different histories of \(old.size) entries, with the roots \(old.root) \
                and \(new.root); they cannot both be true
                """
        }
        return """
            the log '\(old.origin)' stated the root \(old.root) for its first \(old.size) entries, but in its history of \
            \(new.size) entries their root is \(branch.root); they cannot both be true
            """
    }
}
