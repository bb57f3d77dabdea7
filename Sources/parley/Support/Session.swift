import ArgumentParser
import Coordination
import Foundation
import Geodesy
import HTTPSignatures
import ListImport
import ParleyClient
import ParleyNode
import Statements
import StrictJSON
import TransparencyLog

/// One officer speaking to one node.
final class Session: Sendable {
    /// What an accepted statement brought back.
    struct Accepted: Sendable {
        let entry: UInt64
        let hash: String
        /// The receipt, or the log's promise of one.
        let proof: Proof
        let submission: ParleyClient.Submission
    }

    /// What the node gave for a statement.
    enum Proof: Sendable {
        /// The receipt, verified.
        case receipt([UInt8])
        /// The log's promise, verified, by when there will be one, and who is missing.
        case promise([UInt8], deadlineSeconds: UInt64, missing: [String])
    }

    /// How often a chain that others moved on is taken up again.
    private static let maximumAttempts = 5

    let identity: Identity
    /// CA certificates (PEM) for https; nil trusts the system's.
    let trustRoots: String?
    private let clock = SystemClock()
    private let client: NodeClient

    init(_ identity: Identity, trustRoots: String? = nil, retry: RetryPolicy = RetryPolicy()) throws {
        self.identity = identity
        self.trustRoots = trustRoots
        let clock = self.clock
        do {
            client = try NodeClient(
                baseURL: identity.node, trustRoots: trustRoots, signer: RequestSigner(key: identity.key), retry: retry,
                now: { clock.now() })
        } catch { throw Failure(.usage, "\(error)") }
    }

    private func now() -> Instant { clock.now() }

    /// Signs and submits the party's next statement; when another officer was quicker, signs the one after.
    ///
    /// A restricted body is sealed for its audience and for the party's own node; fields in `fieldAudiences` go to those
    /// parties only. `opened` is a body that was committed to before, with its openings.
    func say(
        _ kind: Kind, subject: String, body: [UInt8], audience: Audience,
        fieldAudiences: [String: Set<PartyID>] = [:], opened: OpenedBody? = nil
    ) async throws -> Accepted {
        let named: SubjectID
        do { named = try SubjectID(subject) } catch { throw Failure(.usage, "the record's name \(error)") }
        guard fieldAudiences.isEmpty || !kind.isGivenWhole else {
            throw Failure(.usage, "--field-audience: a message is given to all its readers whole")
        }
        let builder = StatementBuilder(
            accord: identity.accord, party: identity.party, officer: identity.officer, key: identity.key)
        var attempt = 1
        while true {
            let (tip, seen) = try await chain()
            var sealing = SealingPlan(fieldAudiences: fieldAudiences)
            if case .parties(let parties) = audience, !parties.isEmpty { sealing.keys = try await sealingKeys() }
            let submission: ParleyClient.Submission
            do {
                submission = try builder.statement(
                    kind.name, about: named, body: body, audience: audience, sealing: sealing, after: tip, seen: seen,
                    saidAt: now(), opened: opened)
            } catch { throw Failure(.usage, "\(error)") }
            do {
                return try accepted(try await call { try await $0.submit(submission, to: "/statements") }, submission)
            } catch let problem as Problem where problem.status == 409 && attempt < Self.maximumAttempts {
                guard let rule = problem.rule, ["forked", "out-of-order"].contains(rule) else {
                    throw Failure(.refused, "refused: \(problem)")
                }
                attempt += 1
            } catch let problem as Problem {
                throw Failure(problem.status == 503 ? .unavailable : .refused, "refused: \(problem)")
            }
        }
    }

    /// Hands on a statement that somebody else has signed; returns its entry, proved by its receipt.
    func forward(_ envelope: [UInt8]) async throws -> UInt64 {
        let reply: NodeReply
        do {
            reply = try await call {
                try await $0.post(
                    "/statements", contentType: ParleyClient.Submission.envelopeType, body: envelope, isRepeatable: true
                )
            }
        } catch let problem as Problem {
            throw Failure(problem.status == 503 ? .unavailable : .refused, "refused: \(problem)")
        }
        do {
            var fields = try JSONDocument(reply.body, limits: .init(maximumBytes: 1 << 20)).root.object()
            guard let receipt = fields.present("receipt") else {
                return UInt64(try fields.required("entry").integer(in: 0...Int64.max))
            }
            return try verify(envelope, Array(try receipt.string().utf8)).value
        } catch let error as JSONError { throw Failure(.refused, "the node's answer: \(error)") }
    }

