import Geodesy

/// A place read from a row, ready to be written into a body.
struct PlaceDraft: Sendable {
    enum Shape: Sendable {
        case point(Position)
        case polygon(outer: [Position], holes: [[Position]])
        case route([Position])
    }

    var shape: Shape
    /// Where the place is compared with others.
    var middle: Position
    /// The place as it stands in the list.
    var given: String
    /// From 1, where one row makes several records.
    var part: Int?
    /// Half the last digit written, as a length; nil where it says nothing.
    var halfDigitMillimetres: Int64?
}

/// What was done to coordinates, counted over the whole list.
struct CoordinateTally: Sendable {
    /// Numbers with more than seven decimals, rounded to 1e-7 degree.
    var rounded = 0
    /// Edges that were given more positions.
    var densifiedEdges = 0
    /// The farthest that one of them lay from its geodesic, in metres.
    var farthestMetres = 0.0
}

extension PlaceDraft {
    /// How far off a coordinate with so few decimals may be; nil from three decimals up, where it is below 60 m.
    static func halfDigit(decimals: Int) -> Int64? {
        switch decimals {
        case 0: 55_500_000
        case 1: 5_550_000
        case 2: 555_000
        default: nil
        }
    }

    /// A point from two columns.
    static func read(
        latitude: (column: String, text: String), longitude: (column: String, text: String), takesComma: Bool,
        box: ExpectedBox?, tally: inout CoordinateTally, issues: inout RowIssues
    ) -> PlaceDraft? {
        var readings: [DegreesText.Reading] = []
        for (column, text) in [latitude, longitude] {
            do {
                readings.append(try DegreesText.read(text, takesComma: takesComma))
            } catch { issues.error(error.rule, column, error.sentence) }
        }
        guard readings.count == 2 else { return nil }
        let position: Position
        do {
            position = try PlaceCheck.position(
                latitudeE7: readings[0].valueE7, longitudeE7: readings[1].valueE7, within: box)
        } catch {
            issues.error(error.rule, error.isLongitude ? longitude.column : latitude.column, error.sentence)
            return nil
        }
        tally.rounded += readings.count { !$0.isExact }
        return PlaceDraft(
            shape: .point(position), middle: position,
            given: "\(latitude.column) \(latitude.text), \(longitude.column) \(longitude.text)", part: nil,
            halfDigitMillimetres: halfDigit(decimals: max(readings[0].decimals, readings[1].decimals)))
    }
}
