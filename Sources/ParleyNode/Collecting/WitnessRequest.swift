public import TransparencyLog

/// One request to one witness; it has at most one out.
public struct WitnessRequest: Hashable, Sendable {
    /// What is asked.
    public enum Question: Hashable, Sendable {
        /// Which checkpoint of this log it cosigned last, by its monitoring interface.
        case lastCosigned
        /// To cosign the checkpoint of this size, with the proof that it continues the one of size `old`.
        case cosign(TreeSize, old: TreeSize)
    }

    /// Distinguishes requests, so that an answer that comes too late is nobody's.
    public let number: UInt64
    /// Who is asked.
    public let witness: NoteVerifierKey
    /// What.
    public let question: Question
    /// When it was sent, in the milliseconds of the rounds' clock.
    let since: Int64
}

/// What the collector's shell is to do.
public enum WitnessAction: Hashable, Sendable {
    /// Send a request.
    case send(WitnessRequest)
    /// Give up on a request that took too long; its answer counts for nothing.
    case abandon(WitnessRequest)
    /// Show the state of this size, with what its verdict says; answer those who wait for it or for less.
    case publish(WitnessTarget)
    /// A cosignature came in for what has been shown already.
    case strengthen(WitnessTarget)
    /// Sign nothing more: a witness has shown a checkpoint, signed by this log's key, that this log does not know.
    case halt(WitnessContradiction)
}

/// A checkpoint that bears this log's signature and contradicts what this log holds.
public struct WitnessContradiction: Hashable, Sendable {
    /// The witness that showed it.
    public let witness: NoteVerifierKey
    /// The checkpoint, the log's signature verified.
    public let shown: SignedCheckpoint
    /// The two histories as evidence; nil when the one shown is merely ahead: then a backup was restored.
    public let splitView: SplitView?

    /// A contradiction from its parts.
    public init(witness: NoteVerifierKey, shown: SignedCheckpoint, splitView: SplitView?) {
        self.witness = witness
        self.shown = shown
        self.splitView = splitView
    }
}

/// What a witness's monitoring interface showed.
public enum WitnessSighting: Hashable, Sendable {
    /// It has cosigned nothing of this log.
    case nothing
    /// It shows a checkpoint that this log's key has signed and whose root is this log's.
    case ours(TreeSize)
    /// It shows a checkpoint that this log's key has signed, and that this log does not hold.
    case contradiction(WitnessContradiction)
    /// What it shows is no checkpoint that this log has signed: a claim, and the reason why it is no more.
    case unproven(String)
}

/// What is wrong with a witness, for people.
public enum WitnessTrouble: Hashable, Sendable {
    /// It is not among those whose address the operator has given.
    case notConfigured
    /// It cannot be reached, or does not answer in time.
    case unreachable(String)
    /// It refuses, and says why.
    case refuses(String)
    /// It answers what cannot be true, or signs what does not hold.
    case untruthful(String)
}

extension WitnessTrouble {
    /// Which kind it is, for those who may not see addresses.
    public var kind: String {
        switch self {
        case .notConfigured: "not-configured"
        case .unreachable: "unreachable"
        case .refuses: "refuses"
        case .untruthful: "untruthful"
        }
    }
}

extension WitnessTrouble: CustomStringConvertible {
    /// What was found.
    public var description: String {
        switch self {
        case .notConfigured: "its address is not configured here"
        case .unreachable(let reason): "no answer: \(reason)"
        case .refuses(let reason): "it refuses: \(reason)"
        case .untruthful(let reason): "not to be believed: \(reason)"
        }
    }
}
