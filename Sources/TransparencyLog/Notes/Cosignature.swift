/// A witness's word, `cosignature/v1`: at that time this was the largest consistent tree that it had seen of the log.
///
/// Source: c2sp.org/tlog-cosignature. The signed message does not name the witness: one key per witness.
public struct Cosignature: Hashable, Sendable {
    /// The latest time that the format carries: 2^63 - 1.
    public static let maximumTimestampSeconds = UInt64(Int64.max)

    /// Who claims to have cosigned.
    public let name: KeyName

    /// With which of its keys.
    public let keyID: KeyID

    /// When, in whole seconds since 1970 as the witness's clock had them; 1...2^63 - 1.
    public let timestampSeconds: UInt64

    /// The 64 bytes of the Ed25519 signature.
    public let signature: [UInt8]

    /// Reads a signature line as a cosignature: 8 bytes of time, big-endian, and 64 of signature; nil otherwise.
    ///
    /// Nothing is verified by this. A time of 0 means that the witness made no statement about when, and is refused.
    public init?(_ line: NoteSignature) {
        guard line.signature.count == 72 else { return nil }
        let time = line.signature[..<8].reduce(0) { $0 << 8 | UInt64($1) }
        guard (1...Cosignature.maximumTimestampSeconds).contains(time) else { return nil }
        name = line.name
        keyID = line.keyID
        timestampSeconds = time
        signature = Array(line.signature[8...])
    }

    /// What a witness signs: a header, the time, and the checkpoint's whole text.
    public static func message(over text: [UInt8], timestampSeconds: UInt64) -> [UInt8] {
        Array("cosignature/v1\ntime \(timestampSeconds)\n".utf8) + text
    }

    static func bigEndian(_ value: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> UInt64(56 - 8 * $0)) }
    }
}
