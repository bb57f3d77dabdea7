import Foundation
import ParleyNode

/// Keeps a second program out of a node's folder for as long as it lives; the system lets go when the process ends.
public final class DirectoryLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock of the folder at `path`.
    ///
    /// - Throws: `StoreError` with code `conflict` when another program holds it.
    public init(folder path: String) throws {
        let file = path + "/lock"
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreError(.failed, "\(file) cannot be opened", cause: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw StoreError(.conflict, "another parley process works in \(path); stop it first")
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
