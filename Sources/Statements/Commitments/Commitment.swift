public import TransparencyLog

/// Binds a party to a body that lies outside the log: the root of the tree over the commitments to its fields.
///
/// One field can be shown with its opening while the others stay hidden, and still belong to what was signed. Erasing
/// openings and body leaves an entry that verifies and says nothing.
public struct Commitment: Hashable, Sendable {
    /// The root.
    public let hash: Hash

    /// The commitment with this value.
    public init(_ hash: Hash) { self.hash = hash }

    /// Commits to these fields, in this order.
    public init(over fields: some Sequence<FieldCommitment>) {
        var edge = RightEdge()
        for field in fields { edge.append(Hash.leaf(of: field.hash.bytes)) }
        hash = edge.root
    }
}
