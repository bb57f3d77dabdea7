import TransparencyLog

/// Evidence that outlives the process, with the alarm that each piece raises; any number of writers.
///
/// Calls block; the node makes them where waiting is allowed.
public protocol EvidenceStore: Sendable {
    /// The alarms of everything that is kept, oldest first.
    func alarms() throws -> [Alarm]

    /// Keeps a piece of evidence under the alarm's file name; once it returns it survives power loss.
    ///
    /// The same name again replaces nothing: what was found first stays.
    func keep(_ evidence: [UInt8], raising alarm: Alarm) throws

    /// The bytes of one piece; nil when there is none of that name.
    func evidence(_ file: String) throws -> [UInt8]?

    /// Forgets a piece and its alarm, once an operator has looked at it; nothing happens when there is none.
    func clear(_ file: String) throws
}

/// How pieces of evidence are named and how large they may be.
public enum EvidenceNaming {
    /// Bytes of one piece.
    public static let maximumBytes = 4 * 1024 * 1024
    /// Pieces that one node keeps; later ones raise their alarm without being kept.
    public static let maximumPieces = 256

    /// The name of a piece: its kind and what it hashes to, so that the same piece has one name.
    public static func file(_ kind: Alarm.Kind, _ evidence: [UInt8]) -> String {
        "\(kind.rawValue)-\(Hash.sha256(of: evidence).hex.prefix(16))"
    }

    /// Whether a name is one of ours, so that no name leads out of the folder.
    public static func isName(_ file: String) -> Bool {
        guard let kind = Alarm.Kind.allCases.first(where: { file.hasPrefix($0.rawValue + "-") }) else { return false }
        let digits = file.utf8.dropFirst(kind.rawValue.utf8.count + 1)
        return digits.count == 16
            && digits.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}
