/// Whether the witnesses that a policy asks for have cosigned.
public enum WitnessVerdict: Hashable, Sendable {
    /// The quorum has cosigned, every member of it at this time or later: the newest time of which that is true.
    ///
    /// In whole seconds since 1970, by the witnesses' own clocks.
    case witnessed(asOfSeconds: UInt64)
    /// The policy asks for no witness, so nothing is established by witnesses.
    case noneRequired
    /// The quorum has not cosigned.
    case short(WitnessShortfall)

    /// Whether a quorum of witnesses stands behind the checkpoint; false also where the policy asks for none.
    public var isWitnessed: Bool {
        if case .witnessed = self { return true }
        return false
    }
}

/// What a witness, or a group, still lacks.
public struct WitnessShortfall: Hashable, Sendable {
    /// Who lacks it.
    public let name: PolicyName
    /// Whether it is one witness that has not cosigned; else a group.
    public let isWitness: Bool
    /// How many members have witnessed; 0 for a witness.
    public let have: Int
    /// How many it takes; 1 for a witness.
    public let need: Int
    /// The members that have not witnessed, in the policy's order; empty for a witness.
    public let missing: [WitnessShortfall]

    /// The witnesses that have not cosigned and would help, in the policy's order.
    public var missingWitnesses: [PolicyName] { isWitness ? [name] : missing.flatMap(\.missingWitnesses) }
}

extension WitnessPolicy {
    /// Says whether the quorum has cosigned, as of when, or who is missing.
    ///
    /// - Parameter times: for each witness that has cosigned, when, in whole seconds since 1970; only verified
    ///   cosignatures belong here. Names that the policy does not know count for nothing.
    /// - Returns: the newest time since which a quorum has cosigned, or what is missing.
    public func verdict(cosignedAtSeconds times: [PolicyName: UInt64]) -> WitnessVerdict {
        guard let quorum else { return .noneRequired }
        if let time = asOfSeconds(quorum, times) { return .witnessed(asOfSeconds: time) }
        return .short(shortfall(quorum, times))
    }

    /// The newest time at or after which a member has witnessed: of a group that takes k, the k-th newest of its members'.
    private func asOfSeconds(_ member: Member, _ times: [PolicyName: UInt64]) -> UInt64? {
        switch member {
        case .witness(let index):
            return times[witnesses[index].name]
        case .group(let index):
            let group = groups[index]
            let found = group.members.compactMap { asOfSeconds($0, times) }.sorted(by: >)
            return found.count >= group.threshold ? found[group.threshold - 1] : nil
        }
    }

    private func shortfall(_ member: Member, _ times: [PolicyName: UInt64]) -> WitnessShortfall {
        switch member {
        case .witness(let index):
            return WitnessShortfall(name: witnesses[index].name, isWitness: true, have: 0, need: 1, missing: [])
        case .group(let index):
            let group = groups[index]
            let missing = group.members.filter { asOfSeconds($0, times) == nil }
            return WitnessShortfall(
                name: group.name, isWitness: false, have: group.members.count - missing.count, need: group.threshold,
                missing: missing.map { shortfall($0, times) })
        }
    }
}

extension WitnessVerdict: CustomStringConvertible {
    /// The verdict in one sentence, with the names of those who are missing.
    public var description: String {
        switch self {
        case .witnessed(let time): "witnessed by the quorum as of \(time) seconds since 1970"
        case .noneRequired: "not witnessed: the policy asks for no witness"
        case .short(let shortfall): "not witnessed: \(shortfall)"
        }
    }
}

extension WitnessShortfall: CustomStringConvertible {
    /// Who is missing, by name.
    public var description: String {
        if isWitness { return "witness '\(name)' has not cosigned" }
        let parts = missing.map(\.description).joined(separator: "; ")
        return "group '\(name)' has \(have) of the \(need) that it takes (\(parts))"
    }
}
