/// One signature line of a note: who claims to have signed, with which key, and the signature's bytes.
public struct NoteSignature: Hashable, Sendable {
    /// Whose key it claims to be.
    public let name: KeyName

    /// Which of that name's keys.
    public let keyID: KeyID

    /// What follows the key ID: for Ed25519 64 bytes, for a cosignature 8 bytes of time before them.
    ///
    /// Never empty.
    public let signature: [UInt8]

    /// Takes the parts; nil when the signature is empty.
    public init?(name: KeyName, keyID: KeyID, signature: [UInt8]) {
        guard !signature.isEmpty else { return nil }
        self.name = name
        self.keyID = keyID
        self.signature = signature
    }

    /// The em dash and the space that begin every line.
    private static let lead = Array("\u{2014} ".utf8)

    /// Reads a line without its newline; nil when it is not a signature line in its one spelling.
    public init?(line: ArraySlice<UInt8>) {
        guard line.starts(with: NoteSignature.lead) else { return nil }
        let rest = line.dropFirst(NoteSignature.lead.count)
        guard let space = rest.firstIndex(of: UInt8(ascii: " ")),
            let text = String(validating: rest[..<space], as: UTF8.self), let name = try? KeyName(text),
            let blob = try? Base64.decode(rest[(space + 1)...]), blob.count > 4
        else { return nil }
        self.name = name
        self.keyID = KeyID(bigEndian: blob[..<4])
        self.signature = Array(blob[4...])
    }

    /// The line with its newline.
    public var line: [UInt8] {
        var line = NoteSignature.lead
        line.append(contentsOf: name.text.utf8)
        line.append(UInt8(ascii: " "))
        line.append(contentsOf: Base64.encodeASCII(keyID.bytes + signature))
        line.append(UInt8(ascii: "\n"))
        return line
    }
}