    /// Says many statements one after the other; returns those that were refused, with the reason.
    func sayAll(
        _ kind: Kind, _ bodies: [(subject: String, body: [UInt8])], audience: Audience,
        progress: (UInt64, UInt64) -> Void
    ) async throws -> [(subject: String, problem: String)] {
        var refused: [(subject: String, problem: String)] = []
        for (number, item) in bodies.enumerated() {
            do {
                _ = try await say(kind, subject: item.subject, body: item.body, audience: audience)
            } catch let failure as Failure where failure.code == .refused {
                refused.append((item.subject, failure.description))
            }
            progress(UInt64(number + 1), UInt64(bodies.count))
        }
        return refused
    }

    /// The active sites that this officer may see, for the search for look-alikes.
    func places() async throws -> [ExistingRecord] {
        var out: [ExistingRecord] = []
        var path: String? = "/records?mechanism=notification&state=active&limit=1000"
        while let page = path {
            let bytes = try await get(page)
            do {
                var fields = try JSONDocument(bytes, limits: .init(maximumBytes: Files.maximumBytes)).root.object()
                for record in try fields.required("records").array() {
                    if let place = try Self.place(record) { out.append(place) }
                }
                path = try fields.present("next")?.string()
            } catch { throw Failure(.refused, "the node's answer: \(error)") }
        }
        return out
    }

    private static func place(_ value: JSONValue) throws(JSONError) -> ExistingRecord? {
        var record = try value.object()
        guard let id = RecordID(try record.required("id").string()) else { return nil }
        var details = try record.required("details").object()
        var names: [String] = []
        for (_, name) in try details.required("name").object().members { names.append(try name.string()) }
        let place: Position? =
            switch try details.required("place").area() {
            case .circle(let circle): circle.centre
            case .polygon(let polygon): polygon.outer.first
            case .route(let route): route.path.first
            }
        return place.map { ExistingRecord(id: id, names: names, place: $0) }
    }

    /// The party's chain and the log's tree, as the node shows them.
    private func chain() async throws -> (ChainTip?, TreeHead) {
        let reply = try await get("/parties/\(identity.party)/chain")
        do {
            var fields = try JSONDocument(reply, limits: .init(maximumBytes: 65_536)).root.object()
            let sequence = try fields.required("sequence").integer(in: 0...Int64.max)
            let hash = fields.present("hash")
            var seen = try fields.required("seen").object()
            let head = TreeHead(
                size: TreeSize(UInt64(try seen.required("size").integer(in: 0...Int64.max))),
                root: try seen.required("root").base64Hash())
            guard sequence > 0, let hash else { return (nil, head) }
            return (ChainTip(sequence: UInt64(sequence), hash: try hash.statementHash()), head)
        } catch { throw Failure(.refused, "the node's answer about the chain: \(error)") }
    }

    private func accepted(_ reply: NodeReply, _ submission: ParleyClient.Submission) throws -> Accepted {
        do {
            var fields = try JSONDocument(reply.body, limits: .init(maximumBytes: 1 << 20)).root.object()
            if reply.status == 202 { return try promised(&fields, submission) }
            let receipt = Array(try fields.required("receipt").string().utf8)
            // The node is not believed: what it sends back must prove what was sent.
            let entry = try verify(submission.envelopeBytes, receipt)
            return Accepted(
                entry: entry.value, hash: submission.signed.hash.description, proof: .receipt(receipt),
                submission: submission)
        } catch let failure as Failure {
            throw failure
        } catch { throw Failure(.refused, "the node's answer: \(error)") }
    }

    /// The log's promise, which must be about exactly what was sent.
    private func promised(_ fields: inout JSONObject, _ submission: ParleyClient.Submission) throws -> Accepted {
        let bytes = Array(try fields.required("promise").string().utf8)
        var missing: [String] = []
        for name in try fields.required("missing").array() { missing.append(try name.string()) }
        let promise: PromiseNote
        do {
            promise = try PromiseNote(parsing: bytes)
            try promise.verify(by: NoteVerifierKey(vkey: identity.logKey))
        } catch { throw Failure(.refused, "the node's promise does not hold (\(error)); keep it, it is evidence") }
        guard promise.leaf == Hash.leaf(of: submission.envelopeBytes) else {
            throw Failure(.refused, "the node promises another statement than was sent; keep both, they are evidence")
        }
        return Accepted(
            entry: promise.index.value, hash: submission.signed.hash.description,
            proof: .promise(bytes, deadlineSeconds: promise.deadlineSeconds, missing: missing), submission: submission)
    }

