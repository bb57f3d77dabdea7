import Foundation
import Geodesy
import Logging
import ParleyClient
import ParleyNode
import Statements
import StoreSQLite
import StrictJSON
import TransparencyLog

/// A node's folder: its settings, its keys, its log.
struct NodeFolder {
    let path: String

    var settingsPath: String { path + "/node.json" }
    var logSeedPath: String { path + "/keys/log.seed" }
    var nodeKeyPath: String { path + "/keys/node.pem" }
    var hostRootPath: String { path + "/keys/host-root.pem" }
    /// The key that bodies are sealed to; keys before it are `keys/sealing-<number>.pem`.
    var sealingKeyPath: String { path + "/keys/sealing.pem" }
    var storePath: String { path + "/log.sqlite" }
    var anchorPath: String { path + "/published-checkpoint" }
    /// What the node has found out about others.
    var evidencePath: String { path + "/evidence" }
    /// What parties signed against what the log holds of them; no alarm, since honest officers do so when they race.
    var contradictionsPath: String { path + "/contradictions" }

    /// What every start needs to know.
    struct Settings {
        let accord: String
        let host: String
        let origin: String
        let logKey: String
        /// The party whose node this is; the host's own node names none.
        var party: String?
        /// Where it follows the log from; nil for the node that puts statements in order.
        var upstream: String?
        /// The upstream's node key, where the upstream is a port for nodes.
        var upstreamKey: String?

        /// The party whose node this is.
        var ownParty: String { party ?? host }

        /// The party that the settings name as the one whose node this is, or the host where it puts statements in order;
        /// nil for a follower that is nobody's.
        var knownParty: PartyID? { (party ?? (upstream == nil ? host : nil)).flatMap { try? PartyID($0) } }
    }

    /// A node that is open, with what keeps it so.
    struct Opened {
        let node: Node
        let store: SQLiteStore
        let vault: SQLiteVault
        /// Nil for a folder that is only read.
        let lock: DirectoryLock?
        let settings: Settings
        let nodeKey: SigningKey
        /// The node's witness, where the folder has a key for one.
        var witness: WitnessFolder.Opened?
        /// The way to the node that is followed.
        var upstreams: [NodeUpstream] = []

        func close() async throws {
            try await node.stop()
            for upstream in upstreams { await upstream.close() }
            try witness?.close()
            try store.close()
            try vault.close()
        }
    }

    /// Makes the folder and its keys; the accord is not founded yet.
    func create(accord: AccordID, host: PartyID, origin: String) throws -> Settings {
        guard !FileManager.default.fileExists(atPath: settingsPath) else {
            throw Failure(.usage, "\(path) already holds a node; choose another folder")
        }
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        var generator = SystemRandomNumberGenerator()
        let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let signer = try NoteSigner(name: KeyName(origin), kind: .ed25519, seed: seed)
        try Files.writeSecret(Base64.encode(seed) + "\n", to: logSeedPath)
        try Files.writeSecret(SigningKey(.ed25519).pem, to: nodeKeyPath)
        try Files.writeSecret(SealingPrivateKey().pem, to: sealingKeyPath)
        try Files.writeSecret(SigningKey(.ed25519).pem, to: hostRootPath)
        let settings = Settings(
            accord: accord.rawValue, host: host.rawValue, origin: origin, logKey: signer.verifierKey.vkey)
        var writer = JSONWriter()
        writer.object { fields in
            fields.member("accord", settings.accord)
            fields.member("host", settings.host)
            fields.member("origin", settings.origin)
            fields.member("logKey", settings.logKey)
        }
        try Files.write(writer.bytes + [0x0A], to: settingsPath)
        return settings
    }

    func settings() throws -> Settings {
        let bytes = try Files.read(settingsPath, limit: 65_536)
        do {
            var fields = try JSONDocument(bytes, limits: .init(maximumBytes: 65_536)).root.object()
            let settings = Settings(
                accord: try fields.required("accord").string(), host: try fields.required("host").string(),
                origin: try fields.required("origin").string(), logKey: try fields.required("logKey").string(),
                party: try fields.present("party")?.string(), upstream: try fields.present("upstream")?.string(),
                upstreamKey: try fields.present("upstreamKey")?.string())
            try fields.finish()
            return settings
        } catch { throw Failure(.usage, "\(settingsPath): \(error)") }
    }

    func keys() throws -> Node.Keys {
        let settings = try settings()
        let text = String(decoding: try Files.read(logSeedPath, limit: 1024), as: UTF8.self)
        guard let seed = try? Base64.decode(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw Failure(.usage, "\(logSeedPath): must be 32 bytes in base64")
        }
        return Node.Keys(
            log: try NoteSigner(name: KeyName(settings.origin), kind: .ed25519, seed: seed),
            node: try Self.key(nodeKeyPath), sealing: try sealingKeys())
    }

