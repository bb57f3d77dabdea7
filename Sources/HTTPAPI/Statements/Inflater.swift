import Gzip

/// A gzip body that is read as it arrives, by one task.
final class Inflater {
    private var reader: GzipReader

    init(limit: Int, ratio: Int) throws {
        do { reader = try GzipReader(limit: limit, ratio: ratio) } catch { throw Problem("bad-gzip", "\(error)") }
    }

    /// The plain bytes that the next compressed ones hold.
    func read(_ bytes: [UInt8]) throws -> [UInt8] {
        var plain: [UInt8] = []
        do { try reader.read(bytes, into: &plain) } catch { throw Problem("bad-gzip", "\(error)") }
        return plain
    }

    /// Says that no more bytes come.
    func finish() throws {
        do { try reader.finish() } catch { throw Problem("bad-gzip", "\(error)") }
    }
}
