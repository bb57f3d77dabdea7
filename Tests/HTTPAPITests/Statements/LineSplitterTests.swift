import TestKit
import Testing

@testable import HTTPAPI

@Suite("lines from pieces")
struct LineSplitterTests {
    @Test("however the bytes arrive, the lines are those of the whole", arguments: UInt64(0)..<50)
    func agreesWithSplit(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let limit = 8
        let alphabet: [UInt8] = [0x0A, 0x0D, 0x61, 0x62, 0x63]
        let text: [UInt8] = (0..<300).map { _ in alphabet.randomElement(using: &random) ?? 0x61 }
        var expected: [[UInt8]?] = text.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            if line.count > limit { return nil }
            return line.last == 0x0D ? Array(line.dropLast()) : Array(line)
        }
        if text.last == 0x0A { expected.removeLast() }
        var splitter = LineSplitter(limit: limit)
        var found: [[UInt8]?] = []
        func add(_ lines: [LineSplitter.Line]) {
            for line in lines { if case .bytes(let bytes) = line { found.append(bytes) } else { found.append(nil) } }
        }
        var rest = text[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...20, using: &random))
            rest = rest.dropFirst(piece.count)
            add(splitter.take(Array(piece)))
        }
        if let last = splitter.finish() { add([last]) }
        #expect(found == expected, "SEED=\(seed)")
    }
}
