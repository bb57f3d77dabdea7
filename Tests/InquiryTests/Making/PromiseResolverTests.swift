import Inquiry
import ParleyClient
import Testing
import TransparencyLog

/// Given a promise, when the log is asked, then it was kept, broken with evidence, or is still open.
@Suite struct PromiseResolverTests {
    let scene: HospitalCase

    init() throws { scene = try HospitalCase() }

    private func resolve(
        index: UInt64, leaf: Hash, deadline: UInt64 = 1_772_399_000, cosigners: Int = 2, policy: Bool = true
    ) async throws -> PromiseResolver.Outcome {
        let promise = try PromiseNote(
            index: EntryIndex(index), leaf: leaf, deadlineSeconds: deadline, signedBy: scene.log.logSigner)
        let resolver = PromiseResolver(
            source: PaperSource(log: scene.log, cosigners: cosigners), log: scene.log.logKey)
        return try await resolver.resolve(promise, policy: policy ? scene.log.policy : nil)
    }

    @Test("the entry in its place: a receipt that holds")
    func kept() async throws {
        let entry = scene.log.entries[6]
        guard case .kept(let receipt, let verdict) = try await resolve(index: 6, leaf: .leaf(of: entry)) else {
            return #expect(Bool(false))
        }
        try receipt.verify(entry: entry, log: scene.log.logKey)
        #expect(verdict.isWitnessed)
    }

    @Test("another entry in its place: evidence, whoever the witnesses are")
    func another() async throws {
        guard
            case .broken(let evidence, _) = try await resolve(
                index: 6, leaf: .leaf(of: [1]), cosigners: 0, policy: false)
        else { return #expect(Bool(false)) }
        #expect(try Evidence(parsing: evidence.bytes).judged(by: scene.log.logKey).isProven)
    }

    @Test("nothing in its place: evidence once witnesses date it after the deadline, open before")
    func nothing() async throws {
        guard case .broken = try await resolve(index: 99, leaf: .leaf(of: [1])) else { return #expect(Bool(false)) }
        for (deadline, cosigners, policy) in [
            (1_772_500_000, 2, true), (1_772_399_000, 1, true), (1_772_399_000, 2, false),
        ] as [(UInt64, Int, Bool)] {
            let outcome = try await resolve(
                index: 99, leaf: .leaf(of: [1]), deadline: deadline, cosigners: cosigners, policy: policy)
            guard case .open = outcome else { return #expect(Bool(false), "\(outcome)") }
        }
    }

    @Test("a promise that another log signed is nobody's")
    func stranger() async throws {
        let promise = try PromiseNote(
            index: EntryIndex(6), leaf: .leaf(of: [1]), deadlineSeconds: 1,
            signedBy: PaperLog(log: "log.example/other").logSigner)
        await #expect(throws: PromiseError.self) {
            try await PromiseResolver(source: PaperSource(log: scene.log), log: scene.log.logKey)
                .resolve(promise, policy: nil)
        }
    }
}
