public import Geodesy
public import Statements
public import StrictJSON
public import TransparencyLog

/// Why the rules did not take a statement; an answer, not a fault, and each names its rule.
public enum Refusal: Error, Hashable, Sendable {
    // The bytes and the signature.
    case envelope(EnvelopeError)
    case wrongAccord(AccordID, expected: AccordID)
    case notFounded
    case alreadyFounded

    // Who speaks.
    case keyOfAnother(KeyFingerprint, party: PartyID, officer: OfficerID)
    case keyRevoked(KeyFingerprint, at: Instant)
    case keyExpired(KeyFingerprint, at: Instant)
    case officerReleased(OfficerID, at: Instant)
    case officerExpired(OfficerID, at: Instant)
    case partyLeft(PartyID, at: Instant)
    case partySuspended(PartyID, since: Instant)
    case partyNotSuspended(PartyID)
    case notAuthorised(Kind, needs: String)

    // Order and time.
    case replayed(StatementHash, entry: EntryIndex?)
    case forked(sequence: UInt64, expectedPrevious: StatementHash?)
    case sequenceTaken(sequence: UInt64, next: UInt64)
    case outOfOrder(sequence: UInt64, expected: UInt64)
    case seenAhead(seen: TreeSize, size: TreeSize)
    case seenOtherRoot(TreeSize)
    case seenStale(TreeSize, oldest: TreeSize)
    case seenWentBack(TreeSize, before: TreeSize)
    case backdated(saidAt: Instant, notBefore: Instant)
    case fromTheFuture(saidAt: Instant, now: Instant)
    case clockWentBack(Instant, now: Instant)

    // Content.
    case unknownKind(StatementKind)
    case mayNotBeRestricted(Kind)
    case mustBeRestricted(Kind)
    case mayNotHaveAudience(Kind)
    case mustHaveAudience(Kind)
    case bodyNotHere
    case bodyNotExpected
    case commitmentMismatch
    case sealedMismatch
    /// The pointer is into the sealed body.
    case malformedSealed(JSONError)
    case sealedWithoutPart(PartyID)
    case sealedForAnother(PartyID)
    case sealedToOtherKey(PartyID)
    case withoutNode(PartyID)
    case unknownCommitment(RecordID)
    case unknownStatement(StatementHash)
    case alreadyRecalled(StatementHash)
    /// The pointer is into the statement, wherever the body lies.
    case malformedBody(JSONError)

    // The mechanisms.
    case unknownParty(PartyID, field: String)
    case partyExists(PartyID)
    case officerExists(OfficerID)
    case unknownOfficer(OfficerID)
    case keyExists(KeyFingerprint)
    case unknownKey(KeyFingerprint)
    case keyAlreadyRevoked(KeyFingerprint)
    case reservedName(String)
    case expiryNotAhead(Instant, now: Instant)
    case recordExists(RecordID)
    case unknownRecord(RecordID)
    case otherMechanism(RecordID, is: String)
    case audienceDiffers(RecordID)
    case sealedNotice(RecordID)
    case withoutOwner(PartyID)
    case mixedSubmission(SubmissionID)
    case unknownStandOffClass(String)
    case notAllowed(RecordID, state: String, what: String)
    case alreadyEnded(field: String, end: Instant, now: Instant)
    case tooMany(String, limit: Int)
    case field(String, String)
}

