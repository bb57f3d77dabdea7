/// Small damage to bytes: what a bad disk, a bad link or a bad party may do.
enum Mutation {
    static func apply(to bytes: inout [UInt8], using random: inout SplitMix64) {
        let position = Int.random(in: 0...bytes.count, using: &random)
        let inside = bytes.isEmpty ? nil : min(position, bytes.count - 1)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: if let inside { bytes[inside] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
        case 1: if let inside { bytes[inside] = UInt8.random(in: 0...255, using: &random) }
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: position)
        case 3: if let inside { bytes.remove(at: inside) }
        case 4:
            if let inside { bytes.insert(Array("\n /+=.0x".utf8)[Int.random(in: 0..<8, using: &random)], at: inside) }
        default: bytes.removeLast(min(bytes.count, Int.random(in: 1...8, using: &random)))
        }
    }
}
