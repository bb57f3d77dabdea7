public import Statements
import StrictJSON
import TransparencyLog

/// A statement ready to be sent: its envelope, and the sealed body that a restricted one names.
public struct Submission: Sendable {
    /// Media type of a bare envelope.
    public static let envelopeType = "application/vnd.dsse+json"
    /// Media type of an envelope together with the sealed body that it names.
    public static let restrictedType = "application/vnd.parley.submission+json"

    /// The statement as any node will read it.
    public let signed: SignedStatement
    /// The restricted body with its openings, for its author to keep; nil for an open statement.
    public let opened: OpenedBody?
    /// What goes to the node of it; nil for an open statement, and for one that is given to nobody.
    public let sealed: SealedBody?

    /// Signs a payload, and reads the result as a node would.
    init(
        signing payload: [UInt8], with key: SigningKey, opened: OpenedBody?, sealed: SealedBody?
    ) throws(SubmissionError) {
        let envelope: Envelope
        do { envelope = try Envelope(payload: payload, signedBy: key) } catch { throw .key(error) }
        guard envelope.bytes.count <= Envelope.maximumBytes else {
            throw .tooLong(byteCount: envelope.bytes.count, limit: Envelope.maximumBytes)
        }
        do { signed = try SignedStatement(envelope.bytes) } catch { throw .unreadable(error) }
        self.opened = opened
        self.sealed = sealed
    }

    /// The envelope: what the log will store.
    public var envelopeBytes: [UInt8] { signed.envelope.bytes }

    /// The tip of the party's chain once this is logged.
    public var tip: ChainTip { ChainTip(sequence: signed.statement.sequence, hash: signed.hash) }

    /// The media type of `bytes`.
    public var contentType: String { sealed == nil ? Self.envelopeType : Self.restrictedType }

    /// What is sent: the envelope itself, or an object with the envelope in base64 and the sealed body.
    public var bytes: [UInt8] {
        guard let sealed else { return envelopeBytes }
        var writer = JSONWriter(capacity: 2 * envelopeBytes.count + sealed.bytes.count + 128)
        writer.object { fields in
            fields.member("envelope", Base64.encode(envelopeBytes))
            fields.key("sealed")
            fields.raw(sealed.bytes)
        }
        return writer.bytes
    }
}
