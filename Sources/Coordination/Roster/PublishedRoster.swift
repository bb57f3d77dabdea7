public import Geodesy
public import Statements
public import StrictJSON

/// A roster as it was published, with what was said about it since.
public struct PublishedRoster: Hashable, Sendable {
    /// Overrides that one roster may have.
    public static let maximumOverrides = 1_024

    /// A substitute, and when that was logged.
    public struct Substitution: Hashable, Sendable {
        /// The override.
        public let override: RosterOverride
        /// Who said it, when.
        public let provenance: Provenance

        /// When it begins to count: nobody is replaced after the fact.
        public var from: Instant { max(override.from, provenance.loggedAt) }
    }

    /// Its name in the accord.
    public let id: RecordID
    /// What was published.
    public let plan: RosterPlan
    /// Who may read it.
    public internal(set) var audience: Audience
    /// Who of them this node may show it to; nil when it is open.
    public internal(set) var readers: [PartyID]?
    /// Published.
    public let published: Provenance
    /// The overrides, in the order in which they were said.
    public internal(set) var substitutions: [Substitution] = []
    /// Whether an override could not be read here, so that somebody else may be on duty than shown.
    public internal(set) var isIncomplete = false

    /// When it begins to count: who was on duty is not changed after the fact.
    public var from: Instant { max(plan.from, published.loggedAt) }

    /// Whether an officer of `reader` may read it.
    public func isReadable(by reader: PartyID?) -> Bool {
        audience.isReadable(by: reader, owner: id.owner, readers: readers)
    }

    /// Writes it as replies and the digest show it, in one fixed order of fields.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("id", id.description)
            fields.member("party", id.owner.rawValue)
            plan.write(fields: &fields)
            fields.source("published", published)
            fields.key("overrides")
            fields.array { list in
                for item in substitutions {
                    list.object { fields in
                        item.override.write(fields: &fields)
                        fields.source("said", item.provenance)
                    }
                }
            }
            fields.member("incomplete", isIncomplete)
            guard case .parties(let parties) = audience else { return }
            fields.strings("audience", parties.map(\.rawValue))
            fields.strings("readers", (readers ?? []).map(\.rawValue))
        }
    }
}
