import ArgumentParser
import Coordination
import Foundation
import Gazetteer
import Geodesy
import HTTPAPI
import Inquiry
import Logging
import ParleyClient
import ParleyNode
import Statements
import TransparencyLog
import WebConsole

/// The web console that a node serves.
struct ConsoleOptions: ParsableArguments {
    @Flag(name: .customLong("no-console"), help: "Serve no pages, only the interface for programs.")
    var noConsole = false
    @Option(
        name: .customLong("console-files"),
        help: ArgumentHelp("Where the console's pages, words and scripts are; default: beside the program."))
    var consoleFiles: String?

    /// The console of a node's folder; nil where none is wanted or its files are not there.
    func open(folder: String, _ opened: NodeFolder.Opened, logger: Logger) throws -> Console? {
        guard !noConsole else { return nil }
        guard
            let files = consoleFiles.map({ ConsoleFiles(folder: $0) })
                ?? ConsoleFiles.beside(program: ConsoleFiles.program)
        else {
            logger.warning("the console's files are not beside the program; no pages are served")
            return nil
        }
        var helpers = Console.Helpers()
        let node = opened.node
        helpers.bundles = { record, reader in try await Self.bundle(record, for: reader, of: node) }
        helpers.layers = folder + "/layers"
        let place = folder + "/gazetteer.jsonl"
        if FileManager.default.fileExists(atPath: place) {
            let gazetteer = try Gazetteer(reading: Files.read(place, limit: Gazetteer.maximumFileBytes))
            helpers.places = { text, limit in Self.places(text, limit, in: gazetteer) }
        }
        do {
            return try Console(
                files: files, passkeys: folder + "/passkeys.json", helpers: helpers, logger: logger)
        } catch { throw Failure(.refused, "the console: \(error)") }
    }

    private static func bundle(_ record: RecordID, for reader: PartyID, of node: Node) async throws -> [UInt8] {
        let maker = BundleMaker(source: NodeLogSource(node: node), log: node.logKey)
        let findings = try await maker.make(.record(record), madeAt: BundleCommand.wholeSecond()) { index, _ in
            try node.entries(from: index, count: 1).first?.body?.body(for: reader)
        }
        return BundlePage.page(of: findings) ?? findings.bundle.bytes
    }

    private static func places(_ text: String, _ limit: Int, in gazetteer: Gazetteer) -> [Console.Place] {
        gazetteer.find(text, limit: limit).matches.compactMap { match in
            guard let position = match.place.position else { return nil }
            return Console.Place(
                name: match.place.name(), admin: match.place.units.map(\.name).joined(separator: ", "),
                pcode: match.place.code, latitude: Double(position.latitudeE7) / 1e7,
                longitude: Double(position.longitudeE7) / 1e7)
        }
    }
}
