public import Geodesy

/// A piece of a route with the time in which the movement may be there.
public struct RouteVolume: Hashable, Sendable {
    /// The piece, with a half-width that covers what its simplification left out.
    public let route: Route
    /// From the earliest that its beginning is reached to the latest that its end is left.
    public let window: TimeWindow
    /// Which leg it belongs to, from 0.
    public let leg: Int
}

extension RoadRoute {
    /// How far pieces of a route are followed before the next begins.
    public struct Division: Hashable, Sendable {
        /// About how long a piece lasts, in milliseconds; a single road is not divided.
        public var pieceMilliseconds: Int64
        /// The half-width asked for, in millimetres.
        public var halfWidthMillimetres: Int64
        /// The farthest that a simplified path may lie from the route, in millimetres; it is added to the half-width.
        public var toleranceMillimetres: Int64

        /// A division.
        public init(
            pieceMilliseconds: Int64 = 600_000, halfWidthMillimetres: Int64, toleranceMillimetres: Int64 = 10_000
        ) {
            self.pieceMilliseconds = pieceMilliseconds
            self.halfWidthMillimetres = halfWidthMillimetres
            self.toleranceMillimetres = toleranceMillimetres
        }
    }

    /// The route as volumes of place and time, one after the other, whose windows widen with the way.
    ///
    /// Together they hold every place of the route at every time at which the movement may be there, stays included.
    /// Nil without a departure.
    ///
    /// - Throws: `GeodesyError` when the width is out of range.
    public func volumes(_ division: Division) throws(GeodesyError) -> [RouteVolume]? {
        guard let departure else { return nil }
        var out: [RouteVolume] = []
        // At least so long that the limit holds.
        let whole = max(1, reached.mostMilliseconds)
        let longest = max(1, division.pieceMilliseconds, whole / Int64(RoadLimits.maximumVolumes / 2))
        for (index, leg) in legs.enumerated() {
            // The stay before a leg belongs to its first piece: the movement is there from its arrival on.
            var from = index == 0 ? TravelTime.zero : legs[index - 1].reached
            from.leastMilliseconds = min(from.leastMilliseconds, leg.leaves.leastMilliseconds)
            var path: [Position] = [leg.start.position]
            for (place, step) in leg.steps.enumerated() {
                let isFull = path.count + step.path.count > Limits.maximumVertices
                if isFull, path.count > 1 {
                    out.append(try volume(path, leg: index, from, leg.steps[place - 1].reached, departure, division))
                    from = leg.steps[place - 1].reached
                    path = [path[path.count - 1]]
                }
                for position in step.path where position != path.last { path.append(position) }
                let isLong = step.reached.usualMilliseconds - from.usualMilliseconds >= longest
                if isLong || place == leg.steps.count - 1 {
                    out.append(try volume(path, leg: index, from, step.reached, departure, division))
                    from = step.reached
                    path = [path[path.count - 1]]
                }
            }
            if leg.steps.isEmpty { out.append(try volume(path, leg: index, from, leg.leaves, departure, division)) }
        }
        return out
    }

    private func volume(
        _ path: [Position], leg: Int, _ from: TravelTime, _ to: TravelTime, _ departure: RouteRequest.Departure,
        _ division: Division
    ) throws(GeodesyError) -> RouteVolume {
        let simple = PathSimplifier.simplified(path, toleranceMillimetres: division.toleranceMillimetres)
        let added = simple.count < path.count ? max(0, division.toleranceMillimetres) : 0
        // A second outwards or more; an end is the first instant after the window.
        let start = departure.planned.adding(seconds: from.leastMilliseconds / 1_000 - 1)
        let end = departure.latest.adding(seconds: to.mostMilliseconds / 1_000 + 1)
        return RouteVolume(
            route: try Route(path: simple, halfWidthMillimetres: division.halfWidthMillimetres + added),
            window: try TimeWindow(start: start, end: end), leg: leg)
    }
}
