import Geodesy
import Testing
import Tracking

@testable import TrackImport

@Suite struct GPXReaderTests {
    private func read(
        _ text: String, limits: TrackImportLimits = .standard, expected: BoundingBox? = nil
    ) throws(TrackImportError) -> ImportedTrack {
        try TrackImporter(limits: limits, expected: expected, device: "logger").read(Array(text.utf8))
    }

    private func code(_ text: String, limits: TrackImportLimits = .standard) -> TrackImportError.Code? {
        do {
            _ = try read(text, limits: limits)
            return nil
        } catch { return error.code }
    }

    private func gpx(_ inside: String, version: String = "1.1") -> String {
        let space = version == "1.0" ? "0" : "1"
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <gpx version="\(version)" creator="t" xmlns="http://www.topografix.com/GPX/1/\(space)"
                xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v2">\(inside)</gpx>
            """
    }

    private func point(_ attributes: String, _ inside: String = "<time>2016-09-19T10:40:00Z</time>") -> String {
        "<trk><trkseg><trkpt \(attributes)>\(inside)</trkpt></trkseg></trk>"
    }

    private func place(_ latitude: Double, _ longitude: Double) throws -> Position {
        try Position(
            latitudeE7: Int64((latitude * 1e7).rounded()), longitudeE7: Int64((longitude * 1e7).rounded()))
    }

    @Test("tracks are reports; routes and waypoints are lines and places")
    func everything() throws {
        let track = try read(
            gpx(
                """
                <wpt lat="36.1" lon="36.9"><name>Khan al-Asal</name></wpt>
                <rte><name>plan</name><rtept lat="36.1" lon="36.9"/><rtept lat="36.2" lon="37.0"/></rte>
                <trk><name>one</name><trkseg>
                  <trkpt lat="36.1516" lon="36.9677"><ele>400</ele><time>2016-09-19T10:40:00.5Z</time><cmt>at
                  the bridge</cmt><extensions><gpxtpx:TrackPointExtension><gpxtpx:speed>11.5</gpxtpx:speed>
                  <gpxtpx:course>360</gpxtpx:course></gpxtpx:TrackPointExtension></extensions></trkpt>
                </trkseg><trkseg>
                  <trkpt lat="+36.1517" lon="-3.69678e1"><time>2016-09-19T13:41:00+03:00</time></trkpt>
                </trkseg></trk>
                """))
        #expect(track.isComplete && track.issues.isEmpty && track.pointsRead == 5)
        #expect(track.waypoints == [NamedLine(name: "Khan al-Asal", positions: [try place(36.1, 36.9)])])
        #expect(track.routes == [NamedLine(name: "plan", positions: [try place(36.1, 36.9), try place(36.2, 37.0)])])
        let first = try #require(track.reports.first)
        #expect(first.position == (try place(36.1516, 36.9677)))
        #expect(first.at.description == "2016-09-19T10:40:00.500Z")
        #expect(first.speedMillimetresPerSecond == 11_500 && first.courseCentidegrees == 0)
        #expect(first.means == .gpx && first.device == "logger")
        #expect(first.note == "at the bridge")
        #expect(track.reports[1].position == (try place(36.1517, -36.9678)))
        #expect(track.reports[1].at.description == "2016-09-19T10:41:00Z")
    }

    @Test("GPX 1.0 has speed and course beside the time; no namespace and UTF-16 are taken too")
    func olderForms() throws {
        let inside = "<time>2016-09-19T10:40:00Z</time><course>157.19</course><speed>0.5429</speed>"
        let track = try read(gpx(point(#"lat="1" lon="2""#, inside), version: "1.0"))
        #expect(track.reports.first?.speedMillimetresPerSecond == 542)
        #expect(track.reports.first?.courseCentidegrees == 15_719)
        #expect(try read("<gpx>" + point(#"lat="1" lon="2""#) + "</gpx>").reports.count == 1)
        var wide: [UInt8] = [0xFF, 0xFE]
        for unit in (#"<?xml version="1.0" encoding="UTF-16"?><gpx>"# + point(#"lat="1" lon="2""#) + "</gpx>").utf16 {
            wide += [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        }
        #expect(try TrackImporter().read(wide).reports.count == 1)
    }

    @Test(
        "a bad point is named with its line, and the good ones are kept",
        arguments: [
            (#"lat="NaN" lon="37""#, "<time>2016-09-19T10:40:00Z</time>", TrackIssue.Rule.notANumber),
            (#"lat="inf" lon="37""#, "<time>2016-09-19T10:40:00Z</time>", .notANumber),
            (#"lat="0x24" lon="37""#, "<time>2016-09-19T10:40:00Z</time>", .notANumber),
            (#"lat="٣٦.١" lon="37""#, "<time>2016-09-19T10:40:00Z</time>", .notANumber),
            (#"lat="36,1" lon="37""#, "<time>2016-09-19T10:40:00Z</time>", .commaDecimal),
            (#"lat="" lon="37""#, "<time>2016-09-19T10:40:00Z</time>", .missing),
            (#"lon="37""#, "<time>2016-09-19T10:40:00Z</time>", .missing),
            (#"lat="90.0000001" lon="37""#, "<time>2016-09-19T10:40:00Z</time>", .swapped),
            (#"lat="120" lon="37""#, "<time>2016-09-19T10:40:00Z</time>", .swapped),
            (#"lat="120" lon="100""#, "<time>2016-09-19T10:40:00Z</time>", .outOfRange),
            (#"lat="36" lon="180.0000001""#, "<time>2016-09-19T10:40:00Z</time>", .outOfRange),
            (#"lat="1e400" lon="37""#, "<time>2016-09-19T10:40:00Z</time>", .outOfRange),
            (#"lat="0" lon="-0.0""#, "<time>2016-09-19T10:40:00Z</time>", .noFix),
            (#"lat="36" lon="37""#, "", .missing), (#"lat="36" lon="37""#, "<time/>", .missing),
            (#"lat="36" lon="37""#, "<time>2016-09-19T10:40:00</time>", .badTime),
            (#"lat="36" lon="37""#, "<time>2016-02-30T10:40:00Z</time>", .badTime),
            (#"lat="36" lon="37""#, "<time>yesterday</time>", .badTime),
            (#"lat="36" lon="37""#, "<time>2016-09-19T10:40:00Z</time><speed>-1</speed>", .outOfRange),
            (#"lat="36" lon="37""#, "<time>2016-09-19T10:40:00Z</time><speed>fast</speed>", .notANumber),
        ])
    func badPoints(attributes: String, inside: String, rule: TrackIssue.Rule) throws {
        let good = point(#"lat="36.5" lon="37.5""#)
        let track = try read(gpx("\n" + good + "\n" + point(attributes, inside) + "\n" + good))
        #expect(track.reports.count == 2)
        #expect(track.issues.map(\.rule) == [rule], "\(track.issues)")
        #expect(track.issues.first?.line == 5)
        #expect(track.issues.first?.place == "track 2, point 1")
        #expect(track.isComplete && track.issueCount == 1)
    }

    @Test("1970 is a time like another; the poles and the antimeridian are places")
    func edges() throws {
        let track = try read(
            gpx(
                point(#"lat="90" lon="12""#, "<time>1970-01-01T00:00:00Z</time>")
                    + point(#"lat="-90" lon="0""#) + point(#"lat="10" lon="180""#) + point(#"lat="10" lon="-180""#)))
        #expect(track.issues.isEmpty)
        #expect(
            track.reports.map(\.position) == [
                try place(90, 0), try place(-90, 0), try place(10, -180), try place(10, -180),
            ])
        #expect(track.reports[0].at.microsecondsSince1970 == 0)
    }

    @Test("exchanged numbers are noticed where it is known what to expect")
    func exchanged() throws {
        let syria = try BoundingBox(
            southE7: 320_000_000, westE7: 350_000_000, northE7: 375_000_000, eastE7: 425_000_000)
        let text = gpx(point(#"lat="41.1" lon="35.2""#) + point(#"lat="35.2" lon="41.1""#) + point(#"lat="1" lon="2""#))
        let track = try read(text, expected: syria)
        #expect(track.issues.map(\.rule) == [.swapped])
        #expect(track.reports.count == 2, "one far away is for the watch to judge")
    }

    @Test("a route with a bad point is left out whole: with a hole it would be another route")
    func routeWithHole() throws {
        let track = try read(
            gpx(#"<rte><rtept lat="1" lon="2"/><rtept lat="x" lon="2"/><rtept lat="3" lon="4"/></rte>"#))
        #expect(track.routes.isEmpty)
        #expect(track.issues.map(\.rule) == [.notANumber, .incomplete])
        #expect(track.issues.first?.place == "route 1, point 2")
    }

    @Test("cut anywhere, what came before is kept and said to be incomplete")
    func truncated() throws {
        let whole = gpx((0..<5).map { point("lat=\"36.\($0)\" lon=\"37\"") }.joined())
        for length in 0..<whole.utf8.count {
            let cut = Array(whole.utf8.prefix(length))
            guard let track = try? TrackImporter().read(cut) else { continue }
            #expect(!track.isComplete && track.issues.last?.rule == .incomplete, "cut at \(length)")
            #expect(track.reports.count <= 5)
        }
        #expect(try read(whole).isComplete)
    }

    @Test("bytes changed at random never break the reader", arguments: UInt64(0)..<50)
    func mutated(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func next() -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state >> 33)
        }
        let whole = Array(gpx((0..<4).map { point("lat=\"36.\($0)\" lon=\"37\"") }.joined()).utf8)
        for _ in 0..<40 {
            var bytes = whole
            for _ in 0..<(1 + next() % 4) { bytes[next() % bytes.count] = UInt8(next() & 0xFF) }
            if let track = try? TrackImporter().read(bytes) {
                #expect(track.reports.count + track.issueCount <= 2 * track.pointsRead + 8)
            }
        }
    }

    @Test(
        "entities, document types and files outside are refused before anything is read of them",
        arguments: [
            """
            <?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
            <!ENTITY lol2 "&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;">]><gpx><wpt lat="1" lon="2"><name>&lol2;</name></wpt></gpx>
            """,
            #"<!DOCTYPE gpx SYSTEM "file:///etc/passwd"><gpx></gpx>"#,
            #"<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx><wpt lat="1" lon="2"><name>&x;</name></wpt></gpx>"#,
            #"<!DOCTYPE gpx [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]><gpx/>"#,
        ])
    func billionLaughs(text: String) {
        #expect(code(text) == .documentType)
    }

    @Test("an entity that nobody declared ends the reading")
    func undeclaredEntity() throws {
        let track = try read(gpx(point(#"lat="1" lon="2""#) + "<wpt lat=\"1\" lon=\"2\"><name>&x;</name></wpt>"))
        #expect(track.reports.count == 1 && !track.isComplete)
    }

    @Test("what is no GPX is refused")
    func notGPX() {
        #expect(code("<kml></kml>") == .unknownForm)
        #expect(code("<gpx") == .unknownForm)
        #expect(code("<>") == .unknownForm)
        #expect(code("") == .unknownForm)
        #expect(code("   \n ") == .unknownForm)
    }

    @Test("depth, points, texts and bytes have limits")
    func limits() throws {
        #expect(code(String(repeating: "<gpx>", count: 100)) == .tooDeep)
        var limits = TrackImportLimits()
        limits.maximumPoints = 3
        let many = try read(gpx((0..<9).map { point("lat=\"36.\($0)\" lon=\"37\"") }.joined()), limits: limits)
        #expect(many.reports.count == 3 && !many.isComplete && many.issues.map(\.rule) == [.tooMany])
        limits.maximumFileBytes = 100
        #expect(code(gpx(""), limits: limits) == .tooLarge)
        let long = try read(
            gpx(point(#"lat="1" lon="2""#, "<time>\(String(repeating: "1", count: 5_000))</time>")))
        #expect(long.reports.isEmpty && long.issues.map(\.rule) == [.badText, .missing])
        limits = TrackImportLimits()
        limits.maximumIssues = 2
        let bad = try read(gpx((0..<9).map { _ in point(#"lat="x" lon="37""#) }.joined()), limits: limits)
        #expect(bad.issues.count == 2 && bad.issueCount == 9)
    }
}
