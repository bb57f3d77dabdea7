import Picture
import TransparencyLog

/// What a node does besides showing its log.
enum Role: Sendable {
    /// It puts statements in order.
    case sequencing(Sequencer)
    /// It follows a log that another node puts in order.
    case following(Follower)
    /// It only reads, beside whoever writes.
    case reading(Counters)

    /// What was counted since the start.
    var counters: Counters {
        switch self {
        case .sequencing(let sequencer): sequencer.counters
        case .following(let follower): follower.counters
        case .reading(let counters): counters
        }
    }

    /// Statements that wait to be put in order.
    var queueDepth: Int {
        switch self {
        case .sequencing(let sequencer): sequencer.depth
        case .following, .reading: 0
        }
    }

    /// What is wrong with the witnesses that cosign for it.
    var witnessTroubles: [(name: PolicyName, trouble: WitnessTrouble)] {
        switch self {
        case .sequencing(let sequencer): sequencer.collector.troubles
        case .following, .reading: []
        }
    }

    /// Why the node no longer writes; nil while it does.
    var halted: String? {
        switch self {
        case .sequencing(let sequencer): sequencer.halted
        case .following(let follower): follower.halted
        case .reading: nil
        }
    }

    /// The sequencer.
    ///
    /// - Throws: `follows` when another node puts the statements in order.
    func sequencer() throws(Unavailable) -> Sequencer {
        switch self {
        case .sequencing(let sequencer): return sequencer
        case .following(let follower): throw .follows(follower.upstream.name)
        case .reading: throw .stopping
        }
    }

    /// Says what is done about statements that ask something of bodies kept before.
    func onBodies(_ follow: @escaping @Sendable (BodyWork) -> Void) {
        switch self {
        case .sequencing(let sequencer): sequencer.onBodies(follow)
        case .following(let follower): follower.onBodies(follow)
        case .reading: break
        }
    }

    /// Swaps in a picture made from other bodies; `catchUp` folds in what it lacks, while nothing else is being folded.
    func swap(_ picture: Picture, catchUp: (inout Picture, TreeSize) throws -> Void) throws {
        switch self {
        case .sequencing(let sequencer): try sequencer.swap(picture, catchUp: catchUp)
        case .following(let follower): try follower.swap(picture, catchUp: catchUp)
        case .reading: break
        }
    }

    /// Whether it may keep anything.
    var isReadingOnly: Bool {
        if case .reading = self { return true }
        return false
    }

    /// Ends it, once what was begun is done.
    func stop() async {
        switch self {
        case .sequencing(let sequencer): await sequencer.stop()
        case .following(let follower): await follower.stop()
        case .reading: break
        }
    }
}
