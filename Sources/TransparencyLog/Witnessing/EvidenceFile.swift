/// A contradiction of a log as one text file that anybody can judge offline with the log's key alone.
///
/// ```text
/// parley/evidence/split-view@v1
/// older <number of lines>
/// ...the older checkpoint as signed, that many lines
/// newer <number of lines>
/// ...the newer checkpoint as signed
/// branch <root of the newer tree at the older size>      only when the sizes differ, with
/// ...the hashes of the consistency proof from there to the newer root, one a line
/// ```
///
/// Of two equally large checkpoints the one with the smaller root comes first. A file has one spelling.
public struct EvidenceFile: Hashable, Sendable {
    /// The first line of every file.
    public static let header = "parley/evidence/split-view@v1"

    /// How many bytes a file may have: two notes and a proof.
    public static let maximumByteCount = 2 * Note.maximumByteCount + 8192

    /// The two checkpoints, and how they contradict each other; who signed them is for `judged` to say.
    public let splitView: SplitView

    /// A file about a contradiction.
    public init(_ splitView: SplitView) { self.splitView = splitView }

    /// The file's bytes.
    public var bytes: [UInt8] {
        var bytes = Array("\(EvidenceFile.header)\n".utf8)
        for (word, checkpoint) in [("older", splitView.older), ("newer", splitView.newer)] {
            let note = checkpoint.bytes
            bytes += "\(word) \(note.count { $0 == UInt8(ascii: "\n") })\n".utf8
            bytes += note
        }
        guard let branch = splitView.branch else { return bytes }
        bytes += "branch \(branch.root)\n".utf8
        for hash in branch.path { bytes += "\(hash)\n".utf8 }
        return bytes
    }

    /// Reads a file; `bytes` then gives back exactly what was read.
    ///
    /// - Throws: the rule that it breaks; also when the checkpoints, whoever signed them, do not contradict each other.
    public init(parsing bytes: [UInt8]) throws(EvidenceError) {
        guard bytes.count <= EvidenceFile.maximumByteCount else {
            throw .tooLong(byteCount: bytes.count, maximum: EvidenceFile.maximumByteCount)
        }
        var reader = EvidenceReader(bytes)
        guard reader.next()?.elementsEqual(EvidenceFile.header.utf8) == true else {
            throw .badLine(1, expected: "'\(EvidenceFile.header)'")
        }
        let older = try reader.readCheckpoint("older")
        let newer = try reader.readCheckpoint("newer")
        let branch = try reader.readBranch()
        splitView = try SplitView(older: older, newer: newer, branch: branch)
    }
}

/// Walks through the lines of a file.
private struct EvidenceReader {
    private var scanner: LineScanner
    private var line = 0

    init(_ bytes: [UInt8]) { scanner = LineScanner(bytes[...]) }

    mutating func next() -> ArraySlice<UInt8>? {
        line += 1
        return scanner.next()
    }

    mutating func readCheckpoint(_ word: String) throws(EvidenceError) -> SignedCheckpoint {
        let lead = Array("\(word) ".utf8)
        guard let first = next(), first.starts(with: lead), let count = Decimal.parse(first.dropFirst(lead.count)),
            count <= UInt64(Note.maximumByteCount)
        else { throw .badLine(line, expected: "'\(word) ' and the number of lines of a checkpoint") }
        var bytes: [UInt8] = []
        for _ in 0..<count {
            guard let text = next() else { throw .badLine(line, expected: "a line of the \(word) checkpoint") }
            bytes += text
            bytes.append(UInt8(ascii: "\n"))
        }
        do { return try SignedCheckpoint(parsing: bytes) } catch { throw .badCheckpoint(which: word, error) }
    }

    mutating func readBranch() throws(EvidenceError) -> SplitView.Branch? {
        guard !scanner.isAtEnd else { return nil }
        let lead = Array("branch ".utf8)
        guard let first = next(), first.starts(with: lead), let root = Hash(base64: first.dropFirst(lead.count)) else {
            throw .badLine(line, expected: "'branch ' and a root in base64, or the end")
        }
        var path: [Hash] = []
        while !scanner.isAtEnd {
            guard let text = next(), let hash = Hash(base64: text), path.count < 64 else {
                throw .badLine(line, expected: "a hash of 32 bytes in base64, at most 64 of them, or the end")
            }
            path.append(hash)
        }
        return SplitView.Branch(root: root, path: path)
    }
}
