public import Coordination
public import Deconfliction
public import Geodesy
public import Statements

/// Which records a reader asks for; every condition narrows, none widens beyond what the reader may see.
public struct RecordQuery: Sendable {
    /// Records on one page, at most.
    public static let maximumPage = 1_000

    /// Only this mechanism.
    public var mechanism: Record.Mechanism?
    /// Only these kinds of site.
    public var siteKinds: Set<SiteKind> = []
    /// Only this owner's.
    public var owner: PartyID?
    /// Only these states, by the log's clock; empty for all.
    public var states: Set<RecordState> = []
    /// Only what touches this box; ended records hold no place any more and are left out.
    public var box: BoundingBox?
    /// Only what comes this near to an area; ended records hold no place any more and are left out.
    public var vicinity: Vicinity?
    /// Only what holds at some time in this window.
    public var window: TimeWindow?
    /// Only names that hold this text, in any language, letter case ignored.
    public var text: String?
    /// Continue after this slot.
    public var after: RecordSlot?
    /// Records on a page, 1...1000.
    public var limit = 100

    /// All records.
    public init() {}
}

/// One page of records in the order in which the log first named them.
public struct RecordPage: Sendable {
    /// The records, with their slots.
    public let records: [(slot: RecordSlot, record: Record)]
    /// Where the next page continues; nil when this was the last.
    public let next: RecordSlot?
}

extension Picture {
    /// The records that match `query` and that an officer of `reader` may read.
    public func records(matching query: RecordQuery, as reader: PartyID?) -> RecordPage {
        let limit = min(max(query.limit, 1), RecordQuery.maximumPage)
        let needle = query.text?.lowercased()
        var found: [(slot: RecordSlot, record: Record)] = []
        func take(_ slot: RecordSlot) -> Bool {
            let record = records[slot]
            guard record.isReadable(by: reader), matches(record, query, needle) else { return true }
            guard found.count < limit else { return false }
            found.append((slot, record))
            return true
        }
        var isLast = true
        if let active = placed(query, as: reader) {
            for slot in active where slot.rawValue > query.after?.rawValue ?? 0 || query.after == nil {
                guard take(slot) else {
                    isLast = false
                    break
                }
            }
        } else {
            for slot in records.slots(from: query.after.map { $0.rawValue + 1 } ?? 0) {
                guard take(slot) else {
                    isLast = false
                    break
                }
            }
        }
        return RecordPage(records: found, next: isLast ? nil : found.last?.slot)
    }

    /// The slots that the conditions on place leave, in order; nil when there is none.
    ///
    /// A record's volume that meets a condition on place also holds in the window that is asked for.
    private func placed(_ query: RecordQuery, as reader: PartyID?) -> [RecordSlot]? {
        let boxed = query.box.map { index.records(overlapping: $0, during: query.window) }
        guard let vicinity = query.vicinity else { return boxed }
        let inBox = boxed.map(Set.init)
        let first = query.after.map { $0.rawValue + 1 } ?? 0
        return slots(in: vicinity, during: query.window) { slot in
            slot.rawValue >= first && inBox?.contains(slot) ?? true && records[slot].isReadable(by: reader)
        }
    }

    private func matches(_ record: Record, _ query: RecordQuery, _ needle: String?) -> Bool {
        if let mechanism = query.mechanism, record.mechanism != mechanism { return false }
        if let owner = query.owner, record.id.owner != owner { return false }
        if !query.states.isEmpty, !query.states.contains(record.state(at: clock.now)) { return false }
        if !query.siteKinds.isEmpty {
            guard case .notification(let notification) = record, query.siteKinds.contains(notification.details.kind)
            else { return false }
        }
        if let window = query.window, query.box == nil, query.vicinity == nil {
            guard record.volumes.contains(where: { $0.window.overlaps(window) }) else { return false }
        }
        if let needle {
            guard record.name.texts.contains(where: { $0.text.lowercased().contains(needle) }) else { return false }
        }
        return true
    }
}
