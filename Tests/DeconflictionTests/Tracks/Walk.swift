import Deconfliction
import Foundation
import Geodesy

/// Where a track is at every step of the look-ahead, each place found by one geodesic from the report.
struct Walk {
    struct Step {
        var position: Position
        var altitudeMetres: Double
    }

    static let stepSeconds = 1.0

    let track: Track
    let steps: [Step]

    init(_ track: Track, seconds: Double) throws {
        self.track = track
        let velocity = track.velocity
        let azimuth = atan2(velocity.eastMetresPerSecond, velocity.northMetresPerSecond) * 180 / .pi
        let altitude = Double(track.altitudeMillimetres) / 1_000
        let radius = 6_371_008.8
        let speed =
            hypot(velocity.eastMetresPerSecond, velocity.northMetresPerSecond) * radius / (radius + altitude)
        let age = Double(track.reportedAt.microseconds(to: Traffic.now)) / 1e6
        steps = (0...Int(seconds / Self.stepSeconds)).map { index in
            let time = age + Double(index) * Self.stepSeconds
            return Step(
                position: Geodesic.direct(
                    from: track.position, azimuthDegrees: azimuth, metres: speed * time
                ).position,
                altitudeMetres: altitude + velocity.upMetresPerSecond * time)
        }
    }

    static func direction(_ azimuthDegrees: Double) -> (east: Double, north: Double) {
        (sin(azimuthDegrees * .pi / 180), cos(azimuthDegrees * .pi / 180))
    }
}