    /// Verifies a receipt against this identity's log key.
    func verify(_ envelope: [UInt8], _ receipt: [UInt8]) throws -> EntryIndex {
        do {
            return try ReceiptVerifier.verify(statement: envelope, receipt: receipt, vkey: identity.logKey).entry
        } catch {
            throw Failure(.refused, "the receipt does not prove the statement (\(error)); keep it, it is evidence")
        }
    }

    /// The envelope and receipt of a statement by hash or entry number.
    func receipt(of statement: String) async throws -> (envelope: [UInt8], receipt: [UInt8]) {
        guard !statement.isEmpty, statement.utf8.allSatisfy({ ($0 >= 48 && $0 <= 57) || ($0 >= 97 && $0 <= 102) })
        else {
            throw Failure(.usage, "'\(statement)' is neither an entry number nor a statement's hash")
        }
        let shown = try await get("/statements/\(statement)")
        do {
            var fields = try JSONDocument(shown, limits: .init(maximumBytes: 4 << 20)).root.object()
            guard let envelope = try? Base64.decode(fields.required("envelope").stringBytes()) else {
                throw Failure(.refused, "the node's answer has no envelope in base64")
            }
            let receipt = try await call { try await $0.get("/statements/\(statement)/receipt", accept: "text/plain") }
            try Self.compare(asked: statement, envelope, receipt.body)
            return (envelope, receipt.body)
        } catch let error as JSONError { throw Failure(.refused, "the node's answer: \(error)") }
    }

    /// The node is not believed: what it shows must be what was asked for.
    private static func compare(asked: String, _ envelope: [UInt8], _ receipt: [UInt8]) throws {
        let found: String
        if asked.utf8.count == 64 {
            found = (try? SignedStatement(envelope).hash.description) ?? "no statement"
        } else {
            found = (try? LogProof(parsing: receipt).index.description) ?? "no receipt"
        }
        guard found == asked else {
            throw Failure(.refused, "asked for \(asked), the node shows \(found); keep both, they are evidence")
        }
    }

    /// The node's answer to a check.
    func check(_ activity: [UInt8]) async throws -> [UInt8] {
        try await resource { try await $0.post("/checks", contentType: "application/json", body: activity) }
    }

    /// A resource's bytes.
    func get(_ path: String) async throws -> [UInt8] {
        try await resource { try await $0.get(path) }
    }

    /// How often a statement that was accepted is asked for until the node shows it, a fifth of a second apart.
    private static let maximumLooks = 50

    /// Whether the node shows a statement that was accepted: one that follows a log does so a moment later.
    func isShown(_ hash: String) async -> Bool {
        for _ in 0..<Self.maximumLooks {
            if (try? await get("/statements/\(hash)")) != nil { return true }
            try? await Task.sleep(for: .milliseconds(200))
        }
        return false
    }

    /// Follows a feed until the node ends it, `handle` says so or throws.
    func follow(_ path: String, handle: (ServerSentEvent) async throws -> Bool) async throws {
        do { try await EventClient(client: client).follow(path, handle: handle) } catch let error as ClientError {
            throw Failure(.unavailable, "\(error)")
        } catch let problem as Problem { throw Failure(.refused, "refused: \(problem)") }
    }

    /// Runs `body` and closes the session, whatever happens.
    func using<Value>(_ body: (Session) async throws -> Value) async throws -> Value {
        let result: Result<Value, any Error>
        do { result = .success(try await body(self)) } catch { result = .failure(error) }
        try await client.shutDown()
        return try result.get()
    }

    /// Asks for something to be done that needs no body.
    func post(_ path: String) async throws {
        _ = try await resource { try await $0.post(path) }
    }

    /// Removes a resource.
    func delete(_ path: String) async throws {
        _ = try await resource { try await $0.delete(path) }
    }

    private func resource(_ body: (NodeClient) async throws -> NodeReply) async throws -> [UInt8] {
        do { return try await call(body).body } catch let problem as Problem {
            throw Failure(problem.status == 503 ? .unavailable : .refused, "\(problem)")
        }
    }

    /// Calls the node; a node that cannot be reached is told apart from one that refuses.
    private func call(_ body: (NodeClient) async throws -> NodeReply) async throws -> NodeReply {
        do { return try await body(client) } catch let error as ClientError {
            throw Failure(.unavailable, "\(error)")
        }
    }
}
