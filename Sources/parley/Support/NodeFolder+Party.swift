import Coordination
import Foundation
import ParleyClient
import Statements
import StrictJSON
import TransparencyLog

/// The folder of a party's own node, which follows the host's log.
extension NodeFolder {
    var partyRootPath: String { path + "/keys/party-root.pem" }

    /// The keys of a party that has just asked to join.
    struct PartyKeys {
        let root: SigningKey
        let node: PartyNode.Keys
    }

    /// Makes the folder of a party's node with all its keys; nobody has admitted the party yet.
    func createParty(
        _ party: PartyID, facts: JoiningFacts, upstream: String, isWitness: Bool
    ) throws -> PartyKeys {
        guard !FileManager.default.fileExists(atPath: settingsPath) else {
            throw Failure(.usage, "\(path) already holds a node; choose another folder")
        }
        try FileManager.default.createDirectory(
            atPath: path + "/keys", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let (root, node) = (SigningKey(.ed25519), SigningKey(.ed25519))
        try Files.writeSecret(root.pem, to: partyRootPath)
        try Files.writeSecret(node.pem, to: nodeKeyPath)
        let sealing = try rotateSealingKey()
        var witness: NoteVerifierKey?
        if isWitness {
            let folder = WitnessFolder(path: path)
            try folder.makeKey()
            witness = try folder.signer("\(party).\(facts.accord)/witness").verifierKey
        }
        let log = try NoteVerifierKey(vkey: facts.logKey)
        var writer = JSONWriter()
        writer.object { fields in
            fields.member("accord", facts.accord.rawValue)
            fields.member("host", facts.host.rawValue)
            fields.member("origin", log.name.text)
            fields.member("logKey", facts.logKey)
            fields.member("party", party.rawValue)
            fields.member("upstream", upstream)
            fields.member("upstreamKey", facts.nodeKey.id.description)
        }
        try Files.write(writer.bytes + [0x0A], to: settingsPath)
        return PartyKeys(
            root: root, node: PartyNode.Keys(key: node.publicKey, sealingKey: sealing, witnessKey: witness))
    }
}
