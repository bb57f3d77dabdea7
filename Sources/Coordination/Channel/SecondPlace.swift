import Geodesy
import Statements
public import StrictJSON

/// A place in a second format, as it was written down.
public struct SecondPlace: Hashable, Sendable, CustomStringConvertible {
    /// The formats that can be compared with degrees.
    public enum Format: String, CaseIterable, Sendable {
        /// A square of the Military Grid Reference System on WGS 84.
        case mgrs
    }

    /// The coarsest square that a place without a stated precision is compared by, metres.
    public static let coarsestMetres: Int64 = 100

    /// The format.
    public let format: Format
    /// What was written.
    public let text: String
    private let grid: GridReference

    /// Reads `{"format": "mgrs", "text": "37S BA 98765 43210"}`.
    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        format = try fields.required("format").choice()
        let written = try fields.required("text")
        text = try written.text(limit: GridReference.maximumBytes)
        do { grid = try GridReference(reading: text) } catch { throw written.refused("\(error)") }
        try fields.finish()
    }

    /// The side of the square that it names, metres.
    var sideMetres: Int64 { Int64(grid.precision.sideMetres) }

    /// How far a position lies outside of it, in millimetres; nil when that is no more than the precision.
    ///
    /// A place whose digits were rounded where they should have been cut off is one square away at most, and agrees.
    func millimetresApart(from position: Position, within precision: Int64) -> Int64? {
        let growth = max(Int64(grid.precision.sideMetres), (precision + 999) / 1_000)
        switch grid.agreement(with: position, grownByMetres: Int(growth)) {
        case .agrees: return nil
        case .disagrees(let metres): return Int64(metres) * 1_000
        }
    }

    /// What was written.
    public var description: String { text }

    /// Writes the object it was read from.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("format", format.rawValue)
            fields.member("text", text)
        }
    }
}
