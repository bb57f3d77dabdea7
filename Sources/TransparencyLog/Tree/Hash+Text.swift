extension Hash: CustomStringConvertible {
    /// Standard base64, 44 characters, as in checkpoints and proofs.
    public var base64: String { Base64.encode(bytes) }

    /// Lower-case hexadecimal, 64 characters.
    public var hex: String { Hex.encode(bytes) }

    /// The base64 form, so that a hash in a message can be compared with a checkpoint by eye.
    public var description: String { base64 }

    /// Reads the 44-character base64 form; nil for anything else.
    public init?(base64 text: String) {
        guard let bytes = try? Base64.decode(text) else { return nil }
        self.init(bytes: bytes)
    }

    /// Reads the 44-character base64 form from bytes; nil for anything else.
    public init?(base64 text: ArraySlice<UInt8>) {
        guard let bytes = try? Base64.decode(text) else { return nil }
        self.init(bytes: bytes)
    }

    /// Reads the 64-character lower-case hexadecimal form; nil for anything else.
    public init?(hex text: String) {
        guard let bytes = try? Hex.decode(text) else { return nil }
        self.init(bytes: bytes)
    }
}
