public import TransparencyLog

/// The way to one witness; its answers are claims until they have been verified.
///
/// Both calls may take as long as they like and must end when their task is cancelled.
public protocol WitnessLink: Sendable {
    /// Submits the body of an add-checkpoint request (c2sp.org/tlog-witness) and gives back the answer.
    ///
    /// - Throws: when there is no answer of the protocol.
    func addCheckpoint(_ body: [UInt8]) async throws -> AddCheckpointAnswer

    /// What the witness shows as the last checkpoint that it cosigned of a log; nil when it says that there is none.
    ///
    /// - Throws: when it cannot be asked.
    func lastCosigned(_ origin: KeyName) async throws -> [UInt8]?
}
