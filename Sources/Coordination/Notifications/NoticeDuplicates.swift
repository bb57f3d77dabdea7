public import Geodesy
public import Statements

/// A notice that may be one and the same as another; a person decides, and nothing is refused for it.
public struct NoticeDuplicate: Hashable, Sendable {
    /// Why the two were put side by side.
    public enum Reason: String, Sendable {
        /// The same name, but for spelling, not far away.
        case sameName = "same-name"
        /// Another name at the same place.
        case samePlace = "same-place"
    }

    /// The other notice.
    public let record: RecordID
    /// Why.
    public let reason: Reason
    /// Millimetres along the ground between the two; 0 where they share a place.
    public let distanceMillimetres: Int64

    /// Nearer than this, places with other names are shown too.
    public static let samePlaceMillimetres: Int64 = 25_000
    /// Nearer than this, places with the same name are shown.
    public static let sameNameMillimetres: Int64 = 2_000_000

    /// Compares a notice with another; nil when they need not be looked at together.
    ///
    /// - Parameters:
    ///   - name: the name of the one.
    ///   - area: where it is.
    ///   - other: the other notice, with its name and place.
    ///   - folding: folds the spellings of names.
    /// - Returns: why and how near.
    public static func between(
        _ name: LocalisedText, _ area: PreparedArea,
        and other: (record: RecordID, name: LocalisedText, area: Area), folding: inout NameFolding
    ) -> NoticeDuplicate? {
        guard let near = area.separation(to: PreparedArea(other.area), within: sameNameMillimetres) else { return nil }
        let mine = keys(of: name, &folding)
        let reason: Reason = mine.isDisjoint(with: keys(of: other.name, &folding)) ? .samePlace : .sameName
        let distance = near.distanceMillimetres
        guard reason == .sameName || distance <= samePlaceMillimetres else { return nil }
        return NoticeDuplicate(record: other.record, reason: reason, distanceMillimetres: distance)
    }

    private static func keys(of name: LocalisedText, _ folding: inout NameFolding) -> Set<String> {
        var keys: Set<String> = []
        for (_, text) in name.texts {
            let key = folding.key(text)
            if !key.isEmpty { keys.insert(key) }
        }
        return keys
    }
}
