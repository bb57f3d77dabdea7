import Coordination
import Deconfliction
import Geodesy
import Statements
import StrictJSON

extension ActivityParts {
    /// Adds one volume for every two positions that follow one another.
    ///
    /// Between two positions the whole leg counts for the whole of its time, so no speed is assumed. The last leg lasts
    /// one second beyond its end, since windows exclude their ends and the arrival belongs to the activity.
    mutating func add(route value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        let path = try fields.required("path")
        let width = try fields.required("halfWidthMetres")
        let halfWidth = try width.millimetresRounded(up: true)
        let band = try fields.present("altitude")?.altitudeBand() ?? .everything
        try fields.finish()
        let points = try path.array(limit: Activity.maximumVolumes + 1)
        guard points.count >= 2 else { throw path.refused("needs at least two positions, each with its time") }
        var before: (position: Position, isExact: Bool, at: Instant)?
        for (number, point) in points.enumerated() {
            let isLast = number == points.count - 1
            let next = try readStop(point, isLast: isLast)
            if let before {
                let isExact = before.isExact && next.isExact
                let leg = [before.position, next.position]
                do {
                    let window = try TimeWindow(start: before.at, end: isLast ? next.at.adding(seconds: 1) : next.at)
                    guard before.at < next.at else {
                        throw GeodesyError.windowEndNotAfterStart(start: before.at, end: next.at)
                    }
                    let route = try Route(
                        path: leg,
                        halfWidthMillimetres: isExact || halfWidth < 0
                            ? halfWidth : halfWidth + ActivityReader.growthMillimetres)
                    add(.route(route), band, window, number: number - 1)
                } catch { throw point.refused("\(error)") }
            }
            before = next
        }
    }

    private mutating func readStop(
        _ value: JSONValue, isLast: Bool
    ) throws(JSONError) -> (position: Position, isExact: Bool, at: Instant) {
        var fields = try value.object()
        let point = try JSONValue.roundedPosition(
            latitude: fields.required("lat"), longitude: fields.required("lon"))
        // Inner times end one leg and begin the next; the last only ends one.
        let at = try fields.required("at").instant(rounding: isLast ? .up : .down)
        try fields.finish()
        if !point.isExact { wasRounded = true }
        return (point.position, point.isExact, at)
    }
}
