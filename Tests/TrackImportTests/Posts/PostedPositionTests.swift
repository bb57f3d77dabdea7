import Geodesy
import Testing
import Tracking

@testable import TrackImport

@Suite struct PostedPositionTests {
    private static let received = Instant(checked: 1_474_281_900_000_000)

    private func json(_ text: String) throws(TrackImportError) -> PostedPosition {
        try PostedPosition(json: Array(text.utf8))
    }

    private func query(
        _ text: String, _ convention: PostedPosition.Convention = .traccar
    ) throws(TrackImportError) -> PostedPosition {
        try PostedPosition(query: text, receivedAt: Self.received, convention: convention)
    }

    @Test("our own JSON")
    func ownJSON() throws {
        let found = try json(
            #"{"device":"t1","at":"2016-09-19T10:40:00Z","lat":36.1516,"lon":36.9677,"accuracyMetres":12.5,"#
                + #""speedMetresPerSecond":11,"courseDegrees":90.5,"note":"ok"}"#)
        #expect(found.device == "t1" && found.hasOwnTime && found.report.means == .http)
        #expect(found.report.at.description == "2016-09-19T10:40:00Z")
        #expect(found.report.position.latitudeE7 == 361_516_000 && found.report.position.longitudeE7 == 369_677_000)
        #expect(found.report.accuracyMillimetres == 12_500 && found.report.speedMillimetresPerSecond == 11_000)
        #expect(found.report.courseCentidegrees == 9_050 && found.report.note == "ok")
        #expect(
            try json(#"{"device":"t1","at":"2016-09-19T10:40:00Z","lat":1,"lon":2}"#).report.accuracyMillimetres == nil)
    }

    @Test("the JSON of Traccar Client 9, with what it says of itself passed over")
    func traccarJSON() throws {
        let found = try json(
            """
            {"location":{"timestamp":"2016-09-19T10:40:00.000Z","coords":{"latitude":36.1516,"longitude":36.9677,
            "accuracy":5,"speed":-1,"heading":-1,"altitude":0},"is_moving":false,"odometer":0,"event":"motionchange",
            "battery":{"level":1,"is_charging":false},"activity":{"type":"still"},"extras":{}},"device_id":"48241179"}
            """)
        #expect(found.device == "48241179" && found.report.accuracyMillimetres == 5_000)
        #expect(found.report.speedMillimetresPerSecond == nil && found.report.courseCentidegrees == nil)
    }

    @Test(
        "what is wrong with a post in JSON is said",
        arguments: [
            "", "{}", "[]", "NaN", #"{"device":"t1","at":"2016-09-19T10:40:00Z","lat":1}"#,
            #"{"device":"t1","at":"2016-09-19T10:40:00","lat":1,"lon":2}"#,
            #"{"device":"t1","at":1474281600,"lat":1,"lon":2}"#,
            #"{"device":"t1","at":"2016-09-19T10:40:00Z","lat":91,"lon":2}"#,
            #"{"device":"t1","at":"2016-09-19T10:40:00Z","lat":0,"lon":0}"#,
            #"{"device":"t1","at":"2016-09-19T10:40:00Z","lat":"1","lon":2}"#,
            #"{"device":"t1","at":"2016-09-19T10:40:00Z","lat":NaN,"lon":2}"#,
            #"{"device":"","at":"2016-09-19T10:40:00Z","lat":1,"lon":2}"#,
            #"{"device":"t1","at":"2016-09-19T10:40:00Z","lat":1,"lon":2,"lat":3}"#,
            #"{"device":"t1","at":"2016-09-19T10:40:00Z","lat":1,"lon":2,"speed":3}"#,
            #"{"device":"t1","at":"2016-09-19T10:40:00Z","lat":1,"lon":2,"accuracyMetres":-1}"#,
            #"{"location":{"timestamp":"2016-09-19T10:40:00Z","coords":{"latitude":1,"longitude":2}}}"#,
            #"{"location":{"timestamp":"2016-09-19T10:40:00Z","coords":{"latitude":1,"longitude":2,"accuracy":-1}},"device_id":"t"}"#,
            #"{"location":{"timestamp":"2016-09-19T10:40:00Z","mock":true,"coords":{"latitude":1,"longitude":2}},"device_id":"t"}"#,
        ])
    func badJSON(text: String) {
        do {
            _ = try json(text)
            Issue.record("was taken")
        } catch {
            #expect(error.code == .badPost && !error.message.isEmpty)
        }
    }

    @Test("what Traccar's client for Android sends")
    func traccarQuery() throws {
        let found = try query(
            "id=123456&timestamp=1474281600&lat=36.1516&lon=36.9677&speed=10.0&bearing=271.5&altitude=35.0&accuracy=10.25"
                + "&batt=75.0")
        #expect(found.device == "123456" && found.hasOwnTime)
        #expect(found.report.at.description == "2016-09-19T10:40:00Z")
        #expect(found.report.speedMillimetresPerSecond == 5_144, "ten knots")
        #expect(found.report.courseCentidegrees == 27_150 && found.report.accuracyMillimetres == 10_250)
    }

    @Test("what OsmAnd sends has metres a second, and its accuracy as hdop")
    func osmAndQuery() throws {
        let text = "id=a&lat=36.1516&lon=36.9677&timestamp=1474281600123&hdop=8.5&altitude=400&speed=10.0"
        let found = try query(text, .osmAnd)
        #expect(found.report.speedMillimetresPerSecond == 10_000 && found.report.accuracyMillimetres == 8_500)
        #expect(found.report.at.description == "2016-09-19T10:40:00.123Z")
        // By Traccar's meaning hdop has no unit, so it says nothing of metres.
        #expect(try query(text).report.accuracyMillimetres == nil)
    }

    @Test("the examples of Traccar's own page, and other spellings")
    func otherForms() throws {
        #expect(
            try query("id=12345&lat=48.8566&lon=2.3522&timestamp=1609459200000").report.at.description
                == "2021-01-01T00:00:00Z")
        let second = try query(
            "deviceid=12345&lat=48.8566&lon=2.3522&timestamp=2021-01-01T00:00:00Z&speed=15&bearing=270&altitude=35"
                + "&accuracy=10&hdop=0.8&batt=75")
        #expect(second.report.at.description == "2021-01-01T00:00:00Z" && second.report.accuracyMillimetres == 10_000)
        #expect(try query("id=1&location=48.8566,2.3522").hasOwnTime == false)
        #expect(try query("id=1&location=48.8566%2C2.3522").report.at == Self.received)
        #expect(
            try query("id=1&lat=1&lon=2&timestamp=2016-09-19+10%3A40%3A00").report.at.description
                == "2016-09-19T10:40:00Z")
        #expect(try query("id=%D8%AD%D9%84%D8%A8&lat=1&lon=2&timestamp=1474281600").device == "حلب")
        #expect(
            try query("id=1&lat=1&lon=2&timestamp=1474281600&speed=-1&heading=-1").report.speedMillimetresPerSecond
                == nil)
        #expect(try query("id=1&lat=1&lon=2&timestamp=1474281600&bearing=360").report.courseCentidegrees == 0)
    }

    @Test(
        "what is wrong with a query is said",
        arguments: [
            "", "id=1", "lat=1&lon=2", "id=1&lat=1", "id=1&lat=NaN&lon=2", "id=1&lat=inf&lon=2", "id=1&lat=91&lon=2",
            "id=1&lat=0.0&lon=0.0", "id=1&lat=1&lon=2&lat=3", "id=1&deviceid=1&lat=1&lon=2", "id=&lat=1&lon=2",
            "id=1&lat=1&lon=2&timestamp=", "id=1&lat=1&lon=2&timestamp=yesterday", "id=1&lat=1&lon=2&timestamp=-5",
            "id=1&lat=1&lon=2&valid=false", "id=1&lat=1&lon=2&valid=0", "id=1&lat=1&lon=2&mock=true",
            "id=1&lat=1&lon=2&accuracy=-1", "id=1&lat=1&lon=2&speed=fast", "id=1&lat=1&lon=2&bearing=400",
            "id=1&lat=%zz&lon=2", "id=1&lat=1&lon=%2", "id=%FF&lat=1&lon=2", "id=1&location=1&lat=1",
            "id=1&location=1,2,3",
            "id=1%0A2&lat=1&lon=2", "id=1&lat=\u{0661}&lon=2",
            "id=1&" + (0..<64).map { "a\($0)=1" }.joined(separator: "&"),
            "id=1&lat=1&lon=2&x=" + String(repeating: "x", count: 8_192),
        ])
    func badQuery(text: String) {
        do {
            _ = try query(text)
            Issue.record("was taken")
        } catch {
            #expect(error.code == .badPost && !error.message.isEmpty)
        }
    }
}
