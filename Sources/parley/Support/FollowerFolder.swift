import Foundation
import Geodesy
import HTTPSignatures
import Logging
import ParleyClient
import ParleyNode
import Statements
import StoreSQLite
import StrictJSON
import TransparencyLog

/// What a folder of a node that follows needs besides what every node's folder has.
extension NodeFolder {
    /// Makes the folder of a node that follows, with the keys that sign its requests and open what is sealed to it.
    func createFollower(party: PartyID?, accord: AccordID?, upstream: String, logKey: NoteVerifierKey) throws {
        do { _ = try BaseURL(upstream) } catch { throw Failure(.usage, "--follow: \(error)") }
        guard !FileManager.default.fileExists(atPath: settingsPath) else {
            throw Failure(.usage, "\(path) already holds a node; choose another folder")
        }
        try FileManager.default.createDirectory(
            atPath: path + "/keys", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try Files.writeSecret(SigningKey(.ed25519).pem, to: nodeKeyPath)
        _ = try rotateSealingKey()
        var writer = JSONWriter()
        writer.object { fields in
            fields.member("accord", accord?.rawValue ?? "")
            fields.member("host", "")
            fields.member("origin", logKey.name.text)
            fields.member("logKey", logKey.vkey)
            if let party { fields.member("party", party.rawValue) }
            fields.member("upstream", upstream)
        }
        try Files.write(writer.bytes + [0x0A], to: settingsPath)
    }

    /// Opens a node that follows, replaying what it has with progress shown.
    func openFollower(
        _ settings: Settings, of address: String, trustRoots: String?, clock: any WallClock, limits: NodeLimits,
        takesStoreAsNewest: Bool, logger: Logger
    ) async throws -> Opened {
        let lock = try DirectoryLock(folder: path)
        let store = try SQLiteStore(path: storePath)
        let vault = try SQLiteVault(folder: path)
        let nodeKey = try Self.key(nodeKeyPath)
        let upstream = try upstream(settings, at: address, trustRoots: trustRoots, key: nodeKey)
        // A mirror has the log for everybody, and bodies for its own party alone: those come from where they were before.
        var upstreams = [upstream]
        if let home = settings.upstream, home != address, settings.party != nil {
            upstreams.append(try self.upstream(settings, at: home, trustRoots: trustRoots, key: nodeKey))
        }
        let bar = ProgressBar("replaying")
        do {
            let node = try await Node.follow(
                upstream, logKey: try Self.logKey(settings), store: store, vault: vault,
                bodies: try bodies(settings, upstreams.last ?? upstream),
                scribe: settings.party.map { PartyScribe(party: PartyID(checked: $0), key: nodeKey) },
                anchor: FileAnchor(path: anchorPath),
                evidence: EvidenceFolder(path: evidencePath), clock: clock, limits: limits, logger: logger,
                progress: { bar.show($0.entries, of: $0.of) })
            return Opened(
                node: node, store: store, vault: vault, lock: lock, settings: settings, nodeKey: nodeKey,
                witness: try openWitness(settings, node, takesStoreAsNewest: takesStoreAsNewest, logger: logger),
                upstreams: upstreams)
        } catch {
            for upstream in upstreams { await upstream.close() }
            throw error
        }
    }

    /// Reads what is shown at this moment, beside a process that may be serving the folder; nothing is written.
    func read(clock: any WallClock = SystemClock()) async throws -> Opened {
        let settings = try settings()
        guard FileManager.default.fileExists(atPath: storePath) else {
            throw Failure(.unavailable, "\(path) holds no log yet; let its node catch up first")
        }
        let store = try SQLiteStore(readingOnly: storePath)
        let vault = try SQLiteVault(readingOnly: path)
        let bar = ProgressBar("replaying")
        let node = try await Node.read(
            logKey: try Self.logKey(settings), store: store, vault: vault, anchor: FileAnchor(path: anchorPath),
            evidence: EvidenceFolder(path: evidencePath), clock: clock,
            logger: Logger(label: "parley") { _ in SwiftLogNoOpLogHandler() },
            progress: { bar.show($0.entries, of: $0.of) })
        return Opened(
            node: node, store: store, vault: vault, lock: nil, settings: settings, nodeKey: try Self.key(nodeKeyPath))
    }

    /// The way to the upstream; requests are signed with the node's key, which the log enrols for the party.
    private func upstream(
        _ settings: Settings, at address: String, trustRoots: String?, key: SigningKey
    ) throws -> NodeUpstream {
        let clock = SystemClock()
        let signer = RequestSigner(key: key)
        do {
            let url = try BaseURL(address)
            // Only the address that the settings name has the key that they name.
            guard let text = settings.upstreamKey, address == settings.upstream, let peer = KeyFingerprint(hex: text),
                url.scheme == "https"
            else {
                return NodeUpstream(
                    client: try NodeClient(
                        baseURL: address, trustRoots: trustRoots, signer: signer, limits: NodeUpstream.limits,
                        retry: .never, now: { clock.now() }))
            }
            let party = settings.ownParty
            return NodeUpstream(name: address) { () throws(ClientError) in
                let own = try NodeCertificate(key: key, name: party, now: clock.now())
                let certificate = try await PinnedPeer(url, key: peer, own: own).certificate()
                return try NodeClient(
                    baseURL: address, peer: certificate, own: own, signer: signer, limits: NodeUpstream.limits,
                    retry: .never, now: { clock.now() })
            }
        } catch { throw Failure(.usage, "--follow: \(error)") }
    }

    private func bodies(_ settings: Settings, _ upstream: NodeUpstream) throws -> FollowedBodies? {
        guard let name = settings.party else { return nil }
        let party: PartyID
        do { party = try PartyID(name) } catch { throw Failure(.usage, "\(settingsPath): party \(error)") }
        return FollowedBodies(party: party, keys: try sealingKeys(), source: upstream)
    }

    private static func logKey(_ settings: Settings) throws -> NoteVerifierKey {
        do { return try NoteVerifierKey(vkey: settings.logKey) } catch {
            throw Failure(.usage, "the folder's log key is not one: \(error)")
        }
    }
}

/// Tells whoever watches how far a follower is: a bar while it catches up, then one line for every change.
enum FollowerProgress {
    static func watch(_ node: Node) -> Task<Void, Never>? {
        guard let begin = node.following else { return nil }
        return Task {
            let bar = ProgressBar("catching up")
            var told = ""
            while !Task.isCancelled {
                guard let status = node.following else { return }
                let size = node.publisher.state.size
                switch status.phase {
                case .catchingUp:
                    if status.judgedSize < status.upstreamSize {
                        bar.show(status.judgedSize.value, of: status.upstreamSize.value)
                    }
                case .live:
                    if told != "live" { Terminal.note("live at \(size) entries of \(begin.upstream)") }
                    told = "live"
                case .waiting(let reason), .stopped(let reason):
                    let line = "\(status.phase.word): \(reason)"
                    if line != told { Terminal.note(Terminal.warning("\(line); shows \(size) entries")) }
                    told = line
                }
                try? await Task.sleep(for: .milliseconds(200))
            }
        }
    }
}
