import Geodesy
import Testing

@testable import Tracking

@Suite struct ShortReportTests {
    /// 19 September 2016, 10:45 UTC.
    static let received = at(225)

    private func read(_ text: String, receivedAt: Instant = received) throws(ShortReportError) -> ShortReport {
        try ShortReport(reading: text, receivedAt: receivedAt)
    }

    private func fault(_ text: String, receivedAt: Instant = received) -> ShortReportError? {
        do {
            _ = try read(text, receivedAt: receivedAt)
            return nil
        } catch { return error }
    }

    @Test("the check-in of a convoy's leader is read whole")
    func checkIn() throws {
        let found = try read("CP UN-12 36.1516,36.9677 1040Z at Khan al-Asal")
        #expect(found.kind == .position)
        #expect(found.code == "UN-12")
        #expect(found.place?.position == (try place(36.1516, 36.9677)))
        #expect(found.place.map { (7_000...9_000).contains($0.accuracyMillimetres) } == true)
        #expect(found.time == at(220))
        #expect(found.note == "at Khan al-Asal")
        let report = try found.positionReport(receivedAt: Self.received, means: .sms, device: "+963 11 000")
        #expect(report?.at == at(220) && report?.means == .sms && report?.note == "at Khan al-Asal")
    }

    @Test(
        "every word, long, short and in small letters",
        arguments: [
            ("POSITION M1 36.1516,36.9677", ShortReport.Kind.position), ("p M1 36.1516,36.9677", .position),
            ("dep M1", .departed), ("D M1 0700Z", .departed), ("ARR M1 2", .arrived(leg: 2)),
            ("a M1 64 36.1516,36.9677 1040Z", .arrived(leg: 64)), ("DELAY M1 45", .delayed(minutes: 45)),
            ("L M1 10080 axle broken", .delayed(minutes: 10_080)), ("INC M1 shots heard", .incident),
            ("I M1 36.1516,36.9677 1040Z 3 trucks hit", .incident), ("halt M1", .halted), ("H M1 1040Z", .halted),
            ("CLOSE M1", .closed), ("c M1 all back", .closed),
        ])
    func words(text: String, kind: ShortReport.Kind) throws {
        let found = try read(text)
        #expect(found.kind == kind)
        #expect(found.code == "M1")
    }

    @Test(
        "one place in every form",
        arguments: [
            "36.1516,36.9677", "36.1516 36.9677", "36.1516, 36.9677", "36.1516N 36.9677E", "36.1516N,36.9677E",
            "N36.1516 E36.9677", "N 36.1516, E 36.9677", "36.9677E 36.1516N", "+36.1516,+36.9677",
            "36°09'05.76\"N 36°58'03.72\"E", "36° 09' 05.76\" N, 36° 58' 03.72\" E", "36°09′05.76″N 36°58′03.72″E",
            "36 09 05.76 N 36 58 03.72 E", "36:09:05.76N 36:58:03.72E", "N36°09'05.76\" E36°58'03.72\"",
            "36°09''N 36°58''E", "36°09.096'N 36°58.062'E", "37S CV 17245 03041", "37SCV1724503041",
            "٣٦٫١٥١٦،٣٦٫٩٦٧٧", "۳۶.۱۵۱۶, ۳۶.۹۶۷۷", "３６．１５１６，３６．９６７７", "\u{200F}36.1516\u{200F},\u{202B}36.9677\u{202C}",
            "36.1516;36.9677", "36.1516\n36.9677", "36.1516\u{00A0}36.9677",
        ])
    func forms(text: String) throws {
        if text == "36°09''N 36°58''E" {
            // Minutes marked as seconds: not read as minutes.
            #expect(fault("CP M1 \(text)") != nil)
            return
        }
        let found = try read("CP M1 \(text) 1040Z note")
        let expected =
            text.hasPrefix("37S")
            ? try GridReference(reading: text).middle : try place(36.1516, 36.9677)
        let position = try #require(found.place?.position)
        #expect(Geodesic.inverse(position, expected).distanceMetres < 0.02, "\(position)")
        #expect(found.time == at(220))
        #expect(found.note == "note")
    }

    @Test("south and west, the poles and the antimeridian")
    func hemispheres() throws {
        #expect(try read("CP M1 33.4500S 70.6667W").place?.position == (try place(-33.45, -70.6667)))
        #expect(try read("CP M1 -33.4500,-70.6667").place?.position == (try place(-33.45, -70.6667)))
        #expect(try read("CP M1 90.000,0.000").place?.position == (try place(90, 0)))
        #expect(try read("CP M1 -90.000 179.999").place?.position == (try place(-90, 0)))
        #expect(try read("CP M1 10.000,180.000").place?.position == (try place(10, -180)))
        #expect(try read("CP M1 16°30'S 179°59'W").place?.position == (try place(-16.5, -179.9833333)))
        #expect(try read("CP M1 0.000,-0.0005").place?.position == (try place(0, -0.0005)))
    }

