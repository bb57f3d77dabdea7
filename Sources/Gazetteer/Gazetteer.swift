/// Places by name, as an operator loaded them, for finding the ones that a text may mean.
///
/// A value: loading makes a new one. Pure and the same on every processor. About 1 KB a place in memory.
public struct Gazetteer: Sendable {
    /// The places, in the order of their lists and codes.
    public let places: [Place]

    /// One way to read one name: 48 bytes.
    struct Key: Sendable {
        var place: Int32
        var name: UInt16
        var count: UInt8
        /// Where its sounds begin among those of all keys.
        var start: Int32
        /// A bit for each sound that begins a word.
        var wordStarts: UInt64
        var signature: SoundSignature
        var signatureCount: UInt8
        /// One of several names that stand in one text.
        var isAlternative: Bool
    }

    private(set) var keys: [Key] = []
    /// The sounds of all keys, one after the other.
    private(set) var sounds: [UInt8] = []
    /// How many names hold a word, by the word's consonants.
    private(set) var wordCounts: [UInt64: Int32] = [:]
    /// Places by code in small letters.
    private(set) var codes: [String: [Int32]] = [:]

    /// A gazetteer without places.
    public static let empty = Gazetteer(sorted: [])

    /// Indexes places.
    ///
    /// - Throws: `codeRepeated` when two places of one list share a code, `tooManyPlaces`.
    public init(_ places: [Place]) throws(PlaceError) {
        guard places.count <= GazetteerLimits.maximumPlaces else { throw .tooManyPlaces }
        let sorted = places.sorted { ($0.list, $0.code) < ($1.list, $1.code) }
        for (place, next) in zip(sorted, sorted.dropFirst()) where place.list == next.list && place.code == next.code {
            throw .codeRepeated(list: place.list, code: place.code)
        }
        self.init(sorted: sorted)
    }

    private init(sorted places: [Place]) {
        self.places = places
        for (index, place) in places.enumerated() {
            codes[place.code.lowercased(), default: []].append(Int32(index))
            for (number, name) in place.names.enumerated() {
                for reading in FoldedName.readings(of: name.text) { add(reading, place: index, name: number) }
            }
        }
    }

    private mutating func add(_ reading: FoldedName, place: Int, name: Int) {
        let flat = reading.sounds
        guard !flat.isEmpty else { return }
        var (starts, at): (UInt64, Int) = (0, 0)
        for word in reading.words {
            if at < GazetteerLimits.maximumSounds { starts |= 1 << UInt64(at) }
            at += word.count
            wordCounts[Self.wordKey(word[...]), default: 0] += 1
        }
        let signature = SoundSignature(flat)
        keys.append(
            Key(
                place: Int32(place), name: UInt16(name), count: UInt8(flat.count), start: Int32(sounds.count),
                wordStarts: starts, signature: signature, signatureCount: UInt8(signature.count),
                isAlternative: reading.isAlternative))
        sounds += flat
    }

    /// A word by its coarse consonants.
    static func wordKey(_ word: ArraySlice<UInt8>) -> UInt64 {
        var key: UInt64 = 1
        for sound in word {
            let code = Sound.coarse(sound)
            if code != 0 { key = key &* 31 &+ UInt64(code) }
        }
        return key
    }

    /// The sounds of a key.
    func sounds(of key: Key) -> ArraySlice<UInt8> { sounds[Int(key.start)..<Int(key.start) + Int(key.count)] }
}
