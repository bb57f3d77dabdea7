/// What a witness answers to an add-checkpoint request; there are no other answers.
///
/// Source: c2sp.org/tlog-witness. A server error is not an answer of the protocol, and a client treats it as silence.
public enum AddCheckpointAnswer: Hashable, Sendable {
    /// 200: the witness's cosignatures over the checkpoint; at least one.
    case cosigned([NoteSignature])
    /// 400: the request is not well-formed, or its old size is above the checkpoint's; with a sentence for people.
    case malformed(String)
    /// 403: no trusted key of the log has signed, or a signature of one does not hold.
    case forbidden(String)
    /// 404: the witness does not know the log.
    case unknownOrigin(String)
    /// 409: the old size is not that of the last checkpoint that the witness cosigned, which is this.
    ///
    /// On the asking side this is a claim that nobody has signed.
    case conflict(TreeSize)
    /// 422: the checkpoint does not continue the last one that the witness cosigned.
    case inconsistent(String)

    /// How many bytes of an answer are read.
    public static let maximumByteCount = 1 << 16

    /// How many cosignatures an answer may carry.
    public static let maximumSignatureCount = 16

    /// How many characters of a refusal's sentence are kept.
    public static let maximumReasonCount = 400

    /// The content type of a 409.
    public static let sizeContentType = "text/x.tlog.size"

    /// The HTTP status.
    public var status: Int {
        switch self {
        case .cosigned: 200
        case .malformed: 400
        case .forbidden: 403
        case .unknownOrigin: 404
        case .conflict: 409
        case .inconsistent: 422
        }
    }

    /// The HTTP content type.
    public var contentType: String {
        if case .conflict = self { return AddCheckpointAnswer.sizeContentType }
        return "text/plain; charset=utf-8"
    }

    /// The HTTP body.
    public var body: [UInt8] {
        switch self {
        case .cosigned(let lines): lines.flatMap(\.line)
        case .conflict(let size): Array("\(size)\n".utf8)
        case .malformed(let reason), .forbidden(let reason), .unknownOrigin(let reason), .inconsistent(let reason):
            Array((AddCheckpointAnswer.printable(reason.unicodeScalars) + "\n").utf8)
        }
    }

    /// Reads an answer; nothing about it has been verified.
    ///
    /// - Parameters:
    ///   - status: the HTTP status.
    ///   - contentType: the HTTP content type; parameters and case do not matter.
    ///   - body: the HTTP body.
    /// - Throws: the rule that it breaks, `unexpectedStatus` for any other status.
    public init(status: Int, contentType: String?, body: [UInt8]) throws(AddCheckpointAnswerError) {
        guard body.count <= AddCheckpointAnswer.maximumByteCount else { throw .tooLong(byteCount: body.count) }
        switch status {
        case 200: self = .cosigned(try AddCheckpointAnswer.readLines(body))
        case 400: self = .malformed(AddCheckpointAnswer.readReason(body))
        case 403: self = .forbidden(AddCheckpointAnswer.readReason(body))
        case 404: self = .unknownOrigin(AddCheckpointAnswer.readReason(body))
        case 409: self = .conflict(try AddCheckpointAnswer.readSize(contentType, body))
        case 422: self = .inconsistent(AddCheckpointAnswer.readReason(body))
        default: throw .unexpectedStatus(status)
        }
    }

    private static func readLines(_ body: [UInt8]) throws(AddCheckpointAnswerError) -> [NoteSignature] {
        var scanner = LineScanner(body[...])
        var lines: [NoteSignature] = []
        while !scanner.isAtEnd {
            guard lines.count < maximumSignatureCount, let bytes = scanner.next(), let line = NoteSignature(line: bytes)
            else { throw .badSignatureLine(lines.count + 1) }
            lines.append(line)
        }
        guard !lines.isEmpty else { throw .noSignature }
        return lines
    }

    private static func readSize(_ type: String?, _ body: [UInt8]) throws(AddCheckpointAnswerError) -> TreeSize {
        let essence = type?.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
        guard essence.filter({ $0 != " " && $0 != "\t" }).lowercased() == sizeContentType else { throw .badSize }
        var scanner = LineScanner(body[...])
        guard let line = scanner.next(), scanner.isAtEnd, let size = Decimal.parse(line),
            size <= TreeSize.maximum.value
        else { throw .badSize }
        return TreeSize(size)
    }

    /// A stranger's sentence, fit to be logged and shown: one line, nothing invisible, not too long.
    private static func readReason(_ body: [UInt8]) -> String {
        var text = String(decoding: body, as: UTF8.self).unicodeScalars[...]
        while text.last == "\n" || text.last == "\r" { text = text.dropLast() }
        return printable(text)
    }

    private static func printable(_ text: some Sequence<Unicode.Scalar>) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in text.prefix(maximumReasonCount) {
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                kept.append("\u{FFFD}")
            default:
                kept.append(scalar)
            }
        }
        return String(kept)
    }
}

extension AddCheckpointAnswer {
    /// The newest line by which this witness has cosigned the checkpoint; nil when there is none that holds.
    ///
    /// Only such a line may be added to the checkpoint: one that does not hold would spoil it for every reader.
    public func cosignature(of witness: NoteVerifierKey, on checkpoint: SignedCheckpoint) -> NoteSignature? {
        guard case .cosigned(let lines) = self, witness.kind == .cosignatureV1 else { return nil }
        func time(_ line: NoteSignature) -> UInt64 { Cosignature(line)?.timestampSeconds ?? 0 }
        return lines.filter { witness.isValid($0, over: checkpoint.note.text) }.max { time($0) < time($1) }
    }
}

/// Why an HTTP response is not a witness's answer.
public enum AddCheckpointAnswerError: Error, Hashable, Sendable {
    /// The body is larger than the limit.
    case tooLong(byteCount: Int)
    /// The status is none of 200, 400, 403, 404, 409 and 422.
    case unexpectedStatus(Int)
    /// A line of a 200 is not a signature line, or one too many; lines count from 1.
    case badSignatureLine(Int)
    /// A 200 has no line.
    case noSignature
    /// A 409 is not of the content type `text/x.tlog.size`, or not one decimal and a newline.
    case badSize
}

extension AddCheckpointAnswerError: CustomStringConvertible {
    /// What was expected, what was found.
    public var description: String {
        switch self {
        case .tooLong(let count):
            "the witness answered \(count) bytes; at most \(AddCheckpointAnswer.maximumByteCount) are read"
        case .unexpectedStatus(let status):
            "the witness answered with status \(status); expected 200, 400, 403, 404, 409 or 422"
        case .badSignatureLine(let line):
            "the witness's answer, line \(line): not a signature line, or more than "
                + "\(AddCheckpointAnswer.maximumSignatureCount) of them"
        case .noSignature:
            "the witness answered 200 without a cosignature"
        case .badSize:
            "the witness answered 409 without one size up to 2^63 - 1 as \(AddCheckpointAnswer.sizeContentType)"
        }
    }
}
