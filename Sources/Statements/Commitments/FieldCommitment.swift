import Crypto
public import TransparencyLog

/// Binds a party to one field: HMAC-SHA256 of its name and value under the field's random opening.
///
/// Coordinates and times can be guessed, so a plain hash would give them away; without the 32-byte opening the
/// commitment says nothing.
public struct FieldCommitment: Hashable, Sendable {
    /// The authentication code.
    public let hash: Hash

    /// The commitment with this value.
    public init(_ hash: Hash) { self.hash = hash }

    /// Commits to a field: its name, and its value's bytes as they stand in the body.
    ///
    /// The name must be one that `OpenedBody.isFieldName` takes: its length goes into two bytes.
    public init(name: String, value: [UInt8], opening: FieldOpening) {
        let name = Array(name.utf8)
        precondition(name.count <= Int(UInt16.max), "a field's name was checked when the body was read")
        var code = HMAC<SHA256>(key: SymmetricKey(data: opening.bytes))
        code.update(data: Self.label)
        code.update(data: [UInt8(name.count >> 8), UInt8(name.count & 255)])
        code.update(data: name)
        code.update(data: value)
        hash = Hash(bytes: [UInt8](code.finalize())) ?? .emptyTree
    }

    // Separates this use of the key from any other; the zero byte ends the label.
    private static let label = Array("parley/field/v1\0".utf8)
}

/// 32 random bytes that open the commitment to one field.
public struct FieldOpening: Hashable, Sendable {
    /// How many bytes an opening has.
    public static let byteCount = 32
    /// The bytes; secret until disclosed.
    public let bytes: [UInt8]

    /// A new opening from the system's random source.
    public init() { bytes = SecretBytes.random(Self.byteCount) }

    /// An opening of exactly 32 bytes; nil for any other count.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }
}

/// Bytes from the system's random source.
enum SecretBytes {
    static func random(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        var out: [UInt8] = []
        out.reserveCapacity(count + 7)
        while out.count < count {
            withUnsafeBytes(of: generator.next()) { out.append(contentsOf: $0) }
        }
        out.removeLast(out.count - count)
        return out
    }
}
