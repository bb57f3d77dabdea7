public import Statements
public import StrictJSON

/// Names a clause of an instrument, so that whoever is held to it can read it.
public struct ClauseReference: Hashable, Sendable, CustomStringConvertible {
    /// Bytes of a clause's number or title.
    public static let maximumBytes = 120

    /// The instrument's name in the accord.
    public let instrument: SubjectID
    /// The clause, such as `4.2`.
    public let clause: String

    /// A clause of an instrument.
    public init(instrument: SubjectID, clause: String) {
        self.instrument = instrument
        self.clause = clause
    }

    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        instrument = try fields.required("instrument").identifier()
        clause = try fields.required("clause").text(limit: Self.maximumBytes)
        try fields.finish()
    }

    /// Writes the object it was read from.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("instrument", instrument.rawValue)
            fields.member("clause", clause)
        }
    }

    /// The instrument and the clause, such as `mou-2015 4.2`.
    public var description: String { "\(instrument) \(clause)" }
}
