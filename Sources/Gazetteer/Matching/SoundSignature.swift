/// Which classes of sounds, and which pairs of them, occur in a name: 128 bits by which candidates are found.
///
/// A search compares them all, which for 12,500 names costs less than the lists of an inverted index would save.
struct SoundSignature: Hashable {
    var low: UInt64 = 0
    var high: UInt64 = 0

    init(_ sounds: some Sequence<UInt8>) {
        // Vowels are left out, except that a name of vowels alone keeps the first.
        var before: UInt8 = 15
        var first: UInt8?
        for sound in sounds {
            let code = Sound.coarse(sound)
            first = first ?? sound
            guard code != 0 else { continue }
            insert(Int(code) + 1)
            insert(16 + Int(before) * 16 % 113 + Int(code) * 7 % 113)
            before = code
        }
        if low == 0, high == 0, let first { insert(Int(first) % 16) }
        insert(16 + Int(before) * 16 % 113 + 0)
    }

    private mutating func insert(_ bit: Int) {
        let bit = bit % 128
        if bit < 64 { low |= 1 << UInt64(bit) } else { high |= 1 << UInt64(bit - 64) }
    }

    var count: Int { low.nonzeroBitCount + high.nonzeroBitCount }

    func shared(_ other: SoundSignature) -> Int {
        (low & other.low).nonzeroBitCount + (high & other.high).nonzeroBitCount
    }
}
