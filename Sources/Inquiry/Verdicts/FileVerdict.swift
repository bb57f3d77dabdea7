import TransparencyLog

/// What a stranger may conclude from one file, in plain words.
public struct FileVerdict: Hashable, Sendable {
    /// Whether the file shows what it is for; with a policy given, also whether the witnesses stand behind it.
    public let holds: Bool
    /// One line that begins with `verified`, `proven`, `not verified` or `not proven`.
    public let headline: String
    /// What it rests on and what else follows.
    public let restsOn: [String]
    /// What it does not prove.
    public let doesNotProve: [String]

    /// A file that was read, and holds or falls with its witnesses.
    static func verified(
        _ what: String, _ restsOn: [String], _ doesNotProve: [String], short: WitnessShortfall? = nil
    ) -> FileVerdict {
        guard let short else {
            return FileVerdict(
                holds: true, headline: "verified: \(what)", restsOn: restsOn, doesNotProve: doesNotProve)
        }
        // Fail closed: whoever gave a policy asked for its witnesses.
        return FileVerdict(
            holds: false, headline: "not verified: not witnessed: \(short)",
            restsOn: restsOn + ["Apart from its witnesses it holds: \(what)."], doesNotProve: doesNotProve)
    }

    static func refused(_ word: String, _ error: some Error) -> FileVerdict {
        FileVerdict(holds: false, headline: "\(word): \(error)", restsOn: [], doesNotProve: [])
    }
}

extension WitnessVerdict {
    /// What is still missing, if the policy asks for it.
    var shortfall: WitnessShortfall? { if case .short(let shortfall) = self { shortfall } else { nil } }

    /// The verdict as a sentence of its own.
    func sentence(by policy: String) -> String {
        switch self {
        case .witnessed(let time):
            "Witnessed as of \(WitnessTime.text(time)) by the quorum that \(policy) asks for."
        case .noneRequired: "Nothing is established by witnesses: \(policy) asks for none."
        case .short(let shortfall): "Not witnessed by \(policy): \(shortfall)."
        }
    }
}

/// What is said where nobody named witnesses.
let nobodyWitnessed = "Nothing is established by witnesses: no policy was given."

extension FileVerdict {
    /// What is said of a file that cannot be read as any kind.
    public static func unreadable(_ error: VerifiableFileError) -> FileVerdict { .refused("not verified", error) }
}
