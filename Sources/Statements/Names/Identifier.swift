/// A short machine name inside an accord: lower-case letters, digits, dot and hyphen, 1 to 64 bytes.
///
/// One alphabet for every name keeps look-alikes of other scripts, path separators and control characters out of
/// file names, URLs and log lines. What people read stands in `name` fields, in any script.
public protocol Identifier: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name as text.
    var rawValue: String { get }
    /// A name already checked.
    init(checked: String)
}

extension Identifier {
    /// Checks a name.
    ///
    /// - Throws: `IdentifierError`, naming the byte or the length.
    public init(_ text: some StringProtocol) throws(IdentifierError) {
        var length = 0
        for byte in text.utf8 {
            let isLetter = byte >= 0x61 && byte <= 0x7A
            let isDigit = byte >= 0x30 && byte <= 0x39
            let isMark = byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
            guard isLetter || isDigit || (isMark && length > 0) else {
                throw .badByte(byte, at: length)
            }
            length += 1
            guard length <= IdentifierError.maximumBytes else { throw .badLength }
        }
        guard length > 0 else { throw .badLength }
        self.init(checked: String(text))
    }

    /// Orders names by their bytes.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// The name itself.
    public var description: String { rawValue }
}

/// Why a text is not a name.
public enum IdentifierError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The longest name, in bytes.
    public static let maximumBytes = 64

    /// Empty, or longer than `maximumBytes`.
    case badLength
    /// A byte outside a-z, 0-9, '.', '-', or a mark at the beginning.
    case badByte(UInt8, at: Int)

    /// What was expected, what was found, what to do.
    public var description: String {
        switch self {
        case .badLength: "must have 1 to \(Self.maximumBytes) characters"
        case .badByte(_, let position):
            "may hold a-z, 0-9, '.' and '-' only and begins with a letter or digit; see character \(position + 1)"
        }
    }
}

/// A party to the accord, such as `un-ocha`.
public struct PartyID: Identifier {
    /// The name as text.
    public let rawValue: String
    /// A name already checked.
    public init(checked: String) { rawValue = checked }
}

/// An officer of one party, unique within it.
public struct OfficerID: Identifier {
    /// The name as text.
    public let rawValue: String
    /// A name already checked.
    public init(checked: String) { rawValue = checked }

    /// The party's root key: it enrols officers and keys and says nothing else.
    public static let root = OfficerID(checked: "root")
    /// The host's node: it logs the clock and what follows from it.
    public static let node = OfficerID(checked: "node")
}

/// An accord: the arrangement that one log belongs to.
public struct AccordID: Identifier {
    /// The name as text.
    public let rawValue: String
    /// A name already checked.
    public init(checked: String) { rawValue = checked }
}

/// A record as its owner names it; unique within the owner's own records, so nobody can take another's name.
public struct SubjectID: Identifier {
    /// The name as text.
    public let rawValue: String
    /// A name already checked.
    public init(checked: String) { rawValue = checked }
}

/// A record in the accord: the owner and the owner's name for it, written `owner/subject`.
public struct RecordID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The party whose record it is; only its officers speak about it.
    public let owner: PartyID
    /// The owner's name for it.
    public let subject: SubjectID

    /// The record `subject` of `owner`.
    public init(owner: PartyID, subject: SubjectID) {
        self.owner = owner
        self.subject = subject
    }

    /// Reads `owner/subject`; nil when it is not of that form.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let owner = try? PartyID(parts[0]), let subject = try? SubjectID(parts[1]) else {
            return nil
        }
        self.init(owner: owner, subject: subject)
    }

    /// Orders records by owner, then by name.
    public static func < (left: RecordID, right: RecordID) -> Bool {
        left.owner == right.owner ? left.subject < right.subject : left.owner < right.owner
    }

    /// `owner/subject`.
    public var description: String { "\(owner)/\(subject)" }
}

/// What a statement says, with its version: `notification.notify.v1`.
public struct StatementKind: Identifier {
    /// The name as text.
    public let rawValue: String
    /// A name already checked.
    public init(checked: String) { rawValue = checked }
}
