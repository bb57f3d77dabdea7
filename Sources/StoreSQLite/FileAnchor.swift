import Foundation
import Glibc
public import ParleyNode

/// The last published checkpoint in a file of its own, beside the store and not in its backups.
///
/// Replaced by rename, so that a reader sees the old or the new one. It is not synced: after power loss it may be
/// older than the store, which is harmless; it must only never be restored together with it.
public struct FileAnchor: CheckpointAnchor {
    /// The largest file that is read as a checkpoint.
    static let maximumBytes = 1 << 20
    private let path: String

    /// An anchor in the file at `path`.
    public init(path: String) { self.path = path }

    /// The bytes in the file; nil when there is none.
    public func published() throws -> [UInt8]? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path), data.count <= Self.maximumBytes else {
            throw StoreError(.failed, "\(path) cannot be read; check its permissions and size")
        }
        return [UInt8](data)
    }

    /// Replaces the file, whole or not at all.
    public func publish(_ checkpoint: [UInt8]) throws {
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw StoreError(.failed, "\(temporary) cannot be opened", cause: String(cString: strerror(errno)))
        }
        let written = checkpoint.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
        guard written == checkpoint.count else {
            throw StoreError(.failed, "\(temporary) cannot be written", cause: String(cString: strerror(errno)))
        }
        guard rename(temporary, path) == 0 else {
            throw StoreError(.failed, "\(path) cannot be replaced", cause: String(cString: strerror(errno)))
        }
    }
}
