/// A text folded for reading: digits of any of three scripts, full-width forms and signs as ASCII, and no marks of
/// direction; each character knows where it stands in what was written.
struct FoldedText {
    /// ASCII; `degree`, `minute` and `second` for the signs of angles; `other` for whatever else.
    private(set) var bytes: [UInt8] = []
    private var origins: [String.Index] = []
    private let text: String

    static let degree: UInt8 = 0x01
    static let minute = UInt8(ascii: "'")
    static let second = UInt8(ascii: "\"")
    static let other: UInt8 = 0x02
    static let space: UInt8 = 0x20

    /// Folds a text; nil for one with control characters other than spaces and line ends.
    init?(_ text: String) {
        self.text = text
        for index in text.unicodeScalars.indices {
            let scalar = text.unicodeScalars[index]
            if Self.isMark(scalar) { continue }
            guard let byte = Self.fold(scalar) else { return nil }
            bytes.append(byte)
            origins.append(index)
        }
    }

    /// What was written from a place on, without spaces and marks of direction at either end.
    func written(from start: Int) -> String { written(start..<bytes.count) }

    /// What was written in a range, without spaces and marks of direction at either end.
    func written(_ range: Range<Int>) -> String {
        guard let first = range.first else { return "" }
        let end = range.upperBound < origins.count ? origins[range.upperBound] : text.endIndex
        var scalars = text.unicodeScalars[origins[first]..<end]
        let isEmpty: (Unicode.Scalar) -> Bool = { Self.isMark($0) || Self.fold($0) == Self.space }
        while let scalar = scalars.first, isEmpty(scalar) { scalars.removeFirst() }
        while let scalar = scalars.last, isEmpty(scalar) { scalars.removeLast() }
        // On one line, as notes are kept.
        return String(String.UnicodeScalarView(scalars.map { $0.value < 0x20 ? " " : $0 }))
    }

    /// Marks that show nothing: direction marks, embeddings and isolates, the byte order mark.
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200B...0x200F, 0x202A...0x202E, 0x2060, 0x2066...0x2069, 0x061C, 0xFEFF: true
        default: false
        }
    }

    private static func fold(_ scalar: Unicode.Scalar) -> UInt8? {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x202F, 0x3000, 0x2000...0x200A: space
        case 0x00..<0x20, 0x7F, 0x80..<0xA0: nil
        case 0x21..<0x7F: UInt8(scalar.value)
        case 0x0660...0x0669: UInt8(ascii: "0") + UInt8(scalar.value - 0x0660)
        case 0x06F0...0x06F9: UInt8(ascii: "0") + UInt8(scalar.value - 0x06F0)
        case 0xFF01...0xFF5E: UInt8(scalar.value - 0xFEE0)
        case 0x066B: UInt8(ascii: ".")
        case 0x060C: UInt8(ascii: ",")
        case 0x2010...0x2013, 0x2212: UInt8(ascii: "-")
        case 0xB0, 0xBA, 0x02DA: degree
        case 0x2032, 0x2019, 0x02B9, 0x00B4: minute
        case 0x2033, 0x201D, 0x02BA: second
        default: other
        }
    }
}
