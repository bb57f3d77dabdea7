public import Statements
public import StrictJSON
import TransparencyLog

/// What an officer's browser hands to its party: the key that it made, to be enrolled by the party's root key.
///
/// Nothing in it is secret, and nothing in it is believed: whoever holds the root key admits it by the digits of its
/// fingerprint, heard over the telephone. They cover the log's key as the browser knows it, so both sides compare both.
public struct KeyRequest: Hashable, Sendable {
    /// The form's name.
    public static let format = "parley/key@v1"
    /// Bytes of a request.
    public static let maximumBytes = 2_048

    /// The request as it was made.
    public let bytes: [UInt8]
    /// The accord.
    public let accord: AccordID
    /// The log's key as the browser knows it.
    public let logKey: String
    /// The party.
    public let party: PartyID
    /// Its officer, who is enrolled or will be before the key is.
    public let officer: OfficerID
    /// The key.
    public let key: PublicKey

    /// Reads a request.
    ///
    /// - Throws: what is wrong with it, naming the field.
    public init(_ bytes: [UInt8]) throws(JSONError) {
        self.bytes = bytes
        let limits = JSONDocument.Limits(maximumBytes: Self.maximumBytes, maximumDepth: 2)
        let root = try JSONDocument(bytes, limits: limits).root
        var fields = try root.object()
        let format = try fields.required("format")
        guard try format.string() == Self.format else { throw format.refused("must be '\(Self.format)'") }
        accord = try fields.required("accord").identifier()
        logKey = try fields.required("logKey").string()
        party = try fields.required("party").identifier()
        let officer = try fields.required("officer")
        self.officer = try officer.identifier()
        guard self.officer != .root, self.officer != .node else { throw officer.refused("must be an officer's name") }
        let key = try fields.required("key")
        let spki: [UInt8]
        do { spki = try Base64.decode(try key.string()) } catch { throw key.refused("must be base64") }
        do { self.key = try PublicKey(spki: spki) } catch { throw key.refused("is not a public key: \(error)") }
        try fields.finish()
    }

    /// The digits that the officer reads out and the party's root compares.
    public var fingerprint: SpokenFingerprint {
        let names = [accord.rawValue, party.rawValue, officer.rawValue, logKey]
        let text = names.reduce(into: Array("parley/officer-key/v1\0".utf8)) { $0 += Array($1.utf8) + [0] }
        return SpokenFingerprint(of: .sha256(of: text + key.spki))
    }
}
