import Foundation

/// What tells one state of a file from another without reading it.
public struct FileMark: Hashable, Sendable {
    private let modified: Date
    private let size: Int
    private let number: UInt64

    /// The file as it is now; nil when it is not there.
    public init?(of path: String) {
        guard let found = try? FileManager.default.attributesOfItem(atPath: path),
            let modified = found[.modificationDate] as? Date, let size = found[.size] as? Int
        else { return nil }
        self.modified = modified
        self.size = size
        number = (found[.systemFileNumber] as? UInt64) ?? 0
    }
}
