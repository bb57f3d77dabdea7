import Statements
import StrictJSON
public import TransparencyLog

/// A file that convinces a stranger who has the log's key, whichever of the three kinds it is.
public enum Evidence: Hashable, Sendable {
    /// The log signed two histories.
    case splitView(EvidenceFile)
    /// The log promised an entry its place and did not keep it.
    case brokenPromise(BrokenPromise)
    /// A party signed two statements for one place of its chain.
    case equivocation(Equivocation)

    /// Reads a file of any kind.
    ///
    /// - Throws: `notRecognised` for something else, or the first rule that it breaks.
    public init(parsing bytes: [UInt8]) throws(InquiryError) {
        if bytes.starts(with: EvidenceFile.header.utf8) {
            do { self = .splitView(try EvidenceFile(parsing: bytes)) } catch { throw .splitView(error) }
            return
        }
        let (format, object) = try FileObject.read(bytes, limit: Equivocation.maximumByteCount)
        switch format {
        case BrokenPromise.format: self = .brokenPromise(try BrokenPromise(object))
        case Equivocation.format: self = .equivocation(try Equivocation(object))
        default: throw .notRecognised
        }
    }

    /// The file's bytes in their usual spelling.
    public var bytes: [UInt8] {
        switch self {
        case .splitView(let file): file.bytes
        case .brokenPromise(let evidence): evidence.bytes
        case .equivocation(let evidence): evidence.bytes
        }
    }

    /// The kind's name, as file names and lists show it.
    public var kind: String {
        switch self {
        case .splitView: "split-view"
        case .brokenPromise: "broken-promise"
        case .equivocation: "equivocation"
        }
    }

    /// Judges the evidence with the log's key: no network, no clock, nobody's word.
    ///
    /// - Parameters:
    ///   - log: the log's key, from elsewhere than the file.
    ///   - policy: the witness policy, for what is dated by witnesses.
    /// - Returns: what is proven, in one sentence, or why nothing is.
    public func judged(by log: NoteVerifierKey, policy: WitnessPolicy? = nil) -> EvidenceJudgement {
        do throws(InquiryError) {
            switch self {
            case .splitView(let file):
                switch file.judged(by: log) {
                case .proven(let view): return .proven("\(view)")
                case .notProven(let error): throw .splitView(error)
                }
            case .brokenPromise(let evidence): return .proven(try evidence.judged(by: log, policy: policy))
            case .equivocation(let evidence): return .proven(try evidence.judged(by: log))
            }
        } catch { return .notProven(error) }
    }
}

/// What evidence shows.
public enum EvidenceJudgement: Hashable, Sendable, CustomStringConvertible {
    /// What is proven, in one sentence.
    case proven(String)
    /// Nothing is shown; why.
    case notProven(InquiryError)

    /// Whether anything is shown.
    public var isProven: Bool { if case .proven = self { true } else { false } }

    /// The judgement in one sentence.
    public var description: String {
        switch self {
        case .proven(let sentence): "proven: \(sentence)"
        case .notProven(let error): "not proven: \(error)"
        }
    }
}

/// A JSON file that names its own format.
enum FileObject {
    /// Levels of arrays and objects: those of the file around those of a body.
    static let maximumDepth = 24

    static func read(_ bytes: [UInt8], limit: Int) throws(InquiryError) -> (format: String, JSONObject) {
        guard bytes.count <= limit else { throw .tooLong(byteCount: bytes.count, maximum: limit) }
        do throws(JSONError) {
            let limits = JSONDocument.Limits(maximumBytes: limit, maximumDepth: maximumDepth)
            let object = try JSONDocument(bytes, limits: limits).root.object()
            var fields = object
            return (try fields.required("format").string(), object)
        } catch { throw .malformed(error) }
    }
}
