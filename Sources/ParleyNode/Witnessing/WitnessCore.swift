public import Geodesy
public import TransparencyLog

/// What a witness knows and how it decides; no clock, no store, no waiting.
///
/// A cosignature leaves the core in two steps, so that none is seen before it is durable: `decide` gives a step to be
/// stored, `persisted` gives the answer. Source: c2sp.org/tlog-witness, c2sp.org/tlog-cosignature.
public struct WitnessCore: Sendable {
    private enum Known: Sendable {
        case unread
        case nothing
        case state(WitnessState)
    }

    private let signer: NoteSigner
    private let logs: [KeyName: WitnessedLog]
    private var known: [KeyName: Known]

    /// A witness that has not yet been told what it last cosigned.
    ///
    /// - Throws: `wrongKey` when the signer does not cosign, `duplicateOrigin`.
    public init(signer: NoteSigner, logs: [WitnessedLog]) throws(WitnessError) {
        guard signer.verifierKey.kind == .cosignatureV1 else { throw .wrongKey(signer.verifierKey.name) }
        var byOrigin: [KeyName: WitnessedLog] = [:]
        for log in logs {
            guard byOrigin[log.origin] == nil else { throw .duplicateOrigin(log.origin) }
            byOrigin[log.origin] = log
        }
        self.signer = signer
        self.logs = byOrigin
        known = byOrigin.mapValues { _ in .unread }
    }

    /// The key that verifies this witness's cosignatures.
    public var verifierKey: NoteVerifierKey { signer.verifierKey }

    /// Whether the log is one that this witness cosigns.
    public func isKnown(_ origin: KeyName) -> Bool { logs[origin] != nil }

    /// The last checkpoint cosigned, as far as it is known here.
    public func state(of origin: KeyName) -> WitnessState? {
        guard case .state(let state) = known[origin] else { return nil }
        return state
    }

    /// Takes up what the store holds for a log; nil when it holds nothing.
    ///
    /// Bytes that are already known cost a comparison, others two signatures.
    ///
    /// - Throws: `storedNoteDamaged`, or `storeWentBack` when the store held something newer before; the log then stays
    ///   as it was known.
    public mutating func restore(_ note: [UInt8]?, of origin: KeyName) throws(WitnessError) {
        guard let log = logs[origin] else { return }
        let before = state(of: origin)
        guard let note else {
            if let before { throw .storeWentBack(origin, had: before.checkpoint.size, found: 0) }
            known[origin] = .nothing
            return
        }
        guard before?.bytes != note else { return }
        let found: WitnessState
        do { found = try WitnessState(stored: note, log: log, witness: signer.verifierKey) } catch {
            throw .storedNoteDamaged(origin, error)
        }
        if let before, !found.canFollow(before) {
            throw .storeWentBack(origin, had: before.checkpoint.size, found: found.checkpoint.size)
        }
        known[origin] = .state(found)
    }

    /// Says what follows from a request, in the order of checks that the protocol prescribes.
    ///
    /// - Parameters:
    ///   - request: as it arrived.
    ///   - now: the witness's clock; when it has gone backwards, the time of the last cosignature is said again.
    /// - Returns: a refusal, an answer that is durable already, or a step to be stored.
    /// - Throws: `notRestored`, or `notCosigned` when signing fails.
    public func decide(_ request: AddCheckpointRequest, at now: Instant) throws(WitnessError) -> WitnessDecision {
        let (checkpoint, oldSize) = (request.checkpoint.checkpoint, request.oldSize)
        let origin = checkpoint.origin
        guard let log = logs[origin] else {
            return .refused(.unknownOrigin("this witness does not know the log '\(origin)'"), nil)
        }
        let signed: SignedCheckpoint
        do { signed = try request.checkpoint.keepingOnlyLines(of: log.keys) } catch {
            return .refused(.forbidden("\(error)"), nil)
        }
        guard oldSize <= checkpoint.size else {
            return .refused(.malformed("old size \(oldSize) is above the checkpoint's size \(checkpoint.size)"), nil)
        }
        let last: WitnessState?
        switch known[origin] {
        case .state(let state): last = state
        case .nothing: last = nil
        default: throw .notRestored(origin)
        }
        // Two roots at one size are evidence whatever the request claims to continue.
        let split = last.flatMap { SplitView($0.signed, signed) }
        let lastSize = last?.checkpoint.size ?? 0
        guard oldSize == lastSize else { return .refused(.conflict(lastSize), split) }
        let proof = ConsistencyProof(oldSize: oldSize, newSize: checkpoint.size, path: request.proof)
        do { try proof.verify(oldRoot: last?.checkpoint.root ?? .emptyTree, newRoot: checkpoint.root) } catch {
            let branch = last.flatMap { SplitView(older: $0.signed, newer: signed, failingPath: request.proof) }
            return .refused(.inconsistent("\(error)"), split ?? branch)
        }
        return try cosigned(signed, after: last, at: now)
    }

    /// Takes note that a step is durable, and gives the answer that may now be sent.
    public mutating func persisted(_ step: WitnessStep) -> AddCheckpointAnswer {
        remember(step.state)
        return .cosigned([step.state.cosignature])
    }

    /// Takes note of what is durable, unless something newer is known already.
    mutating func remember(_ durable: WitnessState) {
        let origin = durable.checkpoint.origin
        if state(of: origin).map(durable.canFollow) ?? true { known[origin] = .state(durable) }
    }

    private func cosigned(
        _ signed: SignedCheckpoint, after last: WitnessState?, at now: Instant
    ) throws(WitnessError) -> WitnessDecision {
        let time = max(now.wholeSecondsSince1970, last?.timestampSeconds ?? 1)
        if let last, last.checkpoint == signed.checkpoint, last.timestampSeconds == time {
            return .answered(.cosigned([last.cosignature]))
        }
        let origin = signed.checkpoint.origin
        do {
            let state = try WitnessState(cosigning: signed, by: signer, atSeconds: time)
            return .persist(WitnessStep(origin: origin, expected: last?.bytes, state: state))
        } catch {
            throw .notCosigned(origin, error)
        }
    }
}

extension Instant {
    /// Whole seconds since 1970, at least 1: a cosignature's time must not be 0.
    fileprivate var wholeSecondsSince1970: UInt64 { UInt64(max(microsecondsSince1970 / 1_000_000, 1)) }
}

extension SignedCheckpoint {
    /// The same checkpoint with the lines of these keys alone, all of them verified.
    fileprivate func keepingOnlyLines(of keys: [NoteVerifierKey]) throws(NoteError) -> SignedCheckpoint {
        _ = try note.verified(by: keys)
        let lines = note.signatures.filter { line in keys.contains { $0.matches(line) } }
        // A line twice says nothing more than once.
        let distinct = lines.indices.filter { !lines[..<$0].contains(lines[$0]) }.map { lines[$0] }
        let kept = try Note(text: note.text, signatures: distinct)
        // The text has been read as a checkpoint before.
        do { return try SignedCheckpoint(note: kept) } catch { throw .notSignedByKnownKey }
    }
}
