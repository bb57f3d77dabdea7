public import Picture
import StrictJSON
public import TransparencyLog

/// Why a log is followed no further, and at which entry.
public enum Divergence: Error, Hashable, Sendable {
    /// The log has signed two histories.
    case splitView(SplitView)
    /// The log holds an entry that may not stand there; the inclusion path is there where the upstream's tiles gave it.
    case entry(EntryIndex, EntryFault, Exhibit)
    /// Entries do not give the root that the log signed, and its tiles do not say which.
    case doesNotAddUp(from: EntryIndex, to: TreeSize, SignedCheckpoint)
    /// An entry and the tile above it contradict each other.
    case entryContradictsTile(EntryIndex, tile: String, SignedCheckpoint)

    /// The entry as it was served, with its way to what the log signed.
    public struct Exhibit: Hashable, Sendable {
        /// What the log signed.
        public let checkpoint: SignedCheckpoint
        /// The entry's bytes.
        public let envelope: [UInt8]
        /// The way from the entry to the signed root; nil where it could not be had.
        public var path: [Hash]?
    }

    /// Whether the log's own signature covers what is wrong; what is not covered may be the fault of whoever served it.
    public var isSigned: Bool {
        switch self {
        case .splitView, .entry: true
        case .doesNotAddUp, .entryContradictsTile: false
        }
    }

    /// The rule's name, for programs; it never changes once released.
    public var rule: String {
        switch self {
        case .splitView: "split-view"
        case .entry(_, let fault, _): fault.rule
        case .doesNotAddUp: "root-mismatch"
        case .entryContradictsTile: "entry-contradicts-tile"
        }
    }

    /// The entry at fault, or the first that may be.
    public var entry: EntryIndex? {
        switch self {
        case .splitView: nil
        case .entry(let entry, _, _), .doesNotAddUp(let entry, _, _), .entryContradictsTile(let entry, _, _): entry
        }
    }

    /// The alarm that it raises.
    public var kind: Alarm.Kind {
        if case .splitView = self { return .splitView }
        return .divergence
    }

    private var checkpoint: SignedCheckpoint {
        switch self {
        case .splitView(let view): view.newer
        case .entry(_, _, let exhibit): exhibit.checkpoint
        case .doesNotAddUp(_, _, let checkpoint), .entryContradictsTile(_, _, let checkpoint): checkpoint
        }
    }
}

extension Divergence: CustomStringConvertible {
    /// What happened and what to do, in one sentence.
    public var description: String {
        switch self {
        case .splitView(let view):
            "\(view); this node follows it no further: compare checkpoints with the other parties by another way"
        case .entry(let entry, let fault, _):
            "entry \(entry) may not stand in the log: \(fault); this node follows it no further"
        case .doesNotAddUp(let from, let to, let checkpoint):
            "the entries from \(from) to size \(to) do not add up to what the log signed at "
                + "\(checkpoint.checkpoint.size) entries; this node follows no further: try another upstream"
        case .entryContradictsTile(let entry, let tile, _):
            "entry \(entry) is not the one whose hash \(tile) holds; this node follows no further: try another upstream"
        }
    }

    /// The file that is kept: evidence against the log where there is any, else a report of what was found.
    public var evidence: [UInt8] {
        if case .splitView(let view) = self { return EvidenceFile(view).bytes }
        var writer = JSONWriter(capacity: 4096)
        writer.object { fields in
            fields.member("format", "parley/evidence/divergence@v1")
            fields.member("rule", rule)
            if let entry { fields.member("entry", entry.value) }
            fields.member("sentence", description)
            fields.member("checkpoint", String(decoding: checkpoint.bytes, as: UTF8.self))
            guard case .entry(_, _, let exhibit) = self else { return }
            fields.member("envelope", Base64.encode(exhibit.envelope))
            guard let path = exhibit.path else { return }
            fields.key("path")
            fields.array { list in for hash in path { list.string(hash.base64) } }
        }
        return writer.bytes
    }
}
