import Gazetteer
import Geodesy
import Testing

@testable import ListImport

/// How often the place asked for is the first answer, or among the first five, on public lists where they are at hand.
///
/// Three questions are asked of the list of spellings. *Loaded*: each of its names, with the list and the settlements
/// loaded. *Left out*: each name, with that text taken out of that place, so that only its other names can find it; of a
/// list that gives places other names altogether (the roundabout of the Seven Fountains for al-‘Aqabeh) no spelling can find
/// those, so *spellings* leaves out the names that `otherNames` lists, by hand.
@Suite(.enabled(if: Files.hasData, "the real lists are not beside this checkout (../shared/data)"))
struct GazetteerRecallTests {
    struct Recall {
        var asked = 0
        var first = 0
        var five = 0
        var misses: [String] = []

        mutating func add(_ rank: Int?, _ what: String) {
            asked += 1
            if rank == 0 { first += 1 }
            if let rank, rank < 5 { five += 1 } else { misses.append(what) }
        }

        var atOne: Double { Double(first) / Double(max(1, asked)) }
        var atFive: Double { Double(five) / Double(max(1, asked)) }
    }

    /// Names that are no spelling or translation of any other name of their place.
    static let otherNames: Set<String> = [
        "القصر العدلي", "كرم الطراب", "القصر البلدي", "دوار السبع بحرات", "منطقة باب جنين", "الدويرينة", "الأصيلة",
        "بني زيد",
        "ساحة العواميد", "باب انطاكيا", "محيط القلعة", "كراج الحجز", "حي اقيول", "تراب الغرباء", "حي العامريه",
        "سوق الهال",
        "طريق الباب", "كرم البيك", "حي المواصلات القديمة", "سوق سد اللوز", "جب القبة", "باب الحديد", "الجندول",
        "حي المغاير",
        "باب النصر", "حي المعادي", "كرم الطحان", "دوار جسر الحج", "جسر الحج", "جامع ميسلون", "ميسلون", "الهلك",
        "حي الهلك",
        "مساكن عين التل",
    ]

    static func places(_ mapping: String, _ path: String) throws -> [Place] {
        let plan = try GazetteerMapping(Files.own("Examples/gazetteers/\(mapping).json"))
        let report = try GazetteerImporter(mapping: plan).run(Files.list(path))
        #expect(!report.isFileRefused, "\(report.text)")
        return report.places
    }

    static func settlements() throws -> [Place] {
        try places("settlements-osm-pcode", "01-basemap/syr_settlements_osm_pcode.csv")
    }

    static func aliases() throws -> [Place] {
        try places("aleppo-neighbourhood-aliases", "02-sites/aleppo_neighbourhood_aliases_en_ar.csv")
    }

    @Test("with the list loaded, every name finds its place among the first five")
    func loaded() throws {
        let aliases = try Self.aliases()
        let gazetteer = try Gazetteer(aliases + Self.settlements())
        var recall = Recall()
        for place in aliases {
            for name in place.names {
                recall.add(gazetteer.find(name.text).matches.firstIndex { $0.place == place }, name.text)
            }
        }
        #expect(recall.atFive >= 0.99, "\(recall)")
        #expect(recall.atOne >= 0.88, "\(recall)")
    }

    @Test("a name that was left out is found through the place's other names")
    func leftOut() throws {
        let aliases = try Self.aliases()
        let gazetteer = try Gazetteer(aliases)
        var (all, spellings) = (Recall(), Recall())
        for place in aliases where place.names.count > 1 {
            let rest = aliases.filter { $0 != place }
            for name in place.names {
                let names = place.names.filter { $0.text != name.text }
                let without = try Gazetteer(
                    rest + [Place(code: place.code, list: place.list, names: names, position: place.position)])
                let rank = without.find(name.text).matches.firstIndex { $0.place.code == place.code }
                all.add(rank, name.text)
                if !Self.otherNames.contains(name.text) { spellings.add(rank, name.text) }
            }
        }
        #expect(gazetteer.places.count == aliases.count)
        #expect(all.atFive >= 0.88, "\(all)")
        #expect(spellings.atFive >= 0.95, "\(spellings)")
    }

    @Test("names of settlements in one script find them by their names in the other")
    func acrossScripts() throws {
        let settlements = try Self.settlements().filter { $0.names.count == 2 }
        for (asked, indexed) in [(0, 1), (1, 0)] {
            let gazetteer = try Gazetteer(
                settlements.map { place in
                    try Place(code: place.code, list: place.list, names: [place.names[indexed]])
                })
            var recall = Recall()
            for place in settlements {
                let answer = gazetteer.find(place.names[asked].text)
                recall.add(answer.matches.firstIndex { $0.place.code == place.code }, place.names[asked].text)
            }
            #expect(recall.atFive >= 0.97, "\(recall.asked) asked: \(recall.misses.prefix(20))")
            #expect(recall.atOne >= 0.88)
        }
    }

    @Test("places named by reports of events are found within five kilometres of the event")
    func events() throws {
        let gazetteer = try Gazetteer(Self.settlements())
        var log = IssueLog(limit: 100)
        let table = ListFile.table(
            try Files.list("03-events/ucdp_ged_syria_2016_2017.csv.gz"), format: .csv, separator: nil,
            limits: .standard, log: &log)
        var recall = Recall()
        var seen: Set<String> = []
        for row in table.rows where table.value("where_prec", of: row) == "1" {
            let name = table.value("where_coordinates", of: row)
            guard seen.insert(name).inserted,
                let latitude = try? DegreesText.read(table.value("latitude", of: row), takesComma: false),
                let longitude = try? DegreesText.read(table.value("longitude", of: row), takesComma: false)
            else { continue }
            let event = try Position(latitudeE7: latitude.valueE7, longitudeE7: longitude.valueE7)
            func metres(_ place: Place) -> Double {
                place.position.map { Geodesic.inverse($0, event).distanceMetres } ?? .infinity
            }
            // Only where a settlement of the list lies within a kilometre: others are not in the list at all.
            guard gazetteer.places.contains(where: { metres($0) < 1_000 }) else { continue }
            recall.add(gazetteer.find(name).matches.firstIndex { metres($0.place) < 5_000 }, name)
        }
        #expect(recall.asked > 300)
        #expect(recall.atFive >= 0.92, "\(recall)")
        #expect(recall.atOne >= 0.8, "\(recall)")
    }
}
