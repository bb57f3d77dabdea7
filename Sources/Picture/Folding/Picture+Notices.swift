public import Coordination
import Deconfliction
import Geodesy
import HashTreeCollections
public import Statements

extension Picture {
    /// What the rules know of a notice; nil where there is none of that name.
    ///
    /// Of a restricted one that is what its headers tell, so that a response is judged alike wherever it can be read.
    func notice(_ id: RecordID) -> KnownNotice? {
        if let restricted = bodies.records[id] {
            let statements = bodies.statements
            return KnownNotice(
                id: id, audience: .parties(restricted.audience), hasEnded: restricted.hasEnded,
                version: restricted.version.statement, isVersion: { statements[$0]?.record == id })
        }
        guard let record = record(id) else { return nil }
        let versions = record.versions
        return KnownNotice(
            id: id, audience: record.audience, hasEnded: record.hasEnded, version: versions.latest,
            isVersion: { versions.contains($0) })
    }

    /// The statement that made a notice what it is.
    public func noticeVersion(of id: RecordID) -> StatementHash? { notice(id)?.version }
}

extension Record {
    /// The statements that made it what it is, as far as they are at hand.
    public var versions: NoticeVersions {
        switch self {
        case .notification(let record): record.versions
        case .movement(let record): record.versions
        }
    }

    /// Whether it was withdrawn or closed.
    public var hasEnded: Bool {
        switch self {
        case .notification(let record): record.isWithdrawn
        case .movement(let record): record.isClosed
        }
    }

    /// What the form says about who is told, in which submission and how urgently.
    public var terms: NoticeTerms {
        switch self {
        case .notification(let record): record.details.form.terms
        case .movement(let record): record.details.form.terms
        }
    }

    /// What the last amendment changed; empty when it was never amended.
    public var changes: [FieldChange] {
        switch self {
        case .notification(let record): record.changes
        case .movement(let record): record.changes
        }
    }

    /// When it begins to hold.
    var begins: Instant {
        switch self {
        case .notification(let record): record.details.valid.start
        case .movement(let record): record.details.legs.first?.planned.start ?? .latest
        }
    }
}
