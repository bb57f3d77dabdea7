/// Who took items of a category off, where and why.
public struct RemoverFigure: Sendable {
    /// By whom; nil where nobody is named.
    public let by: String?
    /// Where, in words; nil where it is not stated.
    public let place: String?
    /// The reason; nil counts as "no reason given".
    public let reason: String?
    /// Removals.
    public internal(set) var count = 0
    /// Thousandths of the unit; nil where the category has no unit to add by.
    public internal(set) var thousandths: Int128?
    /// The convoys.
    public internal(set) var records: [RecordIndex] = []
}

/// The cargo of one category in one unit; different units are never added.
public struct CategoryFigure: Sendable {
    /// The sector or category; nil where it is not stated.
    public let category: String?
    /// The unit; nil where it is not stated or changed on the way, and then no quantity is added.
    public let unit: String?
    /// Lines of manifests.
    public internal(set) var lines = 0
    /// The convoys.
    public internal(set) var records: [RecordIndex] = []
    private var stages = [StatedSum](repeating: StatedSum(), count: CargoStage.allCases.count)
    /// Lines from which something was taken off.
    public private(set) var linesWithRemovals = 0
    /// Thousandths taken off, in all.
    public private(set) var removed: Int128 = 0
    /// Thousandths taken off before or during loading.
    public private(set) var removedDuringLoading: Int128 = 0
    /// Thousandths taken off after loading.
    public private(set) var removedAfterLoading: Int128 = 0
    /// Thousandths taken off from lines for which no agreed quantity is stated; in no share of what was agreed.
    public private(set) var removedWithoutAgreed: Int128 = 0
    private var removedOfLoaded: Int128 = 0
    private var hasRemovalOfLoadedUnstated = false
    /// Who took off what, most first.
    public internal(set) var removers: [RemoverFigure] = []

    init(category: String?, unit: String?) {
        self.category = category
        self.unit = unit
    }

    /// Thousandths at a stage, over the lines that state it.
    public func sum(_ stage: CargoStage) -> StatedSum { stages[stage.slot] }

    /// What was taken off, of what was agreed: over the lines that state an agreed quantity.
    public var removedOfAgreed: Share? {
        unit == nil ? nil : Share(removed - removedWithoutAgreed, of: sum(.agreed).sum)
    }

    /// What was taken off after loading, of what was loaded: over the lines that state it; nil where it is not stated of
    /// every removal whether it came after loading.
    public var removedOfLoadedShare: Share? {
        unit == nil || hasRemovalOfLoadedUnstated ? nil : Share(removedOfLoaded, of: sum(.loaded).sum)
    }

    /// Whether there is a quantity of which it is not stated when it was taken off.
    public var hasRemovalsOfUnstatedMoment: Bool { removed > removedDuringLoading + removedAfterLoading }

    /// Adds a line.
    mutating func add(_ line: LineFact, record: RecordIndex) {
        lines += 1
        if records.last != record { records.append(record) }
        if !line.removals.isEmpty { linesWithRemovals += 1 }
        for stage in CargoStage.allCases {
            stages[stage.slot].add(unit == nil ? nil : line.quantity(stage)?.thousandths)
        }
        guard unit != nil else { return }
        for removal in line.removals {
            let amount = Int128(removal.quantity.thousandths)
            removed += amount
            if line.agreed == nil { removedWithoutAgreed += amount }
            switch removal.moment {
            case .duringLoading: removedDuringLoading += amount
            case .afterLoading:
                removedAfterLoading += amount
                if line.loaded != nil { removedOfLoaded += amount }
            case .notStated: hasRemovalOfLoadedUnstated = true
            }
        }
    }
}

/// Counts cargo.
struct ManifestCount {
    private struct Key: Hashable {
        let category: String?
        let unit: String?
    }

    private struct RemoverKey: Hashable {
        let category: Int
        let by: String?
        let place: String?
        let reason: String?
    }

    private var positions: [Key: Int] = [:]
    private var figures: [CategoryFigure] = []
    private var removerPositions: [RemoverKey: Int] = [:]
    private var removers: [(category: Int, figure: RemoverFigure)] = []

    mutating func add(_ line: LineFact, record: RecordIndex) {
        let key = Key(category: MovementCount.stated(line.category), unit: MovementCount.stated(line.unit))
        let position: Int
        if let known = positions[key] {
            position = known
        } else {
            position = figures.count
            positions[key] = position
            figures.append(CategoryFigure(category: key.category, unit: key.unit))
        }
        figures[position].add(line, record: record)
        for removal in line.removals { add(removal, category: position, record: record) }
    }

    private mutating func add(_ removal: RemovalFact, category: Int, record: RecordIndex) {
        let key = RemoverKey(
            category: category, by: MovementCount.stated(removal.by), place: MovementCount.stated(removal.place),
            reason: MovementCount.reason(removal.reason))
        let position: Int
        if let known = removerPositions[key] {
            position = known
        } else {
            position = removers.count
            removerPositions[key] = position
            let hasUnit = figures[category].unit != nil
            removers.append(
                (
                    category,
                    RemoverFigure(by: key.by, place: key.place, reason: key.reason, thousandths: hasUnit ? 0 : nil)
                ))
        }
        removers[position].figure.count += 1
        if let sum = removers[position].figure.thousandths {
            removers[position].figure.thousandths = sum + Int128(removal.quantity.thousandths)
        }
        if removers[position].figure.records.last != record { removers[position].figure.records.append(record) }
    }

    consuming func finish() -> [CategoryFigure] {
        var figures = figures
        for remover in removers { figures[remover.category].removers.append(remover.figure) }
        for position in figures.indices {
            figures[position].removers.sort { left, right in
                let (mine, theirs) = (left.thousandths ?? 0, right.thousandths ?? 0)
                if mine != theirs { return mine > theirs }
                if left.count != right.count { return left.count > right.count }
                for (one, other) in [(left.by, right.by), (left.place, right.place), (left.reason, right.reason)]
                where one != other {
                    return RowKey.precedes(RowKey(one), RowKey(other))
                }
                return false
            }
        }
        return figures.sorted {
            $0.category == $1.category
                ? RowKey.precedes(RowKey($0.unit), RowKey($1.unit))
                : RowKey.precedes(RowKey($0.category), RowKey($1.category))
        }
    }
}
