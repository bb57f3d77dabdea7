public import Geodesy
public import Statements
public import StrictJSON
public import TransparencyLog

/// Why an entry that a file carries is not the log's, or not said by whom it says.
public enum EntryError: Error, Hashable, Sendable {
    /// Its way does not lead to the checkpoint's root.
    case proof(ProofError)
    /// It does not come after the entry before it.
    case outOfOrder
    /// The first entry carried is not the founding of the accord.
    case notTheFounding
    /// The accord was founded for another log key than the one given.
    case otherLogKey(named: String)
    /// It belongs to another accord than the founding.
    case otherAccord(AccordID)
    /// It is no statement, or its signature does not hold.
    case statement(EnvelopeError)
    /// The key belongs to somebody else than the statement says.
    case keyOfAnother(KeyFingerprint)
    /// The key does not speak at this place of the log; why.
    case keySilent(KeyFingerprint, Silence)
    /// The kind is not signed by whom it takes.
    case notAuthorised(StatementKind, needs: String)
    /// The body of an enrolment or clock statement is not of its form.
    case body(JSONError)
    /// It enrols what is enrolled already, or what may not be.
    case enrolment(String)
    /// It says that it has seen a larger tree than the one before it.
    case seenAhead
    /// It does not follow the statement of its chain that is carried before it.
    case brokenChain
    /// The log's clock goes back.
    case clockWentBack(Instant, before: Instant)
}

/// Why a key does not speak.
public enum Silence: String, Hashable, Sendable {
    /// Revoked, replaced by another, or of a time before its party's keys were replaced.
    case revoked = "it was revoked or replaced"
    /// Its own time is over, by the log's clock.
    case expired = "it had expired"
    /// The officer was not enrolled, or released, or enrolled anew after the key.
    case officer = "its officer was not enrolled, or no longer"
    /// The party is suspended: only its root key speaks.
    case suspended = "its party was suspended"
    /// The party has left.
    case left = "its party had left"
}

extension EntryError: CustomStringConvertible {
    /// What was expected, what was found.
    public var description: String {
        switch self {
        case .proof(let error): "\(error)"
        case .outOfOrder: "the entries must come in ascending order, each once"
        case .notTheFounding: "the first entry carried must be entry 0, the founding of the accord"
        case .otherLogKey(let named): "the accord was founded for the log key '\(named)', not for the one given"
        case .otherAccord(let accord): "it belongs to the accord '\(accord)', not to the one founded in entry 0"
        case .statement(let error): "\(error)"
        case .keyOfAnother(let key):
            "the key \(key) was enrolled for another party or officer than the one it speaks for"
        case .keySilent(let key, let silence): "the key \(key) does not speak here: \(silence.rawValue)"
        case .notAuthorised(let kind, let needs): "'\(kind)' must be signed by \(needs)"
        case .body(let error): "\(error)"
        case .enrolment(let sentence): sentence
        case .seenAhead: "it claims to have seen a tree that holds itself"
        case .brokenChain: "it does not follow what its party said before: the number or the name does not fit"
        case .clockWentBack(let time, let before): "the log's clock goes back from \(before) to \(time)"
        }
    }
}
