import Geodesy
import HTTPTypes
import Statements
import TestKit
import Testing
import TransparencyLog

@testable import HTTPSignatures

@Suite struct NonceGuardTests {
    private let keys = [SigningKey(.ed25519).publicKey, SigningKey(.ed25519).publicKey, SigningKey(.p256).publicKey]

    private func input(_ nonce: String, key: Int = 0, createdLater: Int64 = 0) -> SignatureInput {
        SignatureInput(
            label: "x", components: [], createdSeconds: Fixtures.createdSeconds + createdLater, expiresSeconds: nil,
            keyID: keys[key].id, algorithm: keys[key].algorithm, nonce: nonce, parameters: "", signature: [])
    }

    @Test("a nonce is taken once for each key")
    func once() throws {
        let nonces = NonceGuard()
        try nonces.admit(input("a"), now: Fixtures.now())
        #expect(throws: SignatureError.replayed(nonce: "a")) { try nonces.admit(input("a"), now: Fixtures.now(1)) }
        #expect(throws: SignatureError.replayed(nonce: "a")) {
            try nonces.admit(input("a", createdLater: 5), now: Fixtures.now(1))
        }
        try nonces.admit(input("a", key: 1), now: Fixtures.now())
        try nonces.admit(input("b"), now: Fixtures.now())
        #expect(nonces.count == 3)
    }

    @Test("a nonce is remembered to the last instant of its window, and no longer than needed")
    func remembered() throws {
        let nonces = NonceGuard(windowSeconds: 120)
        try nonces.admit(input("a"), now: Fixtures.now(-120))
        #expect(throws: SignatureError.replayed(nonce: "a")) { try nonces.admit(input("a"), now: Fixtures.now(120)) }
        #expect(throws: SignatureError.replayed(nonce: "a")) {
            try nonces.admit(input("a"), now: Fixtures.now(120, microseconds: 999_999))
        }
        // A second later the clock check refuses the request before the guard is asked; the guard refuses it as well.
        #expect(throws: SignatureError.tooOld(createdSeconds: Fixtures.createdSeconds, windowSeconds: 120)) {
            try nonces.admit(input("a"), now: Fixtures.now(121))
        }
        #expect(nonces.count == 0)
    }

    @Test("a clock that is set back brings nothing back")
    func clockSetBack() throws {
        let nonces = NonceGuard()
        try nonces.admit(input("a"), now: Fixtures.now())
        try nonces.admit(input("b", createdLater: 100_000), now: Fixtures.now(100_000))
        #expect(throws: SignatureError.tooOld(createdSeconds: Fixtures.createdSeconds, windowSeconds: 120)) {
            try nonces.admit(input("a"), now: Fixtures.now())
        }
        // What is newer than anything forgotten is taken: a jump ahead does not lock anybody out for good.
        try nonces.admit(input("c", createdLater: 1), now: Fixtures.now(1))
    }

    @Test("when it is full it says so, and forgets nothing early")
    func full() throws {
        let nonces = NonceGuard(maximumNonces: 3, maximumNoncesPerKey: 2)
        try nonces.admit(input("a"), now: Fixtures.now())
        try nonces.admit(input("b"), now: Fixtures.now())
        #expect(throws: SignatureError.busy(retryAfterSeconds: 121)) {
            try nonces.admit(input("c"), now: Fixtures.now())
        }
        try nonces.admit(input("c", key: 1, createdLater: 7), now: Fixtures.now())
        #expect(throws: SignatureError.busy(retryAfterSeconds: 111)) {
            try nonces.admit(input("c", key: 2, createdLater: 10), now: Fixtures.now(10))
        }
        #expect(throws: SignatureError.replayed(nonce: "a")) { try nonces.admit(input("a"), now: Fixtures.now(120)) }
        try nonces.admit(input("d", createdLater: 121), now: Fixtures.now(121))
        #expect(nonces.count == 2)
    }

    @Test("the same answers as a list of everything ever admitted", arguments: UInt64(0)..<20)
    func oracle(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let nonces = NonceGuard(windowSeconds: 10)
        var admitted: [(SignatureInput, Int64)] = []
        var clock: Int64 = 0
        for _ in 0..<1_000 {
            clock += Int64.random(in: 0...1, using: &random)
            let next = input(
                "\(Int.random(in: 0..<30, using: &random))", key: Int.random(in: 0..<3, using: &random),
                createdLater: clock + Int64.random(in: -10...10, using: &random))
            admitted.removeAll { $0.1 < clock }
            let isKnown = admitted.contains { $0.0.keyID == next.keyID && $0.0.nonce == next.nonce }
            let wasTaken = (try? nonces.admit(next, now: Fixtures.now(clock))) != nil
            #expect(wasTaken == !isKnown, "seed \(seed) at \(clock)")
            if wasTaken { admitted.append((next, next.createdSeconds - Fixtures.createdSeconds + 10)) }
        }
        #expect(nonces.count == admitted.count { $0.1 >= clock }, "seed \(seed)")
    }

    @Test("of many that bring one nonce at the same time, one is taken")
    func race() async throws {
        let nonces = NonceGuard()
        let now = try Fixtures.now()
        let candidate = input("a")
        let taken = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 { group.addTask { (try? nonces.admit(candidate, now: now)) != nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(taken == 1)
    }
}
