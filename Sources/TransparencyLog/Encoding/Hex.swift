/// Lower-case hexadecimal, two characters a byte; upper case is refused so that a value has one spelling.
public enum Hex {
    /// The text of the bytes.
    public static func encode(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: 2 * bytes.count) { output in
            guard let target = UnsafeMutableRawPointer(output.baseAddress) else { return 0 }
            pairs.withUnsafeBufferPointer { pairs in
                bytes.withUnsafeBufferPointer { bytes in
                    for position in 0..<bytes.count {
                        let pair = pairs[Int(bytes[position])].littleEndian
                        target.storeBytes(of: pair, toByteOffset: 2 * position, as: UInt16.self)
                    }
                }
            }
            return 2 * bytes.count
        }
    }

    /// The bytes of a text.
    ///
    /// - Throws: on an odd number of characters and on anything but `0`...`9` and `a`...`f`.
    public static func decode(_ text: String) throws(TextEncodingError) -> [UInt8] {
        let lent = text.utf8.withContiguousStorageIfAvailable(attempt)
        return try (lent ?? Array(text.utf8).withUnsafeBufferPointer(attempt)).get()
    }

    /// The bytes of an ASCII text; the rules are those of `decode(_:)` on a string.
    public static func decode(_ text: ArraySlice<UInt8>) throws(TextEncodingError) -> [UInt8] {
        try text.withUnsafeBufferPointer(attempt).get()
    }
}

extension Hex {
    private static let name = "hexadecimal"
    private static let digits = Array("0123456789abcdef".utf8)
    // Two characters for each byte, the first one in the low half.
    private static let pairs: [UInt16] = (0..<256).map { UInt16(digits[$0 >> 4]) | UInt16(digits[$0 & 15]) << 8 }
    private static let values: [UInt8] = {
        var table = [UInt8](repeating: 0xFF, count: 256)
        for (value, character) in digits.enumerated() { table[Int(character)] = UInt8(value) }
        return table
    }()

    private static func attempt(_ text: UnsafeBufferPointer<UInt8>) -> Result<[UInt8], TextEncodingError> {
        guard text.count % 2 == 0 else {
            return .failure(.wrongLength(encoding: name, characterCount: text.count, mustBeMultipleOf: 2))
        }
        var seen: UInt8 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: text.count / 2) { output, count in
            guard let source = text.baseAddress, let target = output.baseAddress else { return }
            seen = values.withUnsafeBufferPointer { values in
                var seen: UInt8 = 0
                for position in 0..<text.count / 2 {
                    let high = values[Int(source[2 * position])]
                    let low = values[Int(source[2 * position + 1])]
                    seen |= high | low
                    target[position] = high << 4 | low & 15
                }
                return seen
            }
            count = text.count / 2
        }
        guard seen <= 15 else {
            let offset = text.firstIndex { values[Int($0)] > 15 } ?? 0
            return .failure(.badCharacter(encoding: name, offset: offset))
        }
        return .success(bytes)
    }
}
