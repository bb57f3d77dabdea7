import Coordination
public import Statements
import StrictJSON

/// A statement that the rules took, read and ready to be folded in.
public struct Accepted: Sendable {
    /// The statement as it arrived.
    public let verified: VerifiedStatement
    /// What this node opened of its body, where that lies outside the log.
    public let opened: OpenedParts?
    /// Its kind; nil for one that this version does not know.
    let kind: Kind?
    /// What it says; nil where the body is not at hand or does not read.
    let command: Command?

    init(_ verified: VerifiedStatement, opened: OpenedParts?, kind: Kind?, command: Command?) {
        self.verified = verified
        self.opened = opened
        self.kind = kind
        self.command = command
    }

    /// Reads a statement from one's own log, where it was accepted before, with what is at hand of its body.
    ///
    /// A body that does not read, or belongs to another statement, leaves the statement unread rather than stopping.
    public init(fromOwnLog verified: VerifiedStatement, opened: OpenedParts?) {
        let statement = verified.statement
        let kind = Kind(statement.kind)
        let command = kind.flatMap { kind -> Command? in
            guard let body = try? Self.body(of: statement, opened: opened) else { return nil }
            return try? Command(kind, of: statement, body: body)
        }
        self.init(verified, opened: opened, kind: kind, command: command)
    }

    /// The body that the rules look at: the open one, or what was opened if it is what was committed to.
    static func body(of statement: Statement, opened: OpenedParts?) throws(Refusal) -> JSONValue {
        switch (statement.content, opened) {
        case (.open(let body), nil): return body
        case (.open, .some): throw .bodyNotExpected
        case (.restricted, nil): throw .bodyNotHere
        case (.restricted(let commitment, _, _), let opened?):
            let folded = opened.folded
            guard folded.commitment == commitment else { throw .commitmentMismatch }
            let limits = JSONDocument.Limits(
                maximumBytes: OpenedBody.maximumBytes, maximumDepth: Statement.maximumDepth)
            do throws(JSONError) {
                return try JSONDocument(folded.body, limits: limits).root
            } catch { throw .malformedBody(inBody(error)) }
        }
    }

    /// An error in a body outside the log, with the pointer it would have inside the statement.
    static func inBody(_ error: JSONError) -> JSONError {
        JSONError(pointer: "/body" + error.pointer, offset: error.offset, rule: error.rule)
    }

    /// The statement whose body it recalls, if it is a recall.
    public var recalled: StatementHash? {
        if case .recall(let hash, reason: _) = command { hash } else { nil }
    }

    /// Whether it gives the body of an earlier statement to further parties.
    public var isShare: Bool { kind == .bodyShare }

    /// Who may read what it says.
    var audience: Audience {
        verified.statement.audience.map { .parties($0) } ?? .open
    }

    /// For whom this node was handed what it folds; nil for an open statement.
    var readers: [PartyID]? {
        verified.statement.audience.map { _ in opened?.parties ?? [] }
    }
}
