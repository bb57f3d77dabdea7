public import Geodesy

/// Why a report moves nothing: one sentence that can be sent back to whoever reported.
public enum ReportRefusal: Error, Hashable, Sendable {
    /// Its time lies more than five minutes after its receipt.
    case fromTheFuture(at: Instant, receivedAt: Instant)
    /// It is older than thirty days.
    case tooOld(at: Instant, receivedAt: Instant)
    /// The same report came before.
    case duplicate(at: Instant)
    /// To be there it would have gone faster than a movement can; a confirmed report is taken.
    case impossibleJump(kilometres: Int64, kilometresPerHour: Int64, from: Position, since: Instant)
    /// It is far from the whole route; a confirmed report is taken.
    case farFromRoute(kilometres: Int64, nearest: Position)
    /// The movement is closed.
    case closed
    /// No movement of that identifier is watched.
    case unknownMovement

    /// Whether the same report is taken once somebody confirms that it is right.
    public var canBeConfirmed: Bool {
        switch self {
        case .impossibleJump, .farFromRoute: true
        case .fromTheFuture, .tooOld, .duplicate, .closed, .unknownMovement: false
        }
    }
}

extension ReportRefusal: CustomStringConvertible {
    /// What was found and what to do.
    public var description: String {
        switch self {
        case .fromTheFuture(let at, let received):
            "the position's time \(at) lies after its receipt at \(received); check the clock and send it again"
        case .tooOld(let at, let received):
            "the position's time \(at) lies more than 30 days before its receipt at \(received); check the date"
        case .duplicate(let at): "the position of \(at) was received before and counts once"
        case .impossibleJump(let kilometres, let speed, let from, let since):
            "the position is \(kilometres) km from \(from.shown) at \(since), which takes \(speed) km/h; check it and "
                + "confirm it if it is right"
        case .farFromRoute(let kilometres, let nearest):
            "the position is \(kilometres) km from the nearest place of the route, \(nearest.shown); check it and "
                + "confirm it if it is right"
        case .closed: "the movement is closed; positions are no longer taken"
        case .unknownMovement: "no movement of that name is under way here; check the name"
        }
    }
}
