import HashTreeCollections
public import Statements

/// Whose submission, under which name, in which part of the log.
public struct NoticeSubmissionKey: Hashable, Comparable, Sendable {
    /// Whose.
    public let party: PartyID
    /// The name.
    public let submission: SubmissionID
    /// Whether its statements are sealed; open and sealed ones are told apart, since not everybody reads both.
    public let isSealed: Bool

    /// The submission of that name.
    public init(party: PartyID, submission: SubmissionID, isSealed: Bool) {
        self.party = party
        self.submission = submission
        self.isSealed = isSealed
    }

    /// Orders by party, then by name, what is open first.
    public static func < (left: Self, right: Self) -> Bool {
        if left.party != right.party { return left.party < right.party }
        if left.submission != right.submission { return left.submission < right.submission }
        return !left.isSealed && right.isSealed
    }
}

/// What a submission holds: notices that begin or change, or notices that end, never both.
///
/// A list on which additions and removals are mixed was how a hospital came off one by mistake.
public struct NoticeSubmission: Hashable, Sendable {
    /// What its statements do.
    public enum Purpose: String, Sendable {
        /// They add or change.
        case adds
        /// They remove.
        case removes
    }

    /// What its statements do.
    public let purpose: Purpose
    /// How many there are.
    public internal(set) var count: Int

    /// A submission of so many statements.
    public init(purpose: Purpose, count: Int) {
        self.purpose = purpose
        self.count = count
    }
}

extension NoticeBook {
    /// Says whether a statement may come with a submission.
    ///
    /// - Throws: `mixedSubmission` when what it does is not what the submission's others do.
    public func decide(_ purpose: NoticeSubmission.Purpose, in key: NoticeSubmissionKey?) throws(Refusal) {
        guard let key, let known = submissions[key], known.purpose != purpose else { return }
        throw .mixedSubmission(key.submission)
    }

    /// Takes a statement that came with a submission.
    public mutating func apply(_ purpose: NoticeSubmission.Purpose, in key: NoticeSubmissionKey?) {
        guard let key else { return }
        var submission = submissions[key] ?? NoticeSubmission(purpose: purpose, count: 0)
        submission.count += 1
        submissions[key] = submission
    }
}
