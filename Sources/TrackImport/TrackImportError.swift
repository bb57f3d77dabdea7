/// Why a file or a post could not be read at all.
public struct TrackImportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of trouble it was.
    public enum Code: String, Hashable, Sendable {
        /// More bytes than the limit.
        case tooLarge
        /// The compressed bytes are damaged, or hold more than the limit.
        case badGzip
        /// It is neither GPX nor a table with the columns that are needed.
        case unknownForm
        /// The XML declares a document type, which could hold entities.
        case documentType
        /// The XML nests deeper than the limit.
        case tooDeep
        /// A column that is needed is missing, or two columns could be it.
        case columns
        /// The post lacks a field, or one breaks a rule.
        case badPost
    }

    /// What kind of trouble it was.
    public let code: Code
    /// What was found and what to do.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
