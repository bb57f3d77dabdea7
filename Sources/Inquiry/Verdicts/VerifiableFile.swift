import Statements
public import TransparencyLog

/// A file of any kind that can be verified offline, recognised by its first bytes.
public enum VerifiableFile: Sendable {
    /// That a statement is in the log; needs the statement beside it.
    case receipt(LogProof)
    /// All about a record.
    case bundle(InquiryBundle)
    /// That somebody broke a rule.
    case evidence(Evidence)
    /// What the log undertook.
    case promise(PromiseNote)
    /// What a sender handed to one recipient, whole.
    case outbox(OutboxProof)

    /// Reads a file.
    ///
    /// - Throws: `notRecognised` for something else, or the first rule that it breaks.
    public init(parsing bytes: [UInt8]) throws(VerifiableFileError) {
        if bytes.starts(with: LogProof.header.utf8) {
            do { self = .receipt(try LogProof(parsing: bytes)) } catch { throw .receipt(error) }
            return
        }
        do throws(InquiryError) {
            if bytes.starts(with: PromiseNote.header.utf8) {
                do { self = .promise(try PromiseNote(parsing: bytes)) } catch { throw .promise(error) }
            } else if bytes.starts(with: EvidenceFile.header.utf8) {
                self = .evidence(try Evidence(parsing: bytes))
            } else {
                self = try Self.object(bytes)
            }
        } catch { throw .file(error) }
    }

    private static func object(_ bytes: [UInt8]) throws(InquiryError) -> VerifiableFile {
        if try BundlePage.object(in: bytes) != nil { return .bundle(try InquiryBundle(parsing: bytes)) }
        let (format, _) = try FileObject.read(bytes, limit: InquiryBundle.maximumByteCount)
        if format == OutboxProof.format { return .outbox(try OutboxProof(parsing: bytes)) }
        return format == InquiryBundle.format
            ? .bundle(try InquiryBundle(parsing: bytes)) : .evidence(try Evidence(parsing: bytes))
    }

    /// The kind in a word.
    public var kind: String {
        switch self {
        case .receipt: "receipt"
        case .bundle: "bundle"
        case .evidence(let evidence): evidence.kind
        case .promise: "promise"
        case .outbox: "outbox"
        }
    }

    /// Judges the file with the log's key: no network, no clock, nobody's word.
    ///
    /// - Parameters:
    ///   - log: the log's key, from elsewhere than the file.
    ///   - policy: whose cosignatures are asked for; with one, a file without them is not verified.
    ///   - statement: the envelope that a receipt is for.
    /// - Returns: what a stranger may conclude.
    public func judged(
        by log: NoteVerifierKey, policy: WitnessPolicy? = nil, statement: [UInt8]? = nil
    ) -> FileVerdict {
        switch self {
        case .receipt(let receipt): Self.judge(receipt, of: statement, log, policy)
        case .bundle(let bundle): Self.judge(bundle, log, policy)
        case .evidence(let evidence): Self.judge(evidence, log, policy)
        case .promise(let promise): Self.judge(promise, log)
        case .outbox(let proof): Self.judge(proof, log, policy)
        }
    }
}

/// Why a file of some kind cannot be read.
public enum VerifiableFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A receipt that is none.
    case receipt(ProofError)
    /// Any other file.
    case file(InquiryError)

    /// What was expected, what was found.
    public var description: String {
        switch self {
        case .receipt(let error): "\(error)"
        case .file(let error): "\(error)"
        }
    }
}
