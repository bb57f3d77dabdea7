/// What a policy's witnesses say of one checkpoint that the log has signed.
public struct WitnessReport: Hashable, Sendable {
    /// The checkpoint, the log's signature verified, with the cosignatures that hold.
    public let checkpoint: VerifiedCheckpoint
    /// Every witness of the policy, in its order, whether the quorum needs it or not.
    public let standings: [WitnessStanding]
    /// Whether the quorum has cosigned, as of when, or who is missing.
    public let verdict: WitnessVerdict

    /// How long ago the quorum last stood behind this checkpoint.
    ///
    /// - Parameter now: seconds since 1970 by the reader's clock; a time before the cosignatures gives 0.
    /// - Returns: whole seconds; nil when no quorum stands behind it.
    public func ageSeconds(atSeconds now: UInt64) -> UInt64? {
        guard case .witnessed(let time) = verdict else { return nil }
        return now > time ? now - time : 0
    }
}

/// What one witness says of a checkpoint.
public struct WitnessStanding: Hashable, Sendable {
    /// What a witness may have done.
    public enum State: Hashable, Sendable {
        /// It has cosigned; the newest of its cosignatures that count.
        case cosigned(atSeconds: UInt64)
        /// It has cosigned with a time that the reader's clock has not reached, which counts for nothing: its oldest.
        case ahead(atSeconds: UInt64)
        /// It has not cosigned.
        case absent
    }

    /// What the policy calls it.
    public let name: PolicyName
    /// What it has done.
    public let state: State

    /// A standing from its parts.
    public init(name: PolicyName, state: State) {
        self.name = name
        self.state = state
    }
}

extension WitnessPolicy {
    /// Verifies a checkpoint's signatures and says what the witnesses make of it.
    ///
    /// Lines of unknown keys are ignored; of several cosignatures by one witness one counts.
    ///
    /// - Parameters:
    ///   - checkpoint: as it arrived.
    ///   - log: the log's key where it is known from elsewhere; nil to accept the logs of the policy.
    ///   - latestSeconds: cosignatures with a later time do not count; the reader's clock and what it tolerates. By
    ///     default every time that the format carries counts.
    /// - Returns: each witness's standing and the verdict; the checkpoint is the log's even where witnesses are missing.
    /// - Throws: `otherOrigin` when no known log has this origin; `note` when the log has not signed, or a line of the
    ///   log or of a witness does not hold.
    public func judge(
        _ checkpoint: SignedCheckpoint, log: NoteVerifierKey? = nil,
        latestSeconds: UInt64 = Cosignature.maximumTimestampSeconds
    ) throws(LogError) -> WitnessReport {
        let key = try logKey(of: checkpoint, log)
        let verified = try checkpoint.verified(by: key, witnesses: witnesses.map(\.key))
        // From here on every line of a known key holds, else the note would have been refused.
        let standings = witnesses.map { witness in
            WitnessStanding(name: witness.name, state: state(of: witness, on: checkpoint, latestSeconds))
        }
        var times: [PolicyName: UInt64] = [:]
        for standing in standings {
            if case .cosigned(let time) = standing.state { times[standing.name] = time }
        }
        return WitnessReport(checkpoint: verified, standings: standings, verdict: verdict(cosignedAtSeconds: times))
    }

    private func state(
        of witness: Witness, on checkpoint: SignedCheckpoint, _ latestSeconds: UInt64
    ) -> WitnessStanding.State {
        let times = checkpoint.note.signatures.filter(witness.key.matches)
            .compactMap { Cosignature($0)?.timestampSeconds }
        if let time = times.filter({ $0 <= latestSeconds }).max() { return .cosigned(atSeconds: time) }
        return times.min().map { .ahead(atSeconds: $0) } ?? .absent
    }

    /// The key that is to verify the log's own signature: among several of one origin, one that claims to have signed.
    private func logKey(
        of checkpoint: SignedCheckpoint, _ known: NoteVerifierKey?
    ) throws(LogError) -> NoteVerifierKey {
        if let known { return known }
        let origin = checkpoint.checkpoint.origin
        let candidates = logs.map(\.key).filter { $0.name == origin }
        guard let first = candidates.first else {
            let names = logs.isEmpty ? "(no log)" : logs.map(\.key.name.text).joined(separator: "', '")
            throw .otherOrigin(expected: names, found: origin.text)
        }
        return candidates.first { checkpoint.note.signatures.contains(where: $0.matches) } ?? first
    }
}
