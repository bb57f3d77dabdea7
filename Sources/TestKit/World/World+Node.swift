import HashTreeCollections
import Picture
import Coordination
import Geodesy
import Logging
import ParleyNode
import Statements
import TransparencyLog

/// What the node does, step by step, as the sequencer's shell does it.
extension World {
    /// Decides, commits and publishes what waits.
    func sequence(forcesTick: Bool = false) {
        guard var running = process else { return }
        running.isScheduled = false
        let messages = running.inbox
        running.inbox = []
        process = running
        guard !messages.isEmpty || forcesTick else { return }
        do {
            try decide(messages, forcesTick: forcesTick, running)
        } catch is PowerLoss {
            note("power fails in the store")
            crash(losesPower: true)
            schedule(.starts, after: random.within(5...1_200))
        } catch let error as StoreError where error.code == .full {
            note("store full")
        } catch let error as StoreError {
            note("halted: \(error.code.rawValue)")
            if error.code == .conflict { ledger.require(false, "the store says that another writer moved the log") }
            crash(losesPower: false)
            schedule(.starts, after: random.within(30...300))
        } catch {
            ledger.require(false, "the sequencer stopped at \(hostNow): \(error)")
            isOver = true
        }
        if let stalled = process?.store.takeStalledSeconds() { now = now.adding(seconds: stalled) }
    }

    private func decide(_ messages: [Message], forcesTick: Bool, _ running: Process) throws {
        var waiting: [Message] = []
        var submissions: [Submission] = []
        for message in messages {
            do throws(Refusal) {
                submissions.append(
                    try Submission(
                        message.said.envelope, sealed: message.said.sealed, keys: sealingKeys,
                        knowing: running.core.state.picture.register))
                waiting.append(message)
            } catch { refuse(message, error) }
        }
        let before = running.core.state
        let staged = try running.core.stage(
            submissions, at: hostNow, forcesTick: forcesTick,
            rootAt: { try rootHash(at: $0, reader: StateTiles(state: before, store: running.store)) })
        if let batch = staged.batch {
            var next = running.core
            next.adopt(staged)
            let taken = zip(waiting, staged.outcomes).filter { $0.1.entry != nil }.map(\.0.said.hash)
            ledger.attempt(batch, accepted: taken, then: next.state)
            try staged.keepBodies(in: vault)
            try running.store.commit(batch)
            ledger.commit()
            result.commits += 1
            process?.core = next
            if random.happens(faults.powerLossesAfterCommit) { throw PowerLoss() }
            publish(next.state, running.store)
        }
        for (message, outcome) in zip(waiting, staged.outcomes) { try answer(message, outcome, running) }
    }

    private func publish(_ state: LogState, _ store: FaultyStore) {
        shown = state
        ledger.publish(state, store: store, alsoFrom: random.below(ledger.published.count + 1))
        if let checkpoint = state.checkpoint, !random.happens(faults.store.failsBefore) {
            anchor.publish(checkpoint.bytes)
        }
        note("published \(state.size) \(state.tree.root)")
    }

    private func answer(_ message: Message, _ outcome: Outcome, _ running: Process) throws {
        switch outcome {
        case .accepted(let entry):
            result.accepted += 1
            note("taken as \(entry)")
            if let proof = ledger.receipt(of: entry, in: shown, store: running.store) {
                reply(to: message, .taken(proof))
            }
        case .refused(let refusal):
            if refusal.rule == "replayed" || refusal.rule == "forked",
                let entry = try running.store.index(of: message.said.hash)
            {
                note("replay of \(entry)")
                guard entry < shown.size.nextIndex,
                    let proof = ledger.receipt(of: entry, in: shown, store: running.store)
                else { return }
                return reply(to: message, .taken(proof))
            }
            refuse(message, refusal)
        }
    }

    private func refuse(_ message: Message, _ refusal: Refusal) {
        result.refused[refusal.rule, default: 0] += 1
        note("refused: \(refusal.rule)")
        let isOrder = ["forked", "out-of-order", "replayed", "seen-went-back"].contains(refusal.rule)
        reply(to: message, .refused(rule: refusal.rule, isOrder: isOrder))
    }

    /// The process ends without a word; with the power goes what the disk had not synced.
    func crash(losesPower: Bool) {
        if losesPower {
            process?.store.losePower()
            disk.losePower(&random)
            result.powerLosses += 1
        } else {
            disk.sync()
        }
        process = nil
    }

    /// Starts the node as the program does: every check of `Node.open`, then on from what was replayed.
    func start() async {
        guard process == nil, !isOver else { return }
        if faults.hasRot, !hasRotted, mustRot || (ledger.acknowledged.entries.count > 40 && random.happens(500)) {
            let index = EntryIndex(UInt64(random.below(ledger.acknowledged.entries.count)))
            hasRotted = disk.damage(random.happens(700) ? .entry(index) : .commitsLost(after: Int(result.commits / 2)))
            note("rot: \(hasRotted)")
        }
        starts += 1
        let store = FaultyStore(
            disk: disk, faults: faults.store, seed: seed &+ UInt64(starts) &* 0x9E37, defect: defect)
        do {
            let state = try await open(store).publisher.state
            ledger.require(!hasRotted, "the node started from a damaged store")
            if ledger.recover(state, store: store) { result.recoveredBatches += 1 }
            process = Process(
                number: starts,
                core: SequencerCore(state: state, logSigner: accord.logSigner, nodeKey: accord.nodeKey), store: store)
            result.restarts += starts > 1 ? 1 : 0
            if state.checkpoint != nil { publish(state, store) }
        } catch {
            note("refused to start: \(error)")
            result.refusedToStart = error as? StartError
            ledger.require(hasRotted && error is StartError, "the node refused to start: \(error)")
            isOver = true
        }
    }

    private func open(_ store: FaultyStore) async throws -> Node {
        var limits = NodeLimits()
        limits.heartbeatSeconds = 0
        let quiet = Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() }
        return try await Node.open(
            keys: Node.Keys(log: accord.logSigner, node: accord.nodeKey, sealing: sealingKeys), store: store,
            vault: vault, anchor: anchor,
            clock: ManualClock(hostNow), limits: limits, logger: quiet)
    }

    /// A graceful stop answers what waits and keeps the picture's digest, which the next start compares.
    func stop() async {
        scheduleNext(.stops, everyHours: faults.hoursBetweenStops)
        sequence()
        guard let running = process else { return }
        note("stops")
        do {
            try await open(running.store).stop()
            crash(losesPower: false)
        } catch {
            crash(losesPower: error is PowerLoss)
        }
        schedule(.starts, after: random.within(5...60))
    }
}
