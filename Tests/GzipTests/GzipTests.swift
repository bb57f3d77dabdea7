import CZlib
import Foundation
import Gzip
import Testing

/// One gzip member, made by zlib.
func gzipped(_ plain: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    var input = plain
    var output = [UInt8](repeating: 0, count: plain.count + plain.count / 100 + 100)
    deflateInit2_(
        &stream, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    let count = input.withUnsafeMutableBufferPointer { from in
        output.withUnsafeMutableBufferPointer { to in
            stream.next_in = from.baseAddress
            stream.avail_in = UInt32(from.count)
            stream.next_out = to.baseAddress
            stream.avail_out = UInt32(to.count)
            deflate(&stream, Z_FINISH)
            return to.count - Int(stream.avail_out)
        }
    }
    deflateEnd(&stream)
    return Array(output.prefix(count))
}

private let sample = Array(String(repeating: "lat,lon\n36.2,37.16\n", count: 400).utf8)

private func error(_ bytes: [UInt8], limit: Int = 1 << 24, ratio: Int = Gzip.standardRatio) -> GzipError? {
    do {
        _ = try Gzip.inflate(bytes, limit: limit, ratio: ratio)
        return nil
    } catch { return error }
}

@Suite struct GzipTests {
    @Test func inflatesWhatZlibMade() throws {
        #expect(try Gzip.inflate(gzipped(sample), limit: sample.count) == sample)
        #expect(try Gzip.inflate(gzipped([]), limit: 0) == [])
        #expect(Gzip.isGzip(gzipped([])))
        #expect(!Gzip.isGzip([0x1F]))
    }

    @Test(
        "what is compressed here, the program gzip and this reader give back", arguments: [0, 1, 100, 8_000, 300_000])
    func deflates(count: Int) throws {
        let plain = Array((0..<count).map { UInt8(truncatingIfNeeded: $0 / 7 &* 31) })
        let packed = try Gzip.deflate(plain)
        #expect(try Gzip.inflate(packed, limit: count, ratio: 2_000) == plain)
        #expect(count < 8_000 || packed.count < count / 2)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/gzip")
        process.arguments = ["-dc"]
        let (input, output) = (FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).gz"), Pipe())
        try Data(packed).write(to: input)
        defer { try? FileManager.default.removeItem(at: input) }
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = output
        try process.run()
        let found = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0 && Array(found) == plain)
    }

    @Test(
        "a text of several members is one text, whatever the pieces it arrives in", arguments: [1, 2, 3, 7, 64, 4096])
    func inflatesPieces(size: Int) throws {
        let big = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
        let bytes = gzipped(sample) + gzipped([]) + gzipped(big)
        var reader = try GzipReader(limit: sample.count + big.count)
        var plain: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            try reader.read(Array(bytes[start..<min(start + size, bytes.count)]), into: &plain)
        }
        try reader.finish()
        #expect(plain == sample + big)
    }

    @Test func everyTruncationIsNamed() {
        let whole = gzipped(sample)
        for length in 0..<whole.count { #expect(error(Array(whole.prefix(length))) == .truncated, "length \(length)") }
    }

    @Test func everyFlippedBitOfTheTrailerIsNamed() {
        let whole = gzipped(sample)
        for byte in whole.count - 8..<whole.count {
            for bit in 0..<8 {
                var bytes = whole
                bytes[byte] ^= 1 << UInt8(bit)
                let isChecksum = byte < whole.count - 4
                switch error(bytes) {
                case .checksumDiffers: #expect(isChecksum)
                case .lengthDiffers: #expect(!isChecksum)
                case let other: Issue.record("byte \(byte) bit \(bit): \(String(describing: other))")
                }
            }
        }
    }

    @Test func noFlippedBitGivesOtherBytesSilently() {
        let whole = gzipped(sample)
        for byte in 0..<whole.count {
            for bit in 0..<8 {
                var bytes = whole
                bytes[byte] ^= 1 << UInt8(bit)
                // Flags, time and system of the header are not protected by the checksum; the text is.
                if let plain = try? Gzip.inflate(bytes, limit: 1 << 20) { #expect(plain == sample) }
            }
        }
    }

    @Test func strangersAndLeftoversAreNamed() {
        #expect(error(Array("lat,lon".utf8)) == .notGzip)
        #expect(error([0x1F, 0x8B, 0x07, 0, 0, 0, 0, 0, 0, 0, 0, 0]) == .notGzip)
        let whole = gzipped(sample)
        #expect(error(whole + [0, 0]) == .trailingBytes(atByte: whole.count))
        #expect(error(whole + [0x1F]) == .trailingBytes(atByte: whole.count))
        #expect(error(whole + [0x1F, 0x8C]) == .trailingBytes(atByte: whole.count))
        #expect(error(whole + [0x1F, 0x8B]) == .truncated)
    }

    @Test func bombsStopAtTheNamedLimit() {
        let bomb = gzipped([UInt8](repeating: 0, count: 20_000_000))
        #expect(bomb.count < 25_000)
        #expect(error(bomb, limit: 1 << 20, ratio: 2_000) == .tooLong(limit: 1 << 20))
        #expect(error(bomb, limit: 1 << 30) == .tooDense(limit: Gzip.standardRatio))
        #expect(error(gzipped(sample), limit: sample.count - 1) == .tooLong(limit: sample.count - 1))
    }

    @Test func aRefusedReaderStaysRefused() throws {
        var reader = try GzipReader(limit: 10)
        var plain: [UInt8] = []
        #expect(throws: GzipError.notGzip) { try reader.read([1, 2, 3], into: &plain) }
        #expect(throws: GzipError.notGzip) { try reader.read(gzipped([1]), into: &plain) }
        #expect(throws: GzipError.notGzip) { try reader.finish() }
        #expect(plain.isEmpty)
    }

    @Test("random bytes never crash the reader", arguments: UInt64(0)..<4)
    func fuzz(seed: UInt64) {
        var random = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func next() -> UInt64 {
            random ^= random << 13
            random ^= random >> 7
            random ^= random << 17
            return random
        }
        let whole = gzipped(sample)
        for _ in 0..<300 {
            var bytes = whole
            for _ in 0...Int(next() % 4) {
                bytes[Int(next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: next())
            }
            if let plain = try? Gzip.inflate(bytes, limit: 1 << 20) { #expect(plain == sample, "seed \(seed)") }
        }
    }
}
