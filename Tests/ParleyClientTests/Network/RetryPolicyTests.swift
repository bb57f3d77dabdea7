import ParleyClient
import Testing

@Suite struct RetryPolicyTests {
    @Test("waits double up to a ceiling, and end with the last try")
    func grows() {
        var policy = RetryPolicy()
        policy.random = { $0 }
        let waits = (1...5).map { policy.waitMilliseconds(after: $0, waitedMilliseconds: 0, askedSeconds: nil) }
        #expect(waits == [200, 400, 800, 1600, nil])
        policy.maximumAttempts = 1000
        #expect(policy.waitMilliseconds(after: 999, waitedMilliseconds: 0, askedSeconds: nil) == 10_000)
        policy.firstMilliseconds = Int64.max / 2
        #expect(policy.waitMilliseconds(after: 40, waitedMilliseconds: 0, askedSeconds: nil) == 10_000)
    }

    @Test("what the node asks for is the least; if it is too much, there is no further try")
    func asked() {
        var policy = RetryPolicy()
        policy.random = { _ in 0 }
        #expect(policy.waitMilliseconds(after: 1, waitedMilliseconds: 0, askedSeconds: 3) == 3_000)
        #expect(policy.waitMilliseconds(after: 1, waitedMilliseconds: 0, askedSeconds: 30) == 30_000)
        #expect(policy.waitMilliseconds(after: 1, waitedMilliseconds: 0, askedSeconds: 31) == nil)
        #expect(policy.waitMilliseconds(after: 1, waitedMilliseconds: 0, askedSeconds: Int64.max) == nil)
        #expect(policy.waitMilliseconds(after: 1, waitedMilliseconds: 31_000, askedSeconds: 30) == nil)
    }

    @Test("the spread is from nothing to the ceiling")
    func jitter() {
        let policy = RetryPolicy()
        for _ in 0..<200 {
            let wait = policy.waitMilliseconds(after: 2, waitedMilliseconds: 0, askedSeconds: nil) ?? -1
            #expect((0...400).contains(wait))
        }
        #expect(RetryPolicy.never.waitMilliseconds(after: 1, waitedMilliseconds: 0, askedSeconds: nil) == nil)
    }
}
