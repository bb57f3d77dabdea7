public import Coordination
import Deconfliction
public import Geodesy
import HashTreeCollections
public import Statements

/// A notice that begins soon or holds already and has not reached those who will act near it.
///
/// It is shown to both sides: the owner, who may stop its convoy, and the recipient, who may still pass it on.
public struct DepthAlarm: Hashable, Sendable {
    /// The notice.
    public let record: RecordID
    /// The recipient whose units have not got it.
    public let party: PartyID
    /// When it begins.
    public let begins: Instant
    /// Whether it has begun.
    public let hasBegun: Bool
    /// When it should have reached them, and by which clause.
    public let due: ClauseDeadline
    /// How deep its text in force went; nil where nothing was attested.
    public let depth: DisseminationDepth?
    /// Declared units that have not got it, in order of their names.
    public let unread: [SubjectID]
    /// Whether the recipient has declared a unit that cannot be read here.
    public let hasUnknownUnits: Bool
}

/// A declared unit that will operate near a notice and has not got it.
public struct UnreadUnit: Hashable, Sendable {
    /// The notice.
    public let record: RecordID
    /// The recipient whose unit it is.
    public let party: PartyID
    /// The unit.
    public let unit: SubjectID
    /// When the notice begins.
    public let begins: Instant
}

extension Picture {
    /// Notices that begin soon or hold already, and have not reached operating depth with a recipient.
    ///
    /// What begins first comes first; empty where no clause sets a time. Cost grows with the records: some hundred
    /// nanoseconds for each that is not due.
    public func depthAlarms(as reader: PartyID?) -> [DepthAlarm] {
        guard let now = clock.now, let clause = noticeClauses.operatingDepth else { return [] }
        return depths(as: reader, beginningBefore: now.adding(seconds: clause.seconds)).compactMap { found in
            guard !found.depth.isReached else { return nil }
            return DepthAlarm(
                record: found.record, party: found.state.party, begins: found.begins, hasBegun: found.begins <= now,
                due: ClauseDeadline(clause: clause.name, at: found.begins.adding(seconds: -clause.seconds)),
                depth: found.state.depth, unread: found.depth.unread, hasUnknownUnits: found.depth.hasUnknownUnits)
        }
    }

    /// Declared units that will operate near a notice while it holds and have not got it, by what begins first.
    public func unreadUnits(as reader: PartyID?) -> [UnreadUnit] {
        depths(as: reader, beginningBefore: .latest).flatMap { found in
            found.depth.unread.map {
                UnreadUnit(record: found.record, party: found.state.party, unit: $0, begins: found.begins)
            }
        }
    }

    private struct Depth {
        let record: RecordID
        let begins: Instant
        let state: RecipientState
        let depth: OperatingDepth
    }

    private func depths(as reader: PartyID?, beginningBefore limit: Instant) -> [Depth] {
        guard let reader else { return [] }
        var found: [Depth] = []
        for slot in records.slots() {
            let record = records[slot]
            let begins = record.begins
            guard begins <= limit, !record.hasEnded, record.state(at: clock.now) != .expired else { continue }
            for state in recipientStates(of: record.id, as: reader) where state.standing == .takesPart {
                found.append(
                    Depth(
                        record: record.id, begins: begins, state: state,
                        depth: operatingDepth(of: record, state, as: reader)))
            }
        }
        return found.sorted {
            if $0.begins != $1.begins { return $0.begins < $1.begins }
            return ($0.record, $0.state.party) < ($1.record, $1.state.party)
        }
    }

    /// Compares a recipient's attestations with its declared units, as far as `reader` may know of them.
    public func operatingDepth(of record: Record, _ state: RecipientState, as reader: PartyID) -> OperatingDepth {
        let standOff = (accord?.standOff(record.standOffClass)?.millimetres ?? 0) + record.precisionMillimetres
        return OperatingDepth(
            of: state, volumes: record.volumes, standOffMillimetres: standOff,
            declared: notices.units.units(of: state.party).map { $0.shown(to: reader) })
    }

    /// Active notices that may be one and the same as a site of this name and place, nearest first; the reader's own and
    /// others' that it may read.
    public func duplicates(
        of name: LocalisedText, at place: Area, except id: RecordID?, as reader: PartyID?
    ) -> [NoticeDuplicate] {
        var query = RecordQuery()
        query.mechanism = .notification
        query.limit = RecordQuery.maximumPage
        query.vicinity = try? Vicinity(of: place, withinMillimetres: NoticeDuplicate.sameNameMillimetres)
        let area = PreparedArea(place)
        var folding = NameFolding()
        return records(matching: query, as: reader).records.compactMap { _, record in
            guard record.id != id, case .notification(let site) = record else { return nil }
            return NoticeDuplicate.between(
                name, area, and: (record.id, site.details.name, site.details.place), folding: &folding)
        }.sorted { ($0.distanceMillimetres, $0.record.description) < ($1.distanceMillimetres, $1.record.description) }
    }
}
