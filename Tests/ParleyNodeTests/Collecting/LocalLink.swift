import Geodesy
import ParleyNode
import Synchronization
import TransparencyLog

/// A witness in this process, whose link can be told to fail.
final class LocalLink: WitnessLink {
    enum Mode: Sendable { case well, dead, hangs, forges, slow(milliseconds: Int) }

    private struct Dead: Error {}

    let signer: NoteSigner
    let store = MemoryWitnessStore()
    private let witness: Witness
    private let mode = Mutex(Mode.well)
    private let shown = Mutex<[UInt8]?>(nil)
    private let answering = Mutex<AddCheckpointAnswer?>(nil)
    private let clock: @Sendable () -> Instant

    init(_ name: String, seed: UInt8, log: NoteVerifierKey, clock: @escaping @Sendable () -> Instant) throws {
        signer = WitnessedTree.signer(try KeyName(name), .cosignatureV1, seed)
        let witnessed = try WitnessedLog(origin: log.name, keys: [log])
        witness = Witness(try WitnessCore(signer: signer, logs: [witnessed]), store: store)
        self.clock = clock
    }

    var key: NoteVerifierKey { signer.verifierKey }

    func become(_ mode: Mode) { self.mode.withLock { $0 = mode } }

    /// What it shows to monitors from now on, whatever it has cosigned.
    func show(_ note: [UInt8]?) { shown.withLock { $0 = note } }

    /// What it answers from now on, whatever it is asked.
    func answer(_ answer: AddCheckpointAnswer?) { answering.withLock { $0 = answer } }

    func addCheckpoint(_ body: [UInt8]) async throws -> AddCheckpointAnswer {
        try await behave()
        if let answer = answering.withLock({ $0 }) { return answer }
        let answer = try witness.answer(body, at: clock()).answer
        guard case .forges = mode.withLock({ $0 }), case .cosigned(let lines) = answer, let line = lines.first,
            let forged = NoteSignature(
                name: line.name, keyID: line.keyID, signature: line.signature.map { $0 ^ 1 })
        else { return answer }
        return .cosigned([forged])
    }

    func lastCosigned(_ origin: KeyName) async throws -> [UInt8]? {
        try await behave()
        if let shown = shown.withLock({ $0 }) { return shown }
        return try witness.cosigned(origin)
    }

    private func behave() async throws {
        switch mode.withLock({ $0 }) {
        case .well, .forges: return
        case .dead: throw Dead()
        case .hangs: try await Task.sleep(for: .seconds(3_600))
        case .slow(let milliseconds): try await Task.sleep(for: .milliseconds(milliseconds))
        }
    }
}
