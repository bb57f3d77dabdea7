import Crypto
public import TransparencyLog

/// Binds a party to a body that lies outside the log: HMAC-SHA256 of the body under a random opening.
///
/// Coordinates and times can be guessed, so a plain hash would give them away; without the 32-byte opening the
/// commitment says nothing. Erasing the opening and the body leaves an entry that still verifies.
public struct Commitment: Hashable, Sendable {
    /// The authentication code.
    public let hash: Hash

    /// The commitment with this value.
    public init(_ hash: Hash) { self.hash = hash }

    /// Commits to exactly these bytes.
    public init(to body: [UInt8], opening: Opening) {
        var code = HMAC<SHA256>(key: SymmetricKey(data: opening.bytes))
        code.update(data: Self.label)
        code.update(data: body)
        let digest = [UInt8](code.finalize())
        hash = Hash(bytes: digest) ?? .emptyTree
    }

    /// Whether `body` is what was committed to.
    public func accepts(_ body: [UInt8], opening: Opening) -> Bool {
        Commitment(to: body, opening: opening) == self
    }

    // Separates this use of the key from any other; the zero byte ends the label.
    private static let label = Array("parley/body/v1\0".utf8)
}

/// 32 random bytes that open one commitment.
public struct Opening: Hashable, Sendable {
    /// How many bytes an opening has.
    public static let byteCount = 32
    /// The bytes; secret until disclosed.
    public let bytes: [UInt8]

    /// A new opening from the system's random source.
    public init() {
        var generator = SystemRandomNumberGenerator()
        bytes = (0..<Self.byteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// An opening of exactly 32 bytes; nil for any other count.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }
}

/// A restricted body with what opens it, as its author hands it over.
public struct OpenedBody: Hashable, Sendable {
    /// Bytes of a body outside the log.
    public static let maximumBytes = 1024 * 1024

    /// A JSON object, exactly as committed to.
    public let bytes: [UInt8]
    /// Opens the commitment.
    public let opening: Opening

    /// A body and its opening.
    public init(bytes: [UInt8], opening: Opening) {
        self.bytes = bytes
        self.opening = opening
    }
}
