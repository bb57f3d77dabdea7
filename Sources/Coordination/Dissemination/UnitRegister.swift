public import Geodesy
public import HashTreeCollections
public import Statements
import StrictJSON

/// A unit that will operate somewhere, as its own party says: who must have read what stands there.
public struct UnitDeclaration: Hashable, Sendable {
    /// The name by which others know it.
    public let name: LocalisedText
    /// Where it operates.
    public let area: Area
    /// When.
    public let window: TimeWindow

    /// Reads the body of `unit.declare.v1`.
    init(body: JSONValue) throws(JSONError) {
        var fields = try body.object()
        name = try LocalisedText(fields.required("name"))
        area = try fields.required("area").area()
        window = try fields.required("window").timeWindow()
        try fields.finish()
    }
}

/// A declared unit, as its party last stated it.
public struct DeclaredUnit: Hashable, Sendable {
    /// Its party and its name.
    public let id: RecordID
    /// What was declared; nil where a declaration of that name cannot be read here.
    public let declaration: UnitDeclaration?
    /// Who may read it.
    public let audience: Audience
    /// Those for whom this node was handed it; nil when it is open.
    public let readers: [PartyID]?
    /// The statement.
    public let declared: Provenance

    /// Whether this node may show it to `reader`.
    public func isReadable(by reader: PartyID?) -> Bool {
        guard let readers else { return true }
        guard let reader else { return false }
        return reader == id.owner || readers.contains(reader)
    }

    /// What `reader` is shown of it: that there is one, and the rest where it may be read.
    public func shown(to reader: PartyID) -> DeclaredUnit {
        guard !isReadable(by: reader) else { return self }
        return DeclaredUnit(
            id: id, declaration: nil, audience: audience, readers: readers, declared: declared)
    }
}

/// Units that parties have declared, each as last stated.
public struct UnitRegister: Sendable {
    /// Units one party may have declared.
    public static let maximumUnits = 10_000

    /// By party and name.
    public private(set) var units: TreeDictionary<RecordID, DeclaredUnit> = [:]
    /// Names of each party's units, in order.
    private var names: TreeDictionary<PartyID, [SubjectID]> = [:]

    /// A register without units.
    public init() {}

    /// Says whether a declaration may be taken.
    ///
    /// - Throws: `alreadyEnded` or `tooMany`.
    public func decide(_ unit: UnitDeclaration, id: RecordID, in context: RuleContext) throws(Refusal) {
        if let end = unit.window.end, end <= context.now {
            throw .alreadyEnded(field: "/window/until", end: end, now: context.now)
        }
        guard units[id] != nil || names[id.owner]?.count ?? 0 < Self.maximumUnits else {
            throw .tooMany("units of one party", limit: Self.maximumUnits)
        }
    }

    /// Takes a declaration; nil where it cannot be read here, so that nobody takes the one before it for the last word.
    mutating func apply(_ unit: UnitDeclaration?, id: RecordID, in context: RuleContext) {
        if units[id] == nil {
            guard names[id.owner]?.count ?? 0 < Self.maximumUnits else { return }
            var list = names[id.owner] ?? []
            list.insert(id.subject, at: list.firstIndex { id.subject < $0 } ?? list.count)
            names[id.owner] = list
        }
        units[id] = DeclaredUnit(
            id: id, declaration: unit, audience: context.audience, readers: context.readers,
            declared: context.provenance)
    }

    /// The units of a party, in order of their names.
    public func units(of party: PartyID) -> [DeclaredUnit] {
        (names[party] ?? []).compactMap { units[RecordID(owner: party, subject: $0)] }
    }
}
