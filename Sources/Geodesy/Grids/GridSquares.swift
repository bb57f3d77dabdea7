/// The letters of the 100 km squares.
///
/// Source: NGA.STND.0037_2.0.0_GRIDS, chapters 3 and 4.
enum GridSquares {
    static let sideMetres = 100_000
    /// The easting of the pole, where the western half of the cap ends.
    static let polarMiddle = 2_000_000

    /// Columns of UTM zones by the zone's number modulo 3; the first is the square from 100 km of easting.
    private static let columns = ["STUVWXYZ", "ABCDEFGH", "JKLMNPQR"].map { Array($0.utf8) }
    /// Rows of UTM zones, again and again from the equator; even zones begin with F.
    private static let rows = Array("ABCDEFGHJKLMNPQRSTUV".utf8)
    private static let evenZoneShift = 5

    private static let polarBands = Array("ABYZ".utf8)
    /// Columns of the halves A, B, Y and Z of the polar caps.
    private static let polarColumns = ["JKLPQRSTUXYZ", "ABCFGHJKLPQR", "RSTUXYZ", "ABCFGHJ"].map { Array($0.utf8) }
    private static let southRows = Array("ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)
    private static let northRows = Array("ABCDEFGHJKLMNP".utf8)
    /// The first column and row of the caps, in squares from the false origin.
    private static func polarFirst(isNorth: Bool) -> Int { isNorth ? 13 : 8 }

    static func polarBand(isNorth: Bool, isEast: Bool) -> UInt8 { polarBands[(isNorth ? 2 : 0) + (isEast ? 1 : 0)] }

    /// Which half of which cap a letter names; nil for any other letter.
    static func polarHalf(_ band: UInt8) -> (isNorth: Bool, isEast: Bool)? {
        polarBands.firstIndex(of: band).map { ($0 >= 2, $0 % 2 == 1) }
    }

    /// The column's and the row's letter of a reference.
    static func letters(of reference: GridReference) -> String {
        let (across, up) = (reference.eastingMetres / sideMetres, reference.northingMetres / sideMetres)
        let letters: [UInt8] =
            switch reference.zone {
            case .utm(let zone): [columns[zone % 3][across - 1], rows[(up + rowShift(zone)) % rows.count]]
            case .ups:
                [
                    polarColumns[half(reference.isNorth, across * sideMetres >= polarMiddle)][
                        across - firstColumn(reference.isNorth, across * sideMetres >= polarMiddle)],
                    polarRows(reference.isNorth)[up - polarFirst(isNorth: reference.isNorth)],
                ]
            }
        return String(decoding: letters, as: UTF8.self)
    }

    /// The easting of a column in whole squares; nil where the letter does not occur.
    static func column(_ letter: UInt8, zone: GridZone, isNorth: Bool, isEast: Bool) -> Int? {
        switch zone {
        case .utm(let zone): columns[zone % 3].firstIndex(of: letter).map { $0 + 1 }
        case .ups:
            polarColumns[half(isNorth, isEast)].firstIndex(of: letter).map { $0 + firstColumn(isNorth, isEast) }
        }
    }

    /// The northings that a row's letter can stand for in whole squares, from the false origin of the hemisphere.
    static func rowChoices(_ letter: UInt8, zone: GridZone, isNorth: Bool) -> [Int] {
        switch zone {
        case .utm(let zone):
            guard let index = rows.firstIndex(of: letter) else { return [] }
            let first = (index + rows.count - rowShift(zone)) % rows.count
            // A meridian is 100 squares long from the equator to a pole.
            return Array(stride(from: first, to: 100, by: rows.count))
        case .ups:
            return polarRows(isNorth).firstIndex(of: letter).map { [$0 + polarFirst(isNorth: isNorth)] } ?? []
        }
    }

    private static func rowShift(_ zone: Int) -> Int { zone % 2 == 0 ? evenZoneShift : 0 }
    private static func half(_ isNorth: Bool, _ isEast: Bool) -> Int { (isNorth ? 2 : 0) + (isEast ? 1 : 0) }
    private static func polarRows(_ isNorth: Bool) -> [UInt8] { isNorth ? northRows : southRows }
    private static func firstColumn(_ isNorth: Bool, _ isEast: Bool) -> Int {
        isEast ? polarMiddle / sideMetres : polarFirst(isNorth: isNorth)
    }
}
