/// What a node does besides showing its log.
enum Role: Sendable {
    /// It puts statements in order.
    case sequencing(Sequencer)

    /// What was counted since the start.
    var counters: Counters {
        switch self {
        case .sequencing(let sequencer): sequencer.counters
        }
    }

    /// Statements that wait to be put in order.
    var queueDepth: Int {
        switch self {
        case .sequencing(let sequencer): sequencer.depth
        }
    }

    /// Why the node no longer writes; nil while it does.
    var halted: String? {
        switch self {
        case .sequencing(let sequencer): sequencer.halted
        }
    }

    /// The sequencer.
    ///
    /// - Throws: `follows` when another node puts the statements in order.
    func sequencer() throws(Unavailable) -> Sequencer {
        switch self {
        case .sequencing(let sequencer): return sequencer
        }
    }

    /// Ends it, once what was begun is done.
    func stop() async {
        switch self {
        case .sequencing(let sequencer): await sequencer.stop()
        }
    }
}
