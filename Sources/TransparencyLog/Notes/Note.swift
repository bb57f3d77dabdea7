/// A text with signature lines below, as it arrived: nothing about it has been verified.
///
/// Source: c2sp.org/signed-note.
public struct Note: Hashable, Sendable {
    /// How many bytes a note may have: 128 post-quantum signatures fit.
    public static let maximumByteCount = 1 << 20

    /// How many signature lines a note may have.
    public static let maximumSignatureCount = 128

    /// What is signed, its final newline included.
    public let text: [UInt8]

    /// The signature lines in their order.
    public let signatures: [NoteSignature]

    /// Puts a note together.
    ///
    /// - Throws: `textNotTerminated`, `notUTF8`, `controlCharacter`, `noSignatures`, `tooManySignatures` or `tooLong`.
    public init(text: [UInt8], signatures: [NoteSignature]) throws(NoteError) {
        try Note.checkCharacters(text)
        guard text.last == UInt8(ascii: "\n") else { throw .textNotTerminated }
        guard !signatures.isEmpty else { throw .noSignatures }
        guard signatures.count <= Note.maximumSignatureCount else {
            throw .tooManySignatures(maximum: Note.maximumSignatureCount)
        }
        self.text = text
        self.signatures = signatures
        let count = bytes.count
        guard count <= Note.maximumByteCount else { throw .tooLong(byteCount: count, maximum: Note.maximumByteCount) }
    }

    /// Reads a note; `bytes` then gives back exactly what was read.
    ///
    /// - Throws: the rule that the note breaks.
    public init(parsing bytes: [UInt8]) throws(NoteError) {
        guard bytes.count <= Note.maximumByteCount else {
            throw .tooLong(byteCount: bytes.count, maximum: Note.maximumByteCount)
        }
        try Note.checkCharacters(bytes)
        guard let end = Note.endOfText(bytes) else { throw .noSignatures }
        var lines = LineScanner(bytes[(end + 1)...])
        var signatures: [NoteSignature] = []
        while !lines.isAtEnd {
            guard signatures.count < Note.maximumSignatureCount else {
                throw .tooManySignatures(maximum: Note.maximumSignatureCount)
            }
            guard let line = lines.next(), let signature = NoteSignature(line: line) else {
                throw .badSignatureLine(signatures.count + 1)
            }
            signatures.append(signature)
        }
        guard !signatures.isEmpty else { throw .noSignatures }
        self.text = Array(bytes[..<end])
        self.signatures = signatures
    }

    /// The note as it is sent and stored.
    public var bytes: [UInt8] {
        var bytes = text
        bytes.append(UInt8(ascii: "\n"))
        for signature in signatures { bytes.append(contentsOf: signature.line) }
        return bytes
    }

    /// The same text with further signature lines.
    ///
    /// - Throws: `tooManySignatures` or `tooLong`.
    public func adding(_ more: [NoteSignature]) throws(NoteError) -> Note {
        try Note(text: text, signatures: signatures + more)
    }

    /// Where the text ends: before the newline that is the last empty line.
    private static func endOfText(_ bytes: [UInt8]) -> Int? {
        let newline = UInt8(ascii: "\n")
        var position = bytes.count - 1
        while position >= 1 {
            if bytes[position] == newline, bytes[position - 1] == newline { return position }
            position -= 1
        }
        return nil
    }

    private static func checkCharacters(_ bytes: [UInt8]) throws(NoteError) {
        if let offset = bytes.firstIndex(where: { $0 < 0x20 && $0 != UInt8(ascii: "\n") }) {
            throw .controlCharacter(offset: offset)
        }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
    }
}
