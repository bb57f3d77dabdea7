import Dispatch
import Geodesy
import Logging
import Synchronization
import TransparencyLog

extension WitnessCollector {
    func send(_ request: WitnessRequest) {
        guard let link = links[request.witness] else { return }
        switch request.question {
        case .lastCosigned:
            start(request) {
                let bytes = try await link.lastCosigned(self.around.logKey.name)
                let state = self.shared.withLock { $0.states.last } ?? self.around.publisher.state
                let sighting = try self.judge.sighting(bytes, of: request.witness, knowing: state)
                return { $0.rounds.saw(request, sighting, at: Self.now) }
            }
        case .cosign(let size, let old):
            let body: [UInt8]
            do { body = try self.body(size, from: old) } catch {
                around.logger.error("no proof for a witness", metadata: ["error": "\(error)"])
                step { $0.rounds.failed(request, "this node could not make the request", at: Self.now) }
                return
            }
            start(request) {
                let answer = try await link.addCheckpoint(body)
                let seconds = UInt64(max(0, self.around.clock.now().microsecondsSince1970 / 1_000_000))
                return { $0.rounds.answered(request, answer, at: Self.now, wallSeconds: seconds) }
            }
        }
    }

    /// Asks in a task of its own, and takes the result on the queue.
    private func start(
        _ request: WitnessRequest,
        _ ask: @escaping @Sendable () async throws -> @Sendable (inout Shared) -> [WitnessAction]
    ) {
        let task = Task { @concurrent in
            let change: @Sendable (inout Shared) -> [WitnessAction]
            do { change = try await ask() } catch {
                let reason = "\(error)"
                change = { $0.rounds.failed(request, reason, at: Self.now) }
            }
            self.queue.async {
                self.step { shared in
                    shared.tasks[request.number] = nil
                    return change(&shared)
                }
            }
        }
        shared.withLock { $0.tasks[request.number] = task }
    }

    /// The request's body; witnesses that stand at the same size share the proof.
    private func body(_ size: TreeSize, from old: TreeSize) throws -> [UInt8] {
        let (state, known) = shared.withLock { shared in
            if shared.proofsFor != size {
                shared.proofs = [:]
                shared.proofsFor = size
            }
            return (shared.states.first { $0.size == size }, shared.proofs[old])
        }
        guard let state, let checkpoint = state.checkpoint else {
            throw StoreError(.failed, "the state of size \(size) is gone")
        }
        let proof = try known ?? around.reader.consistency(from: old, of: state)
        shared.withLock { $0.proofs[old] = proof }
        return try AddCheckpointRequest(oldSize: old, proof: proof.path, checkpoint: checkpoint).bytes
    }
}
