import Foundation
import Gazetteer
import Geodesy

/// Matching a name among 5,000 places, each with a name in Latin and one in Arabic letters.
struct GazetteerBench {
    var places = 5_000
    /// Questions asked; each is a name of the gazetteer with letters changed.
    var questions = 2_000

    func run() throws -> BenchResult {
        var random = WorkloadRandom(seed: 5)
        let before = MemoryBench.residentBytes()
        let gazetteer = try Gazetteer(
            (0..<places).map { index in
                let (latin, arabic) = Self.name(&random)
                return try Place(
                    code: "B\(index)", list: "bench",
                    names: [PlaceName(latin, language: "en"), PlaceName(arabic, language: "ar")],
                    units: [AdminUnit(level: 1, code: "U\(index % 14)", name: "Unit \(index % 14)")],
                    position: Position(latitudeE7: 350_000_000 + Int64(index), longitudeE7: 370_000_000))
            })
        let after = MemoryBench.residentBytes()
        let asked = (0..<questions).map { index in
            let names = gazetteer.places[index * 7 % places].names
            return Self.misspelt(names[index % 2].text, &random)
        }
        var times: [Double] = []
        var found = 0
        let start = ContinuousClock.now
        for (index, text) in asked.enumerated() {
            let begin = ContinuousClock.now
            let answer = gazetteer.find(text)
            times.append((ContinuousClock.now - begin).seconds * 1_000)
            let wanted = gazetteer.places[index * 7 % places].code
            if answer.matches.contains(where: { $0.place.code == wanted }) { found += 1 }
        }
        let seconds = (ContinuousClock.now - start).seconds
        times.sort()
        return BenchResult(
            name: "gazetteer", value: times[times.count * 99 / 100], unit: "ms (p99 of a match)", seconds: seconds,
            conditions: "\(places) invented places with a Latin and an Arabic name; each question one name, misspelt",
            details: [
                ("p50Milliseconds", times[times.count / 2]), ("largestMilliseconds", times[times.count - 1]),
                ("recallAt5", Double(found) / Double(questions)),
                ("bytesAPlace", Double(max(0, after - before)) / Double(places)),
            ])
    }

    private static let syllables: [(String, String)] = [
        ("ba", "با"), ("da", "دا"), ("ri", "ري"), ("sha", "شا"), ("khu", "خو"), ("mi", "مي"), ("na", "نا"),
        ("qa", "قا"), ("su", "سو"), ("ta", "تا"), ("ha", "حا"), ("li", "لي"), ("fu", "فو"), ("gha", "غا"),
        ("za", "زا"), ("ja", "جا"), ("ki", "كي"), ("wa", "وا"), ("dhu", "ذو"), ("yi", "يي"),
    ]

    private static func name(_ random: inout WorkloadRandom) -> (latin: String, arabic: String) {
        var (latin, arabic) = ("", "")
        for index in 0..<3 + random.index(below: 3) {
            let syllable = syllables[random.index(below: syllables.count)]
            latin += index == 0 ? syllable.0.capitalized : syllable.0
            arabic += syllable.1
        }
        return (latin, arabic)
    }

    /// A letter left out, or one doubled.
    private static func misspelt(_ text: String, _ random: inout WorkloadRandom) -> String {
        var letters = Array(text)
        let place = 1 + random.index(below: letters.count - 1)
        if random.index(below: 2) == 0 { letters.remove(at: place) } else { letters.insert(letters[place], at: place) }
        return String(letters)
    }
}
