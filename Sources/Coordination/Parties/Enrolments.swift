public import Geodesy
public import Statements
import StrictJSON
public import TransparencyLog

/// A party as the host enrolled it.
public struct Party: Hashable, Sendable {
    /// The party's machine name.
    public let id: PartyID
    /// The party's name.
    public let name: LocalisedText
    /// What it is to the accord.
    public let role: PartyRole
    /// The entry that enrolled it.
    public let enrolledAt: EntryIndex
    /// Whether it takes part.
    public internal(set) var standing: PartyStanding = .takesPart
    /// Its node, if it has enrolled one.
    public internal(set) var node: PartyNode?
}

/// An officer as the party's root key enrolled them.
public struct Officer: Hashable, Sendable {
    /// The party the officer speaks for.
    public let party: PartyID
    /// The officer's machine name within the party.
    public let id: OfficerID
    /// The name or post that others see.
    public let name: LocalisedText
    /// The grade.
    public let grade: Grade
    /// What the officer may sign for, sorted.
    public let roles: [OfficerRole]
    /// How to reach the officer, if given.
    public let contact: Contact?
    /// The end of the enrolment.
    public let expires: Instant
    /// The entry that enrolled the officer.
    public let enrolledAt: EntryIndex
    /// When the party released the officer.
    public internal(set) var releasedAt: Instant?

    /// Whether the officer stands enrolled at `time`.
    public func isOnStrength(at time: Instant) -> Bool { releasedAt == nil && time < expires }
}

/// A key, whose it is and when it holds.
public struct EnrolledKey: Hashable, Sendable {
    /// The key.
    public let key: PublicKey
    /// The party it speaks for.
    public let party: PartyID
    /// The officer it speaks for; `root` and `node` are keys of the party itself.
    public let officer: OfficerID
    /// The end of its validity; nil for root and node keys, which only the host's enrolment ends.
    public let expires: Instant?
    /// The entry that enrolled it.
    public let enrolledAt: EntryIndex
    /// When it was revoked, by the log's clock.
    public internal(set) var revokedAt: Instant?
}

/// Names an officer across parties.
public struct OfficerRef: Hashable, Sendable {
    /// The party.
    public let party: PartyID
    /// The officer.
    public let officer: OfficerID

    /// Officer `officer` of `party`.
    public init(_ party: PartyID, _ officer: OfficerID) {
        self.party = party
        self.officer = officer
    }
}
