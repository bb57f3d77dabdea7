/// What goes wrong in a world of many nodes, and how often; shares are in thousandths.
public struct ManyFaults: Sendable {
    /// What only the host can do, and what only one of its operators can.
    public enum Crime: String, CaseIterable, Sendable {
        /// Some parties are shown another history than the others, from some entry on.
        case splitView = "split-view"
        /// A statement is promised its place, and another is put there.
        case brokenPromise = "broken-promise"
        /// A backup of the host's store and of its anchor is restored, and the host signs on from there.
        case restoredHost = "restored-host"
    }

    /// Messages that never arrive, either way.
    public var losses = 0
    /// Messages that take seconds instead of milliseconds.
    public var slow = 0
    /// Statements that arrive twice.
    public var duplicates = 0
    /// Replies and announcements that are flipped, cut off, replayed or given a forged line, on links that lie.
    public var lies = 0
    /// Times that some parties are cut off from the rest.
    public var partitions = 0
    /// Times that the power goes somewhere.
    public var powerLosses = 0
    /// What stores do wrong.
    public var store = StoreFaults.none
    /// Times that a clock somewhere is set hours wrong.
    public var skews = 0
    /// Times that a party's node comes back with an older store of the log.
    public var restoredFollowers = 0
    /// Whether a witness comes back with an older store.
    public var restoresWitness = false
    /// Whether the host's store alone is restored from a backup; its anchor then tells.
    public var restoresHostStore = false
    /// Whether a witness answers with sizes of its own invention for a while.
    public var hasHostileWitness = false
    /// Whether an officer signs two statements for one place of the chain.
    public var hasEquivocation = false
    /// Nodes that join while the world is under way.
    public var lateJoiners = 0
    /// What the host does to the others.
    public var crime: Crime?

    /// Nothing goes wrong.
    public static let none = ManyFaults()

    /// What goes wrong in the world of this seed: of every kind of fault nothing, a little or much.
    public static func drawn(_ seed: UInt64) -> ManyFaults {
        var random = SplitMix64(seed: seed ^ 0x6D61_6E79_6E6F_6465)
        var faults = ManyFaults()
        func some(_ most: Int64) -> Int { random.happens(500) ? Int(random.within(1...most)) : 0 }
        faults.losses = some(150)
        faults.slow = some(150)
        faults.duplicates = some(300)
        faults.lies = some(300)
        faults.partitions = some(3)
        faults.powerLosses = some(5)
        faults.store.failsBefore = some(20)
        faults.store.failsAfter = some(20)
        faults.store.losesPower = some(30)
        faults.store.isFull = some(30)
        faults.skews = some(2)
        faults.restoredFollowers = some(2)
        faults.restoresWitness = random.happens(250)
        faults.restoresHostStore = random.happens(200)
        faults.hasHostileWitness = random.happens(300)
        faults.hasEquivocation = random.happens(400)
        faults.lateJoiners = some(2)
        if random.happens(350) { faults.crime = random.one(of: Crime.allCases) }
        return faults
    }
}

/// Somebody who breaks a rule of this program, to prove that the checks notice.
public enum ManyDefect: String, CaseIterable, Sendable {
    /// Witnesses answer before what they cosigned is durable.
    case witnessForgets
    /// Followers take a new history without asking whether it continues the one that they showed.
    case followerSkipsConsistency
    /// The host releases receipts before the quorum has cosigned.
    case hostReleasesEarly
    /// The host hands sealed bodies to whoever asks, and nodes keep whatever they get.
    case vaultIgnoresAudience
}
