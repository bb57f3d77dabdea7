public import Coordination
public import Deconfliction
public import Geodesy
public import Statements

/// One record of the picture, whichever mechanism it belongs to.
///
/// Indirect, so that a table of a million records holds a million references and copies as such.
public indirect enum Record: Sendable {
    /// A static site or critical infrastructure.
    case notification(Notification)
    /// A convoy or mission.
    case movement(Movement)

    /// The mechanism's name, as queries use it.
    public enum Mechanism: String, CaseIterable, Sendable {
        case notification, movement
    }

    /// Which mechanism it belongs to.
    public var mechanism: Mechanism {
        switch self {
        case .notification: .notification
        case .movement: .movement
        }
    }

    /// Its name in the accord.
    public var id: RecordID {
        switch self {
        case .notification(let record): record.id
        case .movement(let record): record.id
        }
    }

    /// Who may read it.
    public var audience: Audience {
        switch self {
        case .notification(let record): record.audience
        case .movement(let record): record.audience
        }
    }

    /// Whether an officer of `reader` may read it; nil reads only what is open.
    ///
    /// Of a restricted record only its owner and those for whom this node was handed what it folds.
    public func isReadable(by reader: PartyID?) -> Bool {
        guard audience.admits(reader, owner: id.owner) else { return false }
        guard let readers, let reader else { return true }
        return reader == id.owner || readers.contains(reader)
    }

    private var readers: [PartyID]? {
        switch self {
        case .notification(let record): record.readers
        case .movement(let record): record.readers
        }
    }

    /// Whether later statements about it could not be read here, so that it may no longer be as shown.
    public var isIncomplete: Bool {
        switch self {
        case .notification(let record): record.isIncomplete
        case .movement(let record): record.isIncomplete
        }
    }

    /// Its body was given to further parties.
    mutating func widen(by parties: [PartyID]) {
        switch self {
        case .notification(var record):
            record.widen(by: parties)
            self = .notification(record)
        case .movement(var record):
            record.widen(by: parties)
            self = .movement(record)
        }
    }

    /// Takes what the header of a statement tells whose body cannot be read here.
    mutating func apply(unread step: RecordStep, in context: RuleContext) {
        switch self {
        case .notification(var record):
            record.apply(unread: step, in: context)
            self = .notification(record)
        case .movement(var record):
            record.apply(unread: step, in: context)
            self = .movement(record)
        }
    }

    /// Where and when it holds now; empty once it has ended.
    public var volumes: [Volume4D] {
        switch self {
        case .notification(let record): record.volumes
        case .movement(let record): record.volumes
        }
    }

    /// The accord's class that sets its stand-off.
    public var standOffClass: String {
        switch self {
        case .notification(let record): record.details.standOffClass
        case .movement(let record): record.details.standOffClass
        }
    }

    /// How far off its place may be; added to the stand-off.
    public var precisionMillimetres: Int64 {
        switch self {
        case .notification(let record): record.precisionMillimetres
        case .movement: 0
        }
    }

    /// Its name in words.
    public var name: LocalisedText {
        switch self {
        case .notification(let record): record.details.name
        case .movement(let record): record.details.name
        }
    }

    /// Whom to call.
    public var contact: Contact {
        switch self {
        case .notification(let record): record.details.contact
        case .movement(let record): record.details.contact
        }
    }

    /// Its state in the field's words, by the log's clock.
    public func state(at now: Instant?) -> RecordState {
        switch self {
        case .notification(let record):
            if record.isWithdrawn { return .withdrawn }
            guard let now, let end = record.details.valid.end, end <= now else { return .active }
            return .expired
        case .movement(let record):
            switch record.state {
            case .closed: return .closed
            case .planned: return record.overdueSince == nil ? .planned : .overdue
            case .underWay: return record.overdueSince == nil ? .underWay : .overdue
            }
        }
    }
}

/// The states that records show; none of them is a permission.
public enum RecordState: String, CaseIterable, Sendable {
    case active, withdrawn, expired, planned, overdue, closed
    case underWay = "under-way"
}
