/// A whole accord in one process: parties, network, clock, disk and the real sequencer, all from one seed.
///
/// The world steps `SequencerCore` directly, without tasks, and restarts it with `Node.open` after every power loss,
/// as the program does. After every step the promises of the log are checked against a ledger of its own:
/// - what got a receipt stays in every later log, at the same index, with the same bytes;
/// - every published checkpoint is signed and continues all before it;
/// - a replay gives the picture that was shown, to the digest;
/// - chains have no holes, nothing is entered twice, nothing refused is ever entered.
public enum SimulatedWorld {
    /// Runs a world for `hours` of its own time, then lets it settle without faults and audits its log.
    ///
    /// - Parameters:
    ///   - seed: everything that happens follows from it.
    ///   - hours: for how long parties speak and faults strike.
    ///   - faults: what goes wrong, and how often.
    ///   - mixesAlgorithms: whether some officers sign with P-256; such signatures are random, so digests differ.
    ///   - defect: a store that breaks its promise; the run must then show violations.
    /// - Returns: what happened, and which promises were broken.
    /// - Throws: what only a mistake in the world itself throws.
    public static func run(
        seed: UInt64, hours: Int, faults: WorldFaults, mixesAlgorithms: Bool = false, defect: StoreDefect? = nil
    ) async throws -> Run {
        let world = try World(
            seed: seed, hours: hours, faults: faults, mixesAlgorithms: mixesAlgorithms, defect: defect)
        return try await world.run()
    }
}
