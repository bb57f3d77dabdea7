public import Geodesy
public import Statements
public import StrictJSON
public import TransparencyLog

/// What a statement of a known kind says, read from its body.
public enum Command: Sendable {
    /// The accord is founded.
    case found(Accord)
    /// The log's clock moves on.
    case tick(Instant)
    /// Parties, officers, keys.
    case parties(PartiesCommand)
    /// The host states which witnesses must cosign.
    case policy(WitnessPolicy, text: String)
    /// The author asks everybody to erase the body of this statement.
    case recall(StatementHash, reason: String)
    /// Static sites and infrastructure.
    case notification(NotificationCommand)
    /// Movements.
    case movement(MovementCommand)
    /// What those who answer to a notice say about it.
    case response(NoticeResponse)
    /// A party says where a unit of its own will operate.
    case unit(UnitDeclaration)
    /// A sender counts what it has handed to whom.
    case outbox([OutboxCount])
    /// An instrument's clauses.
    case instrument(InstrumentText)
    /// Messages on a line.
    case message(MessageCommand)
    /// Silence.
    case lapse(Lapse)
    /// Lines between cells of parties.
    case line(LineCommand)
    /// Who is on duty at them.
    case roster(RosterCommand)
    /// Dossiers: the convoy's paper, access, returns, hazards, incidents.
    case dossier(DossierCommand)

    /// Reads a body.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public init(_ kind: Kind, of statement: Statement, body: JSONValue) throws(JSONError) {
        switch kind {
        case .accordFound:
            self = .found(try Accord(id: statement.accord, host: statement.party, body: body))
        case .clockTick:
            var fields = try body.object()
            self = .tick(try fields.required("time").instant())
            try fields.finish()
        case .witnessPolicy:
            let stated = try StatedPolicy.read(body)
            self = .policy(stated.policy, text: stated.text)
        case .unitDeclare: self = .unit(try UnitDeclaration(body: body))
        case .outboxCount: self = .outbox(try OutboxCount.read(body))
        case .bodyRecall:
            var fields = try body.object()
            self = .recall(
                try fields.required("statement").statementHash(), reason: try fields.required("reason").text(limit: 400)
            )
            try fields.finish()
        case .instrumentClauses:
            self = .instrument(try Instrument.read(body))
        case .lapseRecord: self = .lapse(try Lapse(body: body))
        default:
            if let command = try PartiesCommand(kind, subject: statement.subject, body: body) {
                self = .parties(command)
            } else if let command = try NotificationCommand(kind, body: body) {
                self = .notification(command)
            } else if let command = try MovementCommand(kind, body: body) {
                self = .movement(command)
            } else if let response = try NoticeResponse(kind, body: body) {
                self = .response(response)
            } else if let command = try MessageCommand(kind, body: body) {
                self = .message(command)
            } else if let command = try LineCommand(kind, body: body) {
                self = .line(command)
            } else if let command = try RosterCommand(kind, body: body) {
                self = .roster(command)
            } else if let command = try DossierCommand(kind, body: body) {
                self = .dossier(command)
            } else {
                throw body.refused("has no form for kind '\(kind.rawValue)'")
            }
        }
    }

    /// The body of `clock.tick.v1`.
    public static func tickBody(_ time: Instant) -> [UInt8] {
        var writer = JSONWriter(capacity: 64)
        writer.object { $0.member("time", time.description) }
        return writer.bytes
    }
}

extension WitnessPolicy {
    /// Says whether the host may state this policy in the log of `accord`.
    ///
    /// - Throws: `field` naming what is wrong.
    public func decide(in accord: Accord) throws(Refusal) { try StatedPolicy.decide(self, in: accord) }
}
