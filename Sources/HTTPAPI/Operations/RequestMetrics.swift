import Synchronization

/// How many requests each route answered, with which status, and how long they took.
final class RequestMetrics: Sendable {
    /// Upper bounds of the histogram, microseconds, and their spelling in seconds.
    static let bounds: [(microseconds: Int64, label: String)] = [
        (500, "0.0005"), (1_000, "0.001"), (2_500, "0.0025"), (5_000, "0.005"), (10_000, "0.01"), (25_000, "0.025"),
        (50_000, "0.05"), (100_000, "0.1"), (250_000, "0.25"), (1_000_000, "1"), (10_000_000, "10"),
    ]

    /// What was counted for one route.
    struct Histogram: Sendable {
        /// Requests by the first bound that they did not exceed; the last is for those beyond every bound.
        var buckets = [Int](repeating: 0, count: RequestMetrics.bounds.count + 1)
        var microseconds: Int64 = 0
        /// Requests by the first digit of their status.
        var classes = [Int](repeating: 0, count: 6)
    }

    private let histograms: Mutex<[Histogram]>

    /// - Parameter routes: how many routes there are; requests for no route are counted after them.
    init(routes: Int) { histograms = Mutex(Array(repeating: Histogram(), count: routes + 1)) }

    /// Counts one request.
    func count(route: Int?, status: Int, took: Duration) {
        let (seconds, attoseconds) = took.components
        let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        let bucket = Self.bounds.firstIndex { microseconds <= $0.microseconds } ?? Self.bounds.count
        histograms.withLock { histograms in
            let index = route ?? histograms.count - 1
            histograms[index].buckets[bucket] += 1
            histograms[index].microseconds += microseconds
            histograms[index].classes[min(max(status / 100, 0), 5)] += 1
        }
    }

    /// Everything counted so far, by number of the route; the last is for no route.
    var snapshot: [Histogram] { histograms.withLock { $0 } }
}
