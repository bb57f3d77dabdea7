public import Coordination
public import Geodesy
public import Statements

/// A record that the register already holds, as far as a list is compared with it.
public struct ExistingRecord: Hashable, Sendable {
    /// The record.
    public let id: RecordID
    /// Its names, in any language.
    public let names: [String]
    /// A position in or near its footprint.
    public let place: Position

    /// A record from its parts.
    public init(id: RecordID, names: [String], place: Position) {
        self.id = id
        self.names = names
        self.place = place
    }
}

/// Two records that may be one and the same; a person decides.
public struct DuplicatePair: Hashable, Sendable {
    /// Why they were put side by side: the same name within the mapping's `duplicateMetres`, or other names within 25.
    public typealias Kind = NoticeDuplicate.Reason

    /// One of the two.
    public struct Side: Hashable, Sendable {
        /// The line in the list; nil for a record that the register holds already.
        public let line: Int?
        /// The row in the list; nil for a record that the register holds already.
        public let row: Int?
        /// The subject in the list, or the record in the register.
        public let id: String
        /// Its name as written.
        public let name: String
    }

    /// Why they were put side by side.
    public let kind: Kind
    /// The row of the list, the later one of two.
    public let first: Side
    /// The earlier row, or the record in the register.
    public let second: Side
    /// Millimetres along the ground between their places.
    public let distanceMillimetres: Int64
}
