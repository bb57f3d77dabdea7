import ParleyNode
import TransparencyLog

/// A whole accord whose parties are enemies, in one process and from one seed: a host, four parties' nodes that follow
/// and witness, their officers, the network between them and every clock.
///
/// The pure cores that the program runs (sequencing, collecting, following, witnessing) are stepped over simulated disks
/// and links; nothing waits for real time. Throughout and at the end it is checked that
/// - what got a receipt is in the log that every honest node ends with, at its entry;
/// - at one size there is one picture, and nobody takes back what was shown;
/// - a witness never cosigns what contradicts what it cosigned, whatever it lost;
/// - no body is ever on a node outside its audience, on its disks or in its picture, nor readable by the host;
/// - two histories and broken promises end in evidence that `Inquiry` judges, and an honest host leaves none;
/// - once faults end everybody agrees, and every officer has heard what became of every statement.
public enum ManyNodes {
    /// For how long faults strike, in milliseconds of the world's time.
    static let faultyMilliseconds: Int64 = 20_000
    /// How long it may take until everybody agrees after that.
    static let patienceMilliseconds: Int64 = 240_000

    /// Runs a world until its faults have ended and everybody agrees, or ought to.
    ///
    /// - Parameters:
    ///   - seed: everything that happens follows from it.
    ///   - faults: what goes wrong; by default what the seed draws.
    ///   - defect: somebody who breaks a rule of this program; some seeds must then show violations.
    /// - Returns: what happened, and which promises were broken.
    /// - Throws: what only a mistake in the world itself throws.
    public static func run(seed: UInt64, faults: ManyFaults? = nil, defect: ManyDefect? = nil) throws -> ManyRun {
        let world = try ManyWorld(seed: seed, faults: faults ?? .drawn(seed), defect: defect)
        world.begin()
        world.conductor.run(until: faultyMilliseconds)
        world.heal()
        var hasAgreed = false
        while !hasAgreed, world.conductor.now < faultyMilliseconds + patienceMilliseconds {
            world.conductor.run(until: world.conductor.now + 1_000)
            world.look()
            hasAgreed = world.whatIsOpen.isEmpty
            // A world whose host lies may never agree; it is given the time to notice.
            if world.court.isHostDishonest, world.conductor.now > faultyMilliseconds + 40_000 { break }
        }
        if world.court.isHostDishonest {
            world.isComparing = true
            world.conductor.run(until: world.conductor.now + 15_000)
        }
        world.result.hasAgreed = hasAgreed
        world.result.settledMilliseconds = world.conductor.now - faultyMilliseconds
        world.court.judge(hasAgreed: hasAgreed)
        world.result.entries = Int(world.host.main?.core.state.size.value ?? 0)
        return world.takeDown()
    }
}
