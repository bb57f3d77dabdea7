import Coordination
import Geodesy
public import Statements
public import Tracking

/// A device that reports positions of a movement, as the organiser has set it up.
public struct TrackedDevice: Hashable, Sendable {
    /// What the device is called.
    public let name: String
    /// Tells it from every other, whatever they are called.
    public let key: String
    /// The movement whose positions it reports; it is the party's own.
    public let movement: RecordID
    /// Whether it speaks as OsmAnd does, which means two parameters otherwise than Traccar's clients.
    public let isOsmAnd: Bool

    /// A device of a movement.
    public init(name: String, key: String, movement: RecordID, isOsmAnd: Bool = false) {
        self.name = name
        self.key = key
        self.movement = movement
        self.isOsmAnd = isOsmAnd
    }
}

/// What came of a position.
public enum PositionAnswer: Hashable, Sendable {
    /// It was taken; whether a check-in goes into the log with it.
    case taken(isStated: Bool)
    /// It was kept, and changes nothing, since a later one was known.
    case enteredLate
    /// It cannot be from this movement, or comes twice.
    case refused(String)
    /// There is no such movement of this party, or it is over.
    case noMovement
}

/// Takes positions from trackers and states what matters of them; the log does not take a position every half minute.
public protocol PositionDesk: Sendable {
    /// The device that this secret belongs to; nil for none.
    func device(secret: String) -> TrackedDevice?

    /// Takes a position.
    func take(_ report: PositionReport, from device: TrackedDevice) async -> PositionAnswer
}
