public import Coordination
public import Geodesy
public import Statements

/// One record as a map shows it.
public struct MapFeature: Sendable {
    /// What is shown.
    public enum Subject: Sendable {
        /// A site or a movement.
        case record(Record)
        /// Dangerous ground, by the report that was the last one then.
        case hazard(Dossier, HazardReport)
    }

    /// What is shown.
    public let subject: Subject
    /// What stands there.
    public let kind: MapKind
    /// Its state, by the log's clock now.
    public let state: String
    /// Where it is, and was, and when.
    public let places: [MapPlace]

    /// Its name in the accord.
    public var id: RecordID {
        switch subject {
        case .record(let record): record.id
        case .hazard(let dossier, _): dossier.id
        }
    }
}

/// What a map shows: every record that the reader may read and that may reach into the box, once, by itself or in a cluster.
public struct MapView: Sendable {
    /// The time that is shown.
    public let window: TimeWindow
    /// Whether that time is before the log's clock: what is shown is what is known now of then.
    public let isPast: Bool
    /// The zoom by which clusters were made; coarser than asked where there would be too many.
    public let zoom: Int
    /// Records in all.
    public let total: Int
    /// Those that are shown one by one.
    public let features: [MapFeature]
    /// The others.
    public let clusters: [MapCluster]
    /// How many of each kind.
    public let kinds: [MapKind: Int]
    /// How many of each owner.
    public let owners: [PartyID: Int]
    /// How many in each state.
    public let states: [String: Int]
}
