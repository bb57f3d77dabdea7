import Deconfliction
import Dispatch
import Synchronization

/// Tidies a conflict index on threads of its own: a million records take seconds, a batch milliseconds.
final class IndexMerges: Sendable {
    /// Two merges may run side by side: small ones must not wait for the largest.
    private let queue = DispatchQueue(label: "parley.index", qos: .utility, attributes: .concurrent)
    /// Counts the pictures swapped in: a merge for the index of one before is of no use to the next.
    private let pictures = Mutex(0)

    /// Does the work and has it taken in, until there is none left.
    ///
    /// - Parameters:
    ///   - merge: the work.
    ///   - adopt: locks the index, takes the result in if it is still current then, and gives out what is due next.
    func run(
        _ merge: ConflictIndex.Merge,
        adopt: @escaping @Sendable (ConflictIndex.Merged, _ isCurrent: () -> Bool) -> ConflictIndex.Merge?
    ) {
        let number = pictures.withLock { $0 }
        queue.async {
            let next = adopt(merge.run()) { self.pictures.withLock { $0 } == number }
            if let next { self.run(next, adopt: adopt) }
        }
    }

    /// A picture takes the place of the one before; called while the index is locked.
    func pictureSwapped() { pictures.withLock { $0 += 1 } }
}
