public import Statements
public import StrictJSON
public import TransparencyLog

/// Why a file proves nothing.
public enum InquiryError: Error, Hashable, Sendable {
    /// Larger than the limit.
    case tooLong(byteCount: Int, maximum: Int)
    /// None of the kinds of file that can be judged.
    case notRecognised
    /// A page without the object that counts, or with more than one.
    case badPage
    /// Not of the form; names the field and the rule.
    case malformed(JSONError)
    /// It was made for another log key than the one given.
    case otherLogKey(named: String)
    /// The checkpoint cannot be read, or is not the log's.
    case checkpoint(LogError)
    /// A promise cannot be read, or is not the log's.
    case promise(PromiseError)
    /// An entry is not the log's, or not said by whom it says.
    case entry(EntryIndex, EntryError)
    /// What is said to break a promise keeps it, or shows nothing.
    case promiseNotBroken(String)
    /// The two statements do not contradict each other.
    case noContradiction(String)
    /// One of the two statements is none, or was not signed by an enrolled key; 1 or 2.
    case statement(Int, EntryError)
    /// Nothing in the bundle is about the record it names.
    case nothingAbout(RecordID)
    /// An opened body does not belong to the entry it is given for.
    case opened(EntryIndex, String)
    /// A promise of a bundle does not hold; which, from 1.
    case promiseInside(Int, PromiseError)
    /// An entry in the bundle stands where the log promised another one; which promise, from 1.
    case promiseBroken(Int, EntryIndex)
    /// The evidence in a bundle is not proven; which, from 1.
    case evidenceInside(Int, String)
    /// Evidence of a split view that shows nothing.
    case splitView(EvidenceError)
    /// A sender's counts and the statements carried between them do not fit.
    case outbox(String)
    /// The witness policy is not one for this log.
    case otherPolicy(String)
}

extension InquiryError: CustomStringConvertible {
    /// What was expected, what was found.
    public var description: String {
        switch self {
        case .tooLong(let count, let maximum): "the file has \(count) bytes; at most \(maximum) are read"
        case .notRecognised: "the file is neither a bundle nor evidence, a promise or a receipt"
        case .badPage: "the page must hold exactly one element <script type=\"application/json\" id=\"parley-bundle\">"
        case .malformed(let error): "\(error)"
        case .otherLogKey(let named): "the file speaks of the log key '\(named)', not of the one given"
        case .checkpoint(let error): "\(error)"
        case .promise(let error): "\(error)"
        case .entry(let index, let error): "entry \(index): \(error)"
        case .promiseNotBroken(let sentence): sentence
        case .noContradiction(let sentence): sentence
        case .statement(let number, let error): "statement \(number): \(error)"
        case .nothingAbout(let record): "no entry in the bundle is about its record '\(record)'"
        case .opened(let index, let sentence): "the opened body for entry \(index) \(sentence)"
        case .promiseInside(let number, let error): "promise \(number): \(error)"
        case .promiseBroken(let number, let index):
            "promise \(number): entry \(index) is another than the one promised; make it evidence of its own"
        case .evidenceInside(let number, let sentence): "evidence \(number): \(sentence)"
        case .splitView(let error): "\(error)"
        case .outbox(let sentence): sentence
        case .otherPolicy(let sentence): "the witness policy \(sentence)"
        }
    }
}
