import Coordination
import Geodesy
import ParleyClient
import Picture
import Statements
import StrictJSON
import TestKit
import TransparencyLog

/// An accord of a host and one party, grown statement by statement into a log; seeded, so that every run is the same.
struct SmallAccord {
    static let accord = AccordID(checked: "test-accord")
    static let host = PartyID(checked: "neutral")
    static let party = PartyID(checked: "relief")
    static let officer = OfficerID(checked: "amal")

    let signer: NoteSigner
    private let hostRoot: SigningKey
    private let node: SigningKey
    private let partyRoot: SigningKey
    let officerKey: SigningKey

    private(set) var entries: [[UInt8]] = []
    private(set) var tree = GrowingTree()
    private(set) var now: Instant
    /// What the next statement will claim to have seen.
    var seen = TreeHead.empty
    private var tips: [ChainID: ChainTip] = [:]
    private var notices = 0

    /// When the officer's key expires, seconds after the founding.
    static let keySeconds: Int64 = 40_000

    init(logName: String = "parley.example/test") throws {
        func seed(_ value: UInt8) -> [UInt8] { [UInt8](repeating: value, count: 32) }
        signer = try NoteSigner(name: KeyName(logName), kind: .ed25519, seed: seed(1))
        hostRoot = try SigningKey(ed25519Seed: seed(2))
        node = try SigningKey(ed25519Seed: seed(3))
        partyRoot = try SigningKey(ed25519Seed: seed(4))
        officerKey = try SigningKey(ed25519Seed: seed(5))
        now = try Instant(microsecondsSince1970: 1_790_000_000_000_000)
    }

    /// Founds the accord: entry 0.
    mutating func found(logKey: String? = nil) throws {
        let body = Accord.foundingBody(
            name: [("en", "Test accord")], isExercise: true, hostName: [("en", "Neutral host")],
            logKey: logKey ?? signer.verifierKey.vkey, rootKey: hostRoot.publicKey, nodeKey: node.publicKey,
            standOffClasses: [("hospital", 500_000, "clause 3")])
        try say(.accordFound, Self.accord.rawValue, body, by: (Self.host, .root, hostRoot))
    }

    /// Enrols the party, its officer and the officer's key: entries 1 to 3.
    mutating func enrol() throws {
        let enrolment = object { fields in
            fields.key("name")
            fields.object { $0.member("en", "Relief") }
            fields.member("role", "humanitarian")
            fields.member("rootKey", Base64.encode(partyRoot.publicKey.spki))
        }
        try say(.partyEnrol, Self.party.rawValue, enrolment, by: (Self.host, .root, hostRoot))
        let officer = object { fields in
            fields.key("name")
            fields.object { $0.member("en", "Duty desk") }
            fields.member("grade", "CIV")
            fields.key("roles")
            fields.array { $0.string("access") }
            fields.member("expires", now.adding(seconds: 10 * Self.keySeconds).description)
        }
        try say(.officerEnrol, Self.officer.rawValue, officer, by: (Self.party, .root, partyRoot))
        let key = object { fields in
            fields.member("key", Base64.encode(officerKey.publicKey.spki))
            fields.member("expires", now.adding(seconds: Self.keySeconds).description)
        }
        try say(.keyEnrol, Self.officer.rawValue, key, by: (Self.party, .root, partyRoot))
    }

    /// Grows the log to `size` entries: notices of sites, now and then the clock, now and then a restricted one.
    mutating func grow(to size: Int, restrictedEvery spacing: Int = 37) throws {
        if entries.isEmpty, size > 0 { try found() }
        if entries.count == 1, size > 1 { try enrol() }
        while entries.count < size {
            if entries.count % 16 == 0 { seen = TreeHead(size: tree.size, root: tree.root) }
            if entries.count % 50 == 7 {
                try tick(seconds: 10)
            } else {
                try notify(audience: entries.count % spacing == spacing - 1 ? .parties([Self.party]) : .open)
            }
        }
    }

    /// Moves the log's clock.
    mutating func tick(seconds: Int64) throws {
        now = now.adding(seconds: seconds)
        try say(.clockTick, "clock", Command.tickBody(now), by: (Self.host, .node, node))
    }

    /// A notice about a new site.
    mutating func notify(audience: Audience = .open) throws {
        notices += 1
        let subject = "site-\(notices)"
        try add(notice(subject, body: siteBody(notices), audience: audience).envelopeBytes, chain: Self.officer)
    }

