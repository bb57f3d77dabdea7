import StrictJSON
public import TransparencyLog
import Statements

/// The witness policy that the host has stated in the log, in force from its entry on.
///
/// A party that does not want to take the host's word for it verifies by a policy of its own.
public struct StatedPolicy: Hashable, Sendable {
    /// Bytes that a stated policy may have.
    public static let maximumBytes = 8_192

    /// Who must have cosigned.
    public let policy: WitnessPolicy
    /// The policy's text as stated (c2sp.org/tlog-policy).
    public let text: String
    /// The entry that states it.
    public let entry: EntryIndex

    /// A policy as an entry states it.
    public init(policy: WitnessPolicy, text: String, entry: EntryIndex) {
        self.policy = policy
        self.text = text
        self.entry = entry
    }

    /// Reads the body of `witness.policy.v1`.
    ///
    /// - Throws: `JSONError` naming the field and, in the policy's text, the line.
    static func read(_ body: JSONValue) throws(JSONError) -> (policy: WitnessPolicy, text: String) {
        var fields = try body.object()
        let value = try fields.required("policy")
        let text = try value.string()
        guard text.utf8.count <= maximumBytes else {
            throw value.refused("has \(text.utf8.count) bytes; at most \(maximumBytes) are taken")
        }
        let policy: WitnessPolicy
        do { policy = try WitnessPolicy(parsing: Array(text.utf8)) } catch { throw value.refused("\(error)") }
        try fields.finish()
        return (policy, text)
    }

    /// Says whether the host may state this policy for its log.
    ///
    /// Addresses stay out of a public log: where a witness is reached is the host's own configuration.
    ///
    /// - Throws: `field` naming what is wrong.
    static func decide(_ policy: WitnessPolicy, in accord: Accord) throws(Refusal) {
        for log in policy.logs where log.key.vkey != accord.logKey {
            throw .field("/policy", "names another log, '\(log.key.name)'")
        }
        let hasAddress = policy.logs.contains { $0.url != nil } || policy.witnesses.contains { $0.url != nil }
        guard !hasAddress else {
            throw .field("/policy", "may hold no addresses: the log is public; give them to the host's node instead")
        }
    }
}
