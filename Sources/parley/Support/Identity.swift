import Foundation
import Statements
import StrictJSON

/// Who speaks from this machine: an officer or a root key, and which node they speak to.
struct Identity {
    let node: String
    let accord: AccordID
    let party: PartyID
    let officer: OfficerID
    let key: SigningKey
    let logKey: String

    /// Reads an identity file; the key's path is relative to it.
    init(file path: String) throws {
        let bytes = try Files.read(path, limit: 65_536)
        do {
            var fields = try JSONDocument(bytes, limits: .init(maximumBytes: 65_536)).root.object()
            node = try fields.required("node").string()
            accord = try fields.required("accord").identifier()
            party = try fields.required("party").identifier()
            officer = try fields.required("officer").identifier()
            logKey = try fields.required("logKey").string()
            let keyPath = try fields.required("key").string()
            try fields.finish()
            let folder = (path as NSString).deletingLastPathComponent
            key = try NodeFolder.key(keyPath.hasPrefix("/") ? keyPath : (folder.isEmpty ? "." : folder) + "/" + keyPath)
        } catch let failure as Failure {
            throw failure
        } catch { throw Failure(.usage, "\(path): \(error)") }
    }

    /// Writes an identity file beside its key.
    static func write(
        to path: String, node: String, accord: String, party: String, officer: String, key: String, logKey: String
    ) throws {
        var writer = JSONWriter()
        writer.object { fields in
            fields.member("node", node)
            fields.member("accord", accord)
            fields.member("party", party)
            fields.member("officer", officer)
            fields.member("key", key)
            fields.member("logKey", logKey)
        }
        try Files.write(writer.bytes + [0x0A], to: path)
    }
}
