/// Where the theatres' fronts and towns lie: one world for records, questions and tracks of any seed.
struct WorkloadWorld {
    private static let seed: UInt64 = 42
    private static let legs = 12
    private static let towns = 60

    private var fronts: [[WorkloadPlace]] = []
    private var towns: [[WorkloadPlace]] = []
    /// Running sums of 1, 1/2, 1/3, ...: the largest town comes first.
    private let townSums: [Double]
    private let theatreSums: [Double]

    init() {
        var random = WorkloadRandom(seed: Self.seed)
        theatreSums = Self.runningSums(WorkloadTheatre.all.map(\.weight))
        townSums = Self.runningSums((1...Self.towns).map { 1 / Double($0) })
        for theatre in WorkloadTheatre.all {
            let azimuth = random.uniform(0, 2 * .pi)
            var node = theatre.middle.moved(azimuthRadians: azimuth + .pi, metres: 180e3)
            var front: [WorkloadPlace] = []
            for _ in 0...Self.legs {
                front.append(node)
                node = node.moved(azimuthRadians: azimuth + random.normal() * 0.5, metres: 30e3)
            }
            fronts.append(front)
            towns.append(
                (0..<Self.towns).map { _ in
                    let metres = 300e3 * random.unit().squareRoot()
                    return theatre.middle.moved(azimuthRadians: random.uniform(0, 2 * .pi), metres: metres)
                })
        }
    }

    private static func runningSums(_ values: [Double]) -> [Double] {
        var sum = 0.0
        return values.map {
            sum += $0
            return sum
        }
    }

    func theatre(_ random: inout WorkloadRandom) -> Int { random.place(in: theatreSums) }

    /// A place in a theatre: six in ten along the front, three in towns, one anywhere.
    func place(in theatre: Int, _ random: inout WorkloadRandom) -> WorkloadPlace {
        let kind = random.unit()
        let origin: WorkloadPlace
        let metres: Double
        if kind < 0.6 {
            origin = placeOnFront(theatre, random.unit() * Double(Self.legs))
            metres = abs(random.normal()) * 12e3
        } else if kind < 0.9 {
            origin = towns[theatre][random.place(in: townSums)]
            metres = abs(random.normal()) * 5e3
        } else {
            origin = WorkloadTheatre.all[theatre].middle
            metres = 400e3 * random.unit().squareRoot()
        }
        // The distance is drawn before the direction.
        return origin.moved(azimuthRadians: random.uniform(0, 2 * .pi), metres: metres)
    }

    /// The place so many legs along the front, straight in latitude and longitude between its nodes.
    private func placeOnFront(_ theatre: Int, _ legs: Double) -> WorkloadPlace {
        let leg = Int(legs)
        let share = legs - Double(leg)
        let (from, to) = (fronts[theatre][leg], fronts[theatre][leg + 1])
        let eastward = WorkloadPlace.wrapped(to.longitude - from.longitude)
        return WorkloadPlace(
            latitude: from.latitude + (to.latitude - from.latitude) * share,
            longitude: WorkloadPlace.wrapped(from.longitude + eastward * share))
    }
}
