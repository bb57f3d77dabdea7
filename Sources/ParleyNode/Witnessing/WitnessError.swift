public import TransparencyLog

/// Why a witness cannot answer at all; nothing has been cosigned.
public enum WitnessError: Error, Hashable, Sendable {
    /// The witness's own key is not one that cosigns.
    case wrongKey(KeyName)
    /// A log has no key, too many, or one of another type or name.
    case badLogKeys(KeyName)
    /// A log is configured twice.
    case duplicateOrigin(KeyName)
    /// The witness does not know what it last cosigned for a log: `restore` has not been called.
    case notRestored(KeyName)
    /// What the store holds for a log is not a checkpoint that this witness cosigned.
    case storedNoteDamaged(KeyName, LogError)
    /// The store holds an older checkpoint than the witness has seen there before: it was restored from a backup.
    case storeWentBack(KeyName, had: TreeSize, found: TreeSize)
    /// The store holds a checkpoint of the log, but nothing beside it says that it is the newest.
    case anchorMissing(KeyName)
    /// The cryptographic library refused to sign, or the note has no room.
    case notCosigned(KeyName, LogError)
    /// Other requests were quicker every time.
    case contended(KeyName)
}

extension WitnessError: CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .wrongKey(let name):
            "the witness's key '\(name)' does not cosign: it must be of type 4"
        case .badLogKeys(let origin):
            "log '\(origin)': needs 1 to \(WitnessedLog.maximumKeyCount) keys of type 1 that bear its name"
        case .duplicateOrigin(let origin):
            "log '\(origin)' is configured twice"
        case .notRestored(let origin):
            "log '\(origin)': what was last cosigned is not known; nothing is cosigned before it has been read"
        case .storedNoteDamaged(let origin, let error):
            """
            log '\(origin)': the stored checkpoint is not one that this witness cosigned (\(error)); cosign nothing, \
            keep the store, and find out why
            """
        case .storeWentBack(let origin, let had, let found):
            """
            log '\(origin)': the store went back from size \(had) to \(found), as after restoring a backup; cosign \
            nothing until the newest checkpoint is back
            """
        case .anchorMissing(let origin):
            """
            log '\(origin)': the store has no anchor beside it, so nothing tells whether it is the newest; compare it \
            with what the log's host and the parties have seen, then start once with --take-store-as-newest
            """
        case .notCosigned(let origin, let error):
            "log '\(origin)': the checkpoint could not be cosigned: \(error)"
        case .contended(let origin):
            "log '\(origin)': too many requests at once; ask again"
        }
    }
}
