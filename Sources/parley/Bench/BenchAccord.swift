import Coordination
import Geodesy
import ParleyNode
import Statements
import StrictJSON
import TransparencyLog

/// An accord made for measuring: a host, parties with one access officer each, and statements signed ahead of time.
struct BenchAccord {
    let accord = AccordID(checked: "bench")
    let host = PartyID(checked: "host")
    let rootKey = SigningKey(.ed25519)
    let nodeKey = SigningKey(.ed25519)
    let logSigner: NoteSigner
    private(set) var speakers: [Speaker] = []
    private var hostHead: (sequence: UInt64, hash: StatementHash)?

    /// An officer with their party's chain.
    struct Speaker {
        let party: PartyID
        let officer: OfficerID
        let root: SigningKey
        let key: SigningKey
        var sequence: UInt64 = 0
        var previous: StatementHash?
    }

    init() throws {
        var seed = [UInt8](repeating: 0, count: 32)
        for index in seed.indices { seed[index] = UInt8.random(in: 0...255) }
        logSigner = try NoteSigner(name: KeyName("bench.example/log"), kind: .ed25519, seed: seed)
    }

    var keys: Node.Keys { Node.Keys(log: logSigner, node: nodeKey) }

    /// Founds the accord and enrols `count` parties, each with an officer and a key.
    mutating func found(parties count: Int, on node: Node) async throws {
        let body = Accord.foundingBody(
            name: [(language: "en", text: "Benchmark")], isExercise: true,
            hostName: [(language: "en", text: "Host")], logKey: logSigner.verifierKey.vkey,
            rootKey: rootKey.publicKey, nodeKey: nodeKey.publicKey,
            standOffClasses: [(name: "site", millimetres: 500_000, clause: "bench 1")])
        try await submitAsHost(.accordFound, subject: "bench", body: body, on: node)
        for number in 0..<count {
            var speaker = Speaker(
                party: PartyID(checked: "party-\(number)"), officer: OfficerID(checked: "access"),
                root: SigningKey(.ed25519), key: SigningKey(.ed25519))
            try await submitAsHost(
                .partyEnrol, subject: speaker.party.rawValue,
                body: Self.json { body in
                    body.key("name")
                    body.object { $0.member("en", "Party \(number)") }
                    body.member("role", "humanitarian")
                    body.publicKey("rootKey", speaker.root.publicKey)
                }, on: node)
            let expires = node.clock.now().adding(seconds: 86_400 * 30).description
            let enrolment = Self.json { body in
                body.key("name")
                body.object { $0.member("en", "Access officer") }
                body.member("grade", "CIV")
                body.key("roles")
                body.array { $0.string("access") }
                body.member("expires", expires)
            }
            let key = Self.json { body in
                body.publicKey("key", speaker.key.publicKey)
                body.member("expires", expires)
            }
            for (kind, body) in [(Kind.officerEnrol, enrolment), (.keyEnrol, key)] {
                let envelope = try speaker.sign(
                    kind, subject: "access", body: body, accord: accord, seen: Self.head(of: node),
                    at: node.clock.now(), asRoot: true)
                try await Self.require(node.submit(envelope.bytes))
            }
            speakers.append(speaker)
        }
    }

    /// States the log's witness policy.
    mutating func state(policy: String, on node: Node) async throws {
        let body = Self.json { $0.member("policy", policy) }
        try await submitAsHost(.witnessPolicy, subject: "witnesses", body: body, on: node)
    }

    mutating func submitAsHost(_ kind: Kind, subject: String, body: [UInt8], on node: Node) async throws {
        let statement = Statement(
            accord: accord, party: host, officer: .root, kind: kind.name, subject: SubjectID(checked: subject),
            sequence: (hostHead?.sequence ?? 0) + 1, previous: hostHead?.hash, seen: Self.head(of: node),
            saidAt: node.clock.now(), content: .open(try Self.value(body)))
        let signed = try SignedStatement(envelope: Envelope(payload: statement.payload, signedBy: rootKey))
        try await Self.require(node.submit(signed.envelope.bytes))
        hostHead = (statement.sequence, signed.hash)
    }

