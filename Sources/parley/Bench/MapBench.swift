import Foundation
import ParleyNode
import Statements
import StrictJSON
import TransparencyLog

/// How long the node takes for what a map shows of many records: the whole world, a region, a town.
struct MapBench {
    var sites = 100_000
    /// Whether to go on serving after the measurement, for a browser, until the input ends.
    var holds = false

    private static let views = [
        ("world", "bbox=-180,-85,180,85&zoom=1"), ("region", "bbox=35,33,39,37&zoom=7"),
        ("town", "bbox=37.0,34.0,37.2,34.1&zoom=12"),
    ]

    func run(in folder: String) async throws -> BenchResult {
        let world = try await BenchWorld.open(in: folder, parties: 4)
        let bar = ProgressBar("notifying sites")
        // In portions, since a statement must have seen the log not long ago.
        var done = 0
        while done < sites {
            let portion = min(2_000, (sites - done) / 4 + 1)
            for envelopes in try world.sites(portion) {
                for start in stride(from: 0, to: envelopes.count, by: 250) {
                    let part = envelopes[start..<min(start + 250, envelopes.count)]
                    _ = try await world.node.submit(all: part.map { ($0, nil) })
                }
            }
            done += portion * 4
            bar.show(UInt64(min(done, sites)), of: UInt64(sites))
        }
        let server = try await BenchServer(world.node, site: try ConsoleBench.console(in: folder))
        let browser = try BenchBrowser(port: server.port, key: world.accord.speakers[1].key)
        let begin = ContinuousClock.now
        var details: [(String, Double)] = [("records", Double(done))]
        var worst = 0.0
        for (name, query) in Self.views {
            var times: [Double] = []
            for _ in 0..<20 {
                let start = ContinuousClock.now
                let reply = try browser.get("/console/api/map?\(query)", accepting: "application/json")
                times.append((ContinuousClock.now - start).seconds * 1_000)
                guard reply.hasPrefix("HTTP/1.1 200") else { throw Failure(.refused, "\(reply.prefix(400))") }
            }
            times.sort()
            details.append(("\(name)MedianMilliseconds", times[times.count / 2]))
            worst = max(worst, times[times.count - 1])
        }
        let seconds = (ContinuousClock.now - begin).seconds
        let result = BenchResult(
            name: "map", value: worst, unit: "ms", seconds: seconds,
            conditions: "the slowest of 60 answers of GET /map over HTTP, for the whole world, a region and a town",
            details: details)
        if holds {
            print(result.json)
            var writer = JSONWriter(capacity: 256)
            writer.object { fields in
                fields.member("url", server.url)
                fields.member("cookie", browser.cookie)
            }
            print(String(decoding: writer.bytes, as: UTF8.self))
            fflush(nil)
            while readLine() != nil {}
        }
        try await server.stop()
        try await world.close()
        return result
    }
}
