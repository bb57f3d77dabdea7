import Coordination
import ParleyNode
import Picture
import Statements
import TransparencyLog

extension NodeProcess {
    /// Fetches, verifies, judges and stores all entries up to what the checkpoint covers, piece by piece.
    func fetch(upTo signed: SignedCheckpoint) async throws {
        let target = signed.checkpoint.size.value
        let files = UpstreamFiles(upstream: SimulatedUpstream(process: self, place: upstream))
        var tiles = TileSet()
        while core.judgedSize.value < target {
            let start = core.judgedSize.value
            let end = end(of: start, target)
            let entries = try await entries(start, end, of: signed.checkpoint.size, files)
            try life.check()
            let checked = CheckedEntries(entries, keys: core.keys)
            let size = TreeSize(end)
            var proof: ConsistencyProof?
            if end < target {
                proof = try await files.compute(with: &tiles) {
                    try ConsistencyProof(oldSize: size, newSize: signed.checkpoint.size, reader: $0)
                }
            }
            let opened = try await bodies(of: checked)
            try life.check()
            let taken: FollowerCore.Taken
            do {
                taken = try core.take([checked], toward: signed, proof: proof, opened: opened, tiles: fullTile)
            } catch let divergence as Divergence {
                let inquest = DivergenceInquest(files: files, shown: core.shown.checkpoint)
                let error = await inquest.explained(divergence, [checked], from: start, toward: signed)
                try life.check()
                throw error
            }
            try await keep(taken, end: size, of: signed.checkpoint.size)
        }
    }

    /// Where a piece ends: with its bundle, the log, what is stored already, or what one commit takes.
    private func end(of start: UInt64, _ target: UInt64) -> UInt64 {
        let width = UInt64(TileCoordinate.fullWidth)
        let some = UInt64(world.random.within(1...60))
        let end = min((start / width + 1) * width, target, start + some)
        return start < stored.value ? min(end, stored.value) : end
    }

    private func entries(
        _ start: UInt64, _ end: UInt64, of size: TreeSize, _ files: UpstreamFiles
    ) async throws -> [ArraySlice<UInt8>] {
        if end <= stored.value {
            return try store.entries(from: EntryIndex(start), count: Int(end - start)).map { $0.envelope[...] }
        }
        let width = UInt64(TileCoordinate.fullWidth)
        guard let bundle = size.tile(atLevel: 0, index: start / width)?.entries else { return [] }
        let known = Int(start - bundle.firstIndex.value)
        return Array(try await files.entries(bundle)[known..<known + Int(end - start)])
    }

    /// Stores what was judged, unless a run before has; then does what it asks of bodies kept before.
    private func keep(_ taken: FollowerCore.Taken, end: TreeSize, of size: TreeSize) async throws {
        if end > stored {
            try await write(taken.batch, taken.bodies)
        } else if end == size {
            let batch = CommitBatch(from: stored, entries: [], tiles: [], checkpoint: taken.batch.checkpoint)
            try await write(batch, taken.bodies)
        }
        guard taken.bodies.changesThePast else { return }
        for hash in taken.bodies.recalled { try keeper.erase(hash) }
        try await rebuild()
    }

    /// Stores a batch, however long the disk is full; bodies go first.
    func write(_ batch: CommitBatch, _ bodies: BodyWork? = nil) async throws {
        while true {
            do {
                try bodies?.keep(in: machine.vault)
                try store.commit(batch)
                stored = batch.from.adding(batch.entries.count)
                return
            } catch let error as StoreError where error.code == .full {
                world.note("\(place): store full")
                await world.conductor.sleep(500)
                try life.check()
            }
        }
    }

    /// Makes the picture anew from the log and the bodies at hand.
    func rebuild() async throws {
        guard let checkpoint = core.shown.checkpoint else { return }
        var shown = try await keeper.replayed(upTo: checkpoint)
        try life.check()
        try keeper.catchUp(&shown, to: core.shown.size)
        var judged = shown
        try keeper.catchUp(&judged, to: core.judgedSize)
        core.replace(shown: shown, judged: judged)
        publisher.publish(core.shown)
    }
}

/// Whoever a node follows, over links that do as the seed has it.
struct SimulatedUpstream: LogUpstream {
    let process: NodeProcess
    let place: Int

    var name: String { "place \(place)" }

    func checkpoint() async throws(UpstreamError) -> [UInt8] { try await resource(.checkpoint) }

    func resource(_ path: LogPath) async throws(UpstreamError) -> [UInt8] {
        let world = process.world
        let cargo: Network.Cargo = if case .checkpoint = path { .checkpoint } else { .file }
        do {
            let bytes = try await world.network.ask(process.place, place, process.life, within: 8_000) {
                if place > 0 { return try world.nodes[place - 1].resource(path) }
                guard let branch = world.host.branch(for: process.place) else {
                    throw UpstreamError(.unreachable, "the host is not running")
                }
                guard let bytes = try? branch.reader.resource(path) else {
                    throw UpstreamError(.notFound, path.path)
                }
                return bytes
            }
            return world.network.carry(bytes, cargo, from: place, to: process.place)
        } catch let error as UpstreamError { throw error } catch { throw UpstreamError(.unreachable, "\(error)") }
    }

    func announcements(_ handle: @escaping @Sendable ([UInt8]) -> Void) async throws(UpstreamError) {
        throw UpstreamError(.notOffered, "notes come to the node's mailbox")
    }

    func submit(_ statement: ForwardedStatement) async throws(UpstreamError) -> ForwardedAnswer {
        throw UpstreamError(.notOffered, "officers ask the host")
    }
}
