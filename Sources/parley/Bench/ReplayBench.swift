import ParleyNode
import Picture
import StoreSQLite
import TransparencyLog

/// Replay of one's own store at start: every entry read, hashed, parsed and folded.
struct ReplayBench {
    var statements = 100_000

    func run(in folder: String) async throws -> BenchResult {
        let world = try await BenchWorld.open(in: folder, parties: 4)
        let work = try world.sites(statements / 4)
        try await AdmitBench().admit(work, to: world.node)
        let live = world.node.publisher.state
        let digest = live.picture.digest(.local)
        guard let checkpoint = live.checkpoint else { throw Failure(.refused, "nothing to replay") }
        let start = ContinuousClock.now
        let replayed = try await Replay(store: world.store).run(upTo: checkpoint)
        let seconds = (ContinuousClock.now - start).seconds
        guard replayed.picture.digest(.local) == digest else {
            throw Failure(.refused, "the replay gave another picture")
        }
        try await world.close()
        return BenchResult(
            name: "replay", value: Double(live.size.value) / seconds, unit: "entries/s", seconds: seconds,
            conditions: "own SQLite store, every entry hashed and compared with the signed root, picture digest equal",
            details: [
                ("entries", Double(live.size.value)), ("envelopeBytes", Double(work.first?.first?.count ?? 0)),
            ])
    }
}