    @Test("how exactly it was told follows from its spelling")
    func accuracy() throws {
        func accuracy(_ text: String) throws -> Int64 {
            try #require(try read("CP M1 \(text)").place).accuracyMillimetres
        }
        #expect((78_000...80_000).contains(try accuracy("36.152,36.968")))
        #expect((0...100).contains(try accuracy("36.1516000,36.9677000")))
        #expect((1_310_000...1_320_000).contains(try accuracy("36°09'N 36°58'E")))
        #expect((20_000...23_000).contains(try accuracy("36°09'06\"N 36°58'04\"E")))
        #expect((707_000...708_000).contains(try accuracy("37S CV 17 03")))
    }

    @Test(
        "what is not plainly a place is refused and never guessed",
        arguments: [
            ("CP M1 36,1516 36,9677", ShortReportError.PlaceFault.tooFewDecimals),
            ("CP M1 36,1516,36,9677", .tooFewDecimals), ("CP M1 36.15,36.97", .tooFewDecimals),
            ("CP M1 36.1516", .halfMissing), ("CP M1 36.1516 1040Z", .outOfRange), ("CP M1 91.000,36.000", .outOfRange),
            ("CP M1 36.000,181.000", .outOfRange), ("CP M1 36°60'N 36°58'E", .outOfRange),
            ("CP M1 36.1516N 36.9677", .hemispheres), ("CP M1 36.1516N 36.9677N", .hemispheres),
            ("CP M1 -36.1516S 36.9677E", .signAndLetter), ("CP M1 36°09' 36°58'", .hemispheres),
            ("CP M1 36°09'N 36°58'04\"E", .form), ("CP M1 36.1516,36.9677x", .form),
            ("CP M1 1e300,36.9677", .tooFewDecimals), ("CP M1 36.1516N36.9677E", .form),
            ("CP M1 37S CV", .gridTooCoarse), ("CP M1 37S CV 1 0", .gridTooCoarse),
            ("HALT M1 36,15 36,97", .tooFewDecimals), ("CP M1 9999999999999999999.000,1.000", .outOfRange),
            ("CP M1 36.1516,36.0000000000001", .outOfRange),
        ])
    func notPlaces(text: String, expected: ShortReportError.PlaceFault) {
        #expect(fault(text) == .badPlace(expected))
    }

    @Test(
        "other faults name what is missing",
        arguments: [
            ("", ShortReportError.empty), ("  \u{200F} ", .empty), ("HELLO UN-12", .unknownWord("HELLO")),
            ("وصلنا UN-12", .unknownWord("وصلنا")), ("CP", .codeMissing), ("CP 36.1516,36.9677", .codeMissing),
            ("CP 36.1516 36.9677", .codeMissing), ("CP M#1 36.1516,36.9677", .badCode("M#1")), ("CP M1", .placeMissing),
            ("CP M1 1040Z", .placeMissing), ("CP M1 near the bridge", .placeMissing), ("ARR M1", .legMissing),
            ("ARR M1 0", .legMissing), ("ARR M1 65", .legMissing), ("ARR M1 two", .legMissing),
            ("DELAY M1", .minutesMissing), ("DELAY M1 -5", .minutesMissing), ("DELAY M1 10081", .minutesMissing),
            ("INC M1 36.1516,36.9677 1040Z", .incidentWithoutText), ("INC M1", .incidentWithoutText),
            ("CP M1 36.1516,36.9677 1040", .timeWithoutOffset("1040")), ("HALT M1 10:40", .timeWithoutOffset("10:40")),
            ("HALT M1 2460Z", .badTime("2460Z")), ("HALT M1 2500Z", .badTime("2500Z")),
            ("HALT M1 1040+9", .badTime("1040+9")), ("HALT M1 1040+2500", .badTime("1040+2500")),
            ("CP\u{0007} M1", .controlCharacter), ("CP M1 NaN,NaN", .placeMissing), ("CP M1 inf,inf", .placeMissing),
        ])
    func faults(text: String, expected: ShortReportError) {
        #expect(fault(text) == expected)
        #expect(expected.description.utf8.count <= 160, "one SMS: \(expected)")
    }

    @Test("more than 480 bytes are refused before they are read")
    func bounded() {
        #expect(fault("CP M1 36.1516,36.9677 " + String(repeating: "x", count: 480)) == .tooLong)
        #expect(fault("INC M1 " + String(repeating: "ش", count: 236)) == nil)
    }

