public import Geodesy

/// One body's newest view of one criterion at one place.
public struct AreaView: Sendable {
    /// Who says so.
    public let saidBy: String
    /// Whether the criterion holds.
    public let view: CriterionView
    /// The day it is dated.
    public let asOf: Instant
    /// The people there, as the same body puts them.
    public let people: UInt32?
    /// Where it comes from.
    public let record: RecordIndex
}

/// All views of one criterion at one place, side by side; no label follows from them.
public struct AreaRow: Sendable {
    /// The place.
    public let place: RowKey
    /// The criterion.
    public let criterion: String
    /// The newest view of each body; several of one body where they are of the same day.
    public internal(set) var views: [AreaView]

    /// Whether bodies differ.
    public var isDisputed: Bool { Set(views.map(\.view)).count > 1 }
}

/// How many places one body saw a criterion hold at, by its newest views up to a day.
public struct AreaReview: Sendable {
    /// Who says so.
    public let saidBy: String
    /// The criterion.
    public let criterion: String
    /// The day.
    public let asOf: Instant
    /// Places at which it holds.
    public let yes: [RecordIndex]
    /// Places at which it does not hold.
    public let no: [RecordIndex]
    /// Places at which it is not known.
    public let unknown: [RecordIndex]
    /// People at the places at which it holds, as the same body puts them.
    public let people: StatedSum
}

/// Gathers views.
struct AreaCount {
    private struct Fact {
        let fact: AreaAssessmentFact
        let record: RecordIndex
    }

    private struct RowPlace: Hashable {
        let place: PlaceKey
        let criterion: String
    }

    private struct Speaker: Hashable {
        let saidBy: String
        let criterion: String
    }

    private var facts: [Fact] = []

    mutating func add(_ fact: AreaAssessmentFact, record: RecordIndex) {
        facts.append(Fact(fact: fact, record: record))
    }

    func rows() -> [AreaRow] {
        var rows: [RowPlace: AreaRow] = [:]
        for entry in facts {
            let fact = entry.fact
            let key = RowPlace(place: fact.place.key, criterion: fact.criterion)
            let place = RowKey(fact.place.label, pcode: fact.place.pcode)
            var row = rows[key] ?? AreaRow(place: place, criterion: fact.criterion, views: [])
            let earlier = row.views.first { $0.saidBy == fact.saidBy }
            if let earlier, earlier.asOf > fact.asOf { continue }
            if let earlier, earlier.asOf < fact.asOf { row.views.removeAll { $0.saidBy == fact.saidBy } }
            row.views.append(
                AreaView(
                    saidBy: fact.saidBy, view: fact.view, asOf: fact.asOf, people: fact.people, record: entry.record))
            rows[key] = row
        }
        return rows.values.map { row in
            var row = row
            row.views.sort { $0.saidBy == $1.saidBy ? $0.record < $1.record : $0.saidBy < $1.saidBy }
            return row
        }.sorted {
            $0.place == $1.place ? $0.criterion < $1.criterion : RowKey.precedes($0.place, $1.place)
        }
    }

    /// For each body and criterion, the count after each day on which it said something.
    func reviews() -> [AreaReview] {
        var bySpeaker: [Speaker: [Fact]] = [:]
        for entry in facts {
            bySpeaker[Speaker(saidBy: entry.fact.saidBy, criterion: entry.fact.criterion), default: []].append(entry)
        }
        var reviews: [AreaReview] = []
        for (speaker, entries) in bySpeaker {
            var newest: [PlaceKey: Fact] = [:]
            let ordered = entries.sorted {
                $0.fact.asOf == $1.fact.asOf ? $0.record < $1.record : $0.fact.asOf < $1.fact.asOf
            }
            for (position, entry) in ordered.enumerated() {
                newest[entry.fact.place.key] = entry
                let isLastOfDay =
                    position + 1 == ordered.count || ordered[position + 1].fact.asOf > entry.fact.asOf
                if isLastOfDay { reviews.append(Self.review(speaker, at: entry.fact.asOf, Array(newest.values))) }
            }
        }
        return reviews.sorted {
            if $0.criterion != $1.criterion { return $0.criterion < $1.criterion }
            return $0.saidBy == $1.saidBy ? $0.asOf < $1.asOf : $0.saidBy < $1.saidBy
        }
    }

    private static func review(_ speaker: Speaker, at asOf: Instant, _ newest: [Fact]) -> AreaReview {
        func records(_ view: CriterionView) -> [RecordIndex] {
            newest.filter { $0.fact.view == view }.map(\.record).sorted()
        }
        var people = StatedSum()
        for entry in newest where entry.fact.view == .yes { people.add(entry.fact.people) }
        return AreaReview(
            saidBy: speaker.saidBy, criterion: speaker.criterion, asOf: asOf, yes: records(.yes), no: records(.no),
            unknown: records(.unknown), people: people)
    }
}
