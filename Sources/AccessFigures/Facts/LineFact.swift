/// A quantity in whole thousandths of its unit, so that sums are exact; never negative.
public struct Quantity: Hashable, Comparable, Sendable {
    /// Thousandths of the unit.
    public let thousandths: Int64

    /// A quantity; nil for a negative number, which states none.
    public init?(thousandths: Int64) {
        guard thousandths >= 0 else { return nil }
        self.thousandths = thousandths
    }

    /// This many whole units.
    public init(units: UInt32) { thousandths = Int64(units) * 1_000 }

    /// Orders by amount.
    public static func < (left: Quantity, right: Quantity) -> Bool { left.thousandths < right.thousandths }
}

/// When items were taken off a convoy.
public enum RemovalMoment: String, CaseIterable, Sendable {
    /// Before or while it was loaded: the quantity loaded does not hold them.
    case duringLoading = "during-loading"
    /// After loading: the quantity loaded holds them.
    case afterLoading = "after-loading"
    case notStated = "not-stated"
}

/// Items of one line taken off.
public struct RemovalFact: Hashable, Sendable {
    /// How much.
    public let quantity: Quantity
    /// By whom; nil where nobody is named.
    public let by: String?
    /// Where, in words.
    public let place: String?
    /// When, as far as shares depend on it.
    public let moment: RemovalMoment
    /// The reason as it was given; nil counts as "no reason given".
    public let reason: String?
    /// The statement that says so.
    public let source: SourceRef

    /// A removal.
    public init(
        _ quantity: Quantity, by: String?, at place: String?, moment: RemovalMoment, reason: String?, source: SourceRef
    ) {
        self.quantity = quantity
        self.by = by
        self.place = place
        self.moment = moment
        self.reason = reason
        self.source = source
    }
}

/// The stages at which a line's quantity is stated, in their order.
public enum CargoStage: String, CaseIterable, Sendable {
    case planned
    case requested
    case agreed
    case loaded
    case delivered

    /// The position among all stages.
    var slot: Int {
        switch self {
        case .planned: 0
        case .requested: 1
        case .agreed: 2
        case .loaded: 3
        case .delivered: 4
        }
    }
}

/// One line of a convoy's manifest; a quantity that nobody stated is nil, never 0.
public struct LineFact: Hashable, Sendable {
    /// The line's key within the manifest.
    public var key: String
    /// What it is.
    public var item: String
    /// Its sector or category; nil where it is not stated.
    public var category: String?
    /// What its quantities are counted in; nil where it is not stated or changed on the way, and then nothing is added.
    public var unit: String?
    /// What was planned.
    public var planned: Quantity?
    /// What was asked for.
    public var requested: Quantity?
    /// What was agreed.
    public var agreed: Quantity?
    /// What was loaded.
    public var loaded: Quantity?
    /// What was delivered.
    public var delivered: Quantity?
    /// What was taken off.
    public var removals: [RemovalFact]

    /// A line without quantities; each is set where it is stated.
    public init(key: String, item: String, category: String?, unit: String?) {
        self.key = key
        self.item = item
        self.category = category
        self.unit = unit
        removals = []
    }

    /// The quantity stated for a stage.
    public func quantity(_ stage: CargoStage) -> Quantity? {
        switch stage {
        case .planned: planned
        case .requested: requested
        case .agreed: agreed
        case .loaded: loaded
        case .delivered: delivered
        }
    }
}
