public import Geodesy
public import StrictJSON
public import TransparencyLog

/// The field types that statements and bodies share.
extension JSONValue {
    /// A machine name.
    public func identifier<ID: Identifier>(as type: ID.Type = ID.self) throws(JSONError) -> ID {
        let text = try string()
        do { return try ID(text) } catch { throw refused("\(error)") }
    }

    /// A whole number up to 2^63 - 1 in its one spelling: plain digits, without fraction or exponent.
    ///
    /// What is signed must read the same for every verifier, and many read `1.0` as another kind of number.
    public func plainNumber(from least: Int64 = 0) throws(JSONError) -> UInt64 {
        let number = UInt64(try integer(in: least...Int64.max))
        guard rawBytes.elementsEqual(String(number).utf8) else { throw refused("must be written in plain digits") }
        return number
    }

    /// A statement's name in hexadecimal.
    public func statementHash() throws(JSONError) -> StatementHash {
        guard let hash = StatementHash(hex: try string()) else {
            throw refused("must be the name of a statement, 64 lower-case hex characters")
        }
        return hash
    }

    /// A key's name in hexadecimal.
    public func keyID() throws(JSONError) -> KeyFingerprint {
        guard let id = KeyFingerprint(hex: try string()) else {
            throw refused("must be the SHA-256 of a SubjectPublicKeyInfo, 64 lower-case hex characters")
        }
        return id
    }

    /// A public key: SubjectPublicKeyInfo, DER, base64.
    public func publicKey() throws(JSONError) -> PublicKey {
        guard let der = try? Base64.decode(stringBytes()) else { throw refused("must be standard base64") }
        do { return try PublicKey(spki: der) } catch { throw refused("\(error)") }
    }

    /// A hash in standard base64, as checkpoints write it.
    public func base64Hash() throws(JSONError) -> Hash {
        guard let hash = Hash(base64: try stringBytes()) else {
            throw refused("must be 32 bytes in standard base64, 44 characters")
        }
        return hash
    }

    /// An RFC 3339 time with offset, at most six fraction digits that matter.
    public func instant(rounding: Instant.Rounding = .down) throws(JSONError) -> Instant {
        let text = try string()
        do { return try Instant(rfc3339: text, rounding: rounding) } catch { throw refused("\(error)") }
    }

    /// What people read: any script, `limit` bytes of UTF-8, without control or direction-override characters.
    public func text(limit: Int) throws(JSONError) -> String {
        let text = try string()
        guard !text.utf8.isEmpty else { throw refused("is empty") }
        guard text.utf8.count <= limit else {
            throw refused("has \(text.utf8.count) bytes; at most \(limit) are taken")
        }
        for scalar in text.unicodeScalars where scalar.isRefusedInText {
            throw refused("holds the control character U+\(String(scalar.value, radix: 16, uppercase: true))")
        }
        let isVisible = text.unicodeScalars.contains {
            !$0.properties.isWhitespace && $0.properties.generalCategory != .format
        }
        guard isVisible else { throw refused("holds nothing that can be seen") }
        return text
    }
}

extension Unicode.Scalar {
    /// C0 and C1 controls but line feed, and the bidirectional embeddings and overrides that can make a text read
    /// as another; isolates and marks, which right-to-left writing needs, stay.
    fileprivate var isRefusedInText: Bool {
        switch value {
        case 0x0A: false
        case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E: true
        default: false
        }
    }
}
