import CProcessor

/// A block of plain values that grows at its end; the memory of the index.
///
/// Large blocks start on 2 MiB and ask for large pages: a lookup in a gigabyte of small pages spends most of its time on
/// the page table. Reading a whole number of lanes past the end is allowed (`paddingBytes`).
struct Column<Element: BitwiseCopyable>: ~Copyable {
    private(set) var start: UnsafeMutablePointer<Element>
    private(set) var count = 0
    private var capacity: Int

    static var paddingBytes: Int { 256 }

    /// Room for so many values to begin with.
    init(capacity: Int = 16) {
        self.capacity = max(1, capacity)
        start = Self.allocate(self.capacity)
    }

    deinit { UnsafeMutableRawPointer(start).deallocate() }

    var bytes: Int { capacity * MemoryLayout<Element>.stride }

    @inline(__always)
    subscript(index: Int) -> Element {
        get { start[index] }
        nonmutating set { start[index] = newValue }
    }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == capacity { grow(to: count + 1) }
        start[count] = element
        count &+= 1
    }

    mutating func append(from other: UnsafePointer<Element>, count added: Int) {
        if count + added > capacity { grow(to: count + added) }
        (start + count).update(from: other, count: added)
        count += added
    }

    /// Makes room for so many values in all, without changing how many there are.
    @inline(__always)
    mutating func reserve(_ needed: Int) {
        if needed > capacity { grow(to: needed) }
    }

    /// Forgets the values and keeps the memory.
    mutating func removeAll() { count = 0 }

    private mutating func grow(to needed: Int) {
        let larger = max(needed, capacity + capacity / 2 + 16)
        let block = Self.allocate(larger)
        block.update(from: start, count: count)
        UnsafeMutableRawPointer(start).deallocate()
        start = block
        capacity = larger
    }

    private static func allocate(_ count: Int) -> UnsafeMutablePointer<Element> {
        let bytes = count * MemoryLayout<Element>.stride + paddingBytes
        let page = 1 << 21
        let block = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: bytes >= page ? page : 64)
        if bytes >= page { memory_hint_large_pages(block, bytes) }
        // What lies past the end is read with the last lanes and never used; it must not be indeterminate.
        (block + (bytes - paddingBytes)).initializeMemory(as: UInt8.self, repeating: 0, count: paddingBytes)
        return block.bindMemory(to: Element.self, capacity: count)
    }
}
