extension LogProof {
    /// The receipt as it is stored and handed on.
    public var bytes: [UInt8] {
        var text = LogProof.header + "\n"
        if let extra { text += "extra \(Base64.encode(extra))\n" }
        text += "index \(index)\n"
        for hash in path { text += hash.base64 + "\n" }
        return Array(text.utf8) + [UInt8(ascii: "\n")] + checkpoint.bytes
    }

    /// Reads a receipt; whether it holds is for `verify` to say.
    ///
    /// - Throws: `badHeader`, `badLine`, `badCheckpoint` or `receiptTooLong`.
    public init(parsing bytes: [UInt8]) throws(ProofError) {
        guard bytes.count <= LogProof.maximumByteCount else {
            throw .receiptTooLong(byteCount: bytes.count, maximum: LogProof.maximumByteCount)
        }
        var lines = NumberedLines(bytes)
        guard lines.next()?.elementsEqual(LogProof.header.utf8) == true else { throw .badHeader }
        var line = lines.next()
        let extra = try LogProof.readExtra(&line, &lines)
        guard let text = line?.after("index "), let number = Decimal.parse(text), number < TreeSize.maximum.value else {
            throw .badLine(lines.number, expected: "'index ' and a decimal without leading zeros")
        }
        let path = try LogProof.readPath(&lines)
        let checkpoint: SignedCheckpoint
        do { checkpoint = try SignedCheckpoint(parsing: Array(lines.rest)) } catch { throw .badCheckpoint(error) }
        self.init(index: EntryIndex(number), path: path, checkpoint: checkpoint, extra: extra)
    }

    /// Reads the optional line and steps over it.
    private static func readExtra(
        _ line: inout ArraySlice<UInt8>?, _ lines: inout NumberedLines
    ) throws(ProofError) -> [UInt8]? {
        guard let text = line?.after("extra ") else { return nil }
        guard let extra = try? Base64.decode(text), extra.count <= maximumExtraByteCount else {
            throw .badLine(lines.number, expected: "'extra ' and base64 of at most \(maximumExtraByteCount) bytes")
        }
        line = lines.next()
        return extra
    }

    /// Reads hashes up to the empty line.
    private static func readPath(_ lines: inout NumberedLines) throws(ProofError) -> [Hash] {
        var path: [Hash] = []
        while true {
            let line = lines.next()
            if let line, line.isEmpty { return path }
            guard let line, let hash = Hash(base64: line), path.count < 63 else {
                throw .badLine(
                    lines.number, expected: "a hash of 32 bytes in base64, at most 63 of them, or an empty line")
            }
            path.append(hash)
        }
    }
}

/// Lines with the number of the one read last, from 1.
private struct NumberedLines {
    private var scanner: LineScanner
    private(set) var number = 0

    init(_ bytes: [UInt8]) { scanner = LineScanner(bytes[...]) }

    var rest: ArraySlice<UInt8> { scanner.rest }

    mutating func next() -> ArraySlice<UInt8>? {
        number += 1
        return scanner.next()
    }
}

extension ArraySlice<UInt8> {
    /// What follows a prefix; nil when the bytes do not begin with it.
    fileprivate func after(_ prefix: StaticString) -> ArraySlice<UInt8>? {
        let lead = UnsafeBufferPointer(start: prefix.utf8Start, count: prefix.utf8CodeUnitCount)
        return starts(with: lead) ? dropFirst(lead.count) : nil
    }
}
