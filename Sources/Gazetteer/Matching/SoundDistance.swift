/// The weighted edit distance of two runs of sounds, with room for its work that is used again and again.
struct SoundDistance {
    private var row = [Int32](repeating: 0, count: GazetteerLimits.maximumSounds + 1)
    /// What each sound of the right run costs to leave out.
    private var rightWeights = [Int32](repeating: 0, count: GazetteerLimits.maximumSounds)
    private let weights = Sound.weights.map(Int32.init)
    private let substitutions = Sound.substitution

    /// Hundredths: what it costs to make one run into the other.
    mutating func cost(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int32 {
        let right = right.prefix(GazetteerLimits.maximumSounds)
        let count = right.count
        row[0] = 0
        for (column, sound) in right.enumerated() {
            rightWeights[column] = weights[Int(sound)]
            row[column + 1] = row[column] + weights[Int(sound)]
        }
        let base = right.startIndex
        for sound in left.prefix(GazetteerLimits.maximumSounds) {
            let weight = weights[Int(sound)]
            let isForeign = sound >= Sound.firstForeign
            let table = Int(sound) << 6
            var diagonal = row[0]
            var before = diagonal + weight
            row[0] = before
            for column in 0..<count {
                let other = right[base + column]
                let change: Int32 =
                    if sound == other { 0 } else if isForeign || other >= Sound.firstForeign { 100 } else {
                        Int32(substitutions[table | Int(other)])
                    }
                let above = row[column + 1]
                before = min(min(above + weight, before + rightWeights[column]), diagonal + change)
                diagonal = above
                row[column + 1] = before
            }
        }
        return row[count]
    }

    /// 1000 for the same sounds, 0 for nothing in common, and 0 where the lengths alone keep it below `least`.
    mutating func similarity(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>, least: Int = 0) -> Int {
        let (mine, theirs) = (weight(left), weight(right))
        let whole = Int(mine + theirs)
        // What one has more than the other has to be left out.
        guard whole > 0, 1_000 - 2_000 * Int(abs(mine - theirs)) / whole >= least else { return 0 }
        return max(0, 1_000 - 2_000 * Int(cost(left, right)) / whole)
    }

    func weight(_ sounds: ArraySlice<UInt8>) -> Int32 {
        var sum: Int32 = 0
        for sound in sounds { sum += weights[Int(sound)] }
        return sum
    }
}
