/// Why a text is not a witness policy, and on which line.
public struct PolicyError: Error, Hashable, Sendable {
    /// The line, from 1; the one after the last where something is missing at the end.
    public let line: Int

    /// The rule that it breaks.
    public let fault: PolicyFault

    /// An error from its parts.
    public init(line: Int, fault: PolicyFault) {
        self.line = line
        self.fault = fault
    }
}

/// Which rule of the policy format is broken.
public enum PolicyFault: Error, Hashable, Sendable {
    /// The text is larger than the limit.
    case tooLong(byteCount: Int, maximum: Int)
    /// A line is not ended by a newline.
    case lineNotTerminated
    /// A byte is a control character other than tab and newline.
    case controlCharacter(UInt8)
    /// A line begins with none of the four words.
    case unknownKeyword(String)
    /// A line has too few or too many words.
    case wordCount(expected: String, found: Int)
    /// A name is empty, too long, or holds a space or a control character.
    case badName(String)
    /// Somebody is to be called `none`.
    case reservedName
    /// Two witnesses or groups have one name.
    case duplicateName(PolicyName)
    /// A key is not a verifier key of the type that its line asks for.
    case badKey(NoteError)
    /// A public key stands in two lines, so that one holder would count twice.
    case duplicateKey(KeyName)
    /// Two keys have the same name and ID, so that a signature cannot be told to be one's or the other's.
    case ambiguousKeys(KeyName, KeyID)
    /// A URL is empty, too long, not UTF-8, or holds a space or a control character.
    case badURL
    /// A group's threshold is not `all`, `any` or a decimal without leading zeros.
    case badThreshold(String)
    /// A group asks for fewer than one or for more than all of its members.
    case thresholdOutOfRange(threshold: Int, memberCount: Int)
    /// A name that no line defines.
    case undefinedName(PolicyName)
    /// A name is used on or before the line that defines it: groups would turn in a circle.
    case definedTooLate(PolicyName, definedOnLine: Int)
    /// A name is a member of a group for the second time, so that it would count twice.
    case memberTwice(PolicyName)
    /// There are more lines of one kind than the limit.
    case tooMany(String, maximum: Int)
    /// A second quorum line.
    case secondQuorum
    /// There is no quorum line; silence is never taken for leave to do without witnesses.
    case noQuorum
}

extension PolicyError: CustomStringConvertible {
    /// The line, what was expected, what was found.
    public var description: String { "witness policy, line \(line): \(fault)" }
}

extension PolicyFault: CustomStringConvertible {
    /// What was expected, what was found.
    public var description: String {
        switch self {
        case .tooLong(let count, let maximum):
            "the policy has \(count) bytes; at most \(maximum) are read"
        case .lineNotTerminated:
            "the line must end with a newline"
        case .controlCharacter(let byte):
            "control character \(byte); only tab and newline are allowed"
        case .unknownKeyword(let word):
            "'\(word)' is not one of log, witness, group and quorum"
        case .wordCount(let expected, let found):
            "expected '\(expected)', found \(found) words"
        case .badName(let name):
            "name '\(name)': must have 1 to \(PolicyName.maximumByteCount) bytes, without space or control character"
        case .reservedName:
            "the name 'none' is reserved for a quorum without witnesses"
        case .duplicateName(let name):
            "the name '\(name)' is already that of a witness or group"
        case .badKey(let error):
            "\(error)"
        case .duplicateKey(let name):
            "the public key of '\(name)' already stands in another line: one holder must not count twice"
        case .ambiguousKeys(let name, let id):
            "two keys are both '\(name)' with ID \(id): remove one"
        case .badURL:
            "the URL must be UTF-8 of 1 to \(WitnessPolicy.maximumURLByteCount) bytes, without space or control character"
        case .badThreshold(let text):
            "threshold '\(text)': expected all, any or a decimal without leading zeros"
        case .thresholdOutOfRange(let threshold, let count):
            "threshold \(threshold): must be from 1 to the number of members, \(count)"
        case .undefinedName(let name):
            "'\(name)' is not defined; witnesses and groups must be defined on lines before this one"
        case .definedTooLate(let name, let line):
            "'\(name)' is defined only on line \(line); a group may use only what is defined on lines before it"
        case .memberTwice(let name):
            "'\(name)' is already a member of a group; it may count in one place only"
        case .tooMany(let kind, let maximum):
            "more than \(maximum) \(kind)"
        case .secondQuorum:
            "there is already a quorum line; a policy has exactly one"
        case .noQuorum:
            "there is no quorum line; write 'quorum none' if no witness is asked for"
        }
    }
}
