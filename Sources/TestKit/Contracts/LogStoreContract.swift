import Dispatch
public import ParleyNode
import Statements
import Synchronization
import TransparencyLog

/// What every `LogStore` promises, as checks that any store's tests can run.
///
/// ```swift
/// @Test(arguments: LogStoreContract.Rule.allCases)
/// func keeps(rule: LogStoreContract.Rule) throws {
///     #expect(try LogStoreContract { makeEmptyPlaceAndReturnOpener() }.violations(of: rule) == [])
/// }
/// ```
public struct LogStoreContract {
    /// The promises.
    public enum Rule: String, CaseIterable, Sendable {
        /// A new store has nothing and says so.
        case startsEmpty
        /// What was committed is read back, by the same store, at once.
        case readsItsOwnWrites
        /// Entries come in order, in pages of any size, and end at the end of the log.
        case keepsOrder
        /// A batch for another size is refused with `conflict`.
        case refusesOtherSizes
        /// A batch that is refused leaves nothing behind.
        case commitsWholeBatches
        /// Absent things are nil or empty, never an error.
        case saysWhatIsMissing
        /// The largest envelopes come back unchanged.
        case takesLargeEntries
        /// Full tiles come back unchanged, on every level.
        case keepsTiles
        /// A note is the last one set.
        case keepsNotes
        /// Closing and opening again changes nothing.
        case survivesReopening
        /// Whoever reads a checkpoint can read everything below it, while batches are being committed.
        case showsWholeBatches
    }

    private let place: () throws -> () throws -> any LogStore

    /// The contract over stores from `place`, which makes an empty place and returns what opens it, again and again.
    public init(place: @escaping () throws -> () throws -> any LogStore) { self.place = place }

    /// What the store does against `rule`, in sentences; empty when it keeps it.
    ///
    /// - Throws: whatever the store throws where the rule has it succeed.
    public func violations(of rule: Rule) throws -> [String] {
        let open = try place()
        var found = Findings()
        switch rule {
        case .startsEmpty: try checkEmpty(open(), &found)
        case .readsItsOwnWrites: try checkOwnWrites(open(), &found)
        case .keepsOrder: try checkOrder(open(), &found)
        case .refusesOtherSizes: try checkSizes(open(), &found)
        case .commitsWholeBatches: try checkWholeness(open(), &found)
        case .saysWhatIsMissing: try checkMissing(open(), &found)
        case .takesLargeEntries: try checkLarge(open, &found)
        case .keepsTiles: try checkTiles(open, &found)
        case .keepsNotes: try checkNotes(open, &found)
        case .survivesReopening: try checkReopening(open, &found)
        case .showsWholeBatches: try checkReaders(open(), &found)
        }
        return found.sentences
    }

    struct Findings {
        private(set) var sentences: [String] = []

        mutating func require(_ isKept: Bool, _ sentence: @autoclosure () -> String) {
            if !isKept { sentences.append(sentence()) }
        }
    }
}

extension LogStoreContract {
    private func checkReaders(_ store: any LogStore, _ found: inout Findings) throws {
        var source = try BatchSource()
        let batches = try (0..<40).map { _ in try source.next(7) }
        let all = source.entries
        let failures = Mutex<[String]>([])
        let isDone = Atomic<Bool>(false)
        DispatchQueue.concurrentPerform(iterations: 3) { worker in
            do {
                if worker == 0 {
                    defer { isDone.store(true, ordering: .releasing) }
                    for batch in batches { try store.commit(batch) }
                    return
                }
                while !isDone.load(ordering: .acquiring) {
                    guard let bytes = try store.checkpoint() else { continue }
                    let size = Int(try SignedCheckpoint(parsing: bytes).checkpoint.size.value)
                    let first = max(0, size - 9)
                    let page = try store.entries(from: EntryIndex(UInt64(first)), count: size - first)
                    guard page == Array(all[first..<size]) else {
                        throw StoreError(.failed, "the checkpoint says \(size) entries, but not all could be read")
                    }
                    guard let last = page.last, try store.index(of: BatchSource.name(of: last)) != nil else {
                        throw StoreError(.failed, "entry \(size - 1) is not found by its name")
                    }
                }
            } catch { failures.withLock { $0.append("\(error)") } }
        }
        for failure in failures.withLock({ $0 }) { found.require(false, failure) }
    }
}
