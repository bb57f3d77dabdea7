import Synchronization
public import TransparencyLog

/// A witness's store with an anchor beside it for each log, so that a store restored from a backup is noticed.
///
/// The anchor follows the store: after power loss it may be older, which is harmless. It must only never be restored
/// together with the store, so it belongs in no backup.
public final class AnchoredWitnessStore: WitnessStore {
    private let store: any WitnessStore
    private let anchor: @Sendable (KeyName) throws -> any CheckpointAnchor
    private let takesStoreAsNewest: Bool
    private let compared = Mutex<Set<KeyName>>([])

    /// A store and where the anchor of each log is.
    ///
    /// - Parameters:
    ///   - store: what a witness cosigned last.
    ///   - takesStoreAsNewest: whether a store without its anchor is believed, because somebody has looked.
    ///   - anchor: the anchor of a log.
    public init(
        _ store: any WitnessStore, takesStoreAsNewest: Bool = false,
        anchor: @escaping @Sendable (KeyName) throws -> any CheckpointAnchor
    ) {
        self.store = store
        self.takesStoreAsNewest = takesStoreAsNewest
        self.anchor = anchor
    }

    /// The note stored last for the log, compared with the anchor the first time it is asked for.
    ///
    /// - Throws: `WitnessError.storeWentBack` or `anchorMissing`; nothing is cosigned then.
    public func cosigned(_ origin: KeyName) throws -> [UInt8]? {
        let note = try store.cosigned(origin)
        guard !compared.withLock({ $0.contains(origin) }) else { return note }
        try compare(note, origin)
        compared.withLock { _ = $0.insert(origin) }
        return note
    }

    /// Replaces in the store, then in the anchor; a cosignature is seen by nobody before both.
    public func replace(_ origin: KeyName, _ old: [UInt8]?, with new: [UInt8]) throws -> Bool {
        guard try store.replace(origin, old, with: new) else { return false }
        try anchor(origin).publish(new)
        return true
    }

    private func compare(_ note: [UInt8]?, _ origin: KeyName) throws {
        let anchor = try anchor(origin)
        guard let shown = try anchor.published() else {
            guard note == nil || takesStoreAsNewest else { throw WitnessError.anchorMissing(origin) }
            // From here on "nothing cosigned yet" is something that the anchor knows.
            try anchor.publish(note ?? [])
            return
        }
        guard !shown.isEmpty else { return }
        let kept = try read(note, origin)
        let had = try read(shown, origin)
        guard let had else { return }
        guard let kept, kept.size > had.size || kept == had else {
            throw WitnessError.storeWentBack(origin, had: had.size, found: kept?.size ?? TreeSize(0))
        }
    }

    private func read(_ bytes: [UInt8]?, _ origin: KeyName) throws -> Checkpoint? {
        guard let bytes, !bytes.isEmpty else { return nil }
        do throws(LogError) { return try SignedCheckpoint(parsing: bytes).checkpoint } catch {
            throw WitnessError.storedNoteDamaged(origin, error)
        }
    }
}
