public import TransparencyLog

/// What a witness makes of a request.
public enum WitnessDecision: Sendable {
    /// It is refused; where the log has contradicted itself, the evidence comes with it.
    case refused(AddCheckpointAnswer, SplitView?)
    /// It is answered with a cosignature that is already stored.
    case answered(AddCheckpointAnswer)
    /// It is to be cosigned: store the step, and only then ask `persisted` for the answer.
    case persist(WitnessStep)
}

/// A cosignature that must be durable before anybody sees it.
public struct WitnessStep: Hashable, Sendable {
    /// The log.
    public let origin: KeyName
    /// What the store must hold for the step to be taken; nil for nothing.
    public let expected: [UInt8]?
    /// The cosigned note that takes its place.
    public var replacement: [UInt8] { state.bytes }

    let state: WitnessState

    init(origin: KeyName, expected: [UInt8]?, state: WitnessState) {
        self.origin = origin
        self.expected = expected
        self.state = state
    }
}
