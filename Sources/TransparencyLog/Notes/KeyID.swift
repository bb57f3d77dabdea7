/// The four bytes that say which of a name's keys signed: a hint, not a fingerprint.
///
/// Source: c2sp.org/signed-note.
public struct KeyID: Hashable, Sendable {
    /// The bytes as a big-endian number.
    public let value: UInt32

    /// Takes the number.
    public init(_ value: UInt32) { self.value = value }

    /// SHA-256(name || 0x0A || type || public key), the first four bytes.
    public init(name: KeyName, kind: NoteVerifierKey.Kind, publicKey: [UInt8]) {
        let input = Array(name.text.utf8) + [UInt8(ascii: "\n"), kind.rawValue] + publicKey
        self.init(bigEndian: Hash.sha256(of: input).bytes[..<4])
    }

    /// Reads four bytes; the caller has checked that there are as many.
    init(bigEndian bytes: ArraySlice<UInt8>) {
        value = bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The four bytes, most significant first.
    public var bytes: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * $0)) } }
}

extension KeyID: CustomStringConvertible {
    /// Eight lower-case hexadecimal digits.
    public var description: String { Hex.encode(bytes) }
}
