/// A piece of a stacked bar: told apart by pattern and by the number in it, not by colour alone.
enum Band: CaseIterable {
    case facilitated, partiallyFacilitated, impeded, denied, cancelled, attacked, notOver, unreadable

    /// How it is filled; the style sheet has the class.
    var style: StaticString {
        switch self {
        case .facilitated: "f0"
        case .partiallyFacilitated: "f1"
        case .impeded: "f2"
        case .denied: "f3"
        case .cancelled: "f4"
        case .attacked: "f5"
        case .notOver: "f6"
        case .unreadable: "f7"
        }
    }

    /// Whether its number is written light on dark.
    var isDark: Bool { self == .denied || self == .attacked }

    var phrase: Phrase {
        switch self {
        case .facilitated: .facilitated
        case .partiallyFacilitated: .partiallyFacilitated
        case .impeded: .impeded
        case .denied: .denied
        case .cancelled: .cancelled
        case .attacked: .attacked
        case .notOver: .notOver
        case .unreadable: .unreadable
        }
    }

    func count(in row: OutcomeRow) -> Int {
        switch self {
        case .facilitated: row.count(Outcome.Family.facilitated)
        case .partiallyFacilitated: row.count(Outcome.Family.partiallyFacilitated)
        case .impeded: row.count(Outcome.Family.impeded)
        case .denied: row.count(Outcome.Family.denied)
        case .cancelled: row.count(Outcome.Family.cancelled)
        case .attacked: row.count(Outcome.Family.attacked)
        case .notOver: row.notOverCount
        case .unreadable: row.unreadable.count
        }
    }
}

/// Numbers that an axis is marked at.
enum Ticks {
    /// From 0 to at least `largest`, at steps of 1, 2 or 5 times a power of ten.
    static func upTo(_ largest: Int, about count: Int = 4) -> [Int] {
        guard largest > 0 else { return [0, 1] }
        var power = 1
        while largest / power > count * 10 { power *= 10 }
        let step = [1, 2, 5, 10, 20, 50].map { $0 * power }.first { largest <= $0 * count } ?? 100 * power
        let top = (largest + step - 1) / step
        return (0...top).map { $0 * step }
    }
}

/// What a label takes.
enum LabelWidth {
    /// A text cut to about this many Latin letters' width, with an ellipsis where something is missing.
    static func cut(_ text: String, to limit: Int) -> String {
        var width = 0
        var end = text.startIndex
        var lastFitting = text.startIndex
        while end < text.endIndex {
            guard let scalar = text[end].unicodeScalars.first else { break }
            width += scalar.value >= 0x2E80 ? 2 : 1
            if width > limit { return String(text[..<lastFitting]) + "…" }
            end = text.index(after: end)
            if width < limit { lastFitting = end }
        }
        return text
    }
}
