import Coordination
public import Statements
import StrictJSON

/// A statement that the rules took, read and ready to be folded in.
public struct Accepted: Sendable {
    /// The statement as it arrived.
    public let verified: VerifiedStatement
    /// Its body, where that lies outside the log and was handed over.
    public let opened: OpenedBody?
    /// What it says; nil for unknown kinds and bodies that were not handed over.
    let command: Command?
    /// Whether the body lies elsewhere.
    let isSealed: Bool

    init(_ verified: VerifiedStatement, opened: OpenedBody?, command: Command?, isSealed: Bool) {
        self.verified = verified
        self.opened = opened
        self.command = command
        self.isSealed = isSealed
    }

    /// Reads a statement from one's own log, where it was accepted before.
    ///
    /// A body that no longer reads in this version leaves the statement unknown rather than stopping the replay.
    public init(fromOwnLog verified: VerifiedStatement, opened: OpenedBody?) {
        let statement = verified.statement
        guard let kind = Kind(statement.kind) else {
            self.init(verified, opened: opened, command: nil, isSealed: false)
            return
        }
        guard let body = try? Self.body(of: statement, opened: opened) else {
            self.init(verified, opened: nil, command: nil, isSealed: true)
            return
        }
        self.init(verified, opened: opened, command: try? Command(kind, of: statement, body: body), isSealed: false)
    }

    /// The body that the rules look at: the open one, or the one handed over if it is what was committed to.
    static func body(of statement: Statement, opened: OpenedBody?) throws(Refusal) -> JSONValue {
        switch (statement.content, opened) {
        case (.open(let body), nil): return body
        case (.open, .some): throw .bodyNotExpected
        case (.restricted, nil): throw .bodyNotHere
        case (.restricted(let commitment, _), let opened?):
            guard commitment.accepts(opened.bytes, opening: opened.opening) else { throw .commitmentMismatch }
            let limits = JSONDocument.Limits(
                maximumBytes: OpenedBody.maximumBytes, maximumDepth: Statement.maximumDepth)
            do throws(JSONError) {
                let root = try JSONDocument(opened.bytes, limits: limits).root
                guard root.kind == .object else { throw root.refused("must be an object") }
                return root
            } catch { throw .malformedBody(inBody(error)) }
        }
    }

    /// An error in a body outside the log, with the pointer it would have inside the statement.
    static func inBody(_ error: JSONError) -> JSONError {
        JSONError(pointer: "/body" + error.pointer, offset: error.offset, rule: error.rule)
    }

    /// Who may read what it says.
    var audience: Audience {
        verified.statement.audience.map { .parties($0) } ?? .open
    }
}
