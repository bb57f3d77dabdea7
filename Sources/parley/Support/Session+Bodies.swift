import Coordination
import Foundation
import ParleyClient
import Statements
import StrictJSON
import TransparencyLog

/// Restricted bodies, as one officer has them from one node.
extension Session {
    /// The sealing keys of all parties' nodes, as the node shows them.
    func sealingKeys() async throws -> [PartyID: SealingPublicKey] {
        let reply = try await get("/parties")
        var keys: [PartyID: SealingPublicKey] = [:]
        do {
            var fields = try JSONDocument(reply, limits: .init(maximumBytes: Files.maximumBytes)).root.object()
            for item in try fields.required("parties").array() {
                var party = try item.object()
                let name: PartyID = try party.required("party").identifier()
                guard let node = party.present("node") else { continue }
                var members = try node.object()
                let key = try members.required("sealingKey")
                guard let bytes = try? Base64.decode(key.stringBytes()), let found = SealingPublicKey(bytes: bytes)
                else { throw key.refused("must be 32 bytes in base64") }
                keys[name] = found
            }
        } catch { throw Failure(.refused, "the node's answer about the parties: \(error)") }
        return keys
    }

    /// A statement by its hash or its entry's number.
    func statement(_ name: String) async throws -> SignedStatement {
        let (envelope, _) = try await receipt(of: name)
        do { return try SignedStatement(envelope) } catch { throw Failure(.refused, "the node's answer: \(error)") }
    }

    /// What this party was given of a statement's body, from the node or from a file; it must be what was committed to.
    func openedBody(
        of name: String, file: String? = nil
    ) async throws -> (subject: String, opened: OpenedBody) {
        let signed = try await statement(name)
        let opened: OpenedBody
        if let file {
            do { opened = try OpenedBody(json: Files.read(file, limit: OpenedBody.maximumBytes + 1)) } catch {
                throw Failure(.usage, "\(file): \(error)")
            }
        } else {
            let shown = try await get("/statements/\(name)")
            do {
                var fields = try JSONDocument(shown, limits: .init(maximumBytes: Files.maximumBytes)).root.object()
                guard let list = fields.optional("fields") else {
                    throw Failure(
                        .refused, "this node holds no body of \(name) for your party; name the file that holds it")
                }
                opened = try OpenedBody(fields: list)
            } catch let error as JSONError { throw Failure(.refused, "the node's answer: \(error)") }
        }
        guard opened.commitment == signed.statement.commitment else {
            throw Failure(.refused, "the body is not what statement \(signed.hash) commits to")
        }
        return (signed.statement.subject.rawValue, opened)
    }

    /// Has this party's part of a body erased from the node.
    func eraseBody(of name: String) async throws { try await delete("/statements/\(name)/body") }
}
