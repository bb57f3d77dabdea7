import Coordination
import Geodesy
import Inquiry
import Statements
import StrictJSON
import TransparencyLog

/// A log on paper: statements signed by real keys from fixed seeds, a tree, checkpoints; nobody judges what is said.
struct PaperLog {
    let accord = AccordID(checked: "north-line")
    let host = PartyID(checked: "neutral-host")
    let logSigner: NoteSigner
    let witnesses: [NoteSigner]
    private(set) var entries: [[UInt8]] = []
    private(set) var bodies: [EntryIndex: OpenedBody] = [:]
    private var chains: [String: (sequence: UInt64, hash: StatementHash)] = [:]
    var now: Instant

    init(log: String = "log.example/north-line") throws {
        logSigner = try NoteSigner(name: KeyName(log), kind: .ed25519, seed: Self.seed("log \(log)"))
        witnesses = try ["w-north", "w-south", "w-neutral"].map {
            try NoteSigner(name: KeyName("witness.example/\($0)"), kind: .cosignatureV1, seed: Self.seed($0))
        }
        now = try Instant(rfc3339: "2026-03-01T08:00:00Z", rounding: .down)
    }

    static func seed(_ label: String) -> [UInt8] { Hash.sha256(of: Array("paper log: \(label)".utf8)).bytes }

    static func key(_ label: String) throws -> SigningKey { try SigningKey(ed25519Seed: seed("key \(label)")) }

    var logKey: NoteVerifierKey { logSigner.verifierKey }

    /// Two of the three witnesses.
    var policyText: String {
        zip(["north", "south", "neutral"], witnesses).map { "witness \($0) \($1.verifierKey.vkey)\n" }.joined()
            + "group most 2 north south neutral\nquorum most\n"
    }

    var policy: WitnessPolicy { get throws { try WitnessPolicy(parsing: Array(policyText.utf8)) } }
}

extension PaperLog {
    /// Signs the next statement of a chain without logging it.
    func draft(
        _ party: String, _ officer: String, _ kind: String, _ subject: String, _ body: String,
        audience: [String]? = nil, key: SigningKey? = nil, sequence: UInt64? = nil, accord: AccordID? = nil,
        seen: UInt64? = nil
    ) throws -> (SignedStatement, OpenedBody?) {
        let chain = chains[Self.chain(party, officer)]
        let opened = try audience.map { _ in
            try OpenedBody(body: Array(body.utf8)) { name in
                guard let opening = FieldOpening(bytes: Self.seed("opening \(entries.count) \(name)")) else {
                    preconditionFailure("a digest has 32 bytes")
                }
                return opening
            }
        }
        let content: Statement.Content =
            if let audience, let opened {
                .restricted(
                    opened.commitment, audience: audience.map(PartyID.init(checked:)),
                    sealed: audience.isEmpty ? nil : Hash.sha256(of: Self.seed("sealed \(entries.count)")))
            } else {
                .open(try JSONDocument(Array(body.utf8), limits: .init(maximumBytes: 65_536)).root)
            }
        let statement = Statement(
            accord: accord ?? self.accord, party: PartyID(checked: party), officer: OfficerID(checked: officer),
            kind: StatementKind(checked: kind), subject: SubjectID(checked: subject),
            sequence: sequence ?? (chain?.sequence ?? 0) + 1, previous: chain?.hash,
            seen: seen.map { TreeHead(size: TreeSize($0), root: head.root) } ?? head, saidAt: now,
            content: content)
        let signer = try key ?? Self.key("\(party)/\(officer)")
        return (try SignedStatement(envelope: Envelope(payload: statement.payload, signedBy: signer)), opened)
    }

    /// Says something: the next statement of the chain becomes the log's next entry.
    @discardableResult
    mutating func say(
        _ party: String, _ officer: String, _ kind: String, _ subject: String, _ body: String,
        audience: [String]? = nil, key: SigningKey? = nil
    ) throws -> EntryIndex {
        let (signed, opened) = try draft(party, officer, kind, subject, body, audience: audience, key: key)
        let index = EntryIndex(UInt64(entries.count))
        entries.append(signed.envelope.bytes)
        bodies[index] = opened
        chains[Self.chain(party, officer)] = (signed.statement.sequence, signed.hash)
        return index
    }

    /// Logs what was signed elsewhere, whatever it is.
    @discardableResult
    mutating func log(_ envelope: [UInt8]) throws -> EntryIndex {
        entries.append(envelope)
        if let signed = try? SignedStatement(envelope) {
            let statement = signed.statement
            chains[Self.chain(statement.party.rawValue, statement.officer.rawValue)] = (statement.sequence, signed.hash)
        }
        return EntryIndex(UInt64(entries.count - 1))
    }

