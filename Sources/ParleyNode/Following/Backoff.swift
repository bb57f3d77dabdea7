/// How long to wait after an upstream failed: doubling, bounded, and spread so that all who lost a node do not return at
/// once.
struct Backoff: Sendable {
    let firstMilliseconds: Int64
    let maximumMilliseconds: Int64
    private(set) var failures = 0

    init(firstMilliseconds: Int64, maximumMilliseconds: Int64) {
        self.firstMilliseconds = firstMilliseconds
        self.maximumMilliseconds = maximumMilliseconds
    }

    /// The wait after one more failure; `random` gives a number from 0 to the given one.
    mutating func fail(random: (Int64) -> Int64) -> Int64 {
        let doublings = min(failures, 20)
        failures += 1
        let (grown, overflows) = firstMilliseconds.multipliedReportingOverflow(by: 1 << Int64(doublings))
        let ceiling = max(1, overflows ? maximumMilliseconds : min(grown, maximumMilliseconds))
        return ceiling / 2 + random(ceiling - ceiling / 2)
    }

    /// Takes note that the upstream answers as it should.
    mutating func succeed() { failures = 0 }
}
