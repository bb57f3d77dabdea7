import HTTPSignatures
import ParleyClient
import ParleyNode
import Statements
import StrictJSON
import TransparencyLog

/// The log behind a session's node, read with the officer's signature, and bodies as the officer may read them.
extension Session {
    /// Runs `body` with the node's log and the log's key of the identity.
    func withLog<Value>(_ body: (HTTPLogSource, NoteVerifierKey) async throws -> Value) async throws -> Value {
        let key = try LogKeyOptions.key(identity.logKey)
        let clock = SystemClock()
        let client: NodeClient
        do {
            client = try NodeClient(
                baseURL: identity.node + "/log", trustRoots: trustRoots, signer: RequestSigner(key: identity.key),
                now: { clock.now() })
        } catch { throw Failure(.usage, "\(error)") }
        let result: Result<Value, any Error>
        do { result = .success(try await body(HTTPLogSource(client: client), key)) } catch { result = .failure(error) }
        try await client.shutDown()
        return try result.get()
    }

    /// The body of an entry as far as this officer may read it; nil when the node shows none.
    func shownBody(of index: EntryIndex) async throws -> OpenedBody? {
        let shown = try await get("/statements/\(index)")
        do {
            var fields = try JSONDocument(shown, limits: .init(maximumBytes: Files.maximumBytes)).root.object()
            return try fields.optional("fields").map { list throws(JSONError) in try OpenedBody(fields: list) }
        } catch { throw Failure(.refused, "the node's answer: \(error)") }
    }
}
