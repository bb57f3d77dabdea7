import Statements
import TransparencyLog

extension BundleFindings {
    /// What the bundle proves, in plain words, a sentence each.
    public var proves: [String] {
        let tree = bundle.checkpoint.checkpoint
        var out = [
            """
            The log '\(tree.origin)' holds these \(proved.entries.count) entries in this order: each is proved in its tree \
            of \(tree.size) entries with the root \(tree.root), which the log's key has signed.
            """,
            """
            Each entry is signed by a key that the entries before it enrol for the party and the officer it speaks for; \
            without such a key nobody, whoever runs the log included, could have made one up or changed it.
            """,
        ]
        if let witnesses, case .witnessed(let time) = witnesses.verdict {
            out.append(
                "As of \(WitnessTime.text(time)) the witnesses that \(policyWords) asks for had seen this tree, so "
                    + "everything in it had been said by then.")
        }
        if !opened.isEmpty {
            out.append(
                "Of \(Self.count(opened.count, "restricted statement")) the fields shown here are, to the byte, what was committed to."
            )
        }
        for promise in promises {
            out.append(
                "The log promised that entry \(promise.index) has the leaf hash \(promise.leaf) and would be witnessed by "
                    + "\(WitnessTime.text(promise.deadlineSeconds)).")
        }
        return out + evidence.map { "Evidence: \($0)." }
    }

    /// What the bundle does not prove, in plain words, a sentence each.
    public var doesNotProve: [String] {
        var out = [
            """
            That nothing else was said about the record: entries can be left out of a bundle. Whoever has the whole log can \
            see that (parley log).
            """,
            """
            That no key had been revoked, and no officer released, by an entry that was left out; a log that is audited \
            holds no statement by such a key.
            """,
            """
            That a party's root key is its own: the host enrols it, and may replace it. Compare the key with what the party \
            itself says.
            """,
            "That what was said is true, that the times claimed are right, or that anybody read it or acted on it.",
            """
            When exactly an entry was logged: the log's clock is its host's word, and is shown as "logged no earlier than".
            """,
        ]
        let sealed = statements.filter { $0.statement.audience != nil && opened[$0.index] == nil }.count
        let hidden = opened.values.filter { !$0.isComplete }.count
        if sealed + hidden > 0 {
            out.append(
                "That a body, or a field, which is not shown says anything in particular: "
                    + "\(Self.count(sealed, "body", "bodies")) and parts of \(hidden) are not shown.")
        }
        switch witnesses?.verdict {
        case nil:
            out.append(
                "That others were shown the same log: nothing is established by witnesses, since no policy says who they are."
            )
        case .noneRequired: out.append("That others were shown the same log: \(policyWords) asks for no witness.")
        case .short(let shortfall): out.append("That others were shown the same log: \(shortfall), by \(policyWords).")
        case .witnessed where policySource != .given:
            out.append(
                "That these witnesses are the right ones: \(policyWords) names them. Verify with a policy of your own (--policy)."
            )
        case .witnessed: break
        }
        return out
    }

    /// Whose policy it is, to be read within a sentence.
    var policyWords: String {
        switch policySource {
        case .given: "the policy that was given"
        case .log: "the policy that the host states in the log"
        case .bundle: "the policy in this file, which is its maker's word alone,"
        case nil: "no policy"
        }
    }

    static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        number == 1 ? "1 \(one)" : "\(number) \(many ?? one + "s")"
    }
}
