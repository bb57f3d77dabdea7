public import Statements
import StrictJSON
import TransparencyLog

/// A statement ready to be sent: its envelope, and what opens a restricted body.
public struct Submission: Sendable {
    /// Media type of a bare envelope.
    public static let envelopeType = "application/vnd.dsse+json"
    /// Media type of an envelope together with the body it commits to.
    public static let restrictedType = "application/vnd.parley.submission+json"

    /// The statement as any node will read it.
    public let signed: SignedStatement
    /// The restricted body; nil for an open statement.
    public let opened: OpenedBody?

    /// Signs a payload, and reads the result as a node would.
    init(signing payload: [UInt8], with key: SigningKey, opened: OpenedBody?) throws(SubmissionError) {
        let envelope: Envelope
        do { envelope = try Envelope(payload: payload, signedBy: key) } catch { throw .key(error) }
        guard envelope.bytes.count <= Envelope.maximumBytes else {
            throw .tooLong(byteCount: envelope.bytes.count, limit: Envelope.maximumBytes)
        }
        do { signed = try SignedStatement(envelope.bytes) } catch { throw .unreadable(error) }
        self.opened = opened
    }

    /// The envelope: what the log will store.
    public var envelopeBytes: [UInt8] { signed.envelope.bytes }

    /// The tip of the party's chain once this is logged.
    public var tip: ChainTip { ChainTip(sequence: signed.statement.sequence, hash: signed.hash) }

    /// The media type of `bytes`.
    public var contentType: String { opened == nil ? Self.envelopeType : Self.restrictedType }

    /// What is sent: the envelope itself, or an object with envelope, opening and body, each in base64.
    public var bytes: [UInt8] {
        guard let opened else { return envelopeBytes }
        var writer = JSONWriter(capacity: 2 * (envelopeBytes.count + opened.bytes.count) + 128)
        writer.object { fields in
            fields.member("envelope", Base64.encode(envelopeBytes))
            fields.member("opening", Base64.encode(opened.opening.bytes))
            fields.member("body", Base64.encode(opened.bytes))
        }
        return writer.bytes
    }
}
