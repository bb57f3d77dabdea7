import Coordination
public import Deconfliction
import HashTreeCollections
public import Statements
public import TransparencyLog

/// Judges the entries of a log that others put in order, one by one: key, chain, rules; folds them into a picture.
///
/// What it takes is what the sequencer of an honest log took, by the same `decide` and `apply`.
public struct LogJudge: Sendable {
    /// What the statements so far add up to.
    public private(set) var picture: Picture
    private let vkey: String

    /// A judge of the log with this key, who knows what `picture` says and begins with the entry after it.
    public init(log vkey: String, knowing picture: Picture = .empty) {
        self.vkey = vkey
        self.picture = picture
    }

    /// The statement of an entry, with its signature verified by now.
    ///
    /// - Throws: `statement`.
    public func verified(_ outcome: CheckedEntries.Outcome) throws(EntryFault) -> VerifiedStatement {
        switch outcome {
        case .verified(let statement): return statement
        case .refused(let error, entry: _): throw .statement(error)
        case .pending(let signed):
            guard let key = picture.register.keys[signed.envelope.keyID]?.key else {
                throw .statement(.unknownKey(signed.envelope.keyID))
            }
            do { return try VerifiedStatement(signed, by: key) } catch { throw .statement(error) }
        }
    }

    /// Judges the log's next statement and folds it in.
    ///
    /// - Parameters:
    ///   - verified: the statement.
    ///   - opened: what is at hand of its body, where that lies outside the log.
    ///   - root: this log's root at the size that it names as seen; nil where the log was not that large.
    /// - Returns: the statement as it was folded in.
    /// - Throws: `refused`, or `otherLogKey`; the picture is then as it was.
    @discardableResult
    public mutating func take(
        _ verified: VerifiedStatement, opened: OpenedParts? = nil, rootAtSeen root: Hash?
    ) throws(EntryFault) -> Accepted {
        var accepted: Accepted
        do throws(Refusal) {
            if picture.size == 0 {
                accepted = try picture.decideFounding(verified)
            } else {
                accepted = try picture.decide(verified, opened: nil, rootAtSeen: root)
            }
        } catch {
            // Everything else is judged from headers and open bodies, which whoever has the log has.
            guard case .unknownKind = error else { throw .refused(error) }
            accepted = Accepted(fromOwnLog: verified, opened: nil)
        }
        // The host judged a restricted statement by its header; what its body says is for its readers to make of.
        if opened != nil { accepted = Accepted(fromOwnLog: verified, opened: opened) }
        if case .found(let accord)? = accepted.command, accord.logKey != vkey {
            throw .otherLogKey(named: accord.logKey, used: vkey)
        }
        picture.apply(accepted)
        return accepted
    }

    /// Work on the conflict index that another thread should do, if any is due.
    public mutating func takeIndexMerge() -> ConflictIndex.Merge? { picture.takeIndexMerge() }

    /// Takes in what that work came to; no answer changes by it.
    public mutating func completeIndexMerge(_ merged: ConflictIndex.Merged) { picture.completeIndexMerge(merged) }
}
