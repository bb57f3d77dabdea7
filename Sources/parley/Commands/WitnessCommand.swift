import ArgumentParser
import HTTPAPI
import Logging
import ParleyNode
import ServiceLifecycle
import StoreSQLite
import TransparencyLog
import UnixSignals

/// Runs a witness alone.
struct WitnessCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "witness",
        abstract: "Cosign a log's checkpoints (c2sp.org/tlog-witness), without following it.",
        discussion: """
            Makes keys/witness.seed in the folder if it is not there, and prints the witness's public key, which belongs
            into the log's witness policy. Every cosignature is stored, and survives power loss, before it is sent. A log
            that shows two histories is cosigned no more; the evidence lies in the folder evidence.

              parley witness --folder neutral --name monitor.north-line/witness --log-key "north-line.host/log+1c2d+AQ..."
            """)

    @Option(help: "The witness's folder.") var folder: String
    @Option(help: "The cosigner's name, such as PARTY.ACCORD/witness.") var name: String
    @Option(name: .customLong("log-key"), help: "The key (vkey) of a log to cosign; may be given again.")
    var logKeys: [String]
    @Option(help: "Address to listen on.") var host = "127.0.0.1"
    @Option(help: "Port to listen on; 0 lets the system choose.") var port = 8450
    @Flag(
        name: .customLong("take-store-as-newest"),
        help: "Start without the anchor, after what was last cosigned was compared with the host's and the parties'.")
    var takesStoreAsNewest = false

    func perform() async throws {
        let logger = Logger(label: "parley")
        guard !logKeys.isEmpty else { throw Failure(.usage, "--log-key: name at least one log") }
        var logs: [NoteVerifierKey] = []
        for key in logKeys {
            do { logs.append(try NoteVerifierKey(vkey: key)) } catch { throw Failure(.usage, "--log-key: \(error)") }
        }
        let place = WitnessFolder(path: folder)
        try place.makeKey()
        let lock = try DirectoryLock(folder: folder)
        let opened: WitnessFolder.Opened
        do {
            opened = try place.open(name: name, logs: logs, takesStoreAsNewest: takesStoreAsNewest, logger: logger)
        } catch let error as WitnessError { throw Failure(.refused, "\(error)") }
        var configuration = ServerConfiguration()
        configuration.host = host
        configuration.port = port
        let (host, vkey) = (host, opened.service.verifierKey.vkey)
        let server = WitnessServer(witness: opened.service, configuration: configuration, logger: logger) { port in
            Terminal.note("witness \(vkey) on http://\(host):\(port)/witness; stop with Ctrl-C")
        }
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: server)], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
        try opened.close()
        withExtendedLifetime(lock) {}
    }
}
