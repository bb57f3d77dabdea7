import Geodesy
public import Statements
public import StrictJSON

/// What is claimed of one incident, side by side: grouped by what it is about, compared, never merged and never weighed.
public struct IncidentAccount: Hashable, Sendable {
    /// A claim, with what took its place.
    public struct Entry: Hashable, Sendable {
        /// The claim and who entered it.
        public let claim: Dossier.Said<IncidentClaim>
        /// The later claim of the same source that took its place; nil while it stands.
        public let supersededBy: StatementHash?

        /// Whether it stands.
        public var stands: Bool { supersededBy == nil }
    }

    /// Everything claimed of one thing.
    public struct Group: Hashable, Sendable {
        /// What it is about.
        public let about: IncidentClaim.About
        /// All claims, in the order of the log.
        public let entries: [Entry]
        /// The lowest and highest number that stands; nil where none that stands is a number.
        public let range: ClosedRange<Int64>?
        /// The claims that stand do not all say the same.
        public let differs: Bool
        /// They count different people or things, or one of them does not say which; their numbers do not compare.
        public let qualifiersDiffer: Bool
    }

    /// Groups, in the order of what can be claimed.
    public let groups: [Group]

    /// The account of what is claimed of a dossier.
    public init(_ claims: [Dossier.Said<IncidentClaim>]) {
        var superseded: [StatementHash: StatementHash] = [:]
        for claim in claims {
            if let earlier = claim.content.supersedes { superseded[earlier] = claim.statement }
        }
        groups = IncidentClaim.About.allCases.compactMap { about in
            let entries = claims.filter { $0.content.about == about }
                .map { Entry(claim: $0, supersededBy: superseded[$0.statement]) }
            return entries.isEmpty ? nil : Group(about, entries)
        }
    }

    /// What is claimed of one thing; nil when nothing is.
    public subscript(about: IncidentClaim.About) -> Group? { groups.first { $0.about == about } }

    /// Whether claims that stand contradict each other, about anything.
    public var differs: Bool { groups.contains(where: \.differs) }
}

extension IncidentAccount.Group {
    init(_ about: IncidentClaim.About, _ entries: [IncidentAccount.Entry]) {
        self.about = about
        self.entries = entries
        let standing = entries.filter(\.stands).map(\.claim.content)
        let counts = standing.compactMap { claim -> Int64? in
            if case .count(let count, of: _) = claim.value { count } else { nil }
        }
        range = if let low = counts.min(), let high = counts.max() { low...high } else { nil }
        differs = Set(standing.map(\.value)).count > 1
        qualifiersDiffer = Set(standing.map(\.qualifier)).count > 1
    }

    /// What is alleged, and by how many, in a sentence.
    public var sentence: String {
        let standing = entries.filter(\.stands)
        let sources = Set(standing.map(\.claim.content.by)).count
        let by = sources == 1 ? "one source" : "\(sources) sources"
        guard let range else {
            return "\(about.words), by \(by)" + (differs ? ", who do not say the same" : "")
        }
        let numbers =
            range.lowerBound == range.upperBound
            ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
        let counted = qualifiersDiffer ? ", who do not say that they count the same" : ""
        return "\(about.words), \(numbers), by \(by)\(counted)"
    }

    func write(to list: inout JSONWriter) {
        list.object { item in
            item.member("about", about.rawValue)
            item.member("status", "alleged")
            item.member("sentence", sentence)
            if let range {
                item.member("lowest", range.lowerBound)
                item.member("highest", range.upperBound)
            }
            item.member("differs", differs)
            item.member("qualifiersDiffer", qualifiersDiffer)
            item.key("claims")
            item.array { claims in for entry in entries { entry.write(to: &claims) } }
        }
    }
}

extension IncidentAccount {
    /// Writes the groups as an array.
    public func write(to writer: inout JSONWriter) {
        writer.array { list in for group in groups { group.write(to: &list) } }
    }
}

extension IncidentAccount.Entry {
    func write(to list: inout JSONWriter) {
        list.object { item in
            item.member("status", "alleged")
            item.member("stands", stands)
            if let supersededBy { item.member("supersededBy", supersededBy.description) }
            item.key("claim")
            item.object { fields in claim.content.write(to: &fields) }
            item.member("enteredBy", claim.party.rawValue)
            item.member("statement", claim.statement.description)
            item.provenance("said", claim.provenance)
        }
    }
}
