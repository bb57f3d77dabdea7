/// Why a text is not base64 or hexadecimal in the one spelling that is accepted.
public enum TextEncodingError: Error, Hashable, Sendable {
    /// The number of characters does not fit the encoding.
    case wrongLength(encoding: String, characterCount: Int, mustBeMultipleOf: Int)
    /// A character outside the alphabet, white space included.
    case badCharacter(encoding: String, offset: Int)
    /// Padding is missing, in excess, or the unused bits before it are not zero.
    case notCanonical(encoding: String)
}

extension TextEncodingError: CustomStringConvertible {
    /// What was expected and what was found.
    public var description: String {
        switch self {
        case .wrongLength(let encoding, let count, let multiple):
            "\(encoding) text has \(count) characters; it must be a multiple of \(multiple)"
        case .badCharacter(let encoding, let offset):
            "\(encoding) text has a character at offset \(offset) that is not in the alphabet"
        case .notCanonical(let encoding):
            "\(encoding) text is not the canonical spelling: padding or unused bits are wrong"
        }
    }
}
