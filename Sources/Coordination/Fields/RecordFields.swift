public import Geodesy
public import Statements
public import StrictJSON
public import TransparencyLog

/// Who may read a record's body; the default is nobody, so a record without one of these does not exist.
public enum Audience: Hashable, Sendable {
    /// Everybody who may read the log: the body is open in it.
    case open
    /// These parties, in order, and the owner; the log holds a commitment only.
    case parties([PartyID])

    /// Whether an officer of `party` may read it, the record being `owner`'s.
    public func admits(_ party: PartyID?, owner: PartyID) -> Bool {
        switch self {
        case .open: true
        case .parties(let parties): party.map { $0 == owner || parties.contains($0) } ?? false
        }
    }

    /// Adds parties; what is open stays open.
    mutating func widen(by others: [PartyID]) {
        guard case .parties(var parties) = self else { return }
        parties.widen(by: others)
        self = .parties(parties)
    }
}

extension [PartyID]? {
    /// Those who are in both; nil, which is everybody, narrows nothing.
    func narrowed(to others: [PartyID]?) -> [PartyID]? {
        guard let self, let others else { return self ?? others }
        return self.filter(others.contains)
    }
}

/// Where and when something entered the log, and who said it: valid time and logged time are kept apart.
public struct Provenance: Hashable, Sendable {
    /// The entry.
    public let entry: EntryIndex
    /// The log's clock at that entry.
    public let loggedAt: Instant
    /// The claimed time.
    public let saidAt: Instant
    /// The officer who signed.
    public let officer: OfficerID

    /// Provenance from its parts.
    public init(entry: EntryIndex, loggedAt: Instant, saidAt: Instant, officer: OfficerID) {
        self.entry = entry
        self.loggedAt = loggedAt
        self.saidAt = saidAt
        self.officer = officer
    }
}

/// What the rules of a record may look at besides the record itself.
public struct RuleContext: Sendable {
    /// The log's clock.
    public let now: Instant
    /// The accord in force.
    public let accord: Accord
    /// Who speaks, when, at which entry.
    public let provenance: Provenance
    /// Who may read what is said.
    public let audience: Audience
    /// For a restricted body, the parties for whom this node was handed just the fields that it folds; nil when open.
    ///
    /// Parties may be given different fields of one body, so a node shows it only to those whose part it holds.
    public let readers: [PartyID]?
    /// The name of what is said; nil only where nobody refers to it.
    public let statement: StatementHash?

    /// A context from its parts.
    public init(
        now: Instant, accord: Accord, provenance: Provenance, audience: Audience, readers: [PartyID]? = nil,
        statement: StatementHash? = nil
    ) {
        self.now = now
        self.accord = accord
        self.provenance = provenance
        self.audience = audience
        self.readers = readers
        self.statement = statement
    }
}

/// The place as its owner gave it, beside the place as computed.
public struct GivenPlace: Hashable, Sendable {
    /// What was written or said, unchanged.
    public let text: String
    /// How it was obtained, such as "GPS on site" or "from imagery".
    public let method: String?
    /// How far off it may be; the check grows the footprint by as much.
    public let precisionMillimetres: Int64

    /// The coarsest precision, 50 km.
    public static let maximumPrecisionMillimetres: Int64 = 50_000_000

    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        text = try fields.required("text").text(limit: 300)
        method = try fields.present("method")?.text(limit: 120)
        if let precision = fields.present("precisionMetres") {
            precisionMillimetres = try precision.millimetres()
            guard (0...Self.maximumPrecisionMillimetres).contains(precisionMillimetres) else {
                throw precision.refused("must be from 0 to \(Self.maximumPrecisionMillimetres / 1000) metres")
            }
        } else {
            precisionMillimetres = 0
        }
        try fields.finish()
    }

    /// Writes the object it was read from.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("text", text)
            if let method { fields.member("method", method) }
            if precisionMillimetres > 0 { fields.metres("precisionMetres", precisionMillimetres) }
        }
    }
}
