/// Why a signed note or a key's text form is not valid, or not trusted.
public enum NoteError: Error, Hashable, Sendable {
    /// The note is larger than the limit.
    case tooLong(byteCount: Int, maximum: Int)
    /// The note is not valid UTF-8.
    case notUTF8
    /// The note holds a control character other than newline.
    case controlCharacter(offset: Int)
    /// The text is empty or does not end with a newline.
    case textNotTerminated
    /// There is no empty line between text and signatures.
    case noSignatures
    /// A line after the last empty line is not a signature line; lines count from 1 after the empty one.
    case badSignatureLine(Int)
    /// There are more signature lines than the limit.
    case tooManySignatures(maximum: Int)
    /// A key name is empty, too long, or holds a space, a control character or `+`.
    case badName(String)
    /// A verifier key is not `name+id+base64`, or its parts do not belong together.
    case badVerifierKey(String)
    /// A verifier key's type is none of those that are accepted.
    case unknownKeyType(UInt8)
    /// A public key is one for which anybody can sign.
    case weakKey(KeyName)
    /// A key's seed is not 32 bytes.
    case badSeed(KeyName)
    /// Two known keys have the same name and ID, so that a signature cannot be told to be one's or the other's.
    case ambiguousKeys(KeyName, KeyID)
    /// A known key's signature does not hold: the note was altered or forged.
    case badSignature(KeyName, KeyID)
    /// No signature is by a known key.
    case notSignedByKnownKey
    /// A key was asked for what its type does not do.
    case wrongKeyType(KeyName)
    /// A cosignature's time is 0 or above 2^63 - 1.
    case badTimestamp(UInt64)
    /// The cryptographic library refused to sign.
    case signingFailed(KeyName)
}

extension NoteError: CustomStringConvertible {
    /// What was expected, what was found.
    public var description: String {
        switch self {
        case .tooLong(let count, let maximum):
            "signed note: \(count) bytes; at most \(maximum) are read"
        case .notUTF8:
            "signed note: not valid UTF-8"
        case .controlCharacter(let offset):
            "signed note: control character at byte \(offset); only newline is allowed"
        case .textNotTerminated:
            "signed note: the text must not be empty and must end with a newline"
        case .noSignatures:
            "signed note: no empty line followed by signature lines"
        case .badSignatureLine(let line):
            "signed note: signature line \(line) must be an em dash, a key name and base64, ended by a newline"
        case .tooManySignatures(let maximum):
            "signed note: more than \(maximum) signature lines"
        case .badName(let name):
            "key name '\(name)': must not be empty, longer than \(KeyName.maximumByteCount) bytes, or hold a space or '+'"
        case .badVerifierKey(let text):
            "verifier key '\(text)': must be name+id+base64, with the id that belongs to name and key"
        case .unknownKeyType(let type):
            "verifier key: type \(type) is not accepted; expected 1 (Ed25519) or 4 (cosignature)"
        case .weakKey(let name):
            "verifier key of '\(name)': anybody can sign for this public key; ask its owner for a proper one"
        case .badSeed(let name):
            "private key of '\(name)': the seed must be 32 bytes"
        case .ambiguousKeys(let name, let id):
            "two different known keys are both '\(name)' with ID \(id): remove one"
        case .badSignature(let name, let id):
            "the signature of '\(name)' (key \(id)) does not hold: the note was altered or forged"
        case .notSignedByKnownKey:
            "the note bears no signature of a known key"
        case .wrongKeyType(let name):
            "the key of '\(name)' is of the wrong type for this: a log signs with type 1, a witness cosigns with type 4"
        case .badTimestamp(let time):
            "cosignature time \(time): must be from 1 to 2^63 - 1 seconds since 1970"
        case .signingFailed(let name):
            "signing as '\(name)' failed"
        }
    }
}
