import Statements
import StrictJSON

/// A stretch of a movement's way and who controls it, as its organiser holds it; others may hold otherwise.
public struct RouteSegment: Hashable, Sendable {
    /// Segments that one movement may have.
    public static let maximumSegments = 128

    /// The number of the leg, from 0.
    public let leg: Int
    /// Where on the leg it begins, metres along it; 0 is its beginning.
    public let fromMetres: Int64
    /// Where it ends; nil for the end of the leg.
    public let untilMetres: Int64?
    /// What it is called, such as "Castello Road to the last checkpoint".
    public let name: String
    /// Who controls it; nil where the organiser does not know.
    public let controlledBy: NamedBody?
    /// On what that rests.
    public let basis: String?

    init(_ value: JSONValue, legs: Int) throws(JSONError) {
        var fields = try value.object()
        leg = Int(try fields.required("leg").integer(in: 0...Int64(max(0, legs - 1))))
        fromMetres = try fields.present("fromMetres")?.integer(in: 0...40_000_000) ?? 0
        let until = fields.present("untilMetres")
        untilMetres = try until?.integer(in: 1...40_000_000)
        if let until, let untilMetres, untilMetres <= fromMetres {
            throw until.refused("must be more than 'fromMetres', \(fromMetres)")
        }
        name = try fields.required("name").text(limit: 200)
        if let control = fields.present("controlledBy") {
            controlledBy = try NamedBody(control)
        } else {
            controlledBy = nil
        }
        basis = try fields.present("basis")?.text(limit: 400)
        try fields.finish()
    }

    func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("leg", leg)
            if fromMetres > 0 { fields.member("fromMetres", fromMetres) }
            if let untilMetres { fields.member("untilMetres", untilMetres) }
            fields.member("name", name)
            if let controlledBy {
                fields.key("controlledBy")
                controlledBy.write(to: &fields)
            }
            if let basis { fields.member("basis", basis) }
        }
    }
}
