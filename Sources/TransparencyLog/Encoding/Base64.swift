/// Standard base64 (RFC 4648 section 4) with padding, in exactly one spelling per value.
public enum Base64 {
    /// The text of the bytes, `+` and `/` alphabet, padded with `=`.
    public static func encode(_ bytes: [UInt8]) -> String {
        bytes.withUnsafeBufferPointer { input in
            String(unsafeUninitializedCapacity: encodedCount(input.count)) { output in write(input, to: output) }
        }
    }

    /// The text of the bytes as ASCII, to be appended to a message.
    public static func encodeASCII(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBufferPointer { input in
            [UInt8](unsafeUninitializedCapacity: encodedCount(input.count)) { output, count in
                count = write(input, to: output)
            }
        }
    }

    /// The bytes of a text.
    ///
    /// - Throws: on a length that is not a multiple of four, on white space or any other character outside the
    ///   alphabet, and on padding bits that are not zero.
    public static func decode(_ text: String) throws(TextEncodingError) -> [UInt8] {
        // A native string lends its bytes; another one is copied once.
        let lent = text.utf8.withContiguousStorageIfAvailable(attempt)
        return try (lent ?? Array(text.utf8).withUnsafeBufferPointer(attempt)).get()
    }

    /// The bytes of an ASCII text; the rules are those of `decode(_:)` on a string.
    public static func decode(_ text: [UInt8]) throws(TextEncodingError) -> [UInt8] {
        try text.withUnsafeBufferPointer(attempt).get()
    }

    /// The bytes of an ASCII text; the rules are those of `decode(_:)` on a string.
    public static func decode(_ text: ArraySlice<UInt8>) throws(TextEncodingError) -> [UInt8] {
        try text.withUnsafeBufferPointer(attempt).get()
    }
}

extension Base64 {
    private static let name = "base64"
    private static let pad = UInt8(ascii: "=")
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    // Two characters for each 12-bit value, first character in the low byte: two loads give four characters.
    private static let pairs: [UInt16] = (0..<4096).map { value in
        UInt16(alphabet[value >> 6]) | UInt16(alphabet[value & 63]) << 8
    }

    // Four tables of 256: the character's six bits where they belong in the 24, or `invalid`.
    private static let invalid: UInt32 = 1 << 31
    private static let values: [UInt32] = (0..<4).flatMap { position in
        var table = [UInt32](repeating: invalid, count: 256)
        for (value, character) in alphabet.enumerated() {
            table[Int(character)] = UInt32(value) << UInt32(18 - 6 * position)
        }
        return table
    }

    private static func encodedCount(_ byteCount: Int) -> Int { (byteCount + 2) / 3 * 4 }

    private static func write(_ input: UnsafeBufferPointer<UInt8>, to output: UnsafeMutableBufferPointer<UInt8>) -> Int
    {
        guard let source = input.baseAddress, let target = output.baseAddress, input.count > 0 else { return 0 }
        return pairs.withUnsafeBufferPointer { pairs in
            var read = 0
            var written = 0
            func put(_ bits: UInt32) {
                let high = UInt32(pairs[Int(bits >> 12)])
                let low = UInt32(pairs[Int(bits & 4095)])
                let four = (high | low << 16).littleEndian
                UnsafeMutableRawPointer(target).storeBytes(of: four, toByteOffset: written, as: UInt32.self)
                written += 4
            }
            while read + 3 <= input.count {
                put(UInt32(source[read]) << 16 | UInt32(source[read + 1]) << 8 | UInt32(source[read + 2]))
                read += 3
            }
            let left = input.count - read
            if left > 0 {
                put(UInt32(source[read]) << 16 | (left == 2 ? UInt32(source[read + 1]) << 8 : 0))
                target[written - 1] = pad
                if left == 1 { target[written - 2] = pad }
            }
            return written
        }
    }

    private static func attempt(_ text: UnsafeBufferPointer<UInt8>) -> Result<[UInt8], TextEncodingError> {
        guard text.count % 4 == 0 else {
            return .failure(.wrongLength(encoding: name, characterCount: text.count, mustBeMultipleOf: 4))
        }
        guard let last = text.last else { return .success([]) }
        let padding = last != pad ? 0 : (text[text.count - 2] == pad ? 2 : 1)
        var isValid = true
        let bytes = [UInt8](unsafeUninitializedCapacity: text.count / 4 * 3) { output, count in
            isValid = read(text, padding: padding, to: output)
            count = isValid ? text.count / 4 * 3 - padding : 0
        }
        return isValid ? .success(bytes) : .failure(explain(text, padding: padding))
    }

    /// Decodes into `output`, which has room for three bytes per four characters; false when a character is wrong.
    private static func read(
        _ text: UnsafeBufferPointer<UInt8>, padding: Int, to output: UnsafeMutableBufferPointer<UInt8>
    ) -> Bool {
        guard let source = text.baseAddress, let target = output.baseAddress else { return false }
        return values.withUnsafeBufferPointer { values in
            guard let table = values.baseAddress else { return false }
            let whole = text.count / 4 - (padding > 0 ? 1 : 0)
            var seen: UInt32 = 0
            var from = source
            var into = target
            for _ in 0..<whole {
                let bits =
                    table[Int(from[0])] | table[256 + Int(from[1])] | table[512 + Int(from[2])]
                    | table[768 + Int(from[3])]
                seen |= bits
                into[0] = UInt8(truncatingIfNeeded: bits >> 16)
                into[1] = UInt8(truncatingIfNeeded: bits >> 8)
                into[2] = UInt8(truncatingIfNeeded: bits)
                from += 4
                into += 3
            }
            if padding > 0 {
                let third = padding == 1 ? table[512 + Int(from[2])] : 0
                let bits = table[Int(from[0])] | table[256 + Int(from[1])] | third
                // What lies below the last whole byte must be zero, else one value has several spellings.
                guard bits & (padding == 1 ? 0xFF : 0xFFFF) == 0 else { return false }
                seen |= bits
                into[0] = UInt8(truncatingIfNeeded: bits >> 16)
                if padding == 1 { into[1] = UInt8(truncatingIfNeeded: bits >> 8) }
            }
            return seen & invalid == 0
        }
    }

    /// The slow path: says what is wrong with a text that did not decode.
    private static func explain(_ text: UnsafeBufferPointer<UInt8>, padding: Int) -> TextEncodingError {
        for (offset, byte) in text.dropLast(padding).enumerated() where !alphabet.contains(byte) {
            return .badCharacter(encoding: name, offset: offset)
        }
        return .notCanonical(encoding: name)
    }
}