    /// The officer's next statement about a site, not yet logged.
    func notice(
        _ subject: String, kind: Kind = .notificationNotify, body: [UInt8], audience: Audience = .open,
        key: SigningKey? = nil, tip: ChainTip?? = nil
    ) throws -> Submission {
        let builder = StatementBuilder(
            accord: Self.accord, party: Self.party, officer: Self.officer, key: key ?? officerKey)
        let sealing = SealingPlan(keys: [Self.party: try TestKeys.sealing("relief").publicKey])
        return try builder.statement(
            kind.name, about: SubjectID(subject), body: body, audience: audience, sealing: sealing,
            after: tip ?? tips[ChainID(Self.party, Self.officer)], seen: seen, saidAt: now)
    }

    func siteBody(_ number: Int) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { fields in
            fields.member("category", "static-site")
            fields.member("kind", "hospital")
            fields.key("name")
            fields.object { $0.member("en", "Hospital \(number)") }
            fields.key("place")
            fields.object { place in
                place.key("circle")
                place.object { circle in
                    circle.key("centre")
                    circle.object { centre in
                        centre.key("lat")
                        centre.decimal(340_000_000 + Int64(number % 400) * 50_000, scale: 7)
                        centre.key("lon")
                        centre.decimal(360_000_000 + Int64(number / 400) * 50_000, scale: 7)
                    }
                    circle.member("radiusMetres", 40)
                }
            }
            fields.member("standOffClass", "hospital")
            fields.key("valid")
            fields.object { $0.member("from", "2026-09-01T00:00:00Z") }
            fields.key("consent")
            fields.object { consent in
                consent.member("by", "Director")
                consent.member("givenAt", "2026-09-01T00:00:00Z")
            }
            fields.key("contact")
            fields.object { contact in
                contact.member("role", "Duty desk")
                contact.key("phones")
                contact.array { $0.string("+00 0000") }
            }
        }
        return writer.bytes
    }

    private func object(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object(members)
        return writer.bytes
    }

    private mutating func say(
        _ kind: Kind, _ subject: String, _ body: [UInt8], by speaker: (PartyID, OfficerID, SigningKey)
    ) throws {
        let (party, officer, key) = speaker
        let builder = StatementBuilder(accord: Self.accord, party: party, officer: officer, key: key)
        let submission = try builder.statement(
            kind.name, about: SubjectID(subject), body: body, audience: .open, after: tips[ChainID(party, officer)],
            seen: seen, saidAt: now)
        try add(submission.envelopeBytes, chain: officer, party: party)
    }

    /// Logs an entry as it is, whether the rules would take it or not.
    mutating func add(_ entry: [UInt8], chain officer: OfficerID, party: PartyID = SmallAccord.party) throws {
        entries.append(entry)
        tree.append(Hash.leaf(of: entry))
        let signed = try SignedStatement(entry)
        tips[ChainID(party, officer)] = ChainTip(sequence: signed.statement.sequence, hash: signed.hash)
    }

    /// Logs bytes that need not be a statement.
    mutating func addRaw(_ entry: [UInt8]) {
        entries.append(entry)
        tree.append(Hash.leaf(of: entry))
    }

    /// The tip of the party's chain.
    var tip: ChainTip? { tips[ChainID(Self.party, Self.officer)] }

    /// The signed checkpoint of the log as it stands.
    func checkpoint() throws -> SignedCheckpoint {
        try Checkpoint(origin: signer.verifierKey.name, size: tree.size, root: tree.root).signed(by: signer)
    }
}

/// A log's tree with its full tiles kept.
struct GrowingTree: TileReading {
    private var builder = TileBuilder()
    private(set) var full: [Tile] = []
    private var stored = TileSet()

    var size: TreeSize { builder.size }
    var root: Hash { builder.root }

    mutating func append(_ leaf: Hash) {
        for tile in builder.append(CollectionOfOne(leaf)) {
            full.append(tile)
            stored.insert(tile)
        }
    }

    /// Every tile of the present size.
    var tiles: [Tile] { full + builder.partialTiles }

    func tile(_ coordinate: TileCoordinate) throws -> [UInt8] {
        if let bytes = try? stored.tile(coordinate) { return bytes }
        guard let tile = builder.partialTile(coordinate) else { throw LogError.tileMissing(path: coordinate.path) }
        return tile.bytes
    }
}
