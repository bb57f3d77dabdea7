public import Statements
public import StrictJSON
import TransparencyLog

/// What a party that wants to take part hands to the host: its keys, and its node's enrolment signed in advance.
///
/// Nothing in it is secret, and nothing in it is believed: the host's officer admits it by the digits of its
/// fingerprint, heard over the telephone. They cover the log's key as the party knows it, so both sides compare both.
public struct JoinRequest: Hashable, Sendable {
    /// The form's name.
    public static let format = "parley/join@v1"
    /// Bytes of a request.
    public static let maximumBytes = 48 * 1024

    /// The request as it was made.
    public let bytes: [UInt8]
    /// The accord.
    public let accord: AccordID
    /// The log's key as the party was given it.
    public let logKey: String
    /// The party.
    public let party: PartyID
    /// What it is to the accord.
    public let role: PartyRole
    /// Its name.
    public let name: LocalisedText
    /// Its root key.
    public let rootKey: PublicKey
    /// The envelope of `node.enrol.v1`, the party's first statement, signed by its root key.
    public let nodeEnrolment: [UInt8]
    /// The keys that it enrols.
    public let nodeKeys: PartyNode.Keys

    /// Reads a request and checks that everything in it belongs together.
    ///
    /// - Throws: `malformed` naming the field, or `enrolment` when the node's enrolment is not this party's.
    public init(_ bytes: [UInt8]) throws(JoinRequestError) {
        self.bytes = bytes
        do throws(JSONError) {
            let limits = JSONDocument.Limits(maximumBytes: Self.maximumBytes, maximumDepth: 4)
            var fields = try JSONDocument(bytes, limits: limits).root.object()
            let format = try fields.required("format")
            guard try format.string() == Self.format else { throw format.refused("must be '\(Self.format)'") }
            accord = try fields.required("accord").identifier()
            logKey = try fields.required("logKey").text(limit: 600)
            party = try fields.required("party").identifier()
            role = try fields.required("role").choice()
            name = try LocalisedText(fields.required("name"))
            rootKey = try fields.required("rootKey").publicKey()
            let node = try fields.required("node")
            guard let envelope = try? Base64.decode(node.stringBytes()) else {
                throw node.refused("must be standard base64")
            }
            nodeEnrolment = envelope
            try fields.finish()
        } catch { throw .malformed(error) }
        nodeKeys = try Self.keys(nodeEnrolment, of: party, in: accord, signedBy: rootKey)
    }

    private static func keys(
        _ envelope: [UInt8], of party: PartyID, in accord: AccordID, signedBy root: PublicKey
    ) throws(JoinRequestError) -> PartyNode.Keys {
        let statement: Statement
        do { statement = try VerifiedStatement(SignedStatement(envelope), by: root).statement } catch {
            throw .enrolment("\(error)")
        }
        guard statement.accord == accord, statement.party == party, statement.officer == .root,
            statement.sequence == 1, statement.previous == nil, Kind(statement.kind) == .nodeEnrol,
            case .open(let body) = statement.content
        else { throw .enrolment("it must be the first statement of '\(party)', by its root key, and enrol its node") }
        do {
            guard case .parties(.enrolNode(let keys)) = try Command(.nodeEnrol, of: statement, body: body) else {
                throw JoinRequestError.enrolment("it does not enrol a node")
            }
            return keys
        } catch { throw .enrolment("\(error)") }
    }

    /// Writes a request.
    ///
    /// - Throws: as reading it does.
    public init(
        accord: AccordID, logKey: String, party: PartyID, role: PartyRole, name: [(language: String, text: String)],
        rootKey: PublicKey, nodeEnrolment: [UInt8]
    ) throws(JoinRequestError) {
        var writer = JSONWriter(capacity: 4096)
        writer.object { fields in
            fields.member("format", Self.format)
            fields.member("accord", accord.rawValue)
            fields.member("logKey", logKey)
            fields.member("party", party.rawValue)
            fields.member("role", role.rawValue)
            fields.key("name")
            fields.object { texts in for (language, text) in name { texts.member(language, text) } }
            fields.publicKey("rootKey", rootKey)
            fields.member("node", Base64.encode(nodeEnrolment))
        }
        try self.init(writer.bytes)
    }

    /// What the two officers read to one another; covers every byte of the request.
    public var fingerprint: SpokenFingerprint {
        SpokenFingerprint(of: .sha256(of: Array("parley/join/v1\0".utf8) + bytes))
    }

    /// The body of `party.enrol.v1` that admits the party.
    public var enrolmentBody: [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.object { body in
            body.key("name")
            name.write(to: &body)
            body.member("role", role.rawValue)
            body.publicKey("rootKey", rootKey)
        }
        return writer.bytes
    }
}

/// Why bytes are not a request to join.
public enum JoinRequestError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not of the form; names the field and the rule.
    case malformed(JSONError)
    /// The node's enrolment in it is not this party's first statement.
    case enrolment(String)

    /// What was expected, what was found, what to do.
    public var description: String {
        switch self {
        case .malformed(let error): "the request to join: \(error)"
        case .enrolment(let why): "the node's enrolment in the request to join does not hold: \(why)"
        }
    }
}
