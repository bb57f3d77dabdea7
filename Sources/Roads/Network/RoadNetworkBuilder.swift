import Geodesy

/// Takes the lines of a network one by one, from whatever reader, and makes the network of them.
public struct RoadNetworkBuilder {
    /// A line taken.
    struct Line {
        var number: Int
        var ends: RoadFeature.Ends?
        /// Where its positions begin among those of all.
        var start: Int
        var lengthMillimetres: UInt32
        var roadClass: RoadClass
        var direction: RoadDirection
        var postedSpeed: UInt8
        var name: UInt32
    }

    /// Roads between the same two nodes that a further one is compared with, the last ones.
    private static let compared = 32

    private let title: String
    private let attribution: String
    private(set) var lines: [Line] = []
    private(set) var positions: [Position] = []
    private var names: [String] = [""]
    private var lengthMillimetres: Int64 = 0
    private var nameIndex: [String: UInt32] = ["": 0]
    var report = NetworkReport()

    /// Begins a network.
    ///
    /// - Parameters:
    ///   - title: What the network is called.
    ///   - attribution: Whom to name as the source.
    public init(title: String, attribution: String) {
        self.title = Self.shortened(title)
        self.attribution = Self.shortened(attribution)
    }

    private static func shortened(_ text: String) -> String {
        var text = text
        while text.utf8.count > RoadLimits.maximumNameBytes { text.removeLast() }
        return text
    }

    /// Notes a feature that its reader left out.
    package mutating func skip(_ rule: NetworkReport.Rule, feature: Int) {
        report.features += 1
        report.note(rule, feature: feature)
    }

    /// Takes one line.
    ///
    /// - Throws: `RoadNetworkError` naming the feature and the rule; the network cannot be finished after that.
    public mutating func add(_ feature: RoadFeature) throws(RoadNetworkError) {
        report.features += 1
        let number = feature.number
        guard feature.line.count >= 2 else { throw .tooFewPositions(feature: number) }
        guard feature.line.count <= RoadLimits.maximumFeaturePositions else {
            throw .tooManyPositions(feature: number, limit: RoadLimits.maximumFeaturePositions)
        }
        guard feature.name.utf8.count <= RoadLimits.maximumNameBytes else {
            throw .nameTooLong(feature: number, bytes: feature.name.utf8.count)
        }
        if let first = lines.first, (first.ends == nil) != (feature.ends == nil) {
            throw .endsMissing(feature: number)
        }
        let start = positions.count
        let metres = try append(feature.line, number: number)
        let millimetres = Int64((metres * 1_000).rounded())
        guard millimetres <= RoadLimits.maximumRoadMillimetres else {
            throw .roadTooLong(feature: number, kilometres: Int(millimetres / 1_000_000))
        }
        let isPoint = millimetres == 0
        if isPoint {
            report.note(.zeroLength, feature: number)
            guard let ends = feature.ends, ends.one != ends.other else {
                positions.removeLast(positions.count - start)
                return
            }
        }
        note(feature, millimetres: millimetres)
        guard lines.count < RoadLimits.maximumRoads else { throw .tooMany("roads", limit: RoadLimits.maximumRoads) }
        guard positions.count <= RoadLimits.maximumShapePositions else {
            throw .tooMany("positions", limit: RoadLimits.maximumShapePositions)
        }
        let speed = feature.postedSpeed.flatMap { (1...250).contains($0) ? UInt8($0) : nil }
        lines.append(
            Line(
                number: number, ends: feature.ends, start: start, lengthMillimetres: UInt32(millimetres),
                roadClass: feature.roadClass ?? .other, direction: feature.direction ?? .both,
                postedSpeed: speed ?? 0, name: index(of: feature.name)))
    }

    private mutating func note(_ feature: RoadFeature, millimetres: Int64) {
        if feature.roadClass == nil { report.note(.unknownClass, feature: feature.number) }
        if feature.direction == nil { report.note(.unknownDirection, feature: feature.number) }
        if feature.hasUnreadSpeed || feature.postedSpeed.map({ !(1...250).contains($0) }) ?? false {
            report.note(.unknownSpeed, feature: feature.number)
        }
        if let stated = feature.statedLengthMillimetres {
            // Compared as doubles: a stated length may be any number.
            let difference = (Double(stated) - Double(millimetres)).magnitude
            if difference > 5_000, difference > Double(millimetres) / 20 {
                report.note(.lengthDiffers, feature: feature.number)
            }
        }
        lengthMillimetres += millimetres
    }

