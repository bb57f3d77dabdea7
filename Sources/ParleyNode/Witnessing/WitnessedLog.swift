public import TransparencyLog

/// A log that a witness cosigns: its origin, and the keys that may sign for it.
public struct WitnessedLog: Hashable, Sendable {
    /// How many keys a log may have at once.
    public static let maximumKeyCount = 8

    /// The log's identity.
    public let origin: KeyName

    /// Its keys, of type 1, all named by the origin; one of them must have signed a checkpoint, none wrongly.
    public let keys: [NoteVerifierKey]

    /// A log from its keys.
    ///
    /// - Throws: `badLogKeys` when there is no key or more than 8, or one is of another type or name.
    public init(origin: KeyName, keys: [NoteVerifierKey]) throws(WitnessError) {
        guard (1...WitnessedLog.maximumKeyCount).contains(keys.count),
            keys.allSatisfy({ $0.kind == .ed25519 && $0.name == origin })
        else { throw .badLogKeys(origin) }
        self.origin = origin
        self.keys = keys
    }
}
