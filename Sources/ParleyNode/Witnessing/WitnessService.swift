public import Logging
import Synchronization
public import TransparencyLog

/// A witness as a node serves it: cosigns its logs until one of them contradicts itself, and keeps the evidence.
///
/// Calls block on the store.
public final class WitnessService: Sendable {
    private let witness: Witness
    private let origins: [String: KeyName]
    private let alarms: Alarms
    private let evidence: (any EvidenceStore)?
    private let clock: any WallClock
    private let stopped = Mutex<Set<KeyName>>([])

    /// The key that verifies its cosignatures.
    public let verifierKey: NoteVerifierKey

    /// A witness over its store, with alarms of its own.
    ///
    /// - Parameters:
    ///   - signer: its key, of type 4.
    ///   - logs: what it cosigns.
    ///   - store: what it cosigned last.
    ///   - evidence: where evidence is kept and read back; nil to keep none beyond the process.
    ///   - clock: its clock.
    ///   - logger: its journal.
    /// - Throws: `WitnessError` for keys that cannot work, and what the evidence's store throws.
    public convenience init(
        signer: NoteSigner, logs: [WitnessedLog], store: any WitnessStore, evidence: (any EvidenceStore)?,
        clock: any WallClock = SystemClock(), logger: Logger
    ) throws {
        try self.init(
            signer: signer, logs: logs, store: store, evidence: evidence,
            alarms: Alarms(store: evidence, logger: logger), clock: clock)
    }

    /// A witness that raises the alarms of the node around it, and heeds them.
    ///
    /// - Throws: `WitnessError` for keys that cannot work.
    public init(
        signer: NoteSigner, logs: [WitnessedLog], store: any WitnessStore, evidence: (any EvidenceStore)?,
        alarms: Alarms, clock: any WallClock = SystemClock()
    ) throws {
        witness = Witness(try WitnessCore(signer: signer, logs: logs), store: store)
        verifierKey = signer.verifierKey
        origins = Dictionary(
            logs.map { (Hash.sha256(of: Array($0.origin.text.utf8)).hex, $0.origin) },
            uniquingKeysWith: { first, _ in first })
        self.alarms = alarms
        self.evidence = evidence
        self.clock = clock
        // Refuse at the start rather than at the first request where the store cannot be trusted.
        for log in logs { _ = try witness.cosigned(log.origin) }
    }

    /// Answers the body of an add-checkpoint request.
    ///
    /// - Throws: what the store throws, or a `WitnessError`: answer with a server error then.
    public func answer(_ body: [UInt8]) throws -> AddCheckpointAnswer {
        let request: AddCheckpointRequest
        do { request = try AddCheckpointRequest(parsing: body) } catch { return error.answer }
        let origin = request.checkpoint.checkpoint.origin
        if let reason = reasonToStop(origin) { return .forbidden(reason) }
        let now = clock.now()
        let outcome = try witness.answer(request, at: now)
        if let found = outcome.splitView {
            stopped.withLock { _ = $0.insert(origin) }
            alarms.raise(
                .splitView,
                "log '\(origin)' has signed two histories that cannot both be true; this witness cosigns it no more; "
                    + "give the evidence to every party",
                evidence: EvidenceFile(found).bytes, at: now)
        }
        return outcome.answer
    }

    /// The last cosigned checkpoint of the log whose origin hashes to this, as monitors read it; nil for any other, and
    /// while nothing was cosigned.
    ///
    /// - Throws: as `answer`.
    public func cosigned(originHash: String) throws -> [UInt8]? {
        try origins[originHash].flatMap { try witness.cosigned($0) }
    }

    /// The alarms that stand.
    public var raised: [Alarm] { alarms.all }

    /// Why a log is cosigned no more: evidence against it, or whatever stops the node around this witness.
    private func reasonToStop(_ origin: KeyName) -> String? {
        if stopped.withLock({ $0.contains(origin) }) { return Self.stopReason }
        for alarm in alarms.all where alarm.kind.stopsFollowing {
            // Evidence that names another log says nothing about this one; what cannot be read stops everything.
            if alarm.kind == .splitView, let bytes = try? evidence?.evidence(alarm.file),
                let file = try? EvidenceFile(parsing: bytes), file.splitView.older.checkpoint.origin != origin
            {
                continue
            }
            return Self.stopReason
        }
        return nil
    }

    private static let stopReason = "this witness holds evidence against the log and cosigns it no more"
}
