/// How often, and after how long, a call that may be repeated is repeated.
///
/// Exponential back-off with full jitter, never before what the node asked for, and bounded in number, single wait and sum.
public struct RetryPolicy: Sendable {
    /// Tries in all, the first included.
    public var maximumAttempts = 5
    /// The first back-off at the most.
    public var firstMilliseconds: Int64 = 200
    /// Any back-off at the most.
    public var maximumMilliseconds: Int64 = 10_000
    /// The longest wait that a node may ask for; if it asks for more, its answer is handed on.
    public var maximumAskedSeconds: Int64 = 30
    /// All waits of one call together.
    public var maximumTotalMilliseconds: Int64 = 60_000
    /// A number from 0 to the given one, evenly spread; from the system's random source unless stated otherwise.
    public var random: @Sendable (Int64) -> Int64 = { Int64.random(in: 0...$0) }

    /// The policy as stated.
    public init() {}

    /// One try, no wait.
    public static var never: RetryPolicy {
        var policy = RetryPolicy()
        policy.maximumAttempts = 1
        return policy
    }

    /// How long to wait before the next try; nil when there is to be none.
    ///
    /// - Parameters:
    ///   - attempts: tries made so far, at least 1.
    ///   - waitedMilliseconds: waits of this call so far.
    ///   - askedSeconds: what the node asked for, if it did.
    /// - Returns: milliseconds, 0 and up.
    public func waitMilliseconds(after attempts: Int, waitedMilliseconds: Int64, askedSeconds: Int64?) -> Int64? {
        guard attempts < maximumAttempts else { return nil }
        if let askedSeconds, askedSeconds > maximumAskedSeconds { return nil }
        let doublings = min(max(attempts - 1, 0), 30)
        let (grown, isTooLarge) = firstMilliseconds.multipliedReportingOverflow(by: 1 << Int64(doublings))
        let ceiling = isTooLarge ? maximumMilliseconds : min(grown, maximumMilliseconds)
        // What the node asked for is a floor: all who were refused together must not come back together, nor early.
        let wait = (askedSeconds ?? 0) * 1000 + random(max(ceiling, 0))
        guard waitedMilliseconds + wait <= maximumTotalMilliseconds else { return nil }
        return wait
    }
}
