import Geodesy

@testable import Roads

/// Places near Aleppo, in whole 1e-5 degrees from 36.2 N 37.1 E: about 1.1 m north and 0.9 m east each.
func place(_ north: Int64, _ east: Int64) throws -> Position {
    try Position(latitudeE7: 362_000_000 + north * 100, longitudeE7: 371_000_000 + east * 100)
}

/// A network of lines, each given by its places.
func network(_ features: [RoadFeature]) throws -> (network: RoadNetwork, report: NetworkReport) {
    var builder = RoadNetworkBuilder(title: "test", attribution: "nobody")
    for feature in features { try builder.add(feature) }
    return try builder.finish()
}

/// A street of blocks: `columns` by `rows` crossings, 1,000 units apart, every road both ways.
func blocks(_ columns: Int64, _ rows: Int64, roadClass: RoadClass = .primary) throws -> RoadNetwork {
    var features: [RoadFeature] = []
    for row in 0..<rows {
        for column in 0..<columns {
            if column + 1 < columns {
                features.append(
                    RoadFeature(
                        number: features.count + 1,
                        line: [try place(row * 1_000, column * 1_000), try place(row * 1_000, (column + 1) * 1_000)],
                        roadClass: roadClass, name: "row \(row)"))
            }
            if row + 1 < rows {
                features.append(
                    RoadFeature(
                        number: features.count + 1,
                        line: [try place(row * 1_000, column * 1_000), try place((row + 1) * 1_000, column * 1_000)],
                        roadClass: roadClass, name: "column \(column)"))
            }
        }
    }
    return try network(features).network
}

/// A random network with ties, one-way roads, loops, several roads between two nodes, and parts of its own.
func randomNetwork(_ random: inout SeededRandom) throws -> RoadNetwork {
    let nodes = 2 + random.index(below: 14)
    var positions: [Position] = []
    // A coarse lattice makes many ways of equal length.
    while positions.count < nodes {
        let position = try place(Int64(random.index(below: 5)) * 500, Int64(random.index(below: 5)) * 500)
        positions.append(position)
    }
    var features: [RoadFeature] = []
    let classes: [RoadClass] = [.primary, .secondary, .residential, .pedestrian, .other]
    for _ in 0..<1 + random.index(below: nodes * 2) {
        let (from, to) = (random.index(below: nodes), random.index(below: nodes))
        var line = [positions[from]]
        if random.chance(20) {
            line.append(try place(Int64(random.index(below: 2_500)), Int64(random.index(below: 2_500))))
        }
        line.append(positions[to])
        features.append(
            RoadFeature(
                number: features.count + 1, line: line, roadClass: classes[random.index(below: classes.count)],
                direction: RoadDirection.allCases[random.index(below: 5) > 2 ? 1 + random.index(below: 2) : 0],
                postedSpeed: random.chance(20) ? 5 + random.index(below: 60) : nil))
    }
    features.append(
        RoadFeature(number: features.count + 1, line: [try place(9_000, 0), try place(9_000, 700)]))
    return try network(features).network
}
