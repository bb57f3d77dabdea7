import StrictJSON

/// What the engine's benchmark found; `nil` was not measured at this size.
struct EngineFigures {
    let records: Int
    let seed: UInt64
    var q1MeanMicroseconds = 0.0
    var q1P50Microseconds = 0.0
    var q1P99Microseconds = 0.0
    var q1DetailMeanMicroseconds = 0.0
    var q2Seconds: Double?
    var pairs: Int?
    /// While a reader asks, at the pace that the goal names and then as fast as one core goes.
    var upsertsPerSecond = 0.0
    var upsertsPerSecondUnpaced = 0.0
    var queryLossWhileWriting = 0.0
    var visibleMilliseconds = 0.0
    var trackCycleMilliseconds: Double?
    var trackEncounters: Int?
    var bytesPerRecord = 0.0
    var peakBytes = 0
    var buildSeconds = 0.0
    var hits = 0
    var peers: [PeerFigures] = []

    var json: String {
        var writer = JSONWriter(capacity: 1_024)
        writer.object { fields in
            fields.member("records", records)
            fields.member("seed", seed)
            fields.member("q1MeanMicroseconds", q1MeanMicroseconds)
            fields.member("q1P50Microseconds", q1P50Microseconds)
            fields.member("q1P99Microseconds", q1P99Microseconds)
            fields.member("q1DetailMeanMicroseconds", q1DetailMeanMicroseconds)
            fields.member("q2Seconds", q2Seconds)
            fields.member("upsertsPerSecond", upsertsPerSecond)
            fields.member("upsertsPerSecondUnpaced", upsertsPerSecondUnpaced)
            fields.member("queryLossWhileWriting", queryLossWhileWriting)
            fields.member("visibleMilliseconds", visibleMilliseconds)
            fields.member("trackCycleMilliseconds", trackCycleMilliseconds)
            fields.member("bytesPerRecord", bytesPerRecord)
            fields.member("peakBytes", peakBytes)
            fields.member("buildSeconds", buildSeconds)
            fields.member("hits", hits)
            fields.member("build", BuildDescription.text)
            fields.key("peers")
            fields.object { inner in
                for peer in peers {
                    inner.key(peer.name)
                    peer.write(to: &inner)
                }
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

extension JSONWriter {
    /// Writes a key and a number, or `null`.
    mutating func member(_ name: String, _ value: Double?) {
        key(name)
        if let value { double(value) } else { null() }
    }
}
