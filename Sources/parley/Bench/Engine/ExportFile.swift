import Foundation

/// A file written from some place on, in blocks.
final class ExportFile {
    private static let blockBytes = 1 << 20

    private let handle: FileHandle
    private var block: [UInt8] = []

    /// Opens or makes the file; what lies before the place stays as it is.
    init(path: String, at place: Int) throws {
        if place == 0 { try Data().write(to: URL(fileURLWithPath: path)) }
        handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try handle.seek(toOffset: UInt64(place))
        block.reserveCapacity(Self.blockBytes + 1_024)
    }

    func append(_ value: some FixedWidthInteger) throws {
        withUnsafeBytes(of: value.littleEndian) { block.append(contentsOf: $0) }
        try flush(above: Self.blockBytes)
    }

    func append(text: String) throws {
        block.append(contentsOf: text.utf8)
        try flush(above: Self.blockBytes)
    }

    /// Writes what is left.
    func close() throws {
        try flush(above: 0)
        try handle.close()
    }

    private func flush(above limit: Int) throws {
        guard block.count > limit else { return }
        try handle.write(contentsOf: Data(block))
        block.removeAll(keepingCapacity: true)
    }
}
