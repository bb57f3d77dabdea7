/// Where an auditor gets a log's files from; the bytes are not trusted.
public protocol LogSource: Sendable {
    /// The newest checkpoint.
    ///
    /// - Throws: `LogSourceError`.
    func checkpoint() async throws -> [UInt8]

    /// The file at a path below the log's prefix, such as `tile/0/x001/234.p/5`.
    ///
    /// - Throws: `LogSourceError`, with code `notFound` when there is no such file.
    func resource(_ path: String) async throws -> [UInt8]
}

/// Why a source could not give a file.
public struct LogSourceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of failure that callers tell apart.
    public enum Code: String, Hashable, Sendable {
        /// There is no such file.
        case notFound = "not-found"
        /// The file is larger than any honest one.
        case tooLarge = "too-large"
        /// The file or the server could not be read.
        case unreadable
        /// The audit was called off.
        case cancelled
    }

    /// Which kind of failure.
    public let code: Code
    /// The file, below the log's prefix.
    public let path: String
    /// What happened, in words.
    public let message: String

    /// An error about a file.
    public init(_ code: Code, path: String, message: String) {
        self.code = code
        self.path = path
        self.message = message
    }

    /// The file and what happened.
    public var description: String { "\(path): \(message)" }
}

/// Named limits of what a source gives.
public enum LogSourceLimits {
    /// The largest honest file: a bundle of 256 entries of the longest kind.
    public static let maximumFileBytes = 256 * (2 + 65_535)
}
