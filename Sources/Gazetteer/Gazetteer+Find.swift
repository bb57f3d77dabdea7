extension Gazetteer {
    /// Below this a likeness is no match.
    static let leastScore = 650
    /// From this on, names differ by spelling only.
    static let sameSound = 965
    /// Others within this of the best are its rivals.
    static let rivalMargin = 70
    /// What one of several names in a text keeps of its score: the same sounds are still a rival of a name as written.
    static let alternativePercent = 97

    /// Finds the places that a text may mean.
    ///
    /// Every match carries admin units and position for reading back. Two places of one name are always ambiguous.
    ///
    /// - Parameters:
    ///   - text: A name in any script, or a code.
    ///   - within: The name or code of an admin unit that must hold the place; everywhere if nil.
    ///   - limit: The most matches to return, 1 to `GazetteerLimits.maximumMatches`.
    /// - Returns: What was found, also when that is nothing.
    public func find(_ text: String, within: String? = nil, limit: Int = 5) -> PlaceAnswer {
        var search = Search(self, text, within: within)
        return search.answer(limit: min(max(1, limit), GazetteerLimits.maximumMatches))
    }
}

/// One search.
private struct Search {
    private let gazetteer: Gazetteer
    private let text: String
    private let within: String?
    private let readings: [FoldedName]
    private var distance = SoundDistance()
    /// The sounds of the reading that is looked for.
    private var flat: [UInt8] = []
    /// The best match of each place.
    private var best: [Int32: Found] = [:]

    private struct Found {
        var name: UInt16
        var means: PlaceMatch.Means
        var score: Int
    }

    init(_ gazetteer: Gazetteer, _ text: String, within: String?) {
        self.gazetteer = gazetteer
        self.text = text
        self.within = within
        readings = text.utf8.count <= GazetteerLimits.maximumTextBytes ? FoldedName.readings(of: text) : []
    }

    mutating func answer(limit: Int) -> PlaceAnswer {
        for place in gazetteer.codes[text.lowercased()] ?? [] {
            best[place] = Found(name: 0, means: .code, score: 1_000)
        }
        for reading in readings { look(for: reading) }
        var found = best.filter { $1.score >= Gazetteer.leastScore }
        var outside = 0
        if let within {
            var filter = UnitFilter(within)
            let everywhere = found.count
            found = found.filter { filter.holds(gazetteer.places[Int($0.key)]) }
            outside = everywhere - found.count
        }
        let ordered = found.sorted {
            ($1.value.score, $0.value.means, $0.key) < ($0.value.score, $1.value.means, $1.key)
        }
        let rivals = rivals(ordered.map(\.value))
        let matches = ordered.prefix(limit).map { place, match in
            let place = gazetteer.places[Int(place)]
            return PlaceMatch(
                place: place, name: match.means == .code ? place.code : place.names[Int(match.name)].text,
                means: match.means, score: match.score)
        }
        return PlaceAnswer(
            query: text, finding: finding(matches.first, rivals: rivals), matches: matches, within: within,
            rivals: rivals, outside: outside)
    }

    /// How many come as near as the best.
    ///
    /// A name as written has only names as written, or of the same sound, for rivals.
    private func rivals(_ ordered: [Found]) -> Int {
        guard let first = ordered.first else { return 0 }
        let least = first.means <= .spelling ? Gazetteer.sameSound : first.score - Gazetteer.rivalMargin
        return ordered.count { $0.score >= least }
    }

    private func finding(_ first: PlaceMatch?, rivals: Int) -> PlaceAnswer.Finding {
        guard let first else { return .unknown }
        if rivals > 1 { return .ambiguous }
        return first.means <= .sound ? .one : .doubtful
    }

    private mutating func look(for reading: FoldedName) {
        let sounds = reading.sounds
        guard !sounds.isEmpty else { return }
        // The words as slices of one run, so that two neighbours can be joined.
        var words: [ArraySlice<UInt8>] = []
        flat = Array(reading.words.joined())
        var start = 0
        for word in reading.words {
            words.append(flat[start..<start + word.count])
            start += word.count
        }
        let weights = words.map { gazetteer.weight(of: $0, distance.weight($0)) }
        for index in candidates(SoundSignature(sounds)) {
            let key = gazetteer.keys[index]
            let other = gazetteer.sounds(of: key)
            var score = distance.similarity(sounds[...], other, least: Gazetteer.leastScore)
            var means = PlaceMatch.Means.similar
            if score < Gazetteer.sameSound {
                let byWords = wordScore(words, weights, gazetteer.words(of: key))
                if byWords > score { (score, means) = (byWords, .part) }
            } else {
                means = likeness(gazetteer.places[Int(key.place)].names[Int(key.name)].text, reading)
            }
            if key.isAlternative || reading.isAlternative {
                (score, means) = (score * Gazetteer.alternativePercent / 100, .part)
            } else if means <= .spelling {
                score = 1_000
            }
            if let known = best[key.place], (known.score, means) >= (score, known.means) { continue }
            best[key.place] = Found(name: key.name, means: means, score: score)
        }
    }

    /// How a name with the same sounds is written.
    private func likeness(_ name: String, _ reading: FoldedName) -> PlaceMatch.Means {
        if name == text { return .name }
        if FoldedName.readings(of: name).contains(where: { $0.spelling == reading.spelling }) { return .spelling }
        // Letters whose sounds are not told apart here may share a code, so only their spelling makes them equal.
        return reading.sounds.contains { $0 >= Sound.firstForeign } ? .similar : .sound
    }

