import Coordination
import Geodesy
import HTTPTypes
import Hummingbird
import ParleyNode
import Statements
import StrictJSON
import TransparencyLog

/// `GET /statements/{statement}`: an entry as it was received, by hash or by number.
enum ShowStatement {
    static func show(_ exchange: Exchange) async throws -> Response {
        let entry = try await entry(of: exchange)
        return Reply.json { writer in
            writer.object { fields in
                write(entry, for: exchange.reader, to: &fields)
                fields.member("envelope", Base64.encode(entry.stored.envelope))
                fields.member("receipt", "/statements/\(entry.signed.hash)/receipt")
            }
        }
    }

    /// The entry that the path names.
    static func entry(of exchange: Exchange) async throws -> Node.Entry {
        let index = try await index(of: exchange)
        let node = exchange.node
        let found = try await exchange.facilities.blocking.run(
            retryAfterSeconds: exchange.limits.retryAfterSeconds
        ) { try node.entries(from: index, count: 1).first }
        guard let found else { throw Problem.notFound }
        return found
    }

    /// The number of the entry that the path names by number or by hash.
    static func index(of exchange: Exchange) async throws -> EntryIndex {
        let name = exchange.parameter(0)
        let node = exchange.node
        if let hash = StatementHash(hex: name) {
            let index = try await exchange.facilities.blocking.run(
                retryAfterSeconds: exchange.limits.retryAfterSeconds
            ) { try node.index(of: hash) }
            guard let index else { throw Problem.notFound }
            return index
        }
        guard let index = EntryIndex(decimal: name), node.publisher.state.size.contains(index) else {
            throw Problem.notFound
        }
        return index
    }

    /// What an entry says, and its body where `reader` may read it: the form of the feed, too.
    static func write(_ entry: Node.Entry, for reader: PartyID?, to fields: inout JSONWriter) {
        let statement = entry.signed.statement
        fields.member("entry", entry.index.value)
        fields.member("hash", entry.signed.hash.description)
        fields.member("key", entry.signed.envelope.keyID.description)
        fields.member("accord", statement.accord.rawValue)
        fields.member("party", statement.party.rawValue)
        fields.member("officer", statement.officer.rawValue)
        fields.member("kind", statement.kind.rawValue)
        fields.member("subject", statement.subject.rawValue)
        fields.member("sequence", statement.sequence)
        fields.member("previous", orNull: statement.previous?.description)
        fields.key("seen")
        fields.object { seen in
            seen.member("size", statement.seen.size.value)
            seen.member("root", statement.seen.root.base64)
        }
        fields.member("saidAt", statement.saidAt.description)
        switch statement.content {
        case .open(let body):
            fields.key("body")
            fields.raw(body.rawBytes)
        case .restricted(let commitment, let audience, let sealed):
            fields.member("commitment", commitment.hash.base64)
            fields.key("audience")
            fields.array { list in for party in audience { list.string(party.rawValue) } }
            if let sealed { fields.member("sealed", sealed.base64) }
            // Each reads the part that was sealed for it; what the author withheld from it is not there.
            guard let reader, let part = entry.body?.body(for: reader) else { return }
            fields.key("body")
            fields.raw(part.body)
            part.write(to: &fields)
        }
    }
}

/// `GET /statements/{statement}/receipt`: the receipt against the newest checkpoint that may stand in one.
enum ShowReceipt {
    static func show(_ exchange: Exchange) async throws -> Response {
        let index = try await ShowStatement.index(of: exchange)
        let node = exchange.node
        let receipt = try await exchange.facilities.blocking.run(
            retryAfterSeconds: exchange.limits.retryAfterSeconds
        ) { try node.log.receipt(of: index) }
        guard let receipt else {
            let state = node.publisher.state
            guard state.size.contains(index), state.witnessing.isRequired else { throw Problem.notFound }
            throw Problem(notWitnessed: index, state.witnessing)
        }
        return Reply.cached(receipt.bytes, type: "text/plain; charset=utf-8", .checked, for: exchange.request)
    }
}