    private static func chain(_ party: String, _ officer: String) -> String {
        officer == "node" ? party + "/node" : party
    }

    /// The clock moves on and the node logs it.
    mutating func tick(seconds: Int64 = 60) throws {
        now = now.adding(seconds: seconds)
        try say("neutral-host", "node", "clock.tick.v1", "clock", #"{"time":"\#(now)"}"#)
    }

    mutating func found() throws {
        let (root, node) = (try Self.spki("neutral-host/root"), try Self.spki("neutral-host/node"))
        try say(
            "neutral-host", "root", "accord.found.v1", accord.rawValue,
            #"{"name":{"en":"Northern line","ar":"الخط الشمالي"},"exercise":true,"hostName":{"en":"Neutral host"},"#
                + #""logKey":"\#(logKey.vkey)","rootKey":"\#(root)","nodeKey":"\#(node)","standOffClasses":["#
                + #"{"class":"hospital","metres":500,"clause":"Annex B, 2"}]}"#)
    }

    mutating func enrol(party: String, name: String) throws {
        try say(
            "neutral-host", "root", "party.enrol.v1", party,
            #"{"name":\#(name),"role":"humanitarian","rootKey":"\#(try Self.spki("\(party)/root"))"}"#)
    }

    mutating func enrol(officer: String, of party: String, name: String, expires: String = "2027-03-01T00:00:00Z")
        throws
    {
        try say(
            party, "root", "officer.enrol.v1", officer,
            #"{"name":\#(name),"grade":"OF-4","roles":["access"],"expires":"\#(expires)"}"#)
        try enrolKey("\(party)/\(officer)", for: officer, of: party, expires: expires)
    }

    mutating func enrolKey(
        _ label: String, for officer: String, of party: String, expires: String = "2027-03-01T00:00:00Z"
    ) throws {
        try say(party, "root", "key.enrol.v1", officer, #"{"key":"\#(try Self.spki(label))","expires":"\#(expires)"}"#)
    }

    static func spki(_ label: String) throws -> String { Base64.encode(try key(label).publicKey.spki) }
}

extension PaperLog {
    var leaves: [Hash] { entries.map { Hash.leaf(of: $0) } }

    var head: TreeHead { TreeHead(size: TreeSize(UInt64(entries.count)), root: Self.root(leaves[...])) }

    /// The checkpoint of the first `size` entries, cosigned by the first `cosigners` witnesses.
    func checkpoint(size: Int? = nil, cosigners: Int = 2, at seconds: UInt64 = 1_772_400_000) throws -> SignedCheckpoint
    {
        let size = size ?? entries.count
        let text = try Checkpoint(
            origin: logKey.name, size: TreeSize(UInt64(size)), root: Self.root(leaves[..<size]))
        return try text.signed(by: logSigner).adding(
            witnesses.prefix(cosigners).enumerated().map { number, witness in
                try witness.cosign(text.text, timestampSeconds: seconds + UInt64(number))
            })
    }

    func carried(_ index: EntryIndex, size: Int? = nil) -> CarriedEntry {
        let at = Int(index.value)
        return CarriedEntry(
            index: index, envelope: entries[at], path: Self.path(at, leaves[..<(size ?? entries.count)]))
    }

    /// The entries with these numbers, or all of them.
    func carried(_ indexes: [Int]? = nil) -> [CarriedEntry] {
        (indexes ?? Array(entries.indices)).map { carried(EntryIndex(UInt64($0))) }
    }

    private static func root(_ leaves: ArraySlice<Hash>) -> Hash {
        guard leaves.count > 1 else { return leaves.first ?? .emptyTree }
        let middle = leaves.startIndex + split(leaves.count)
        return .node(root(leaves[..<middle]), root(leaves[middle...]))
    }

    private static func path(_ index: Int, _ leaves: ArraySlice<Hash>) -> [Hash] {
        guard leaves.count > 1 else { return [] }
        let count = split(leaves.count)
        let middle = leaves.startIndex + count
        return index < count
            ? path(index, leaves[..<middle]) + [root(leaves[middle...])]
            : path(index - count, leaves[middle...]) + [root(leaves[..<middle])]
    }

    private static func split(_ count: Int) -> Int {
        var power = 1
        while power * 2 < count { power *= 2 }
        return power
    }
}
