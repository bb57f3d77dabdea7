import Statements

extension Refusal: CustomStringConvertible {
    /// What was expected, what was found, what to do.
    public var description: String {
        switch self {
        case .envelope(let error): "\(error)"
        case .wrongAccord(let named, let expected):
            "the statement names accord '\(named)'; this log belongs to '\(expected)'"
        case .notFounded: "this log has no accord yet; the host must found it first"
        case .alreadyFounded: "this log already has its accord; found another log for another accord"
        case .keyOfAnother(let key, let party, let officer):
            "key \(key) does not speak for officer '\(officer)' of '\(party)'; sign with that officer's own key"
        case .keyRevoked(let key, let time): "key \(key) was revoked at \(time); sign with a key that is enrolled"
        case .keyExpired(let key, let time): "key \(key) expired at \(time); have your party's root key enrol a new one"
        case .officerReleased(let officer, let time): "officer '\(officer)' was released at \(time)"
        case .officerExpired(let officer, let time):
            "the enrolment of officer '\(officer)' expired at \(time); have your party's root key enrol again"
        case .partyLeft(let party, let time):
            "party '\(party)' left the accord at \(time); what it said before stands, and nothing follows it"
        case .partySuspended(let party, let time):
            "party '\(party)' has been suspended since \(time); only its root key speaks for it until it is reinstated"
        case .partyNotSuspended(let party): "party '\(party)' is not suspended"
        case .notAuthorised(let kind, let needs): "'\(kind.rawValue)' may be signed by \(needs) only"
        case .replayed(let hash, let entry):
            "statement \(hash) is already entry \(entry.map { "\($0)" } ?? "of this log"); ask for its receipt instead"
        case .forked(let sequence, let expected):
            "your party's statement \(sequence) must name \(expected.map { "\($0)" } ?? "null") as the one before; "
                + "two histories of one party are refused"
        case .sequenceTaken(let sequence, let next):
            "your party already made its statement \(sequence), and it is another one; the next is number \(next)"
        case .outOfOrder(let sequence, let expected):
            "your party's next statement is number \(expected), not \(sequence); fetch the chain's head and sign again"
        case .seenAhead(let seen, let size): "claims to have seen \(seen) entries; the log has \(size)"
        case .seenOtherRoot(let size):
            "the root given for size \(size) is not this log's; if a checkpoint told you so, keep it: it is evidence"
        case .seenStale(let size, let oldest):
            "the checkpoint seen (size \(size)) is older than the log allows; take one of size \(oldest) or more"
        case .seenWentBack(let size, let before):
            "has seen \(size) entries, but your party's statement before had already seen \(before)"
        case .backdated(let saidAt, let limit):
            "said at \(saidAt), earlier than \(limit): what was said before is entered with today's time "
                + "and its own time in the body"
        case .fromTheFuture(let saidAt, let now):
            "said at \(saidAt), but the log's clock stands at \(now); set your clock"
        case .clockWentBack(let time, let now): "the clock may not go back from \(now) to \(time)"
        case .unknownKind(let kind): "this version does not know statements of kind '\(kind)'"
        case .mayNotBeRestricted(let kind): "'\(kind.rawValue)' must be open: everybody needs it to verify others"
        case .mustBeRestricted(let kind): "'\(kind.rawValue)' may not have its body in the log; commit to it instead"
        case .mayNotHaveAudience(let kind):
            "'\(kind.rawValue)' is a commitment alone and has no audience; open it later to whom you choose"
        case .mustHaveAudience(let kind): "'\(kind.rawValue)' gives a body to nobody; name the parties that get it"
        case .bodyNotHere: "the sealed body that the statement names was not handed over beside it; send both"
        case .bodyNotExpected: "a sealed body was handed over for a statement that names none"
        case .commitmentMismatch:
            "the sealed body does not open to what the statement commits to; seal the body that you commit to"
        case .sealedMismatch: "the sealed body handed over is not the one whose hash the statement names"
        case .malformedSealed(let error): "the sealed body: \(error)"
        case .sealedWithoutPart(let party): "the sealed body has no part for '\(party)', to whom it must be sealed"
        case .sealedForAnother(let party): "the sealed body has a part for '\(party)', who is not in the audience"
        case .sealedToOtherKey(let party):
            "the part for '\(party)' is not sealed to the key of its node as enrolled now; fetch it and seal again"
        case .withoutNode(let party):
            "party '\(party)' has enrolled no node, so nothing can be sealed for it; it must enrol one first"
        case .unknownCommitment(let record):
            "no statement of yours about '\(record)' commits to this body; share a body that you have stated"
        case .unknownStatement(let hash): "\(hash) is no restricted statement of your party"
        case .alreadyRecalled(let hash): "the body of \(hash) was recalled; nothing more can be done with it"
        case .malformedBody(let error): "\(error)"
        case .unknownParty(let party, _): "no party '\(party)' is enrolled in this accord"
        case .partyExists(let party): "party '\(party)' is already enrolled"
        case .officerExists(let officer): "officer '\(officer)' is already enrolled; release first, or use another name"
        case .unknownOfficer(let officer): "your party has no officer '\(officer)' on duty"
        case .keyExists(let key): "key \(key) is already enrolled; every officer needs a key of their own"
        case .unknownKey(let key): "key \(key) is not one of your party's"
        case .keyAlreadyRevoked(let key): "key \(key) is already revoked"
        case .reservedName(let name): "the name '\(name)' is reserved"
        case .expiryNotAhead(let expiry, let now): "expires at \(expiry), which is not after the log's clock, \(now)"
        case .recordExists(let record): "'\(record)' already exists; amend it, or choose another name"
        case .unknownRecord(let record): "no record '\(record)' is known; notify it first"
        case .otherMechanism(let record, let mechanism): "'\(record)' is a \(mechanism)"
        case .audienceDiffers(let record):
            "what follows the notice of '\(record)' must go to the same audience, so that nobody learns half of it"
        case .sealedNotice(let record):
            "'\(record)' is known to its audience only; what you say about it is sealed to its owner, never open"
        case .withoutOwner(let party): "what is said to '\(party)' must be sealed to '\(party)'; add it to the audience"
        case .mixedSubmission(let submission):
            "submission '\(submission)' holds the other kind of change; additions and removals never come in one"
        case .unknownStandOffClass(let name): "the accord has no stand-off class '\(name)'"
        case .notAllowed(let record, let state, let what): "'\(record)' is \(state): \(what)"
        case .alreadyEnded(_, let end, let now): "ends at \(end), which is not after the log's clock, \(now)"
        case .tooMany(let what, let limit): "more than \(limit) \(what)"
        case .field(_, let sentence): sentence
        }
    }
}
