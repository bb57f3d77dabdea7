/// A place as statements name it.
///
/// Two places are one where both carry the same P-code, or where neither carries one and their labels are equal; nothing
/// else is taken for the same.
public struct Place: Hashable, Sendable {
    /// The name as it was stated.
    public let label: String
    /// OCHA's code of the administrative unit, where it was stated.
    public let pcode: String?

    /// A place by its name and, where it is known, its P-code.
    public init(_ label: String, pcode: String? = nil) {
        self.label = label
        self.pcode = pcode
    }

    /// What places are told apart by.
    var key: PlaceKey { pcode.map(PlaceKey.pcode) ?? .label(label) }
}

/// What places are told apart by.
enum PlaceKey: Hashable {
    case pcode(String)
    case label(String)
}
