/// Gzip made by hand (RFC 1951, RFC 1952), since the program itself never writes any.
enum GzipBytes {
    private static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]

    /// The bytes in stored blocks.
    static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var out = header
        var rest = bytes[...]
        repeat {
            let block = rest.prefix(65_535)
            rest = rest.dropFirst(block.count)
            let length = UInt16(block.count)
            out.append(rest.isEmpty ? 1 : 0)
            out += [UInt8(length & 255), UInt8(length >> 8), UInt8(~length & 255), UInt8(~length >> 8)]
            out += block
        } while !rest.isEmpty
        return out + little(crc(bytes)) + little(UInt32(truncatingIfNeeded: bytes.count))
    }

    /// Many zeros in few bytes: one fixed-Huffman block of repeats of 258.
    static func zeros(megabytes: Int) -> [UInt8] {
        var bits = Bits()
        bits.put(0b1, 1)
        bits.put(0b01, 2)
        bits.putCode(0x30, 8)
        let repeats = megabytes * 1_048_576 / 258
        for _ in 0..<repeats {
            bits.putCode(0b1100_0101, 8)
            bits.putCode(0, 5)
        }
        bits.putCode(0, 7)
        return header + bits.finish() + little(0) + little(UInt32(repeats * 258 + 1))
    }

    private struct Bits {
        private var bytes: [UInt8] = []
        private var current: UInt8 = 0
        private var count = 0

        mutating func put(_ value: UInt32, _ width: Int) {
            for bit in 0..<width {
                if value >> UInt32(bit) & 1 == 1 { current |= 1 << UInt8(count) }
                count += 1
                if count == 8 {
                    bytes.append(current)
                    (current, count) = (0, 0)
                }
            }
        }

        /// Huffman codes come with their highest bit first.
        mutating func putCode(_ code: UInt32, _ width: Int) {
            for bit in (0..<width).reversed() { put(code >> UInt32(bit) & 1, 1) }
        }

        mutating func finish() -> [UInt8] { count == 0 ? bytes : bytes + [current] }
    }

    private static func little(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(value >> UInt32(8 * $0) & 255) } }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }
}
