import Testing

@testable import Gazetteer

@Suite("Names as sounds")
struct FoldingTests {
    private func likeness(_ left: String, _ right: String) -> Int {
        var distance = SoundDistance()
        return FoldedName.readings(of: left).flatMap { mine in
            FoldedName.readings(of: right).map { distance.similarity(mine.sounds[...], $0.sounds[...]) }
        }.max() ?? 0
    }

    @Test("articles, sun letters and doubled letters weigh nothing")
    func articles() {
        for (left, right) in [
            ("ash-Sham", "الشام"), ("Ad Dumayr", "Dumayr"), ("al-Bab", "Bab"), ("Al Jalloum", "aj-Jaloum"),
            ("البَاب", "الباب"), ("Bâb", "Bab"), ("ﺍﻟﺒﺎﺏ", "الباب"),
        ] {
            #expect(likeness(left, right) == 1_000, "\(left) \(right)")
        }
    }

    @Test("letters that are written for one another are near, others are not")
    func nearness() {
        #expect(likeness("Maksoud", "مقصود") > likeness("Maldoud", "مقصود"))
        #expect(likeness("Dhiban", "ذيبان") > 850)
        #expect(likeness("Khan", "خان") > 950)
        #expect(likeness("Homs", "حماة") < 650)
        #expect(likeness("Idlib", "حلب") < 650)
    }

    @Test("the distance is that of the whole table, both ways round")
    func slow() {
        var distance = SoundDistance()
        for (left, right) in [("Qalaat al-Madiq", "قلعة المضيق"), ("Kafr Nabl", "كفرنبل"), ("Saraqib", "Сараkиб")] {
            let (mine, theirs) = (FoldedName.readings(of: left)[0].sounds, FoldedName.readings(of: right)[0].sounds)
            var table = [[Int32]](repeating: [Int32](repeating: 0, count: theirs.count + 1), count: mine.count + 1)
            for row in 0...mine.count {
                for column in 0...theirs.count {
                    var choices: [Int32] = row == 0 && column == 0 ? [0] : []
                    if row > 0 { choices.append(table[row - 1][column] + Sound.weight(mine[row - 1])) }
                    if column > 0 { choices.append(table[row][column - 1] + Sound.weight(theirs[column - 1])) }
                    if row > 0, column > 0 {
                        let (first, second) = (Int(mine[row - 1]), Int(theirs[column - 1]))
                        choices.append(table[row - 1][column - 1] + Int32(Sound.substitution[first * 64 + second]))
                    }
                    table[row][column] = choices.min() ?? 0
                }
            }
            #expect(distance.cost(mine[...], theirs[...]) == table[mine.count][theirs.count])
            #expect(distance.cost(theirs[...], mine[...]) == table[mine.count][theirs.count])
        }
    }
}