    @Test("the day is the last on which the time is not more than five minutes after the receipt")
    func days() throws {
        let midnight = try Instant(rfc3339: "2016-09-20T00:02:00Z", rounding: .down)
        func time(_ text: String) throws -> String? {
            try read("HALT M1 \(text)", receivedAt: midnight).time?.description
        }
        #expect(try time("0002Z") == "2016-09-20T00:02:00Z")
        #expect(try time("0007Z") == "2016-09-20T00:07:00Z")
        #expect(try time("0008Z") == "2016-09-19T00:08:00Z")
        #expect(try time("2350Z") == "2016-09-19T23:50:00Z")
        #expect(try time("0301+0300") == "2016-09-20T00:01:00Z")
        #expect(try time("03:01+03:00") == "2016-09-20T00:01:00Z")
        #expect(try time("1902-05") == "2016-09-20T00:02:00Z")
        #expect(try time("٢٣٥٠Z") == "2016-09-19T23:50:00Z")
        #expect(try time("2350 z") == "2016-09-19T23:50:00Z")
    }

    @Test("names and plates in a note stay as written; the code's digits become ASCII")
    func notes() throws {
        let found = try read("\u{202B}CP UN-١٢ ٣٦٫١٥١٦،٣٦٫٩٦٧٧ ١٠٤٠Z لوحة ٧٣٥١٢٤ حلب\u{202C}")
        #expect(found.code == "UN-12")
        #expect(found.note == "لوحة ٧٣٥١٢٤ حلب")
        #expect(found.time == at(220))
        #expect(try read("HALT M1 12 trucks wait").note == "12 trucks wait")
        #expect(try read("INC M1 3 trucks hit").note == "3 trucks hit")
        #expect(try read("CP M1 36.1516,36.9677 12 trucks").note == "12 trucks")
        #expect(try read("CP M1 N36°09' E36°58' 12 trucks").note == "12 trucks")
        #expect(try read("CP M1 N36°09' E36°58' 1040Z").time == at(220))
        #expect(fault("CP M1 N36 09 E36 58 12 trucks") == .badPlace(.form))
    }

    @Test("the time may stand before the place, and a note on several lines is kept on one")
    func orderAndLines() throws {
        let found = try read("HALT M1\n1040Z\n36.1516,36.9677\nfuel\tlow\r\nwait")
        #expect(found.time == at(220))
        #expect(found.place?.position == (try place(36.1516, 36.9677)))
        #expect(found.note == "fuel low  wait")
        let report = try found.positionReport(receivedAt: Self.received, means: .phone, device: nil)
        #expect(report?.note == "fuel low  wait")
    }

    @Test("a number plate is no grid reference")
    func plates() throws {
        for plate in ["BAN1234", "YEH22", "ZAH123456", "12KBC1234", "37SCV12", "ABC 1234"] {
            let found = try read("INC M1 \(plate) hit")
            #expect(found.place == nil && found.note == "\(plate) hit")
        }
        #expect(try read("CP M1 BAN1234512345").place.map { $0.position.latitudeE7 < -800_000_000 } == true)
        #expect(fault("CP M1 BAN1234") == .badPlace(.form))
    }

    @Test("whatever arrives is answered, and what was read survives being cut anywhere", arguments: UInt64(0)..<200)
    func hostile(seed: UInt64) {
        var random = Seeded(seed)
        let good = Array("CP UN-12 36°09'06\"N 36°58'04\"E 1040Z ٣٦ at Khan al-Asal 37S CV 17 03".unicodeScalars)
        for _ in 0..<50 {
            var scalars = good
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                let place = Int.random(in: 0..<scalars.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: scalars.remove(at: place)
                case 1: scalars.swapAt(place, Int.random(in: 0..<scalars.count, using: &random))
                case 2: scalars.insert(good[Int.random(in: 0..<good.count, using: &random)], at: place)
                default:
                    scalars[place] = Unicode.Scalar(UInt32.random(in: 0..<0xD800, using: &random)) ?? "x"
                }
            }
            var text = ""
            text.unicodeScalars.append(contentsOf: scalars.prefix(Int.random(in: 0...scalars.count, using: &random)))
            guard let found = try? ShortReport(reading: text, receivedAt: Self.received) else { continue }
            #expect(!found.code.isEmpty && found.code.utf8.allSatisfy { $0 < 0x80 })
            if let time = found.time { #expect(time <= Self.received.adding(seconds: 300)) }
            if let time = found.time { #expect(time > Self.received.adding(seconds: 300 - 86_400)) }
        }
    }
}
