import Geodesy
import Testing

@testable import Gazetteer

@Suite("Finding places by name")
struct FindTests {
    static func place(
        _ code: String, _ names: String..., units: [String] = [],
        at position: (Int64, Int64)? = (360_000_000, 370_000_000)
    ) throws -> Place {
        try Place(
            code: code, list: "test", names: names.map { PlaceName($0) },
            units: units.enumerated().map { AdminUnit(level: $0 + 1, code: "U-\($1)", name: $1) }, kind: "town",
            position: position.map { try Position(latitudeE7: $0.0, longitudeE7: $0.1) })
    }

    static func gazetteer() throws -> Gazetteer {
        try Gazetteer([
            place("C1", "Urum al-Kubra", "أورم الكبرى", units: ["Aleppo"]), place("C2", "Tal Rifaat", "تل رفعت"),
            place("C3", "Duma", "دوما", units: ["Rural Damascus"]), place("C4", "Duma", "دوما", units: ["Aleppo"]),
            place("C5", "Sheikh Maqsoud", "الشيخ مقصود"), place("C6", "Deir ez-Zor", "دير الزور"),
            place("C7", "as-Sukkari", "السكري"), place("C8", "Masaken Hanano", "مساكن هنانو"),
            place("C9", "Karazdada Cemetery"), place("C10", "Tadmur/Palmyra", "تدمر"),
            place("C11", "Sayf ad-Dauleh", "سيف الدولة", at: nil), place("C12", "al-Hamdaniyeh IV"),
            place("C13", "al-Hamdaniyeh III"), place("C14", "Hudhud"), place("C15", "Al Wafidin"),
        ])
    }

    @Test(
        "one place is found across spellings and scripts",
        arguments: [
            ("Urum al Kubra", "C1"), ("Orem Alkubra", "C1"), ("اورم الكبري", "C1"), ("Урум аль-Кубра", "C1"),
            ("Tell Rif'at", "C2"), ("Tall Rifat", "C2"), ("Sheikh Maksoud", "C5"), ("Shaykh Maqsud", "C5"),
            ("Dayr az-Zawr", "C6"), ("Deir Ezzor", "C6"), ("Дейр-эз-Зор", "C6"), ("Sukari", "C7"), ("سكري", "C7"),
            ("مقبرة كرز دادا", "C9"), ("Palmyra", "C10"), ("Tadmur town", "C10"), ("Saif al-Dawla", "C11"),
            ("al-Hamdaniyeh 4", "C12"), ("الحمدانية ٣", "C13"), ("هدهد", "C14"), ("الوافدين", "C15"), ("c2", "C2"),
        ])
    func spellings(query: String, code: String) throws {
        let answer = try Self.gazetteer().find(query)
        #expect(answer.matches.first?.place.code == code, "\(answer.matches.map(\.readBack))")
        #expect([.one, .doubtful].contains(answer.finding), "\(answer)")
    }

    @Test("a name as written is one place; a likeness is doubtful and says so")
    func certainty() throws {
        let gazetteer = try Self.gazetteer()
        #expect(gazetteer.find("Tal Rifaat").finding == .one)
        #expect(gazetteer.find("Tal Rifaat").matches.first?.means == .name)
        #expect(gazetteer.find("TAL RIFAAT").matches.first?.means == .spelling)
        let likeness = gazetteer.find("Tal Rafeet")
        #expect(likeness.finding == .doubtful)
        #expect(likeness.matches.first?.means == .similar)
        let part = gazetteer.find("Hanano")
        #expect(part.finding == .doubtful && part.matches.first?.means == .part)
    }

    @Test("two places with one name are ambiguous, until the admin unit says which")
    func ambiguity() throws {
        let gazetteer = try Self.gazetteer()
        for query in ["Duma", "دوما", "duma town", "Douma"] {
            let answer = gazetteer.find(query, limit: 1)
            #expect(answer.finding == .ambiguous, "\(query)")
            #expect(answer.rivals == 2, "\(query): a limit of 1 hides no rival")
        }
        let within = gazetteer.find("Duma", within: "Rif Dimashq")
        #expect(within.finding == .unknown && within.outside == 2, "an unknown unit leaves out, and says so")
        #expect(within.sentence.contains("2 more lie outside"))
        #expect(gazetteer.find("Duma", within: "Damascus").matches.map(\.place.code) == ["C3"])
        #expect(gazetteer.find("Duma", within: "U-Aleppo").finding == .one)
    }

    @Test("a name as written has the same name among several, and in another script, for a rival")
    func hiddenRivals() throws {
        let gazetteer = try Gazetteer(
            Self.gazetteer().places + [
                Self.place("C20", "Palmyra"), Self.place("C21", "Dooma"), Self.place("C22", "北海"),
            ])
        #expect(gazetteer.find("Palmyra").finding == .ambiguous)
        #expect(gazetteer.find("Dooma").rivals == 3)
        #expect(gazetteer.find("北海").finding == .one)
        #expect(gazetteer.find("北京").finding == .unknown)
    }

    @Test("numbers part places of one name")
    func numbers() throws {
        let answer = try Self.gazetteer().find("Hamdaniyeh IV")
        #expect(answer.matches.first?.place.code == "C12")
        #expect(answer.finding == .one)
    }

    @Test("a name that nothing is like stays text", arguments: ["Qardaha", "Zzyzx", "x", "", " - ", "😀", "北京"])
    func unknown(query: String) throws {
        let answer = try Self.gazetteer().find(query)
        #expect(answer.finding == .unknown && answer.matches.isEmpty, "\(answer.matches.map(\.readBack))")
        #expect(answer.sentence.contains("stays text"))
    }

    @Test("every match is read back with units, code and position in two formats; a place without one says so")
    func readBack() throws {
        let gazetteer = try Self.gazetteer()
        let text = try #require(gazetteer.find("Urum al-Kubra").matches.first).readBack
        for part in [
            "Urum al-Kubra / أورم الكبرى", "in Aleppo", "test C1", "36, 37 = 37S CV 19733 85798", "as written",
        ] {
            #expect(text.contains(part), "\(text)")
        }
        #expect(try #require(gazetteer.find("Sayf ad-Dauleh").matches.first).readBack.contains("stays text"))
    }

    @Test("any text is answered within the limits")
    func anything() throws {
        let gazetteer = try Self.gazetteer()
        for text in [
            String(repeating: "a", count: 100_000), String(repeating: "دير ", count: 120), "al-al-al-al", "'''",
            "///()",
            "\u{202E}abc", "ﺍﻟﺒﺎﺏ", String(repeating: "x/", count: 200),
        ] {
            #expect(gazetteer.find(text, limit: 1_000).matches.count <= GazetteerLimits.maximumMatches)
        }
    }

    @Test("the same question has the same answer, whatever the order of loading")
    func order() throws {
        let gazetteer = try Self.gazetteer()
        let reversed = try Gazetteer(gazetteer.places.reversed())
        for query in ["Duma", "Tal", "Karaz dada", "Sheikh"] { #expect(gazetteer.find(query) == reversed.find(query)) }
    }
}
