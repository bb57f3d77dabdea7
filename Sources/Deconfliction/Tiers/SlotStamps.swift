import CProcessor

/// What each slot holds now, as a stamp that every change raises: odd while there is a record, even when there is none.
///
/// An entry in a tier counts only while its slot still bears the entry's stamp. So a change or a withdrawal costs one
/// write here, and the tiers are left as they are until a merge drops what no longer counts.
// The addresses lead into pages that `pages` keeps alive, and a page is written only while one value refers to it.
struct SlotStamps: @unchecked Sendable {
    private static let slotsPerPage = 4_096
    private var pages: [Page?] = []
    /// Where each page's stamps are: a look at them then counts no references.
    private var addresses: [UnsafeMutablePointer<UInt32>?] = []

    /// Stamps of neighbouring slots; the unit of copying after a snapshot.
    private final class Page {
        let stamps = UnsafeMutablePointer<UInt32>.allocate(capacity: SlotStamps.slotsPerPage)

        init(copying other: Page?) {
            if let other {
                stamps.update(from: other.stamps, count: SlotStamps.slotsPerPage)
            } else {
                stamps.initialize(repeating: 0, count: SlotStamps.slotsPerPage)
            }
        }

        deinit { stamps.deallocate() }
    }

    /// 0 for a slot that was never used.
    @inline(__always)
    subscript(slot: UInt32) -> UInt32 {
        let page = Int(slot) / Self.slotsPerPage
        guard page < addresses.count, let stamps = addresses[page] else { return 0 }
        return stamps[Int(slot) % Self.slotsPerPage]
    }

    /// Asks the memory for a slot's stamp ahead of time.
    @inline(__always)
    func fetch(_ slot: UInt32) {
        let page = Int(slot) / Self.slotsPerPage
        if page < addresses.count, let stamps = addresses[page] {
            memory_hint_fetch(stamps + Int(slot) % Self.slotsPerPage)
        }
    }

    mutating func set(_ slot: UInt32, to stamp: UInt32) {
        let page = Int(slot) / Self.slotsPerPage
        while pages.count <= page {
            pages.append(nil)
            addresses.append(nil)
        }
        if pages[page] == nil || !isKnownUniquelyReferenced(&pages[page]) {
            let copy = Page(copying: pages[page])
            pages[page] = copy
            addresses[page] = copy.stamps
        }
        addresses[page]?[Int(slot) % Self.slotsPerPage] = stamp
    }

    var bytes: Int { pages.count * 16 + pages.count { $0 != nil } * Self.slotsPerPage * 4 }
}
