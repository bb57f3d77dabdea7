import Dispatch
public import ParleyNode
import Synchronization
import TransparencyLog

/// What every `WitnessStore` promises, as checks that any store's tests can run.
public struct WitnessStoreContract {
    /// The promises.
    public enum Rule: String, CaseIterable, Sendable {
        /// Nothing was cosigned yet, and it says so.
        case startsEmpty
        /// A note takes the place of exactly the one that was expected, or nothing changes.
        case replacesExactly
        /// Logs do not get in one another's way.
        case keepsLogsApart
        /// Opening again changes nothing.
        case survivesReopening
        /// Of many who replace the same note at once, one succeeds.
        case letsOneWin
    }

    private let place: () throws -> () throws -> any WitnessStore

    /// The contract over stores from `place`, which makes an empty place and returns what opens it, again and again.
    public init(place: @escaping () throws -> () throws -> any WitnessStore) { self.place = place }

    /// What the store does against `rule`, in sentences; empty when it keeps it.
    ///
    /// - Throws: whatever the store throws.
    public func violations(of rule: Rule) throws -> [String] {
        let open = try place()
        let store = try open()
        let (one, other) = (try KeyName("log.example/one"), try KeyName("log.example/other"))
        let (first, second) = (Array("first\n".utf8), Array("second, longer\n".utf8))
        guard try store.cosigned(one) == nil else { return ["a new store has a note"] }
        switch rule {
        case .startsEmpty:
            return try store.replace(one, first, with: second) ? ["a note was replaced that was never there"] : []
        case .replacesExactly:
            var sentences: [String] = []
            if try !store.replace(one, nil, with: first) { sentences.append("the first note was not taken") }
            if try store.replace(one, nil, with: second) { sentences.append("a note was taken for nothing") }
            if try store.replace(one, second, with: second) { sentences.append("another note was taken for this one") }
            if try store.cosigned(one) != first { sentences.append("a refused replacement changed something") }
            if try !store.replace(one, first, with: second) { sentences.append("the next note was not taken") }
            if try store.cosigned(one) != second { sentences.append("the next note is not there") }
            return sentences
        case .keepsLogsApart:
            guard try store.replace(one, nil, with: first) else { return ["the first note was not taken"] }
            if try store.cosigned(other) != nil { return ["one log's note is another's"] }
            guard try store.replace(other, nil, with: second) else { return ["the other log's note was not taken"] }
            return try store.cosigned(one) == first ? [] : ["one log's note was replaced by another's"]
        case .survivesReopening:
            guard try store.replace(one, nil, with: first) else { return ["the first note was not taken"] }
            let again = try open()
            guard try again.cosigned(one) == first else { return ["the note is gone after opening again"] }
            return try again.replace(one, first, with: second)
                ? [] : ["the note cannot be replaced after opening again"]
        case .letsOneWin:
            let winners = Atomic<Int>(0)
            DispatchQueue.concurrentPerform(iterations: 8) { number in
                if (try? store.replace(one, nil, with: Array("note \(number)\n".utf8))) == true {
                    winners.add(1, ordering: .relaxed)
                }
            }
            let count = winners.load(ordering: .relaxed)
            return count == 1 ? [] : ["\(count) replaced the same note at once"]
        }
    }
}
