import Geodesy

/// Cells of about one distance each way, so that what lies within that distance is in a few cells around.
struct DegreeGrid {
    struct Cell: Hashable {
        var band: Int32
        var column: Int32
    }

    /// Height of a band of latitude.
    private let bandE7: Int64
    private let millimetres: Int64

    /// Metres of one degree of latitude are at least 110,574 everywhere, and of longitude at the equator 111,319.
    private static let millimetresPerDegree: Int64 = 110_500_000
    private static let circleE7: Int64 = 3_600_000_000

    init(millimetres: Int64) {
        self.millimetres = millimetres
        bandE7 = Self.latitudeE7(millimetres)
    }

    /// At least the difference of latitude that the distance can span.
    private static func latitudeE7(_ millimetres: Int64) -> Int64 {
        (millimetres * 10_000_000 + millimetresPerDegree - 1) / millimetresPerDegree
    }

    /// Cells round the band: so many that one is at least as wide as the distance anywhere in it and in its neighbours.
    private func columns(in band: Int32) -> Int64 {
        // At least the highest latitude that the band and its neighbours reach; bands begin at the south pole.
        let farthest = max(Int64(band) + 3, 2 - Int64(band)) * bandE7
        let degrees = Double(min(farthest, 900_000_000)) / 1e7
        let cosine = Self.cosineBelow(degrees)
        guard cosine > 0.01 else { return 1 }
        let width = Int64((Double(bandE7) / cosine).rounded(.up))
        return max(1, Self.circleE7 / width)
    }

    /// A cosine from below: its Taylor series cut after a negative term.
    private static func cosineBelow(_ degrees: Double) -> Double {
        let radians = degrees * 3.141592653589793 / 180
        let square = radians * radians
        return 1 - square / 2 + square * square / 24 - square * square * square / 720
    }

    /// The cell of a place.
    func cell(_ place: Position) -> Cell {
        let latitude = Int64(place.latitudeE7) + 900_000_000
        let band = Int32(latitude / bandE7 - 900_000_000 / bandE7)
        let count = columns(in: band)
        let longitude = Int64(place.longitudeE7) + 1_800_000_000
        return Cell(band: band, column: Int32(longitude * count / Self.circleE7))
    }

    /// The cells that hold every place within the distance of one.
    func cells(around place: Position) -> [Cell] {
        let middle = cell(place).band
        let longitude = Int64(place.longitudeE7) + 1_800_000_000
        var cells: [Cell] = []
        for band in middle - 1...middle + 1 {
            let count = columns(in: band)
            let column = longitude * count / Self.circleE7
            let around = count < 4 ? Array(0..<count) : [column - 1, column, column + 1].map { ($0 + count) % count }
            for column in around { cells.append(Cell(band: band, column: Int32(column))) }
        }
        return cells
    }
}
