import Coordination
import HTTPSignatures
import HTTPTypes
import ParleyNode
import TransparencyLog

extension Problem {
    /// What the rules did not take.
    init(_ refusal: Refusal) {
        self.init(refusal.rule, refusal.description, pointer: refusal.pointer)
        if case .replayed(_, let entry) = refusal { self.entry = entry }
    }

    /// Why a submission was neither taken nor refused; the reason of a halt stays in the journal.
    init(_ unavailable: Unavailable) {
        switch unavailable {
        case .busy(let seconds):
            self.init("busy", unavailable.description)
            retryAfterSeconds = seconds
        case .behind(let seconds):
            self.init("busy", unavailable.description)
            retryAfterSeconds = seconds
        case .stopping:
            self.init("stopping", unavailable.description)
            retryAfterSeconds = Self.stoppingRetrySeconds
        case .storeFull(let seconds):
            self.init("store-full", unavailable.description)
            retryAfterSeconds = seconds
        case .halted:
            self.init(
                "halted", "this node no longer writes; ask for the receipt by the statement's hash once it is back")
            retryAfterSeconds = Self.haltedRetrySeconds
        case .follows:
            self.init("upstream-needed", unavailable.description)
            retryAfterSeconds = Self.haltedRetrySeconds
        case .upstream(_, let seconds):
            self.init("upstream-needed", unavailable.description)
            retryAfterSeconds = seconds
        case .upstreamLied: self.init("upstream-answer", unavailable.description)
        }
    }

    /// A restart with its replay takes about this long.
    private static let stoppingRetrySeconds = 5
    /// A halt needs a person.
    private static let haltedRetrySeconds = 60

    /// Why a request's signature was not taken; an unknown key and a bad signature look alike.
    init(_ error: SignatureError) {
        switch error {
        case .keyUnknown, .signatureInvalid, .algorithmOfAnotherKey:
            self.init(
                "signature-invalid",
                "the signature is not that of a key that may speak here; check that the key is enrolled, neither expired "
                    + "nor revoked, and sign the request exactly as it is sent")
        default:
            self.init(error.rule, error.description)
        }
        if case .busy(let seconds) = error { retryAfterSeconds = Int(seconds) }
        if status == 401 { headers[.wwwAuthenticate] = Self.challenge }
    }

    /// What a signed request needs; no registered scheme exists for RFC 9421, so this is a hint for people.
    static let challenge =
        "Signature realm=\"parley\", tag=\"parley\", components=\"@method @authority @path @query content-digest\", "
        + "parameters=\"created keyid alg nonce tag\""

    /// The receipt of an entry that the log's witnesses have not seen yet.
    init(notWitnessed index: EntryIndex, _ witnessing: Witnessing) {
        let missing = witnessing.missing.map(\.description)
        let whom = missing.isEmpty ? "the next round of witnesses" : "the witnesses \(missing.joined(separator: ", "))"
        self.init(
            "not-witnessed",
            "entry \(index) is in the log but not witnessed yet, so it has no receipt; waiting for \(whom)")
        self.missing = missing
        retryAfterSeconds = Self.notWitnessedRetrySeconds
    }

    /// A round takes less; a witness that comes back is asked within this time.
    private static let notWitnessedRetrySeconds = 5

    /// Nothing there, or nothing that the caller may read: one and the same reply.
    package static let notFound = Problem("not-found", "there is nothing here that you may read; check the path")

    /// A query parameter that is unknown or breaks its rule.
    package static func query(_ name: String, _ sentence: String) -> Problem {
        Problem("bad-query", "query parameter '\(name)' \(sentence)")
    }
}
