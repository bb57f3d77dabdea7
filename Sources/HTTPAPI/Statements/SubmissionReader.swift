import Statements
import StrictJSON
import TransparencyLog

/// Reads what was submitted: an envelope as it is, or one with the sealed body that it names.
enum SubmissionReader {
    /// The media type of a wrapper around envelope and sealed body.
    static let wrapperType = "application/vnd.parley.submission+json"
    /// Every type that a submission may have; all but the wrapper's mean the envelope itself.
    static let mediaTypes = [
        "application/json", "application/vnd.dsse+json", "application/vnd.dsse.envelope.v1+json", wrapperType,
    ]

    /// What the node takes.
    typealias Submitted = (envelope: [UInt8], sealed: [UInt8]?)

    /// Reads a whole body by its media type.
    ///
    /// - Throws: `malformed-submission` for a wrapper of another form; envelopes are judged by the node.
    static func read(_ bytes: [UInt8], mediaType: String, limit: Int) throws -> Submitted {
        guard mediaType == wrapperType else { return (bytes, nil) }
        return try wrapper(bytes, limit: limit)
    }

    /// Reads a line of a batch, which may be either form; the first key tells which.
    static func read(line: [UInt8], limit: Int) throws -> Submitted {
        switch firstKey(line) {
        case "envelope", "sealed": try wrapper(line, limit: limit)
        default: (line, nil)
        }
    }

    /// Levels of nesting in a wrapper: a sealed body's, and the wrapper itself.
    private static let maximumDepth = 8

    /// `{"envelope": base64, "sealed": {...}}`; the sealed body's bytes are those that stand there.
    private static func wrapper(_ bytes: [UInt8], limit: Int) throws -> Submitted {
        do {
            let document = try JSONDocument(bytes, limits: .init(maximumBytes: limit, maximumDepth: maximumDepth))
            var fields = try document.root.object()
            let envelope = try base64(fields.required("envelope"), limit: Envelope.maximumBytes)
            let sealed = fields.optional("sealed")
            try fields.finish()
            if let sealed, sealed.kind != .object { throw sealed.refused("must be an object") }
            return (envelope, sealed.map { Array($0.rawBytes) })
        } catch let error as JSONError {
            throw Problem("malformed-submission", error.description, pointer: error.pointer)
        }
    }

    private static func base64(_ value: JSONValue, limit: Int) throws(JSONError) -> [UInt8] {
        guard let bytes = try? Base64.decode(value.stringBytes()) else {
            throw value.refused("must be standard base64 with padding (RFC 4648 section 4)")
        }
        guard bytes.count <= limit else {
            throw value.refused("holds \(bytes.count) bytes; at most \(limit) are taken")
        }
        return bytes
    }

    /// The first key of an object, as far as it is spelled plainly; nil for anything else.
    private static func firstKey(_ line: [UInt8]) -> String? {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
        var rest = line.prefix(64).drop(while: isSpace)
        guard rest.popFirst() == UInt8(ascii: "{") else { return nil }
        rest = rest.drop(while: isSpace)
        guard rest.popFirst() == UInt8(ascii: "\""), let end = rest.firstIndex(of: UInt8(ascii: "\"")) else {
            return nil
        }
        return String(decoding: rest[..<end], as: UTF8.self)
    }
}