    /// The next statements of speaker `number`: sites scattered over a theatre of 400 km.
    mutating func sites(_ count: Int, by number: Int, seen: TreeHead, at now: Instant) throws -> [[UInt8]] {
        var out: [[UInt8]] = []
        out.reserveCapacity(count)
        for _ in 0..<count {
            let serial = speakers[number].sequence
            let body = Self.site(number: number, serial: serial, from: now)
            let envelope = try speakers[number].sign(
                .notificationNotify, subject: "site-\(serial)", body: body, accord: accord, seen: seen, at: now,
                asRoot: false)
            out.append(envelope.bytes)
        }
        return out
    }

    /// Signs the next statement of speaker `number`.
    mutating func sign(
        _ kind: Kind, subject: String, body: [UInt8], by number: Int, seen: TreeHead, at now: Instant
    ) throws -> [UInt8] {
        try speakers[number].sign(
            kind, subject: subject, body: body, accord: accord, seen: seen, at: now, asRoot: false
        ).bytes
    }

    private static func site(number: Int, serial: UInt64, from now: Instant) -> [UInt8] {
        // A fixed, well-spread sequence: places differ, and every run measures the same ones.
        var state = UInt64(number) &* 0x9E37_79B9_7F4A_7C15 &+ serial &* 0xBF58_476D_1CE4_E5B9
        state ^= state >> 31
        let latitude = 340_000_000 + Int64(state % 36_000_000)
        let longitude = 360_000_000 + Int64((state >> 24) % 44_000_000)
        return json { body in
            body.member("category", "static-site")
            body.member("kind", "hospital")
            body.key("name")
            body.object { $0.member("en", "Hospital \(number)-\(serial)") }
            body.key("place")
            body.object { place in
                place.key("circle")
                place.object { circle in
                    circle.key("centre")
                    circle.object { centre in
                        centre.key("lat")
                        centre.decimal(latitude, scale: 7)
                        centre.key("lon")
                        centre.decimal(longitude, scale: 7)
                    }
                    circle.member("radiusMetres", 60)
                }
            }
            body.member("standOffClass", "site")
            body.key("valid")
            body.object { $0.member("from", now.description) }
            body.key("consent")
            body.object { consent in
                consent.member("by", "Director")
                consent.member("givenAt", now.description)
            }
            body.key("contact")
            body.object { contact in
                contact.member("role", "Duty phone")
                contact.key("phones")
                contact.array { $0.string("+000 000 000") }
            }
        }
    }

    static func json(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.object(body)
        return writer.bytes
    }

    static func value(_ bytes: [UInt8]) throws -> JSONValue {
        try JSONDocument(bytes, limits: .init(maximumBytes: Envelope.maximumBytes)).root
    }

    static func head(of node: Node) -> TreeHead {
        let state = node.publisher.state
        return TreeHead(size: state.size, root: state.tree.root)
    }

    private static func require(_ answer: Node.Answer) throws {
        if case .refused(let refusal) = answer { throw refusal }
    }
}

extension BenchAccord.Speaker {
    /// Signs the chain's next statement.
    mutating func sign(
        _ kind: Kind, subject: String, body: [UInt8], accord: AccordID, seen: TreeHead, at now: Instant, asRoot: Bool
    ) throws -> Envelope {
        let statement = Statement(
            accord: accord, party: party, officer: asRoot ? .root : officer, kind: kind.name,
            subject: SubjectID(checked: subject), sequence: sequence + 1, previous: previous, seen: seen, saidAt: now,
            content: .open(try BenchAccord.value(body)))
        let envelope = try Envelope(payload: statement.payload, signedBy: asRoot ? root : key)
        sequence += 1
        previous = try SignedStatement(envelope: envelope).hash
        return envelope
    }
}
