import Coordination
import Geodesy
import StrictJSON

/// Where the list's places should lie; places outside it are refused, so a slip shows.
struct ExpectedBox: Sendable {
    private let box: BoundingBox
    let sentence: String

    /// `{"south": 31.5, "west": 35, "north": 38, "east": 43}`, degrees; a west above the east crosses 180 degrees.
    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        let south = try fields.required("south").decimal(scale: 7).value
        let west = try fields.required("west").decimal(scale: 7).value
        let north = try fields.required("north").decimal(scale: 7).value
        let east = try fields.required("east").decimal(scale: 7).value
        try fields.finish()
        do {
            box = try BoundingBox(southE7: south, westE7: west, northE7: north, eastE7: east)
        } catch { throw value.refused("\(error)") }
        sentence =
            "\(DegreesText.write(south)) to \(DegreesText.write(north)) north, "
            + "\(DegreesText.write(west)) to \(DegreesText.write(east)) east"
    }

    func contains(_ position: Position) -> Bool { box.contains(position) }
}