    /// The keys that share most with the query, by their signatures.
    private func candidates(_ signature: SoundSignature) -> [Int] {
        let keys = gazetteer.keys
        let mine = max(1, signature.count)
        var ranks = [UInt16](repeating: 0, count: keys.count)
        var histogram = [Int](repeating: 0, count: 1_001)
        for index in keys.indices {
            let shared = keys[index].signature.shared(signature)
            let theirs = max(1, Int(keys[index].signatureCount))
            // The share of both, or most of the smaller, so that a part of a name is found as well.
            let both = 2_000 * shared / (mine + theirs)
            let part = 800 * shared / min(mine, theirs)
            let rank = max(both, part)
            ranks[index] = UInt16(rank)
            histogram[rank] += 1
        }
        var (least, count) = (1_000, histogram[1_000])
        while least > 250, count + histogram[least - 1] <= GazetteerLimits.maximumCandidates {
            least -= 1
            count += histogram[least]
        }
        return keys.indices.filter { ranks[$0] >= least }
    }

    /// How much of the words of both is found in the other, in any order, rare words counting more.
    private mutating func wordScore(
        _ mine: [ArraySlice<UInt8>], _ weights: [Int], _ theirs: [ArraySlice<UInt8>]
    ) -> Int {
        guard mine.count > 1 || theirs.count > 1 else { return 0 }
        let theirWeights = theirs.map { gazetteer.weight(of: $0, distance.weight($0)) }
        // Words of the shorter name are looked for in the longer, which may write them in two.
        return mine.count > theirs.count
            ? covering(theirs, theirWeights, mine, weights, in: flat)
            : covering(mine, weights, theirs, theirWeights, in: gazetteer.sounds)
    }

    private mutating func covering(
        _ mine: [ArraySlice<UInt8>], _ weights: [Int], _ theirs: [ArraySlice<UInt8>], _ theirWeights: [Int],
        in sounds: [UInt8]
    ) -> Int {
        var matched = 0
        var taken = [Int](repeating: 0, count: theirs.count)
        for (word, weight) in zip(mine, weights) {
            // A word is looked for among the words, and among pairs of neighbours that it may join.
            var (likeness, place, length) = (600, -1, 0)
            for index in theirs.indices {
                let alone = distance.similarity(word, theirs[index], least: likeness)
                if alone > likeness { (likeness, place, length) = (alone, index, 1) }
                guard index + 1 < theirs.count else { break }
                let pair = sounds[theirs[index].startIndex..<theirs[index + 1].endIndex]
                let joined = distance.similarity(word, pair, least: likeness)
                if joined > likeness { (likeness, place, length) = (joined, index, 2) }
            }
            guard place >= 0 else { continue }
            matched += weight * likeness
            for index in place..<place + length { taken[index] = max(taken[index], likeness) }
        }
        guard matched > 0 else { return 0 }
        var (covered, whole) = (0, 0)
        for (weight, likeness) in zip(theirWeights, taken) {
            covered += weight * likeness
            whole += weight
        }
        let found = matched / max(1, weights.reduce(0, +))
        covered /= max(1, whole)
        guard found + covered > 0 else { return 0 }
        let balanced = 2 * found * covered / (found + covered)
        return 93 * (7 * balanced + 3 * max(found, covered)) / 1_000
    }
}

extension Gazetteer {
    /// The words of a key.
    func words(of key: Key) -> [ArraySlice<UInt8>] {
        var words: [ArraySlice<UInt8>] = []
        var starts = key.wordStarts
        let all = sounds(of: key)
        while starts != 0 {
            let begin = starts.trailingZeroBitCount
            starts &= starts - 1
            let end = starts == 0 ? all.count : min(all.count, starts.trailingZeroBitCount)
            words.append(all[all.startIndex + begin..<all.startIndex + end])
        }
        return words
    }

    /// A word's weight: its sounds, less where many names hold it, such as tell, kafr or khirbat.
    func weight(of word: ArraySlice<UInt8>, _ weight: Int32) -> Int {
        let count = max(1, Int(wordCounts[Self.wordKey(word)] ?? 1))
        let halvings = Int.bitWidth - 1 - count.leadingZeroBitCount
        return Int(weight) * max(35, 105 - 9 * halvings) / 100
    }
}

/// Whether a place lies in an admin unit of a name or code.
private struct UnitFilter {
    private let code: String
    private let readings: [FoldedName]
    private var distance = SoundDistance()
    private var known: [String: Bool] = [:]

    init(_ text: String) {
        code = text.lowercased()
        readings = text.utf8.count <= GazetteerLimits.maximumTextBytes ? FoldedName.readings(of: text) : []
    }

    mutating func holds(_ place: Place) -> Bool {
        for unit in place.units {
            if unit.code.lowercased() == code { return true }
            if let isIt = known[unit.name] {
                if isIt { return true }
                continue
            }
            let isIt = FoldedName.readings(of: unit.name).contains { name in
                readings.contains { reading in
                    // Every word asked for is one of the unit's: Damascus also asks for Rural Damascus.
                    distance.similarity(reading.sounds[...], name.sounds[...]) >= 850
                        || reading.words.allSatisfy { word in
                            name.words.contains { distance.similarity(word[...], $0[...]) >= 900 }
                        }
                }
            }
            known[unit.name] = isIt
            if isIt { return true }
        }
        return false
    }
}
