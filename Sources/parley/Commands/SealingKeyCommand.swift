import ArgumentParser
import Coordination
import Foundation
import Statements
import StrictJSON
import TransparencyLog

extension KeyCommand {
    /// Sealing keys: restricted bodies for a party are sealed to its node's.
    struct Sealing: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sealing", abstract: "Make and enrol the key that restricted bodies are sealed to.",
            subcommands: [New.self, Enrol.self])

        struct New: ReportingCommand {
            static let configuration = CommandConfiguration(
                abstract: "Make a node's sealing key, keeping the one before for what is still on its way.",
                discussion: """
                    Start the node again, then enrol the key (parley key sealing enrol). Whoever steals an old key opens
                    what was sealed to it; delete keys/sealing-*.pem once nothing is on its way to them any more.
                    """)
            @Option(help: "The node's folder.") var folder: String

            func perform() async throws {
                let key = try NodeFolder(path: folder).rotateSealingKey()
                print("sealing key  \(Base64.encode(key.bytes))")
                print("fingerprint  \(key.fingerprint.hex)")
            }
        }

        struct Enrol: ReportingCommand {
            static let configuration = CommandConfiguration(
                abstract: "Enrol a node's keys for your party; signed by its root key.",
                discussion: """
                      parley key sealing enrol --folder node --as host-root.json

                    A small organisation lets the host's node act for it: --folder with the host's folder does that only
                    where the host runs the command; else give --node-key and --sealing-key as the host tells them.
                    """)
            @Option(help: "The folder of your party's node.") var folder: String?
            @Option(name: .customLong("node-key"), help: "The node's public key in base64, or its key file.")
            var nodeKey: String?
            @Option(name: .customLong("sealing-key"), help: "The sealing key in base64.") var sealingKey: String?
            @OptionGroup var speaker: SpeakerOptions

            func perform() async throws {
                let keys: PartyNode.Keys
                if let folder {
                    let node = NodeFolder(path: folder)
                    keys = PartyNode.Keys(
                        key: try nodeKey.map(PublicKeyArgument.read) ?? NodeFolder.key(node.nodeKeyPath).publicKey,
                        sealingKey: try node.sealingKeys().first?.publicKey ?? node.rotateSealingKey(),
                        witnessKey: try node.witnessKey())
                } else {
                    guard let nodeKey, let sealingKey, let bytes = try? Base64.decode(sealingKey),
                        let sealing = SealingPublicKey(bytes: bytes)
                    else {
                        throw Failure(
                            .usage, "give --folder, or --node-key and --sealing-key (32 bytes of X25519 in base64)")
                    }
                    keys = PartyNode.Keys(
                        key: try PublicKeyArgument.read(nodeKey), sealingKey: sealing, witnessKey: nil)
                }
                try await speaker.say(.nodeEnrol, subject: "node", body: keys.body)
            }
        }
    }
}

extension NodeFolder {
    /// The key of this folder's witness, so that enrolling a new sealing key does not end the node's witness.
    fileprivate func witnessKey() throws -> NoteVerifierKey? {
        let folder = WitnessFolder(path: path)
        guard folder.hasKey else { return nil }
        let settings = try settings()
        return try folder.signer("\(settings.ownParty).\(settings.accord)/witness").verifierKey
    }
}
