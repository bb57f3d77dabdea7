import Statements
import StrictJSON
public import TransparencyLog

/// An entry of the log as a file carries it: where it stands, its exact bytes, and its way to a checkpoint's root.
public struct CarriedEntry: Hashable, Sendable {
    /// Entries that one file may carry.
    public static let maximumCount = 65_536
    /// Hashes on the way from a leaf to a root.
    public static let maximumPath = 63

    /// Where it stands.
    public let index: EntryIndex
    /// The envelope, exactly as logged.
    public let envelope: [UInt8]
    /// The inclusion proof's hashes, from the leaf to the root.
    public let path: [Hash]

    /// An entry from its parts.
    public init(index: EntryIndex, envelope: [UInt8], path: [Hash]) {
        self.index = index
        self.envelope = envelope
        self.path = path
    }

    /// Reads one member of a list of entries.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        index = EntryIndex(try fields.required("index").plainNumber())
        let envelope = try fields.required("envelope")
        guard let bytes = try? Base64.decode(envelope.stringBytes()) else {
            throw envelope.refused("must be standard base64 with padding (RFC 4648 section 4)")
        }
        self.envelope = bytes
        path = try fields.required("path").hashes(limit: Self.maximumPath)
        try fields.finish()
    }

    /// Writes it as files carry it.
    func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("index", index.value)
            fields.member("envelope", Base64.encode(envelope))
            fields.hashes("path", path)
        }
    }
}

extension JSONValue {
    /// A list of hashes in base64.
    func hashes(limit: Int) throws(JSONError) -> [Hash] {
        var hashes: [Hash] = []
        for element in try array(limit: limit) {
            guard let hash = Hash(base64: try element.stringBytes()) else {
                throw element.refused("must be 32 bytes in standard base64, 44 characters")
            }
            hashes.append(hash)
        }
        return hashes
    }
}

extension JSONWriter {
    /// A name and a list of hashes in base64.
    mutating func hashes(_ name: String, _ hashes: [Hash]) {
        key(name)
        array { list in for hash in hashes { list.string(hash.base64) } }
    }

    /// A name and bytes that are known to be text, such as a note.
    mutating func text(_ name: String, _ bytes: [UInt8]) {
        member(name, String(decoding: bytes, as: UTF8.self))
    }
}
