/// A log's signed promise that an entry has its place, and that witnesses will have seen it there by a deadline.
///
/// Given to somebody who cannot wait for the witnesses; a promise that was not kept is evidence against the log.
/// Source: docs/specification.md, section 4.
public struct PromiseNote: Hashable, Sendable {
    /// The first line of the text.
    public static let header = "parley/promise@v1"

    /// How many bytes a promise may have: 16 post-quantum signatures fit.
    public static let maximumByteCount = 1 << 17

    /// The log's identity, equal to the name of its key.
    public let origin: KeyName

    /// Where the entry stands.
    public let index: EntryIndex

    /// The entry's leaf hash.
    public let leaf: Hash

    /// By when a checkpoint that holds the entry will be witnessed, in whole seconds since 1970; at most 2^63 - 1.
    public let deadlineSeconds: UInt64

    /// The text with its signatures, as it arrived; whether they hold is for `verified` to say.
    public let note: Note

    /// The note as it is sent and kept: exactly what was read.
    public var bytes: [UInt8] { note.bytes }

    /// Promises, as the log.
    ///
    /// - Parameters:
    ///   - index: where the entry stands, below 2^63.
    ///   - leaf: its leaf hash.
    ///   - deadlineSeconds: seconds since 1970, at most 2^63 - 1.
    ///   - signer: the log's key; its name is the origin.
    /// - Throws: `number`, or `note` when the key is of the wrong type or refuses to sign.
    public init(
        index: EntryIndex, leaf: Hash, deadlineSeconds: UInt64, signedBy signer: NoteSigner
    ) throws(PromiseError) {
        let origin = signer.verifierKey.name
        let lines = [PromiseNote.header, origin.text, "\(index)", leaf.base64, "\(deadlineSeconds)", ""]
        let text = Array(lines.joined(separator: "\n").utf8)
        let note: Note
        do { note = try Note(text: text, signatures: [signer.sign(text)]) } catch { throw .note(error) }
        try self.init(note: note)
    }

    /// Reads a promise; nothing about it has been verified.
    ///
    /// - Throws: `tooLong`, `note` when it is not a signed note, or what is wrong with its text.
    public init(parsing bytes: [UInt8]) throws(PromiseError) {
        guard bytes.count <= PromiseNote.maximumByteCount else { throw .tooLong(byteCount: bytes.count) }
        let note: Note
        do { note = try Note(parsing: bytes) } catch { throw .note(error) }
        try self.init(note: note)
    }

    /// Takes a note whose text is a promise in its one spelling.
    ///
    /// - Throws: what is wrong with the text.
    public init(note: Note) throws(PromiseError) {
        var scanner = LineScanner(note.text[...])
        var lines: [ArraySlice<UInt8>] = []
        while lines.count < 5, let line = scanner.next() { lines.append(line) }
        guard lines.count == 5, scanner.isAtEnd, lines[0].elementsEqual(PromiseNote.header.utf8) else { throw .lines }
        guard let name = String(validating: lines[1], as: UTF8.self), let origin = try? KeyName(name) else {
            throw .origin
        }
        guard let index = Decimal.parse(lines[2]), index < TreeSize.maximum.value else { throw .number("index") }
        guard let leaf = Hash(base64: lines[3]) else { throw .leaf }
        guard let deadline = Decimal.parse(lines[4]), deadline <= Cosignature.maximumTimestampSeconds else {
            throw .number("deadline")
        }
        self.origin = origin
        self.index = EntryIndex(index)
        self.leaf = leaf
        deadlineSeconds = deadline
        self.note = note
    }

    /// Verifies the log's signature; a promise that anybody else signed binds nobody.
    ///
    /// - Parameter log: the log's key, of type 1; its name must be the promise's origin.
    /// - Throws: `otherOrigin`, or `note` when the log has not signed or its signature does not hold.
    public func verify(by log: NoteVerifierKey) throws(PromiseError) {
        guard log.name == origin else { throw .otherOrigin(expected: log.name.text, found: origin.text) }
        guard log.kind == .ed25519 else { throw .note(.wrongKeyType(log.name)) }
        do { _ = try note.verified(by: [log]) } catch { throw .note(error) }
    }
}
