/// Cuts bytes into lines as they arrive; a line that is too long is given out as such, once.
struct LineSplitter {
    /// A line without its line feed.
    enum Line: Sendable {
        case bytes([UInt8])
        /// Longer than the limit; its bytes were not kept.
        case tooLong

        /// What it takes to keep.
        var byteCount: Int { if case .bytes(let bytes) = self { bytes.count } else { 0 } }
    }

    private let limit: Int
    private var begun: [UInt8] = []
    private var isSkipping = false

    init(limit: Int) { self.limit = limit }

    /// Takes the next bytes and gives out the lines that they end.
    mutating func take(_ bytes: [UInt8]) -> [Line] {
        var lines: [Line] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0A) {
            add(rest[..<end])
            lines.append(finishLine())
            rest = rest[(end + 1)...]
        }
        add(rest)
        return lines
    }

    /// The last line, when no line feed ended it.
    mutating func finish() -> Line? { begun.isEmpty && !isSkipping ? nil : finishLine() }

    private mutating func add(_ part: ArraySlice<UInt8>) {
        guard !isSkipping else { return }
        if begun.count + part.count > limit {
            isSkipping = true
            begun = []
        } else {
            begun.append(contentsOf: part)
        }
    }

    private mutating func finishLine() -> Line {
        defer {
            begun = []
            isSkipping = false
        }
        if isSkipping { return .tooLong }
        if begun.last == 0x0D { begun.removeLast() }
        return .bytes(begun)
    }
}