extension Refusal {
    /// The rule's name, for programs; it never changes once released.
    public var rule: String {
        switch self {
        case .envelope(.malformed): "malformed-statement"
        case .envelope(.unknownKey): "unknown-key"
        case .envelope(.badSignature): "bad-signature"
        case .wrongAccord: "wrong-accord"
        case .notFounded: "not-founded"
        case .alreadyFounded: "already-founded"
        case .keyOfAnother: "key-of-another"
        case .keyRevoked: "key-revoked"
        case .keyExpired: "key-expired"
        case .officerReleased: "officer-released"
        case .officerExpired: "officer-expired"
        case .partyLeft: "party-left"
        case .partySuspended: "party-suspended"
        case .partyNotSuspended: "party-not-suspended"
        case .notAuthorised: "not-authorised"
        case .replayed: "replayed"
        case .forked, .sequenceTaken: "forked"
        case .outOfOrder: "out-of-order"
        case .seenAhead: "seen-ahead"
        case .seenOtherRoot: "seen-other-root"
        case .seenStale: "seen-stale"
        case .seenWentBack: "seen-went-back"
        case .backdated: "backdated"
        case .fromTheFuture: "from-the-future"
        case .clockWentBack: "clock-went-back"
        case .unknownKind: "unknown-kind"
        case .mayNotBeRestricted: "may-not-be-restricted"
        case .mustBeRestricted: "must-be-restricted"
        case .mayNotHaveAudience: "may-not-have-audience"
        case .mustHaveAudience: "must-have-audience"
        case .bodyNotHere: "body-not-here"
        case .bodyNotExpected: "body-not-expected"
        case .commitmentMismatch: "commitment-mismatch"
        case .sealedMismatch: "sealed-mismatch"
        case .malformedSealed: "malformed-sealed-body"
        case .sealedWithoutPart: "sealed-without-part"
        case .sealedForAnother: "sealed-for-another"
        case .sealedToOtherKey: "sealed-to-other-key"
        case .withoutNode: "without-node"
        case .unknownCommitment: "unknown-commitment"
        case .unknownStatement: "unknown-statement"
        case .alreadyRecalled: "already-recalled"
        case .malformedBody: "malformed-body"
        case .unknownParty: "unknown-party"
        case .partyExists: "party-exists"
        case .officerExists: "officer-exists"
        case .unknownOfficer: "unknown-officer"
        case .keyExists: "key-exists"
        case .unknownKey: "unknown-key-named"
        case .keyAlreadyRevoked: "key-already-revoked"
        case .reservedName: "reserved-name"
        case .expiryNotAhead: "expiry-not-ahead"
        case .recordExists: "record-exists"
        case .unknownRecord: "unknown-record"
        case .otherMechanism: "other-mechanism"
        case .audienceDiffers: "audience-differs"
        case .sealedNotice: "sealed-notice"
        case .withoutOwner: "without-owner"
        case .mixedSubmission: "mixed-submission"
        case .unknownStandOffClass: "unknown-stand-off-class"
        case .notAllowed: "not-allowed-in-state"
        case .alreadyEnded: "already-ended"
        case .tooMany: "too-many"
        case .field: "field-rule"
        }
    }

    /// JSON Pointer into the statement (`/saidAt`, `/body/place/circle`), when one field is at fault.
    public var pointer: String? {
        switch self {
        case .envelope(.malformed(let error)): error.pointer
        case .wrongAccord: "/accord"
        case .keyOfAnother, .officerReleased, .officerExpired: "/officer"
        case .replayed, .outOfOrder, .sequenceTaken: "/sequence"
        case .forked: "/previous"
        case .seenAhead, .seenStale, .seenWentBack: "/seen/size"
        case .seenOtherRoot: "/seen/root"
        case .backdated, .fromTheFuture: "/saidAt"
        case .clockWentBack: "/body/time"
        case .unknownKind, .notAuthorised: "/kind"
        case .mayNotBeRestricted, .commitmentMismatch, .unknownCommitment: "/commitment"
        case .audienceDiffers, .sealedNotice, .withoutOwner, .mayNotHaveAudience, .mustHaveAudience, .withoutNode:
            "/audience"
        case .bodyNotHere, .sealedMismatch, .sealedWithoutPart, .sealedForAnother, .sealedToOtherKey: "/sealed"
        case .malformedSealed(let error): "/sealed" + error.pointer
        case .unknownStatement, .alreadyRecalled: "/body/statement"
        case .mustBeRestricted: "/body"
        case .bodyNotExpected: "/body"
        case .malformedBody(let error): error.pointer
        case .unknownParty(_, let field): field
        case .alreadyEnded(let field, _, _), .field(let field, _): "/body" + field
        case .recordExists, .unknownRecord, .otherMechanism, .notAllowed, .partyExists, .officerExists,
            .unknownOfficer, .reservedName, .partyNotSuspended:
            "/subject"
        case .partyLeft, .partySuspended: "/party"
        case .keyExists, .unknownKey, .keyAlreadyRevoked: "/body/key"
        case .expiryNotAhead: "/body/expires"
        case .unknownStandOffClass: "/body/standOffClass"
        case .mixedSubmission: "/body/submission"
        case .envelope, .notFounded, .alreadyFounded, .keyRevoked, .keyExpired, .tooMany: nil
        }
    }
}
