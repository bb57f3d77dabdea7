public import Coordination
public import Statements

/// Why an entry may not stand where a log has it.
public enum EntryFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// It is no statement, or its signature does not hold.
    case statement(EnvelopeError)
    /// The rules do not take it at its place.
    case refused(Refusal)
    /// It founds an accord for another log than the one it is in.
    case otherLogKey(named: String, used: String)

    /// The rule's name, for programs; it never changes once released.
    public var rule: String {
        switch self {
        case .statement(let error): Refusal.envelope(error).rule
        case .refused(let refusal): refusal.rule
        case .otherLogKey: "other-log-key"
        }
    }

    /// What is wrong with it.
    public var description: String {
        switch self {
        case .statement(let error): "\(error)"
        case .refused(let refusal): "rule '\(refusal.rule)' was broken: \(refusal)"
        case .otherLogKey(let named, let used):
            "the accord was founded for the log key '\(named)', but the log is signed with '\(used)'"
        }
    }
}
