public import Coordination
public import Geodesy
public import Statements
public import TransparencyLog

/// An accord with its keys: a neutral host and parties, each with a root key and one officer.
public struct TestAccord: Sendable {
    /// A party and the keys that it alone holds.
    public struct Member: Sendable {
        /// The party.
        public let party: PartyID
        /// What it is to the accord.
        public let role: PartyRole
        /// Its root key.
        public let root: SigningKey
        /// Its officer, who has access and duty.
        public let officer: OfficerID
        /// The officer's key.
        public let officerKey: SigningKey
    }

    /// The accord's name.
    public let id: AccordID
    /// The neutral host.
    public let host: Member
    /// The other parties, in the order in which they are enrolled.
    public let members: [Member]
    /// Signs checkpoints.
    public let logSigner: NoteSigner
    /// Signs the clock.
    public let nodeKey: SigningKey
    /// When it is founded.
    public let foundedAt: Instant
    /// When officers and keys expire.
    public let expires: Instant

    /// The parties that tests use when they do not say which.
    public static let usualParties: [(name: String, role: PartyRole)] = [
        ("un-hub", .humanitarian), ("red-crescent", .humanitarian), ("party-a", .belligerent),
        ("party-b", .belligerent),
    ]

    /// An accord whose keys follow from the names alone.
    ///
    /// With `mixesAlgorithms` every second officer signs with P-256, whose signatures differ between runs.
    ///
    /// - Throws: `IdentifierError`, `KeyError` or `NoteError` for names that cannot be.
    public init(
        _ name: String = "accord-1", parties: [(name: String, role: PartyRole)] = usualParties,
        mixesAlgorithms: Bool = false, foundedAt: Instant = .test(0), validSeconds: Int64 = 400 * 86_400
    ) throws {
        id = try AccordID(name)
        host = try Self.member("neutral-host", .host, .ed25519)
        members = try parties.enumerated().map { number, party in
            try Self.member(party.name, party.role, mixesAlgorithms && number % 2 == 1 ? .p256 : .ed25519)
        }
        logSigner = try TestKeys.log()
        nodeKey = try TestKeys.signing("neutral-host/node")
        self.foundedAt = foundedAt
        expires = foundedAt.adding(seconds: validSeconds)
    }

    private static func member(
        _ name: String, _ role: PartyRole, _ algorithm: PublicKey.Algorithm
    ) throws -> Member {
        Member(
            party: try PartyID(name), role: role, root: try TestKeys.signing("\(name)/root"),
            officer: OfficerID(checked: "access-1"), officerKey: try TestKeys.signing("\(name)/access-1", algorithm))
    }

    /// The member called `name`; nil when there is none.
    public func member(_ name: String) -> Member? {
        ([host] + members).first { $0.party.rawValue == name }
    }

    /// The body of the founding statement.
    public var foundingBody: [UInt8] {
        Accord.foundingBody(
            name: [("en", "Cessation of hostilities, rehearsal")], isExercise: true,
            hostName: [("en", "Neutral host")], logKey: logSigner.verifierKey.vkey, rootKey: host.root.publicKey,
            nodeKey: nodeKey.publicKey,
            standOffClasses: [
                ("hospital", 500_000, "Annex B, 2"), ("convoy", 1_000_000, "Annex B, 4"), ("other", 0, "Annex B, 9"),
            ])
    }
}
