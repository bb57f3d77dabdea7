import Foundation
import Logging
import ParleyNode
import StoreSQLite
import TransparencyLog

/// What a witness keeps in a node's folder: its key, what it cosigned last with an anchor, and evidence.
struct WitnessFolder {
    let path: String

    var seedPath: String { path + "/keys/witness.seed" }
    var storePath: String { path + "/witness.sqlite" }
    var anchorsPath: String { path + "/witness-anchors" }
    var evidencePath: String { path + "/evidence" }

    /// A witness that is open, with what keeps it so.
    struct Opened {
        let service: WitnessService
        let store: SQLiteWitnessStore

        func close() throws { try store.close() }
    }

    /// Whether the folder has a witness's key.
    var hasKey: Bool { FileManager.default.fileExists(atPath: seedPath) }

    /// Makes the witness's key, unless it is there.
    func makeKey() throws {
        guard !hasKey else { return }
        var generator = SystemRandomNumberGenerator()
        let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        try Files.writeSecret(Base64.encode(seed) + "\n", to: seedPath)
    }

    /// The witness's key under a name.
    func signer(_ name: String) throws -> NoteSigner {
        let text = String(decoding: try Files.read(seedPath, limit: 1024), as: UTF8.self)
        guard let seed = try? Base64.decode(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw Failure(.usage, "\(seedPath): must be 32 bytes in base64")
        }
        do { return try NoteSigner(name: KeyName(name), kind: .cosignatureV1, seed: seed) } catch {
            throw Failure(.usage, "the witness's name or key: \(error)")
        }
    }

    /// Opens the witness of some logs.
    ///
    /// - Parameters:
    ///   - name: the cosigner's name.
    ///   - logs: the keys of the logs that it cosigns.
    ///   - alarms: those of the node around it; nil for alarms of its own.
    ///   - takesStoreAsNewest: whether a store without its anchor is believed.
    ///   - logger: its journal.
    /// - Returns: the witness, which is to be closed.
    /// - Throws: `WitnessError` where the store or the keys cannot be trusted, `StoreError`, `Failure`.
    func open(
        name: String, logs: [NoteVerifierKey], alarms: Alarms? = nil, takesStoreAsNewest: Bool = false, logger: Logger
    ) throws -> Opened {
        let signer = try signer(name)
        let witnessed = try Dictionary(grouping: logs, by: \.name).sorted { $0.key.text < $1.key.text }
            .map { try WitnessedLog(origin: $0.key, keys: $0.value) }
        try FileManager.default.createDirectory(
            atPath: anchorsPath, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let store = try SQLiteWitnessStore(path: storePath)
        let anchors = anchorsPath
        let anchored = AnchoredWitnessStore(store, takesStoreAsNewest: takesStoreAsNewest) { origin in
            FileAnchor(path: anchors + "/" + Hash.sha256(of: Array(origin.text.utf8)).hex)
        }
        let evidence = EvidenceFolder(path: evidencePath)
        let service: WitnessService
        if let alarms {
            service = try WitnessService(
                signer: signer, logs: witnessed, store: anchored, evidence: evidence, alarms: alarms)
        } else {
            service = try WitnessService(
                signer: signer, logs: witnessed, store: anchored, evidence: evidence, logger: logger)
        }
        return Opened(service: service, store: store)
    }
}
