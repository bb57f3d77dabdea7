import Statements
import StrictJSON

/// What a party may say about who is on duty.
public enum RosterCommand: Sendable {
    /// Who is on duty in a period; within it, what is published last counts.
    case publish(RosterPlan)
    /// Somebody else for a span of a roster.
    case override(RosterOverride)
    /// The officer who leaves hands over.
    case handOver(HandOverNote)
    /// The officer who comes takes over.
    case takeOver(remark: String?)

    /// Reads the body of one of these kinds; nil for another kind.
    init?(_ kind: Kind, body: JSONValue) throws(JSONError) {
        switch kind {
        case .rosterPublish: self = .publish(try RosterPlan(body: body))
        case .rosterOverride: self = .override(try RosterOverride(body: body))
        case .rosterHandOver: self = .handOver(try HandOverNote(body: body))
        case .rosterTakeOver:
            var fields = try body.object()
            self = .takeOver(remark: try fields.present("remark")?.text(limit: 400))
            try fields.finish()
        default: return nil
        }
    }
}
