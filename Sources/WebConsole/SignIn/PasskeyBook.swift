import Foundation
import Geodesy
import HTTPAPI
import Statements
import StrictJSON
import Synchronization

/// The passkeys of this node's officers, in a file of its own.
final class PasskeyBook: Sendable {
    private static let format = "parley/passkeys@v1"

    private let path: String
    private let limits: ConsoleLimits
    private let passkeys: Mutex<[String: Passkey]>

    /// Opens the file; a node without one has no passkeys.
    ///
    /// - Throws: what is wrong with it: a book that cannot be read must not open sessions by half.
    init(path: String, limits: ConsoleLimits) throws {
        self.path = path
        self.limits = limits
        guard FileManager.default.fileExists(atPath: path) else {
            passkeys = Mutex([:])
            return
        }
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        let root = try JSONDocument(bytes, limits: .init(maximumBytes: 16 * 1_048_576)).root
        guard root["format"]?.text == Self.format else {
            throw Words.Fault(description: "'\(path)' is not a file of passkeys")
        }
        var found: [String: Passkey] = [:]
        for value in root["passkeys"]?.elements ?? [] {
            let passkey = try Self.read(value)
            found[passkey.id] = passkey
        }
        passkeys = Mutex(found)
    }

    /// The passkeys of an officer under one key, in the order in which they were added.
    func passkeys(of caller: Caller) -> [Passkey] {
        passkeys.withLock { $0.values.filter { $0.party == caller.party && $0.officer == caller.officer } }
            .sorted { ($0.addedAt, $0.id) < ($1.addedAt, $1.id) }
    }

    /// The passkey of a credential.
    subscript(id: String) -> Passkey? { passkeys.withLock { $0[id] } }

    /// Adds one, on disk before it counts.
    ///
    /// - Throws: `passkey` where it is known already or there are too many; else what the disk says.
    func add(_ passkey: Passkey) throws {
        try passkeys.withLock { known in
            guard known[passkey.id] == nil else { throw PasskeyAssertion.refusal("it is known here already") }
            let own = known.values.filter { $0.party == passkey.party && $0.officer == passkey.officer }
            guard own.count < limits.passkeysPerOfficer, known.count < limits.passkeys else {
                throw PasskeyAssertion.refusal("there are as many as this node keeps; remove one first")
            }
            var next = known
            next[passkey.id] = passkey
            try store(next)
            known = next
        }
    }

    /// Keeps an authenticator's count.
    ///
    /// - Throws: what the disk says.
    func count(_ id: String, _ counter: UInt32) throws {
        try passkeys.withLock { known in
            guard var passkey = known[id], counter > passkey.counter else { return }
            passkey.counter = counter
            var next = known
            next[id] = passkey
            try store(next)
            known = next
        }
    }

    /// Removes one of an officer's own.
    ///
    /// - Throws: `not-found`, or what the disk says.
    func remove(_ id: String, of caller: Caller) throws {
        try passkeys.withLock { known in
            guard let passkey = known[id], passkey.party == caller.party, passkey.officer == caller.officer else {
                throw Problem.notFound
            }
            var next = known
            next[id] = nil
            try store(next)
            known = next
        }
    }

    private func store(_ passkeys: [String: Passkey]) throws {
        var writer = JSONWriter(capacity: 1_024)
        writer.object { fields in
            fields.member("format", Self.format)
            fields.key("passkeys")
            fields.array { list in
                for passkey in passkeys.values.sorted(by: { $0.id < $1.id }) { Self.write(passkey, to: &list) }
            }
        }
        // Written beside it, then renamed: never half a book.
        let url = URL(fileURLWithPath: path)
        try Data(writer.bytes + [0x0A]).write(to: url, options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }

    private static func write(_ passkey: Passkey, to list: inout JSONWriter) {
        list.object { fields in
            fields.member("credential", passkey.id)
            fields.member("publicKey", Base64URL.encode(passkey.publicKey))
            fields.member("party", passkey.party.rawValue)
            fields.member("officer", passkey.officer.rawValue)
            fields.member("key", passkey.key.description)
            fields.member("label", passkey.label)
            fields.member("addedAt", passkey.addedAt.description)
            fields.member("counter", Int64(passkey.counter))
        }
    }

    private static func read(_ value: JSONValue) throws -> Passkey {
        var object = try value.object()
        let key = try object.required("key").string()
        guard let fingerprint = KeyFingerprint(hex: key) else {
            throw Words.Fault(description: "the file of passkeys names a key that is none")
        }
        return Passkey(
            id: try object.required("credential").string(),
            publicKey: try Base64URL.decode(try object.required("publicKey").string()),
            party: try PartyID(try object.required("party").string()),
            officer: try OfficerID(try object.required("officer").string()), key: fingerprint,
            label: try object.required("label").string(),
            addedAt: try Instant(rfc3339: try object.required("addedAt").string(), rounding: .down),
            counter: UInt32(clamping: try object.required("counter").integer()))
    }
}
