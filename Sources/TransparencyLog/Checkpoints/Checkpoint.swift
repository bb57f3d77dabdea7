/// What a log commits to: of which log, how many entries, and the root over them.
///
/// Source: c2sp.org/tlog-checkpoint. Extension lines are refused: not every kind of signature covers them.
public struct Checkpoint: Hashable, Sendable {
    /// The log's identity, equal to the name of its key.
    public let origin: KeyName

    /// How many entries.
    public let size: TreeSize

    /// The tree's root.
    public let root: Hash

    /// Takes the three facts.
    ///
    /// - Throws: `checkpointSize` above 2^63 - 1, `checkpointRoot` when size 0 comes with another root than the empty
    ///   tree's.
    public init(origin: KeyName, size: TreeSize, root: Hash) throws(LogError) {
        guard size <= .maximum else { throw .checkpointSize }
        guard size > 0 || root == .emptyTree else { throw .checkpointRoot }
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// Reads the three lines in their one spelling.
    ///
    /// - Throws: `checkpointLines` for more or fewer lines, `checkpointOrigin`, `checkpointSize` or `checkpointRoot`.
    public init(text: [UInt8]) throws(LogError) {
        var scanner = LineScanner(text[...])
        var lines: [ArraySlice<UInt8>] = []
        while let line = scanner.next() { lines.append(line) }
        guard lines.count == 3, scanner.isAtEnd else {
            throw .checkpointLines(lines.count + (scanner.isAtEnd ? 0 : 1))
        }
        guard let name = String(validating: lines[0], as: UTF8.self), let origin = try? KeyName(name) else {
            throw .checkpointOrigin
        }
        guard let size = Decimal.parse(lines[1]) else { throw .checkpointSize }
        guard let root = Hash(base64: lines[2]) else { throw .checkpointRoot }
        try self.init(origin: origin, size: TreeSize(size), root: root)
    }

    /// The three lines, each with its newline: what log and witnesses sign.
    public var text: [UInt8] { Array("\(origin)\n\(size)\n\(root.base64)\n".utf8) }

    /// Signs the checkpoint as the log.
    ///
    /// - Throws: `otherOrigin` when the key's name is not the origin, or `note`.
    public func signed(by signer: NoteSigner) throws(LogError) -> SignedCheckpoint {
        guard signer.verifierKey.name == origin else {
            throw .otherOrigin(expected: signer.verifierKey.name.text, found: origin.text)
        }
        let note: Note
        do { note = try Note(text: text, signatures: [signer.sign(text)]) } catch { throw .note(error) }
        return try SignedCheckpoint(note: note)
    }
}
