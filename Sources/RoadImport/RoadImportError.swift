/// Why a file of roads could not be read.
public struct RoadImportError: Error, CustomStringConvertible {
    /// What kind of trouble it was.
    public enum Code: String, Sendable {
        /// The file cannot be opened or read.
        case unreadable
        /// The compressed bytes are damaged, or hold more than the limit.
        case badGzip
        /// The network was refused; `cause` names the feature and the rule.
        case refused
        /// The compact form was refused.
        case badRoadFile
        /// The GeoPackage lacks what it must have.
        case badGeoPackage
    }

    /// What kind of trouble it was.
    public let code: Code
    /// What was found and what to do.
    public let message: String
    /// What it comes from.
    public let cause: (any Error)?

    init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The message, with its cause.
    public var description: String { cause.map { "\(message): \($0)" } ?? message }
}
