import Foundation

/// Files as commands read and write them.
enum Files {
    /// The largest file that is read whole.
    static let maximumBytes = 256 << 20

    static func read(_ path: String, limit: Int = maximumBytes) throws -> [UInt8] {
        if path == "-" { return [UInt8](FileHandle.standardInput.readDataToEndOfFile().prefix(limit)) }
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else {
            throw Failure(.usage, "\(path): no such file")
        }
        guard (attributes[.size] as? Int ?? 0) <= limit else {
            throw Failure(.usage, "\(path): larger than \(limit) bytes")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.usage, "\(path): cannot be read; check its permissions")
        }
        return [UInt8](data)
    }

    /// Writes a file whole or not at all.
    static func write(_ bytes: [UInt8], to path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent.isEmpty
                    ? "." : (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch { throw Failure(.usage, "\(path): cannot be written (\(error))") }
    }

    /// Writes a secret that only its owner may read; never over an existing one.
    static func writeSecret(_ text: String, to path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        if !folder.isEmpty {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(.usage, "\(path): \(String(cString: strerror(errno))); keys are never written over")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: Data(text.utf8))
        try handle.synchronize()
    }
}
