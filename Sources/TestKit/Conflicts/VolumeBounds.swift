import Deconfliction
import Geodesy

/// What rules a volume out cheaply: a ball in the Earth-centred frame, and a span of time.
///
/// Numbers only, so that a scan reads memory in order. Bounds err outwards: what they rule out is no conflict.
struct VolumeBounds: Sendable {
    var x: Double
    var y: Double
    var z: Double
    /// Metres, the stand-off distance included.
    var radius: Double
    var startMicroseconds: Int64
    /// `Int64.max` for a window without an end.
    var endMicroseconds: Int64
    /// The record's place in its chunk, and the volume's in its record.
    var record: Int32
    var volume: Int32

    init(_ area: PreparedArea, _ window: TimeWindow, standOffMillimetres: Int64, record: Int, volume: Int) {
        let ball = area.ball
        (x, y, z) = (ball.x, ball.y, ball.z)
        // A centimetre for the millimetre within which conflict is assumed, and for rounding.
        radius = ball.radius + Double(standOffMillimetres) / 1_000 + 0.01
        startMicroseconds = window.start.microsecondsSince1970
        endMicroseconds = window.end?.microsecondsSince1970 ?? .max
        self.record = Int32(record)
        self.volume = Int32(volume)
    }

    /// Says whether the two could conflict.
    func mayMeet(_ other: VolumeBounds) -> Bool {
        guard startMicroseconds < other.endMicroseconds, other.startMicroseconds < endMicroseconds else { return false }
        let (dx, dy, dz) = (x - other.x, y - other.y, z - other.z)
        let reach = radius + other.radius
        return dx * dx + dy * dy + dz * dz <= reach * reach
    }

    /// Bounds that hold all of the given ones; `record` and `volume` mean nothing then.
    static func union(_ all: [VolumeBounds]) -> VolumeBounds? {
        guard var hull = all.first else { return nil }
        let scale = 1 / Double(all.count)
        (hull.x, hull.y, hull.z) = all.reduce((0, 0, 0)) {
            ($0.0 + $1.x * scale, $0.1 + $1.y * scale, $0.2 + $1.z * scale)
        }
        hull.radius = 0
        for bounds in all {
            let (dx, dy, dz) = (bounds.x - hull.x, bounds.y - hull.y, bounds.z - hull.z)
            hull.radius = max(hull.radius, (dx * dx + dy * dy + dz * dz).squareRoot() + bounds.radius + 0.001)
            hull.startMicroseconds = min(hull.startMicroseconds, bounds.startMicroseconds)
            hull.endMicroseconds = max(hull.endMicroseconds, bounds.endMicroseconds)
        }
        return hull
    }
}
