import Foundation

/// Runs the peers' scripts on exported files, one after the other, and compares what they found with what we found.
struct PeerRunner {
    /// Where the scripts are.
    let scripts: String

    /// Looks in the working folder and above the program for `Benchmarks/peers`.
    init() throws {
        let program = Bundle.main.executableURL?.resolvingSymlinksInPath().path ?? CommandLine.arguments[0]
        var places = [FileManager.default.currentDirectoryPath]
        var folder = (program as NSString).deletingLastPathComponent
        while folder.count > 1 {
            places.append(folder)
            folder = (folder as NSString).deletingLastPathComponent
        }
        let found = places.map { $0 + "/Benchmarks/peers" }
            .first { FileManager.default.fileExists(atPath: $0 + "/" + Peer.postgis.script.name) }
        guard let found else {
            throw Failure(
                .usage, "--peers: no folder Benchmarks/peers here or above the program; run it from a checkout")
        }
        scripts = found
    }

    func run(_ workload: Workload, beside hits: EngineHits, ourMicroseconds: Double) throws -> [PeerFigures] {
        let folder = NSTemporaryDirectory() + "/parley-peers-\(ProcessInfo.processInfo.processIdentifier)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        Terminal.note("writing the workload for the peers")
        let bar = ProgressBar("records")
        try WorkloadExport(folder: folder).write(workload) { bar.show(UInt64($0), of: UInt64(workload.records)) }
        return Peer.allCases.map { peer in
            guard workload.records <= peer.recordsLimit else {
                return PeerFigures(peer, absence: "not run above \(peer.recordsLimit) records")
            }
            Terminal.note("asking \(peer.title)")
            do {
                return try figures(of: peer, data: folder, beside: hits, ourMicroseconds: ourMicroseconds)
            } catch {
                return PeerFigures(peer, absence: "no figure: \(error)")
            }
        }
    }

    private func figures(
        of peer: Peer, data: String, beside hits: EngineHits, ourMicroseconds: Double
    ) throws -> PeerFigures {
        let answers = "\(data)/\(peer.rawValue).hits"
        let report = try report(of: peer, data: data, answers: answers)
        guard report.missing == nil else {
            return PeerFigures(peer, report, disagreements: nil, ourMicroseconds: ourMicroseconds)
        }
        let theirs = try EngineHits(lines: Files.read(answers, limit: 1 << 30), questions: report.questions ?? 0)
        guard theirs.questions == hits.questions, theirs.count == report.hits else {
            throw Failure(
                .refused, "its \(theirs.questions) questions and \(theirs.count) hits are not those that it reports")
        }
        return PeerFigures(
            peer, report, disagreements: hits.disagreements(with: theirs), ourMicroseconds: ourMicroseconds)
    }

    /// The last line of the script's output; a script that fails says why on standard error.
    private func report(of peer: Peer, data: String, answers: String) throws -> PeerFigures.Report {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [peer.script.program, scripts + "/" + peer.script.name, data, answers]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0, let line = output.split(separator: UInt8(ascii: "\n")).last else {
            throw Failure(.refused, "its script ended with code \(process.terminationStatus)")
        }
        return try JSONDecoder().decode(PeerFigures.Report.self, from: Data(line))
    }
}