    /// The key that bodies are sealed to now, then those before it, newest first; none where the node has no such key.
    func sealingKeys() throws -> [SealingPrivateKey] {
        guard FileManager.default.fileExists(atPath: sealingKeyPath) else { return [] }
        var files = [sealingKeyPath]
        var number = 1
        while FileManager.default.fileExists(atPath: oldSealingKeyPath(number)) {
            files.insert(oldSealingKeyPath(number), at: 1)
            number += 1
        }
        return try files.map { file in
            let text = String(decoding: try Files.read(file, limit: 65_536), as: UTF8.self)
            do { return try SealingPrivateKey(pem: text) } catch {
                throw Failure(.usage, "\(file): must be an X25519 private key (PKCS #8, PEM)")
            }
        }
    }

    private func oldSealingKeyPath(_ number: Int) -> String { path + "/keys/sealing-\(number).pem" }

    /// Makes a new sealing key; the one before is kept for what is still on its way.
    func rotateSealingKey() throws -> SealingPublicKey {
        let old = try sealingKeys()
        if !old.isEmpty {
            do {
                try FileManager.default.moveItem(atPath: sealingKeyPath, toPath: oldSealingKeyPath(old.count))
            } catch { throw Failure(.usage, "\(sealingKeyPath) cannot be renamed: \(error)") }
        }
        let key = SealingPrivateKey()
        try Files.writeSecret(key.pem, to: sealingKeyPath)
        return key.publicKey
    }

    static func key(_ path: String) throws -> SigningKey {
        let text = String(decoding: try Files.read(path, limit: 65_536), as: UTF8.self)
        do { return try SigningKey(pem: text) } catch { throw Failure(.usage, "\(path): \(error)") }
    }

    /// Opens the log, replaying it with progress shown.
    ///
    /// A store without the checkpoint that was published from it may be an old copy, so it is refused unless
    /// `takesStoreAsNewest` says that somebody has looked.
    func open(
        clock: any WallClock = SystemClock(), limits: NodeLimits = NodeLimits(), takesStoreAsNewest: Bool = false,
        witnesses: WitnessLinks? = nil, follow address: String? = nil, trustRoots: String? = nil, logger: Logger
    ) async throws -> Opened {
        let settings = try settings()
        if let upstream = settings.upstream {
            return try await openFollower(
                settings, of: address ?? upstream, trustRoots: trustRoots, clock: clock, limits: limits,
                takesStoreAsNewest: takesStoreAsNewest, logger: logger)
        }
        guard address == nil else {
            throw Failure(.usage, "--follow: \(path) is the host's folder; its node puts statements in order itself")
        }
        func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
        guard takesStoreAsNewest || !exists(storePath) || exists(anchorPath) else {
            throw Failure(
                .refused,
                "\(anchorPath) is missing, so nothing tells whether this store is the newest; if it was restored, going "
                    + "on would sign a second history. Compare its checkpoint with the parties', then start once with "
                    + "--take-store-as-newest")
        }
        let lock = try DirectoryLock(folder: path)
        let store = try SQLiteStore(path: storePath)
        let vault = try SQLiteVault(folder: path)
        let bar = ProgressBar("replaying")
        let node = try await Node.open(
            keys: keys(), store: store, vault: vault, anchor: FileAnchor(path: anchorPath),
            evidence: EvidenceFolder(path: evidencePath), contradictions: EvidenceFolder(path: contradictionsPath),
            witnesses: witnesses?.links ?? [:], clock: clock,
            limits: limits, logger: logger, progress: { bar.show($0.entries, of: $0.of) })
        return Opened(
            node: node, store: store, vault: vault, lock: lock, settings: settings, nodeKey: try Self.key(nodeKeyPath),
            witness: try openWitness(settings, node, takesStoreAsNewest: takesStoreAsNewest, logger: logger))
    }

    /// The witness of this folder's node, for the log that it shows; nil where the folder has no key for one.
    func openWitness(
        _ settings: Settings, _ node: Node, takesStoreAsNewest: Bool, logger: Logger
    ) throws -> WitnessFolder.Opened? {
        let folder = WitnessFolder(path: path)
        guard folder.hasKey else { return nil }
        return try folder.open(
            name: "\(settings.ownParty).\(settings.accord)/witness", logs: [node.logKey], alarms: node.alarms,
            takesStoreAsNewest: takesStoreAsNewest, logger: logger)
    }
}
