import Coordination
import Geodesy
import Picture
import ParleyNode
import TransparencyLog

/// Collecting cosignatures, as the collector's shell does it.
extension HostBranch {
    /// A state is durable: it is shown, and `shown` called, once its round is over.
    func commit(_ state: LogState, shown: @escaping @Sendable () -> Void) {
        guard let checkpoint = state.checkpoint else { return shown() }
        states.append(state)
        waiting.append((state.size, shown))
        let target = WitnessTarget(checkpoint, policy: state.picture.witnessPolicy?.policy)
        step { $0.committed(target, at: self.world.conductor.now) }
    }

    /// Changes the rounds and does what follows.
    func step(_ change: (inout WitnessRounds) -> [WitnessAction]) {
        for action in change(&rounds) { perform(action) }
        arm()
    }

    private func perform(_ action: WitnessAction) {
        switch action {
        case .send(let request): send(request)
        // Its answer is nobody's: the rounds do not take it back.
        case .abandon: break
        case .publish(let target): publish(target)
        case .strengthen(let target): strengthen(target)
        case .halt(let contradiction): halt(contradiction)
        }
    }

    private func send(_ request: WitnessRequest) {
        guard let place = asks[request.witness] else { return }
        world.conductor.spawn { await self.ask(request, at: place) }
    }

    private func ask(_ request: WitnessRequest, at place: Int) async {
        let (network, node) = (world.network, world.nodes[place - 1])
        do {
            switch request.question {
            case .lastCosigned:
                let bytes = try await network.ask(0, place, life, within: 6_000) { try node.lastCosigned() }
                let heard = bytes.map { network.carry($0, .checkpoint, from: place, to: 0) }
                let judge = WitnessJudge(logKey: world.logKey, reader: reader)
                let sighting = try judge.sighting(
                    heard, of: request.witness, knowing: states.last ?? publisher.state)
                step { $0.saw(request, sighting, at: self.world.conductor.now) }
            case .cosign(let size, let old):
                guard let state = states.first(where: { $0.size == size }), let checkpoint = state.checkpoint else {
                    return step { $0.failed(request, "the state is gone", at: self.world.conductor.now) }
                }
                let proof = try reader.consistency(from: old, of: state)
                let body = try AddCheckpointRequest(oldSize: old, proof: proof.path, checkpoint: checkpoint).bytes
                let reply = try await network.ask(0, place, life, within: 6_000) { try node.cosign(body) }
                let answer = try AddCheckpointAnswer(
                    status: reply.status, contentType: reply.contentType,
                    body: network.carry(reply.body, .cosignature, from: place, to: 0))
                let seconds = UInt64(max(0, world.wall(of: 0).microsecondsSince1970 / 1_000_000))
                step { $0.answered(request, answer, at: self.world.conductor.now, wallSeconds: seconds) }
            }
        } catch {
            guard !life.isOver else { return }
            step { $0.failed(request, "\(error)", at: self.world.conductor.now) }
        }
    }

    private func publish(_ target: WitnessTarget) {
        if let found = WitnessedCheckpoint(target) { witnessed = found }
        let due = waiting.filter { $0.size <= target.size }
        waiting.removeAll { $0.size <= target.size }
        states.removeAll { $0.size < target.size }
        if var state = states.first(where: { $0.size == target.size }) {
            if let witnessed, witnessed.size == target.size, !target.verdict.isWitnessed {
                // As after a restart: a quorum has stood behind it before, and still does as of then.
                state.checkpoint = witnessed.signed
                state.witnessing = Witnessing(target, witnessed: witnessed)
                state.witnessing.verdict = .witnessed(asOfSeconds: witnessed.asOfSeconds)
            } else {
                state.checkpoint = target.cosigned
                state.witnessing = Witnessing(target, witnessed: witnessed)
            }
            show(state)
        }
        for item in due { item.resume() }
        contradictions.lookAgain()
        keepWitnessed()
    }

    private func strengthen(_ target: WitnessTarget) {
        var state = publisher.state
        if let found = WitnessedCheckpoint(target), found.size >= witnessed?.size ?? 0 { witnessed = found }
        if state.size == target.size {
            state.checkpoint = target.cosigned
            state.witnessing = Witnessing(target, witnessed: witnessed)
        } else {
            state.witnessing.witnessed = witnessed
        }
        publisher.publish(state)
        contradictions.lookAgain()
        keepWitnessed()
    }

    private func show(_ state: LogState) {
        publisher.publish(state)
        let word = state.witnessing.verdict.isWitnessed ? "witnessed" : "without \(state.witnessing.missing)"
        world.note("host\(isShadow ? "'" : ""): shows \(state.size) \(word)")
        world.court.shown(state, by: 0, isShadow: isShadow, reader: reader)
        announce()
    }

    private func announce() {
        guard let note = publisher.state.checkpoint?.bytes else { return }
        for node in world.nodes where host.branch(for: node.place) === self { node.hear(note, from: 0) }
    }

    private func keepWitnessed() {
        guard let witnessed else { return }
        try? store.setNote(WitnessedNote.key, witnessed.signed.bytes)
    }

    /// Signs nothing more: a witness has shown what this log's key has signed and this log does not hold.
    private func halt(_ found: WitnessContradiction) {
        let reason = "witness '\(found.witness.name)' shows \(found.shown.checkpoint.size) entries"
        halted = reason
        world.note("host: halted: \(reason)")
        world.court.hostHalted()
        let evidence = found.splitView.map { EvidenceFile($0).bytes } ?? found.shown.bytes
        alarms.raise(
            found.splitView == nil ? .divergence : .splitView, reason, evidence: evidence, at: world.wall(of: 0))
        for item in waiting { item.resume() }
        waiting = []
        if !isShadow { host.callOperator() }
    }
}
