/// Which logs are trusted, which witnesses are known, and which of them must have cosigned a checkpoint.
///
/// Source: c2sp.org/tlog-policy. Groups form trees: every witness and every group is a member of one group at most, so
/// nobody counts twice. Stricter than the source: a witness must not have the key of a log.
public struct WitnessPolicy: Hashable, Sendable {
    /// A log whose checkpoints are accepted.
    public struct Log: Hashable, Sendable {
        /// The log's key, of type 1; its name is the origin.
        public let key: NoteVerifierKey
        /// Where the log is reached; nil when the policy does not say.
        public let url: String?
    }

    /// Somebody who cosigns.
    public struct Witness: Hashable, Sendable {
        /// What the policy calls it.
        public let name: PolicyName
        /// Its key, of type 4.
        public let key: NoteVerifierKey
        /// Where checkpoints are submitted to it; nil when the policy does not say.
        public let url: String?
    }

    /// Members of whom at least `threshold` must have witnessed.
    public struct Group: Hashable, Sendable {
        /// What the policy calls it.
        public let name: PolicyName
        /// How many members it takes, 1...`members.count`.
        public let threshold: Int
        /// The members in the order of the line; never empty.
        public let members: [Member]
    }

    /// A witness or a group, by its place in the policy.
    public enum Member: Hashable, Sendable {
        /// Index into `witnesses`.
        case witness(Int)
        /// Index into `groups`, below that of the group that has this member.
        case group(Int)
    }

    /// How many bytes a policy's text may have.
    public static let maximumByteCount = 1 << 18
    /// How many logs a policy may name.
    public static let maximumLogCount = 64
    /// How many witnesses: with those of the logs their signatures fit one note.
    public static let maximumWitnessCount = 100
    /// How many groups.
    public static let maximumGroupCount = 100
    /// How many bytes a URL may have.
    public static let maximumURLByteCount = 2048

    /// The logs in the order of their lines; empty when the reader knows its log from elsewhere.
    public internal(set) var logs: [Log] = []
    /// The witnesses in the order of their lines.
    public internal(set) var witnesses: [Witness] = []
    /// The groups in the order of their lines.
    public internal(set) var groups: [Group] = []
    /// Who must have witnessed; nil when the policy says `quorum none`, so that no witness is asked for.
    public internal(set) var quorum: Member?

    init() {}

    /// What the policy calls a member.
    public func name(of member: Member) -> PolicyName {
        switch member {
        case .witness(let index): witnesses[index].name
        case .group(let index): groups[index].name
        }
    }
}
