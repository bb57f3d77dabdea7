/// The weighted edit distance of two runs of sounds, with room for its work that is used again and again.
struct SoundDistance {
    private var row = [Int32](repeating: 0, count: GazetteerLimits.maximumSounds + 1)

    /// Hundredths: what it costs to make one run into the other.
    mutating func cost(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int32 {
        let right = right.prefix(GazetteerLimits.maximumSounds)
        var sum: Int32 = 0
        row[0] = 0
        var column = 1
        for sound in right {
            sum += Sound.weight(sound)
            row[column] = sum
            column += 1
        }
        for sound in left.prefix(GazetteerLimits.maximumSounds) {
            let weight = Sound.weight(sound)
            var diagonal = row[0]
            row[0] += weight
            var before = row[0]
            column = 1
            for other in right {
                let above = row[column]
                var best = min(above + weight, before + Sound.weight(other))
                best = min(best, diagonal + Self.substitution(sound, other))
                diagonal = above
                row[column] = best
                before = best
                column += 1
            }
        }
        return row[right.count]
    }

    /// 1000 for the same sounds, 0 for nothing in common.
    mutating func similarity(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
        let whole = Int(Self.weight(left) + Self.weight(right))
        guard whole > 0 else { return 0 }
        return max(0, 1_000 - 2_000 * Int(cost(left, right)) / whole)
    }

    static func weight(_ sounds: ArraySlice<UInt8>) -> Int32 {
        var sum: Int32 = 0
        for sound in sounds { sum += Sound.weight(sound) }
        return sum
    }

    private static func substitution(_ first: UInt8, _ second: UInt8) -> Int32 {
        if first == second { return 0 }
        guard first < Sound.firstForeign, second < Sound.firstForeign else { return 100 }
        return Int32(Sound.substitution[Int(first) << 6 | Int(second)])
    }
}
