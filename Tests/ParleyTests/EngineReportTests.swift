import Foundation
import Testing

@testable import parley

/// What the engine's benchmark says, and how it compares answers.
@Suite struct EngineReportTests {
    @Test("hits survive being written and read, in any order of lines")
    func hitsRoundTrip() throws {
        var hits = EngineHits()
        hits.append([7, 3])
        hits.append([])
        hits.append([1])
        #expect(hits.lines == "0 3\n0 7\n2 1\n")
        let read = try EngineHits(lines: Array("2 1\n0 7\n0 3\n".utf8), questions: 3)
        #expect(read.records == hits.records)
        #expect(read.ends == hits.ends)
    }

    @Test("a line that is no hit is refused", arguments: ["0", "0 1 2", "3 1", "-1 2", "0 x", "0 4294967296"])
    func refusesOtherLines(line: String) {
        #expect(throws: Failure.self) { try EngineHits(lines: Array(line.utf8), questions: 3) }
    }

    @Test("disagreements count pairs that only one side has, among the questions that both asked")
    func countsDisagreements() throws {
        let ours = try EngineHits(lines: Array("0 1\n0 2\n1 5\n2 9\n".utf8), questions: 3)
        let theirs = try EngineHits(lines: Array("0 2\n0 3\n1 5\n".utf8), questions: 2)
        #expect(ours.disagreements(with: theirs) == 2)
        #expect(theirs.disagreements(with: ours) == 2)
        #expect(ours.disagreements(with: ours) == 0)
    }

    @Test("percentiles come from the sorted list, and of nothing are 0")
    func percentiles() {
        let values = (0..<100).map(Double.init)
        #expect(EngineBench.percentile(50, of: values) == 50)
        #expect(EngineBench.percentile(99, of: values) == 99)
        #expect(EngineBench.percentile(99, of: []) == 0)
    }

    @Test("the JSON object has the documented fields; what was not measured is null")
    func jsonFields() throws {
        let figures = EngineFigures(records: 10, seed: 3)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(figures.json.utf8)) as? [String: Any])
        let expected: Set = [
            "records", "seed", "q1MeanMicroseconds", "q1P50Microseconds", "q1P99Microseconds",
            "q1DetailMeanMicroseconds", "q2Seconds", "upsertsPerSecond", "upsertsPerSecondUnpaced",
            "queryLossWhileWriting",
            "visibleMilliseconds", "trackCycleMilliseconds", "bytesPerRecord", "peakBytes", "buildSeconds", "hits",
            "build", "peers",
        ]
        #expect(Set(object.keys) == expected)
        #expect(object["q2Seconds"] is NSNull)
        #expect(object["trackCycleMilliseconds"] is NSNull)
    }

    @Test("a peer that is not installed is named with what is missing, and has no figure")
    func absentPeer() throws {
        let line = #"{"peer":"geos","missing":"the Python package shapely"}"#
        let report = try JSONDecoder().decode(PeerFigures.Report.self, from: Data(line.utf8))
        var figures = EngineFigures(records: 10, seed: 3)
        figures.peers = [PeerFigures(.geos, report, disagreements: nil, ourMicroseconds: 4)]
        #expect(figures.json.contains(#""geos":{"absent":"not installed: the Python package shapely"}"#))
        #expect(EngineTable(figures).text.contains("not installed: the Python package shapely"))
    }

    @Test("a peer's ratio is its cost over ours")
    func peerRatio() throws {
        let line = #"{"peer":"postgis","questions":5,"microsecondsPerQuestion":440,"hits":2}"#
        let report = try JSONDecoder().decode(PeerFigures.Report.self, from: Data(line.utf8))
        let peer = PeerFigures(.postgis, report, disagreements: 1, ourMicroseconds: 4)
        #expect(peer.ratio == 110)
        var figures = EngineFigures(records: 10, seed: 3)
        figures.peers = [peer]
        #expect(figures.json.contains(#""ratio":110.0"#))
        #expect(figures.json.contains(#""disagreements":1"#))
    }
}
