import ParleyNode
import TransparencyLog

/// Links between places: they lose, delay, cut and lie as the seed has it. Place 0 is the host's, the others parties'.
// Touched by jobs of one conductor alone, one at a time.
final class Network: @unchecked Sendable {
    /// What is carried, as far as a lie depends on it.
    enum Cargo: Int, Sendable { case checkpoint, file, body, cosignature }

    private struct Link: Hashable {
        let from: Int
        let to: Int
    }

    let conductor: Conductor
    var random: SplitMix64
    var faults: ManyFaults
    var lies = 0
    /// Places that are cut off from all that are not among them.
    private(set) var island: Set<Int> = []
    /// Servers whose replies cannot be relied on.
    var liars: Set<Int> = []
    /// Makes a line that claims to be a witness's.
    var forge: @Sendable ([UInt8], UInt64) -> [UInt8] = { bytes, _ in bytes }
    private var past: [Link: [[UInt8]]] = [:]

    init(conductor: Conductor, seed: UInt64, faults: ManyFaults) {
        self.conductor = conductor
        random = SplitMix64(seed: seed)
        self.faults = faults
    }

    func cut(_ places: Set<Int>) { island = places }

    /// Nothing goes wrong any more.
    func heal() {
        faults = .none
        island = []
        liars = []
    }

    private func reaches(_ from: Int, _ to: Int) -> Bool { island.contains(from) == island.contains(to) }

    private func trip(_ from: Int, _ to: Int) -> Int64? {
        guard reaches(from, to), !random.happens(faults.losses) else { return nil }
        return random.happens(faults.slow) ? random.within(800...7_000) : random.within(1...25)
    }

    /// Sends something on its way; nobody hears whether it arrived.
    func post(_ from: Int, _ to: Int, copies: Bool = false, _ arrive: @escaping @Sendable () -> Void) {
        for _ in 0..<(copies && random.happens(faults.duplicates) ? 2 : 1) {
            guard let milliseconds = trip(from, to) else { continue }
            conductor.after(milliseconds) {
                if self.reaches(from, to) { arrive() }
            }
        }
    }

    /// Asks and waits for the answer.
    ///
    /// - Throws: `UpstreamError.timedOut` when either way takes too long, `Life.Over`, and what `serve` throws.
    func ask<Value>(
        _ from: Int, _ to: Int, _ life: Life, within patience: Int64, _ serve: () throws -> Value
    ) async throws -> Value {
        let began = conductor.now
        guard let there = trip(from, to), there < patience else { throw try await late(began, patience, life) }
        await conductor.sleep(there)
        try life.check()
        guard reaches(from, to) else { throw try await late(began, patience, life) }
        let result = Result { try serve() }
        guard let back = trip(to, from), there + back < patience else { throw try await late(began, patience, life) }
        await conductor.sleep(back)
        try life.check()
        guard reaches(to, from) else { throw try await late(began, patience, life) }
        return try result.get()
    }

    private func late(_ began: Int64, _ patience: Int64, _ life: Life) async throws -> UpstreamError {
        await conductor.sleep(began + patience - conductor.now)
        try life.check()
        return UpstreamError(.timedOut, "no answer within \(patience) ms")
    }

    /// What arrives of a reply that a place sends: as a rule what was sent.
    func carry(_ bytes: [UInt8], _ cargo: Cargo, from: Int, to: Int) -> [UInt8] {
        guard faults.lies > 0, liars.contains(from) else { return bytes }
        let link = Link(from: from * 8 + cargo.rawValue, to: to)
        let before = past[link] ?? []
        past[link] = Array((before + [bytes]).suffix(6))
        guard random.happens(faults.lies), !bytes.isEmpty else { return bytes }
        lies += 1
        switch random.below(4) {
        case 0: return Array(bytes.prefix(random.below(bytes.count)))
        case 1: return random.one(of: before) ?? bytes
        case 2 where cargo == .checkpoint: return forge(bytes, random.next())
        default:
            var flipped = bytes
            flipped[random.below(bytes.count)] ^= UInt8(1 << random.below(8))
            return flipped
        }
    }
}
