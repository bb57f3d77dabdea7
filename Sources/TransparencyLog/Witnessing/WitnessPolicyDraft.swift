/// A policy in the making: takes lines one by one, in an order in which every name is defined before it is used.
public struct WitnessPolicyDraft: Sendable {
    private var policy = WitnessPolicy()
    private var defined: [PolicyName: WitnessPolicy.Member] = [:]
    private var taken: Set<PolicyName> = []
    private var hasQuorum = false

    /// A draft without lines.
    public init() {}

    /// Accepts checkpoints of a log.
    ///
    /// - Throws: `badKey` when the key is not of type 1, `duplicateKey`, `ambiguousKeys`, `badURL` or `tooMany`.
    public mutating func addLog(_ key: NoteVerifierKey, url: String? = nil) throws(PolicyFault) {
        guard policy.logs.count < WitnessPolicy.maximumLogCount else {
            throw .tooMany("logs", maximum: WitnessPolicy.maximumLogCount)
        }
        try check(key, kind: .ed25519, url: url)
        policy.logs.append(WitnessPolicy.Log(key: key, url: url))
    }

    /// Makes a witness known.
    ///
    /// - Throws: `duplicateName`, `badKey` when the key is not of type 4, `duplicateKey`, `ambiguousKeys`, `badURL` or
    ///   `tooMany`.
    public mutating func addWitness(
        _ name: PolicyName, key: NoteVerifierKey, url: String? = nil
    ) throws(PolicyFault) {
        guard policy.witnesses.count < WitnessPolicy.maximumWitnessCount else {
            throw .tooMany("witnesses", maximum: WitnessPolicy.maximumWitnessCount)
        }
        try check(key, kind: .cosignatureV1, url: url)
        try define(name, as: .witness(policy.witnesses.count))
        policy.witnesses.append(WitnessPolicy.Witness(name: name, key: key, url: url))
    }

    /// Makes a group that counts as having witnessed once `threshold` of its members have.
    ///
    /// - Throws: `thresholdOutOfRange`, `undefinedName`, `memberTwice`, `duplicateName` or `tooMany`.
    public mutating func addGroup(
        _ name: PolicyName, threshold: Int, members: [PolicyName]
    ) throws(PolicyFault) {
        guard policy.groups.count < WitnessPolicy.maximumGroupCount else {
            throw .tooMany("groups", maximum: WitnessPolicy.maximumGroupCount)
        }
        guard threshold >= 1, threshold <= members.count else {
            throw .thresholdOutOfRange(threshold: threshold, memberCount: members.count)
        }
        var found: [WitnessPolicy.Member] = []
        var seen = taken
        for member in members {
            guard let place = defined[member] else { throw .undefinedName(member) }
            guard seen.insert(member).inserted else { throw .memberTwice(member) }
            found.append(place)
        }
        try define(name, as: .group(policy.groups.count))
        taken = seen
        policy.groups.append(WitnessPolicy.Group(name: name, threshold: threshold, members: found))
    }

    /// Says who must have witnessed; nil to say that no witness is asked for.
    ///
    /// - Throws: `secondQuorum` or `undefinedName`.
    public mutating func setQuorum(_ name: PolicyName?) throws(PolicyFault) {
        guard !hasQuorum else { throw .secondQuorum }
        if let name {
            guard let member = defined[name] else { throw .undefinedName(name) }
            policy.quorum = member
        }
        hasQuorum = true
    }

    /// The policy.
    ///
    /// - Throws: `noQuorum`.
    public func finished() throws(PolicyFault) -> WitnessPolicy {
        guard hasQuorum else { throw .noQuorum }
        return policy
    }

    private mutating func define(_ name: PolicyName, as member: WitnessPolicy.Member) throws(PolicyFault) {
        guard defined[name] == nil else { throw .duplicateName(name) }
        defined[name] = member
    }

    private func check(_ key: NoteVerifierKey, kind: NoteVerifierKey.Kind, url: String?) throws(PolicyFault) {
        guard key.kind == kind else { throw .badKey(.wrongKeyType(key.name)) }
        for other in policy.logs.map(\.key) + policy.witnesses.map(\.key) {
            guard other.publicKey != key.publicKey else { throw .duplicateKey(key.name) }
            guard other.name != key.name || other.keyID != key.keyID else { throw .ambiguousKeys(key.name, key.keyID) }
        }
        guard let url else { return }
        guard !url.isEmpty, url.utf8.count <= WitnessPolicy.maximumURLByteCount,
            url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
        else { throw .badURL }
    }
}
