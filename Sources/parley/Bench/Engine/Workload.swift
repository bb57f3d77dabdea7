/// The synthetic workload DCZ-1: what a world with many parties at work might hold, the same for every engine.
///
/// Everything follows from the counts and the seed, to the last bit: 40 regions, most records along a front or in a town,
/// polygons, circles and buffered routes of 50 m to 150 km, from ten minutes to for good. Records come one after the
/// other and none is kept.
struct Workload {
    static let defaultSeed: UInt64 = 20_300_101

    var records: Int
    var questions: Int
    var seed = Workload.defaultSeed
    let world = WorkloadWorld()

    /// The records, drawn as they are asked for; every walk begins anew.
    var recordStream: WorkloadStream { WorkloadStream(count: records, seed: seed, isQuestion: false, world: world) }

    /// The questions: volumes of the same kinds that last up to a day, with stand-offs of 0, 500 m and 5 km.
    var questionStream: WorkloadStream {
        WorkloadStream(count: questions, seed: seed ^ 0xAB_CDEF, isQuestion: true, world: world)
    }

    /// Records beyond the workload's own, for writing over those that are there.
    func replacements(_ count: Int) -> WorkloadStream {
        WorkloadStream(count: count, seed: seed ^ 0x5EED_0F_5EED, isQuestion: false, world: world)
    }

    /// One track to ten records, at least 1,000, unless a number is asked for; fewer are the first of more.
    func tracks(_ count: Int? = nil) -> [WorkloadTrack] {
        var random = WorkloadRandom(seed: seed ^ 0x777)
        return (0..<(count ?? max(1_000, records / 10))).map { WorkloadTrack(UInt32($0), in: world, &random) }
    }
}

/// Records or questions, one after the other.
struct WorkloadStream: Sequence, IteratorProtocol {
    let count: Int
    private let isQuestion: Bool
    private let world: WorkloadWorld
    private var random: WorkloadRandom
    private var made = 0

    init(count: Int, seed: UInt64, isQuestion: Bool, world: WorkloadWorld) {
        self.count = count
        self.isQuestion = isQuestion
        self.world = world
        random = WorkloadRandom(seed: seed)
    }

    var underestimatedCount: Int { count - made }

    mutating func next() -> WorkloadRecord? {
        guard made < count else { return nil }
        defer { made += 1 }
        return WorkloadRecord(UInt32(made), isQuestion: isQuestion, in: world, &random)
    }
}
