import Dispatch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A log as files in a folder, laid out as tlog-tiles serves them: `checkpoint`, `tile/...`.
public struct FolderLogSource: LogSource {
    /// The folder.
    public let folder: String
    // Reading blocks, so it has a queue of its own and never holds up a task's thread.
    private let queue = DispatchQueue(label: "parley.log-folder", attributes: .concurrent)

    /// The log in this folder.
    public init(folder: String) { self.folder = folder }

    /// Reads `checkpoint`.
    ///
    /// - Throws: `LogSourceError`.
    public func checkpoint() async throws -> [UInt8] { try await resource("checkpoint") }

    /// Reads the file at a path.
    ///
    /// - Throws: `LogSourceError`.
    public func resource(_ path: String) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try Self.read(folder, path) }) }
        }
    }

    private static func read(_ folder: String, _ path: String) throws(LogSourceError) -> [UInt8] {
        let file = open("\(folder)/\(path)", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            guard errno != ENOENT, errno != ENOTDIR else {
                throw LogSourceError(.notFound, path: path, message: "there is no such file in \(folder)")
            }
            throw unreadable(path)
        }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0 else { throw unreadable(path) }
        guard facts.st_mode & S_IFMT == S_IFREG else {
            throw LogSourceError(.unreadable, path: path, message: "is not a file")
        }
        guard facts.st_size <= LogSourceLimits.maximumFileBytes else {
            throw LogSourceError(
                .tooLarge, path: path,
                message:
                    "has \(facts.st_size) bytes; no file of a log has more than \(LogSourceLimits.maximumFileBytes)")
        }
        let wanted = Int(facts.st_size)
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
            while count < wanted, let start = buffer.baseAddress {
                let taken = readBytes(file, start + count, wanted - count)
                if taken < 0, errno == EINTR { continue }
                failed = taken < 0
                guard taken > 0 else { return }
                count += taken
            }
        }
        guard !failed else { throw unreadable(path) }
        return bytes
    }

    private static func unreadable(_ path: String) -> LogSourceError {
        LogSourceError(.unreadable, path: path, message: "cannot be read: \(String(cString: strerror(errno)))")
    }
}

/// The system's `read`, which a member of the same name would hide.
private func readBytes(_ file: Int32, _ buffer: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
    read(file, buffer, count)
}
