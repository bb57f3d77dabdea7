import Testing
import TransparencyLog

@Suite struct EntryBundleTests {
    @Test func layout() throws {
        let bundle = try EntryBundle.encode([[], [0xAA], [UInt8](repeating: 7, count: 258)])
        #expect(bundle == [0, 0, 0, 1, 0xAA, 1, 2] + [UInt8](repeating: 7, count: 258))
        #expect(try EntryBundle.decode(bundle).map(Array.init) == [[], [0xAA], [UInt8](repeating: 7, count: 258)])
        #expect(try EntryBundle.decode(bundle, width: 3).count == 3)
    }

    @Test func limits() throws {
        let longest = [UInt8](repeating: 1, count: 65_535)
        #expect(try EntryBundle.decode(EntryBundle.encode([longest])).map(Array.init) == [longest])
        #expect(throws: LogError.entryTooLong(entry: 1, byteCount: 65_536)) {
            try EntryBundle.encode([[], longest + [1]])
        }
        #expect(throws: LogError.bundleCount(0)) { try EntryBundle.encode([[UInt8]]()) }
        #expect(throws: LogError.bundleCount(257)) { try EntryBundle.encode([[UInt8]](repeating: [], count: 257)) }
        #expect(try EntryBundle.decode(EntryBundle.encode([[UInt8]](repeating: [], count: 256))).count == 256)
        #expect(throws: LogError.bundleOverlong(entryCount: 256, offset: 512)) {
            try EntryBundle.decode([UInt8](repeating: 0, count: 514))
        }
        #expect(throws: LogError.bundleCount(0)) { try EntryBundle.decode([]) }
        #expect(throws: LogError.bundleCount(0)) { try EntryBundle.decode([0, 0], width: 0) }
    }

    @Test("a cut or an excess is refused with its place")
    func cutAndExcess() throws {
        let entries: [[UInt8]] = [[1, 2, 3], [], [4]]
        let bundle = try EntryBundle.encode(entries)
        for count in 0..<bundle.count {
            #expect(throws: LogError.self, "\(count) bytes") {
                try EntryBundle.decode(Array(bundle[..<count]), width: 3)
            }
        }
        #expect(throws: LogError.bundleTruncated(entry: 0, offset: 4)) { try EntryBundle.decode(Array(bundle[..<4])) }
        #expect(throws: LogError.bundleTruncated(entry: 2, offset: 8)) { try EntryBundle.decode(Array(bundle[..<8])) }
        #expect(throws: LogError.bundleTruncated(entry: 2, offset: 7)) {
            try EntryBundle.decode(Array(bundle[..<7]), width: 3)
        }
        #expect(throws: LogError.bundleOverlong(entryCount: 3, offset: 10)) {
            try EntryBundle.decode(bundle + [0], width: 3)
        }
        #expect(throws: LogError.bundleOverlong(entryCount: 2, offset: 7)) { try EntryBundle.decode(bundle, width: 2) }
    }

    @Test func whateverDecodesEncodesToTheSameBytes() throws {
        var random = SplitMix64(seed: 6)
        let bundle = try EntryBundle.encode((0..<6).map { random.bytes($0 * 3) })
        var decoded = 0
        for _ in 0..<5000 {
            var bytes = bundle
            for _ in 0..<Int.random(in: 1...4, using: &random) { Mutation.apply(to: &bytes, using: &random) }
            guard let entries = try? EntryBundle.decode(bytes) else { continue }
            decoded += 1
            #expect(try EntryBundle.encode(entries.map(Array.init)) == bytes, "seed 6")
        }
        #expect(decoded > 100)
    }
}
