import Foundation

/// One record or question of the workload, in the numbers of its exchange files.
struct WorkloadRecord {
    enum Kind: UInt8 { case polygon, circle, route }

    var id: UInt32
    var kind = Kind.polygon
    var theatre: UInt8 = 0
    var vertices: [WorkloadVertex] = []
    /// Metres: a circle's radius or a route's half-width.
    var radius: Float = 0
    /// Metres above the ellipsoid.
    var lowerAltitude: Float = 0
    var upperAltitude: Float = 0
    /// Seconds since 1970.
    var start: Int64 = 0
    var end: Int64 = 0
    /// Metres; records have none, a question has 0, 500 or 5,000.
    var standOff: Float = 0
    var party: UInt32 = 0

    /// 2030-01-01T00:00:00Z: the workload's present.
    static let present: Int64 = 1_893_456_000
    /// 2100-01-01T00:00:00Z: the end of what lasts for good.
    static let distantEnd: Int64 = 4_102_444_800

    private static let day = 86_400.0

    /// Draws the next record, or the next question.
    init(_ id: UInt32, isQuestion: Bool, in world: WorkloadWorld, _ random: inout WorkloadRandom) {
        self.id = id
        let theatre = world.theatre(&random)
        self.theatre = UInt8(theatre)
        let middle = world.place(in: theatre, &random)
        let kind = random.unit()
        if kind < 0.45 {
            drawPolygon(around: middle, &random)
        } else if kind < 0.70 {
            self.kind = .circle
            radius = Float(random.logUniform(100, 20_000))
            vertices = [WorkloadVertex(middle)]
        } else {
            drawRoute(around: middle, &random)
        }
        drawAltitudes(&random)
        if isQuestion { drawQuestionTimes(&random) } else { drawRecordTimes(&random) }
        party = UInt32(random.index(below: 200))
    }

    /// Star-shaped around the middle, so no two edges cross; anticlockwise.
    private mutating func drawPolygon(around middle: WorkloadPlace, _ random: inout WorkloadRandom) {
        kind = .polygon
        let count = 4 + Int(57 * pow(random.unit(), 2.2))
        let reach = random.logUniform(100, 20_000)
        let phase = random.uniform(0, 2 * .pi)
        vertices.reserveCapacity(count)
        for index in 0..<count {
            let turn = Double(index) + 0.35 * (random.unit() * 2 - 1)
            let azimuth = phase + turn * 2 * .pi / Double(count)
            let metres = reach * random.uniform(0.6, 1.0)
            vertices.append(WorkloadVertex(middle.moved(azimuthRadians: -azimuth, metres: metres)))
        }
    }

    /// Winds away from a place half its length behind the middle; a vertex equal to the one before is left out.
    private mutating func drawRoute(around middle: WorkloadPlace, _ random: inout WorkloadRandom) {
        kind = .route
        let count = 2 + Int(29 * pow(random.unit(), 1.5))
        let length = random.logUniform(2_000, 150_000)
        radius = Float(random.logUniform(50, 1_000))
        var azimuth = random.uniform(0, 2 * .pi)
        var place = middle.moved(azimuthRadians: azimuth + .pi, metres: length / 2)
        vertices.reserveCapacity(count)
        for _ in 0..<count {
            let vertex = WorkloadVertex(place)
            if vertex != vertices.last { vertices.append(vertex) }
            azimuth += random.normal() * 0.25
            let metres = length / Double(count - 1) * random.uniform(0.6, 1.4)
            place = place.moved(azimuthRadians: azimuth, metres: metres)
        }
    }

    private mutating func drawAltitudes(_ random: inout WorkloadRandom) {
        let layer = random.unit()
        let height = abs(random.normal()) * 500
        if layer < 0.55 {
            (lowerAltitude, upperAltitude) = (Float(height - 60), Float(height + 60))
        } else if layer < 0.80 {
            (lowerAltitude, upperAltitude) = (Float(height), Float(height + random.uniform(120, 600)))
        } else if layer < 0.95 {
            let base = random.uniform(500, 7_000)
            (lowerAltitude, upperAltitude) = (Float(base), Float(base + random.uniform(300, 1_500)))
        } else {
            (lowerAltitude, upperAltitude) = (-500, 30_000)
        }
    }

    /// One in ten lasts for good; the others begin around the present, and none is over by then.
    private mutating func drawRecordTimes(_ random: inout WorkloadRandom) {
        let seconds = random.logUniform(600, 21 * Self.day)
        if random.unit() < 0.10 {
            start = Self.present - Int64(random.uniform(0, 60 * Self.day))
            end = Self.distantEnd
            return
        }
        let latest = max(1, 14 * Self.day / seconds)
        start = Self.present + Int64(random.uniform(-1, latest) * seconds)
        end = start + Int64(seconds)
        if end <= Self.present { end = Self.present + 60 }
    }

    private mutating func drawQuestionTimes(_ random: inout WorkloadRandom) {
        let seconds = random.logUniform(600, Self.day)
        start = Self.present + Int64(random.uniform(0, 3 * Self.day))
        end = start + Int64(seconds)
        standOff = [0, 500, 5_000][random.index(below: 3)]
    }
}
