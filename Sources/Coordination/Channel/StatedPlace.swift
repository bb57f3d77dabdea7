public import Geodesy
import Statements
public import StrictJSON

/// A position in two formats, each worked out by itself, so that a slip in one is seen.
public struct StatedPlace: Hashable, Sendable {
    /// The coarsest precision, 50 km.
    public static let maximumPrecisionMillimetres = GivenPlace.maximumPrecisionMillimetres

    /// What is there, in a word or two, such as "convoy's head".
    public let label: String?
    /// WGS 84 degrees.
    public let position: Position
    /// The same place in another format, not converted from the degrees.
    public let second: SecondPlace
    /// How far off it may be; the two formats must agree to within it.
    public let precisionMillimetres: Int64

    /// Reads it.
    ///
    /// - Throws: `JSONError`, naming both formats where they disagree.
    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        label = try fields.present("label")?.text(limit: 120)
        position = try fields.required("position").position()
        let other = try fields.required("second")
        second = try SecondPlace(other)
        if let precision = fields.present("precisionMetres") {
            precisionMillimetres = try precision.millimetres()
            guard (0...Self.maximumPrecisionMillimetres).contains(precisionMillimetres) else {
                throw precision.refused("must be from 0 to \(Self.maximumPrecisionMillimetres / 1000) metres")
            }
        } else {
            precisionMillimetres = 0
        }
        try fields.finish()
        guard second.sideMetres <= max(SecondPlace.coarsestMetres, precisionMillimetres / 1_000) else {
            throw other.refused(
                "names a square of \(second.sideMetres) m, which agrees with too much; write more digits")
        }
        if let apart = second.millimetresApart(from: position, within: precisionMillimetres) {
            throw other.refused(
                "\(second) and \(Self.degrees(position)) are \(Self.distance(apart)) apart, more than the stated "
                    + "precision of \(precisionMillimetres / 1000) m: one of them is wrong; work both out anew")
        }
    }

    /// Writes the object it was read from.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            if let label { fields.member("label", label) }
            fields.key("position")
            fields.position(position)
            fields.key("second")
            second.write(to: &fields)
            if precisionMillimetres > 0 { fields.metres("precisionMetres", precisionMillimetres) }
        }
    }

    /// A position as sentences name it.
    public static func degrees(_ position: Position) -> String {
        JSONWriter.decimalText(Int128(position.latitudeE7), scale: 7) + ", "
            + JSONWriter.decimalText(Int128(position.longitudeE7), scale: 7)
    }

    /// A distance as sentences name it: metres below 10 km, else kilometres, rounded up.
    static func distance(_ millimetres: Int64) -> String {
        millimetres < 10_000_000 ? "\((millimetres + 999) / 1_000) m" : "\((millimetres + 999_999) / 1_000_000) km"
    }
}

extension Position {
    /// The distance to another position in whole millimetres, rounded up.
    func millimetresApart(from other: Position) -> Int64 {
        Int64((Geodesic.inverse(self, other).distanceMetres * 1_000).rounded(.up))
    }
}