    /// Appends a line's positions, with some added on long stretches.
    private mutating func append(_ line: [Position], number: Int) throws(RoadNetworkError) -> Double {
        var metres = 0.0
        var (isLong, crosses) = (false, false)
        for (index, position) in line.enumerated() {
            guard position.latitudeE7.magnitude <= RoadLimits.maximumLatitudeE7.magnitude else {
                throw .tooNearPole(feature: number)
            }
            if index > 0, line[index - 1] != position {
                let before = line[index - 1]
                let stretch = Geodesic.inverse(before, position)
                metres += stretch.distanceMetres
                guard metres <= Double(RoadLimits.maximumRoadMillimetres) / 1_000 else {
                    throw .roadTooLong(feature: number, kilometres: Int(metres / 1_000))
                }
                if (Int64(before.longitudeE7) - Int64(position.longitudeE7)).magnitude > 1_800_000_000 {
                    crosses = true
                }
                if stretch.distanceMetres > RoadLimits.maximumStretchMetres {
                    isLong = true
                    let pieces = (stretch.distanceMetres / RoadLimits.maximumStretchMetres).rounded(.up)
                    for piece in 1..<Int(pieces) {
                        let between = Geodesic.direct(
                            from: before, azimuthDegrees: stretch.azimuthDegrees,
                            metres: stretch.distanceMetres * Double(piece) / pieces
                        ).position
                        guard between.latitudeE7.magnitude <= RoadLimits.maximumLatitudeE7.magnitude else {
                            throw .tooNearPole(feature: number)
                        }
                        positions.append(between)
                    }
                }
            }
            // A position that repeats the one before adds nothing, but a line keeps its two ends.
            if index == 0 || index == line.count - 1 || line[index - 1] != position { positions.append(position) }
        }
        if isLong { report.note(.longStretch, feature: number) }
        if crosses { report.note(.crossesAntimeridian, feature: number) }
        return metres
    }

    private mutating func index(of name: String) -> UInt32 {
        if let known = nameIndex[name] { return known }
        let index = UInt32(names.count)
        names.append(name)
        nameIndex[name] = index
        return index
    }

    /// The positions of a line.
    func range(_ line: Int) -> Range<Int> {
        lines[line].start..<(line + 1 < lines.count ? lines[line + 1].start : positions.count)
    }

    /// Joins the lines at their ends.
    ///
    /// - Throws: `empty`, `tooWide`, `endsDisagree` or `tooMany`.
    public consuming func finish() throws(RoadNetworkError) -> (network: RoadNetwork, report: NetworkReport) {
        guard !lines.isEmpty else { throw .empty }
        guard RoadGrid.span(of: positions).width <= 1_800_000_000 else { throw .tooWide }
        let ends = try NodeAssignment.assign(self)
        guard ends.nodes.count <= RoadLimits.maximumNodes else {
            throw .tooMany("nodes", limit: RoadLimits.maximumNodes)
        }
        var records: [RoadNetwork.Record] = []
        records.reserveCapacity(lines.count)
        var shapes: [Position] = []
        var known: [Int64: [Int]] = [:]
        known.reserveCapacity(lines.count)
        for (index, line) in lines.enumerated() {
            let (from, to) = (ends.from[index], ends.to[index])
            if from == to { report.note(.selfLoop, feature: line.number) }
            let between = positions[range(index)].dropFirst().dropLast()
            let pair = Int64(min(from, to)) << 32 | Int64(max(from, to))
            let record = RoadNetwork.Record(
                from: from, to: to, lengthMillimetres: line.lengthMillimetres, shapeStart: UInt32(shapes.count),
                name: line.name, roadClass: line.roadClass, direction: line.direction, postedSpeed: line.postedSpeed)
            let isKnown = known[pair]?.suffix(Self.compared).contains { other in
                let end = other + 1 < records.count ? Int(records[other + 1].shapeStart) : shapes.count
                let otherShape = shapes[Int(records[other].shapeStart)..<end]
                return Self.isSame(record, between, as: records[other], otherShape)
            }
            if isKnown == true {
                report.note(.duplicate, feature: line.number)
                continue
            }
            known[pair, default: []].append(records.count)
            records.append(record)
            shapes += between
        }
        for feature in ends.shared { report.note(.endsAtOnePlace, feature: feature) }
        let network = RoadNetwork(
            title: title, attribution: attribution, nodes: ends.nodes, records: records, shapes: shapes, names: names)
        report.complete(network, lengthMillimetres: lengthMillimetres)
        return (network, report)
    }

    /// Whether a road says nothing that another has not said, in the same or the opposite sense.
    private static func isSame(
        _ road: RoadNetwork.Record, _ shape: ArraySlice<Position>, as other: RoadNetwork.Record,
        _ otherShape: ArraySlice<Position>
    ) -> Bool {
        guard road.lengthMillimetres == other.lengthMillimetres, road.roadClass == other.roadClass,
            road.name == other.name, road.postedSpeed == other.postedSpeed
        else { return false }
        if road.from == other.from, road.to == other.to, road.direction == other.direction,
            shape.elementsEqual(otherShape)
        {
            return true
        }
        let turned: RoadDirection =
            switch road.direction {
            case .both: .both
            case .forward: .backward
            case .backward: .forward
            }
        return road.from == other.to && road.to == other.from && turned == other.direction
            && shape.reversed().elementsEqual(otherShape)
    }
}

extension NetworkReport {
    /// Adds what only the whole network shows.
    mutating func complete(_ network: RoadNetwork, lengthMillimetres: Int64) {
        lengthMetres = lengthMillimetres / 1_000
        roads = network.roadCount
        nodes = network.nodeCount
        parts = Array(network.partSizes.prefix(100))
        partCount = network.partCount
        var degrees = [Int32](repeating: 0, count: network.nodeCount)
        for record in network.records {
            degrees[Int(record.from)] += 1
            degrees[Int(record.to)] += 1
        }
        deadEnds = degrees.count { $0 == 1 }
    }
}
