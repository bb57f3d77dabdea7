/// A heap of nodes by what they count for, the least first; equal ones by the lower node.
struct SearchHeap {
    /// What a node counts for above its number, so that one comparison orders both.
    private var entries: [UInt64] = []
    private static let nodeBits: UInt64 = 24

    var isEmpty: Bool { entries.isEmpty }

    mutating func clear() { entries.removeAll(keepingCapacity: true) }

    mutating func push(_ key: UInt64, _ node: Int32) {
        let entry = key << Self.nodeBits | UInt64(UInt32(bitPattern: node))
        entries.append(entry)
        entries.withUnsafeMutableBufferPointer { heap in
            var place = heap.count - 1
            while place > 0 {
                let parent = (place - 1) >> 2
                guard heap[parent] > entry else { break }
                heap[place] = heap[parent]
                place = parent
            }
            heap[place] = entry
        }
    }

    mutating func pop() -> (key: UInt64, node: Int)? {
        guard let last = entries.popLast() else { return nil }
        guard let first = entries.first else { return Self.parts(last) }
        entries.withUnsafeMutableBufferPointer { heap in
            var place = 0
            while true {
                let child = place * 4 + 1
                guard child < heap.count else { break }
                var least = child
                for other in child + 1..<max(child + 1, min(child + 4, heap.count)) where heap[other] < heap[least] {
                    least = other
                }
                guard heap[least] < last else { break }
                heap[place] = heap[least]
                place = least
            }
            heap[place] = last
        }
        return Self.parts(first)
    }

    private static func parts(_ entry: UInt64) -> (key: UInt64, node: Int) {
        (entry >> nodeBits, Int(entry & (1 << nodeBits - 1)))
    }
}
