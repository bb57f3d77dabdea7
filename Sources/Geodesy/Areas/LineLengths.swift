/// Checks of how long the edges of a line are.
enum LineLengths {
    /// The sum of the edges in metres.
    ///
    /// - Throws: `edgeTooLong` or `boundaryTooLong`.
    @discardableResult
    static func check(_ line: [Position], closed: Bool, as ring: GeodesyError.Ring) throws(GeodesyError) -> Double {
        var sum = 0.0
        for index in 0..<(closed ? line.count : line.count - 1) {
            let next = line[index + 1 == line.count ? 0 : index + 1]
            let metres = Geodesic.inverse(line[index], next).distanceMetres
            guard metres <= Limits.maximumEdgeMetres else { throw .edgeTooLong(ring, vertex: index) }
            sum += metres
        }
        guard sum <= Limits.maximumBoundaryMetres else {
            throw .boundaryTooLong(
                kilometres: Int(sum / 1_000), limitKilometres: Int(Limits.maximumBoundaryMetres / 1_000))
        }
        return sum
    }
}
