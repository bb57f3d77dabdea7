extension Route {
    /// The length of the path in metres.
    public var lengthMetres: Double {
        zip(path, path.dropFirst()).reduce(0) { $0 + Geodesic.inverse($1.0, $1.1).distanceMetres }
    }

    /// The position that is this far along the path; before the start it is the start, after the end the end.
    ///
    /// - Parameter metres: Metres from the first position along the geodesic legs.
    /// - Returns: The nearest whole position.
    public func position(atMetres metres: Double) -> Position {
        guard metres > 0 else { return path[0] }
        var rest = metres
        for (from, to) in zip(path, path.dropFirst()) where from != to {
            let leg = Geodesic.inverse(from, to)
            if rest < leg.distanceMetres {
                return Geodesic.direct(from: from, azimuthDegrees: leg.azimuthDegrees, metres: rest).position
            }
            rest -= leg.distanceMetres
        }
        return path[path.count - 1]
    }
}
