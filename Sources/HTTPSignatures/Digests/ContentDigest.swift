import Crypto
public import TransparencyLog

/// A body's SHA-256 digest, as the field `Content-Digest` carries it.
///
/// Source: RFC 9530 section 2. Digests by other algorithms may stand beside it and are not looked at.
public struct ContentDigest: Hashable, Sendable {
    /// Bytes of the field.
    public static let maximumFieldBytes = 1024
    /// Digests that one field may hold.
    public static let maximumDigests = 8
    private static let name = "sha-256"

    /// The digest.
    public let hash: Hash

    /// The digest with this value.
    public init(_ hash: Hash) { self.hash = hash }

    /// The digest of a whole body.
    public init(of body: [UInt8]) { hash = Hash.sha256(of: body) }

    /// Reads the field's value.
    ///
    /// - Throws: `fieldTooLong`, or `fieldMalformed` when it holds no SHA-256 digest, or one digest twice.
    public init(parsing field: String) throws(SignatureError) {
        let members = try FieldMember.members(
            of: field, field: "content-digest", maximumBytes: Self.maximumFieldBytes, maximumCount: Self.maximumDigests)
        guard let member = members.first(where: { $0.label == Self.name }), let bytes = member.byteSequence,
            let hash = Hash(bytes: bytes)
        else { throw .fieldMalformed("content-digest", "must hold sha-256=:<32 bytes in base64>: (RFC 9530)") }
        self.hash = hash
    }

    /// The field's value.
    public var fieldValue: String { "\(Self.name)=:\(hash.base64):" }
}

/// Hashes a body as it streams in.
public struct BodyHasher {
    private var function = SHA256()
    /// Bytes so far.
    public private(set) var byteCount = 0

    /// Starts with an empty body.
    public init() {}

    /// Takes the body's next bytes.
    public mutating func update(_ bytes: some Sequence<UInt8>) {
        let taken: Int? = bytes.withContiguousStorageIfAvailable { buffer in
            function.update(bufferPointer: UnsafeRawBufferPointer(buffer))
            return buffer.count
        }
        if let taken {
            byteCount += taken
        } else {
            let copy = Array(bytes)
            function.update(data: copy)
            byteCount += copy.count
        }
    }

    /// Takes the body's next bytes where they lie.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        function.update(bufferPointer: bytes)
        byteCount += bytes.count
    }

    /// What the body came to.
    public func finish() -> HashedBody {
        let digest = function.finalize()
        return HashedBody(digest: ContentDigest(Hash(bytes: Array(digest)) ?? .emptyTree), byteCount: byteCount)
    }
}

/// A body that was read to its end: its digest and length.
public struct HashedBody: Hashable, Sendable {
    /// The digest of the bytes that came.
    public let digest: ContentDigest
    /// How many came.
    public let byteCount: Int

    init(digest: ContentDigest, byteCount: Int) {
        self.digest = digest
        self.byteCount = byteCount
    }

    /// A body held whole.
    public init(_ body: [UInt8]) {
        self.init(digest: ContentDigest(of: body), byteCount: body.count)
    }
}
