public import Geodesy

/// What a node has found out about others and must not keep to itself: it stands beside every answer until an operator
/// has looked at it.
public struct Alarm: Hashable, Sendable {
    /// What was found.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// The log has signed two histories that cannot both be true.
        case splitView = "split-view"
        /// The log holds something that its own rules do not allow, or does not add up.
        case divergence
        /// The log promised to hold a statement and does not.
        case brokenPromise = "broken-promise"
        /// A party has said two things in the same place of its chain.
        case equivocation

        /// Whether the node follows the log no further, and cosigns it no more.
        public var stopsFollowing: Bool { self == .splitView || self == .divergence }
    }

    /// What was found.
    public let kind: Kind
    /// What happened and what to do, in one sentence for the officer on duty.
    public let sentence: String
    /// When this node found it, by its own clock.
    public let since: Instant
    /// The name of the evidence among what the node keeps; it convinces a stranger, where the kind allows that.
    public let file: String

    /// An alarm from its parts.
    public init(kind: Kind, sentence: String, since: Instant, file: String) {
        self.kind = kind
        self.sentence = sentence
        self.since = since
        self.file = file
    }
}
