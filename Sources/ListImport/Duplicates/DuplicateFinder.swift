import Coordination
import Geodesy
import Statements

/// Finds records that may be one and the same, without comparing every two.
struct DuplicateFinder {
    /// Nearer than this, places with other names are shown too.
    static let samePlaceMillimetres = NoticeDuplicate.samePlaceMillimetres

    /// One record of the list or of the register.
    struct Entry {
        var side: DuplicatePair.Side
        var names: [String]
        var place: Position
    }

    /// The pairs, by the rows of the list, and whether the search stopped at a limit.
    struct Result {
        var pairs: [DuplicatePair] = []
        var isCutShort = false
    }

    private struct Key: Hashable {
        /// The folded name by number; -1 for the search by place alone.
        var name: Int32
        var cell: DegreeGrid.Cell
    }

    private struct Link: Hashable {
        var later: Int
        var earlier: Int
    }

    private let entries: [Entry]
    private let limit: Int
    /// Folded names by number, sorted, for every entry.
    private var names: [[Int32]] = []
    private var links: Set<Link> = []
    private var result = Result()
    /// Comparisons that may still be made; dense heaps of one place must not cost their square.
    private var budget: Int

    /// Compares the entries of a list with one another and with the register's.
    static func find(
        _ list: [Entry], existing: [ExistingRecord], sameNameMillimetres: Int64, limit: Int
    ) -> Result {
        let known = existing.map { record in
            let side = DuplicatePair.Side(line: nil, row: nil, id: "\(record.id)", name: record.names.first ?? "")
            return Entry(side: side, names: record.names, place: record.place)
        }
        var finder = DuplicateFinder(known + list, limit: limit)
        finder.search(.sameName, millimetres: sameNameMillimetres)
        finder.search(.samePlace, millimetres: samePlaceMillimetres)
        finder.result.pairs.sort { left, right in
            let (first, second) = (left.first.row ?? 0, right.first.row ?? 0)
            if first != second { return first < second }
            return (left.second.row ?? 0, left.first.id, left.second.id)
                < (right.second.row ?? 0, right.first.id, right.second.id)
        }
        return finder.result
    }

    private init(_ entries: [Entry], limit: Int) {
        self.entries = entries
        self.limit = limit
        budget = max(1_000_000, limit.multipliedReportingOverflow(by: 200).partialValue)
        var folding = NameFolding()
        var numbers: [String: Int32] = [:]
        names = entries.map { entry in
            var found: Set<Int32> = []
            for name in entry.names {
                let key = folding.key(name)
                guard !key.isEmpty else { continue }
                let number = numbers[key] ?? Int32(numbers.count)
                numbers[key] = number
                found.insert(number)
            }
            return found.sorted()
        }
    }

    private mutating func search(_ kind: DuplicatePair.Kind, millimetres: Int64) {
        let grid = DegreeGrid(millimetres: millimetres)
        var cells: [Key: [Int]] = [:]
        for (index, entry) in entries.enumerated() {
            let keys: [Int32] = kind == .sameName ? names[index] : [-1]
            // Records of the register are not compared with one another.
            if entry.side.row != nil, !keys.isEmpty {
                for cell in grid.cells(around: entry.place) {
                    for key in keys {
                        for other in cells[Key(name: key, cell: cell)] ?? [] {
                            guard compare(index, other, kind, millimetres) else { return }
                        }
                    }
                }
            }
            let cell = grid.cell(entry.place)
            for key in keys { cells[Key(name: key, cell: cell), default: []].append(index) }
        }
    }

    /// Looks at two entries; false when a limit is reached and the search ends.
    private mutating func compare(_ index: Int, _ other: Int, _ kind: DuplicatePair.Kind, _ millimetres: Int64) -> Bool
    {
        budget -= 1
        guard budget > 0 else {
            result.isCutShort = true
            return false
        }
        let (entry, earlier) = (entries[index], entries[other])
        // Parts of one row are near one another by their nature.
        if entry.side.row == earlier.side.row { return true }
        guard (Int64(entry.place.latitudeE7) - Int64(earlier.place.latitudeE7)).magnitude <= 10_000_000,
            !links.contains(Link(later: index, earlier: other)),
            kind == .sameName || Set(names[index]).isDisjoint(with: names[other])
        else { return true }
        let distance = Int64((Geodesic.inverse(entry.place, earlier.place).distanceMetres * 1_000).rounded())
        guard distance <= millimetres else { return true }
        guard result.pairs.count < limit else {
            result.isCutShort = true
            return false
        }
        links.insert(Link(later: index, earlier: other))
        result.pairs.append(
            DuplicatePair(kind: kind, first: entry.side, second: earlier.side, distanceMillimetres: distance))
        return true
    }
}
