public import TransparencyLog

/// A committed checkpoint on its way to its witnesses: who has cosigned it, and what the policy makes of that.
public struct WitnessTarget: Hashable, Sendable {
    /// The checkpoint with the log's signature alone.
    public let checkpoint: SignedCheckpoint
    /// The policy in force at this size; nil when the log states none.
    public let policy: WitnessPolicy?
    /// Whether the quorum has cosigned, as of when, or who is missing.
    public private(set) var verdict: WitnessVerdict

    private var lines: [PolicyName: NoteSignature] = [:]
    private var times: [PolicyName: UInt64] = [:]

    /// A checkpoint that nobody has cosigned yet.
    public init(_ checkpoint: SignedCheckpoint, policy: WitnessPolicy?) {
        self.checkpoint = checkpoint
        self.policy = policy
        verdict = policy?.verdict(cosignedAtSeconds: [:]) ?? .noneRequired
    }

    /// How many entries the checkpoint has.
    public var size: TreeSize { checkpoint.checkpoint.size }

    /// The checkpoint with the cosignatures that came in, in the policy's order.
    public var cosigned: SignedCheckpoint {
        let added = (policy?.witnesses ?? []).compactMap { lines[$0.name] }
        // A policy has fewer witnesses than a note takes lines.
        return added.isEmpty ? checkpoint : (try? checkpoint.adding(added)) ?? checkpoint
    }

    /// What each witness of the policy has done, in its order.
    public var standings: [WitnessStanding] {
        (policy?.witnesses ?? []).map { witness in
            let state = times[witness.name].map { WitnessStanding.State.cosigned(atSeconds: $0) }
            return WitnessStanding(name: witness.name, state: state ?? .absent)
        }
    }

    /// Whether a witness's line is here.
    func isCosigned(by key: NoteVerifierKey) -> Bool {
        policy?.witnesses.first { $0.key == key }.map { lines[$0.name] != nil } ?? false
    }

    /// Adds a line that has been verified.
    mutating func add(_ line: NoteSignature, of key: NoteVerifierKey, atSeconds time: UInt64) {
        guard let policy, let witness = policy.witnesses.first(where: { $0.key == key }) else { return }
        lines[witness.name] = line
        times[witness.name] = time
        verdict = policy.verdict(cosignedAtSeconds: times)
    }
}
