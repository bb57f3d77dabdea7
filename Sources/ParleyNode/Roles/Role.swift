import Picture
import TransparencyLog

/// What a node does besides showing its log.
enum Role: Sendable {
    /// It puts statements in order.
    case sequencing(Sequencer)
    /// It follows a log that another node puts in order.
    case following(Follower)

    /// What was counted since the start.
    var counters: Counters {
        switch self {
        case .sequencing(let sequencer): sequencer.counters
        case .following(let follower): follower.counters
        }
    }

    /// Statements that wait to be put in order.
    var queueDepth: Int {
        switch self {
        case .sequencing(let sequencer): sequencer.depth
        case .following: 0
        }
    }

    /// What is wrong with the witnesses that cosign for it.
    var witnessTroubles: [(name: PolicyName, trouble: WitnessTrouble)] {
        switch self {
        case .sequencing(let sequencer): sequencer.collector.troubles
        case .following: []
        }
    }

    /// Why the node no longer writes; nil while it does.
    var halted: String? {
        switch self {
        case .sequencing(let sequencer): sequencer.halted
        case .following(let follower): follower.halted
        }
    }

    /// The sequencer.
    ///
    /// - Throws: `follows` when another node puts the statements in order.
    func sequencer() throws(Unavailable) -> Sequencer {
        switch self {
        case .sequencing(let sequencer): return sequencer
        case .following(let follower): throw .follows(follower.upstream.name)
        }
    }

    /// Says what is done about statements that ask something of bodies kept before.
    func onBodies(_ follow: @escaping @Sendable (BodyWork) -> Void) {
        switch self {
        case .sequencing(let sequencer): sequencer.onBodies(follow)
        case .following(let follower): follower.onBodies(follow)
        }
    }

    /// Swaps in a picture made from other bodies; `catchUp` folds in what it lacks, while nothing else is being folded.
    func swap(_ picture: Picture, catchUp: (inout Picture, TreeSize) throws -> Void) throws {
        switch self {
        case .sequencing(let sequencer): try sequencer.swap(picture, catchUp: catchUp)
        case .following(let follower): try follower.swap(picture, catchUp: catchUp)
        }
    }

    /// Ends it, once what was begun is done.
    func stop() async {
        switch self {
        case .sequencing(let sequencer): await sequencer.stop()
        case .following(let follower): await follower.stop()
        }
    }
}
