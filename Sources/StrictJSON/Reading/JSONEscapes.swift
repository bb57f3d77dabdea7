/// Backslash escapes inside strings.
enum JSONEscapes {
    /// Bytes of the escape at `at` (a surrogate pair is one escape of 12); nil when it is not one.
    static func length(_ input: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int? {
        guard at + 1 < input.count else { return nil }
        switch input[at + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return 2
        case UInt8(ascii: "u"):
            guard let unit = unit(input, at) else { return nil }
            guard unit & 0xF800 == 0xD800 else { return 6 }
            guard unit < 0xDC00, at + 7 < input.count, input[at + 6] == UInt8(ascii: "\\"),
                input[at + 7] == UInt8(ascii: "u"), let low = self.unit(input, at + 6), low & 0xFC00 == 0xDC00
            else { return nil }
            return 12
        default:
            return nil
        }
    }

    /// Decodes a string that the parser has already checked.
    static func decode(_ slice: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(slice.count)
        slice.withUnsafeBufferPointer { input in
            var at = 0
            while at < input.count {
                guard input[at] == UInt8(ascii: "\\"), let length = length(input, at) else {
                    out.append(input[at])
                    at += 1
                    continue
                }
                append(input, at, length, to: &out)
                at += length
            }
        }
        return out
    }

    private static func append(_ input: UnsafeBufferPointer<UInt8>, _ at: Int, _ length: Int, to out: inout [UInt8]) {
        switch input[at + 1] {
        case UInt8(ascii: "b"): out.append(0x08)
        case UInt8(ascii: "f"): out.append(0x0C)
        case UInt8(ascii: "n"): out.append(0x0A)
        case UInt8(ascii: "r"): out.append(0x0D)
        case UInt8(ascii: "t"): out.append(0x09)
        case UInt8(ascii: "u"):
            guard let high = unit(input, at) else { return }
            var value = UInt32(high)
            if length == 12, let low = unit(input, at + 6) {
                value = 0x10000 + ((value & 0x3FF) << 10) + UInt32(low & 0x3FF)
            }
            if let scalar = UnicodeScalar(value) { out.append(contentsOf: UTF8.encode(scalar) ?? .init()) }
        default: out.append(input[at + 1])
        }
    }

    private static func unit(_ input: UnsafeBufferPointer<UInt8>, _ at: Int) -> UInt16? {
        guard at + 5 < input.count else { return nil }
        var value: UInt16 = 0
        for index in at + 2..<at + 6 {
            let byte = input[index]
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46: digit = byte - 0x37
            case 0x61...0x66: digit = byte - 0x57
            default: return nil
            }
            value = value << 4 | UInt16(digit)
        }
        return value
    }
}

/// Well-formed UTF-8 sequences (Unicode 15, table 3-7).
enum UTF8Check {
    /// Bytes of the well-formed sequence that starts at `at`; 0 when there is none.
    static func length(_ input: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
        let lead = input[at]
        func tail(_ offset: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xBF) -> Bool {
            at + offset < input.count && input[at + offset] >= low && input[at + offset] <= high
        }
        switch lead {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: return tail(1) ? 2 : 0
        case 0xE0: return tail(1, 0xA0) && tail(2) ? 3 : 0
        case 0xED: return tail(1, 0x80, 0x9F) && tail(2) ? 3 : 0
        case 0xE1...0xEF: return tail(1) && tail(2) ? 3 : 0
        case 0xF0: return tail(1, 0x90) && tail(2) && tail(3) ? 4 : 0
        case 0xF1...0xF3: return tail(1) && tail(2) && tail(3) ? 4 : 0
        case 0xF4: return tail(1, 0x80, 0x8F) && tail(2) && tail(3) ? 4 : 0
        default: return 0
        }
    }
}
