public import ParleyNode

/// What every `CheckpointAnchor` promises, as checks that any anchor's tests can run.
public struct CheckpointAnchorContract {
    /// The promises.
    public enum Rule: String, CaseIterable, Sendable {
        /// Nothing was published yet, and it says so.
        case startsEmpty
        /// The last one published is read back, shorter or longer than the one before.
        case keepsTheLast
        /// Opening again changes nothing.
        case survivesReopening
    }

    private let place: () throws -> () throws -> any CheckpointAnchor

    /// The contract over anchors from `place`, which makes an empty place and returns what opens it, again and again.
    public init(place: @escaping () throws -> () throws -> any CheckpointAnchor) { self.place = place }

    /// What the anchor does against `rule`, in sentences; empty when it keeps it.
    ///
    /// - Throws: whatever the anchor throws.
    public func violations(of rule: Rule) throws -> [String] {
        let open = try place()
        let anchor = try open()
        var sentences: [String] = []
        guard try anchor.published() == nil else { return ["a new anchor has a checkpoint"] }
        guard rule != .startsEmpty else { return [] }
        let texts = ["log.example/a\n1\nAAAA\n", "log.example/a\n100000\nAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n", "b\n"]
        for text in texts {
            try anchor.publish(Array(text.utf8))
            let reader = rule == .survivesReopening ? try open() : anchor
            if try reader.published() != Array(text.utf8) { sentences.append("'\(text)' was published but not kept") }
        }
        return sentences
    }
}
