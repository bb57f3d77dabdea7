public import TransparencyLog

/// What witnesses say of what a node shows; part of every published state.
public struct Witnessing: Hashable, Sendable {
    /// What the policy in force makes of the newest checkpoint.
    public package(set) var verdict: WitnessVerdict
    /// What each witness of the policy has done for the newest checkpoint, in the policy's order.
    public package(set) var standings: [WitnessStanding]
    /// The newest checkpoint that a quorum stands behind, which receipts are built against; nil while there is none.
    ///
    /// It may be older than the newest one.
    public package(set) var witnessed: WitnessedCheckpoint?

    /// The log states no policy, or one that asks for nobody.
    public static let noneRequired = Witnessing(verdict: .noneRequired, standings: [], witnessed: nil)

    /// Whether the policy in force asks for witnesses.
    public var isRequired: Bool { verdict != .noneRequired }

    /// The witnesses that have not cosigned the newest checkpoint and would help, in the policy's order.
    public var missing: [PolicyName] {
        if case .short(let shortfall) = verdict { return shortfall.missingWitnesses }
        return []
    }

    /// The checkpoint that receipts of an entry may be built against: the newest witnessed one where witnesses are
    /// asked for, else the newest; nil when it does not hold the entry.
    func checkpoint(for index: EntryIndex, newest: SignedCheckpoint?) -> SignedCheckpoint? {
        let checkpoint = isRequired ? witnessed?.signed : newest
        return checkpoint.flatMap { $0.checkpoint.size.contains(index) ? $0 : nil }
    }
}

/// A checkpoint that a quorum of witnesses stands behind.
public struct WitnessedCheckpoint: Hashable, Sendable {
    /// The checkpoint with the quorum's cosignatures.
    public let signed: SignedCheckpoint
    /// As of when, in whole seconds since 1970 by the witnesses' clocks.
    public let asOfSeconds: UInt64

    /// How many entries it has.
    public var size: TreeSize { signed.checkpoint.size }

    /// What is witnessed, of a target; nil when its quorum has not cosigned.
    package init?(_ target: WitnessTarget) {
        guard case .witnessed(let time) = target.verdict else { return nil }
        signed = target.cosigned
        asOfSeconds = time
    }

    init?(_ report: WitnessReport) {
        guard case .witnessed(let time) = report.verdict else { return nil }
        signed = report.checkpoint.signed
        asOfSeconds = time
    }
}

extension Witnessing {
    /// What a policy makes of a checkpoint as it arrived, as a follower or a reader of a store sees it.
    ///
    /// - Parameters:
    ///   - checkpoint: with whatever lines it has.
    ///   - policy: the one in force at its size; nil when there is none.
    ///   - log: the log's key.
    ///   - latestSeconds: cosignatures from later than this count for nothing.
    ///   - earlier: what was known before, for the newest witnessed checkpoint.
    /// - Throws: when the log's signature, or that of a witness of the policy, does not hold.
    public init(
        judging checkpoint: SignedCheckpoint, by policy: WitnessPolicy?, log: NoteVerifierKey,
        latestSeconds: UInt64, after earlier: Witnessing = .noneRequired
    ) throws(LogError) {
        guard let policy else {
            self = .noneRequired
            return
        }
        let report = try policy.judge(checkpoint, log: log, latestSeconds: latestSeconds)
        self.init(
            verdict: report.verdict, standings: report.standings,
            witnessed: WitnessedCheckpoint(report) ?? earlier.witnessed)
    }

    /// What a target's verdict says, beside the newest witnessed checkpoint.
    package init(_ target: WitnessTarget, witnessed: WitnessedCheckpoint?) {
        self.init(verdict: target.verdict, standings: target.standings, witnessed: witnessed)
    }
}
