import Foundation

/// One moving thing of the workload, in the numbers of its exchange file.
struct WorkloadTrack {
    let id: UInt32
    let party: UInt32
    let vertex: WorkloadVertex
    /// Metres above the ellipsoid.
    let altitude: Float
    /// Metres a second.
    let east: Float
    let north: Float
    let up: Float
    /// Metres, one standard deviation of the position.
    let deviation: Float

    /// Draws the next track: four in ten fly, the others drive.
    init(_ id: UInt32, in world: WorkloadWorld, _ random: inout WorkloadRandom) {
        self.id = id
        let theatre = world.theatre(&random)
        vertex = WorkloadVertex(world.place(in: theatre, &random))
        party = UInt32(random.index(below: 8))
        let flies = random.unit() < 0.4
        let azimuth = random.uniform(0, 2 * .pi)
        let speed = flies ? random.logUniform(15, 250) : random.uniform(0, 25)
        east = Float(speed * sin(azimuth))
        north = Float(speed * cos(azimuth))
        up = flies ? Float(random.normal() * 3) : 0
        altitude = Float(flies ? random.logUniform(60, 9_000) : abs(random.normal()) * 500)
        deviation = flies ? 30 : 15
    }
}
