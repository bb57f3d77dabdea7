import Deconfliction
import Geodesy
import HTTPAPI
import StrictJSON
import Testing

@Suite("activities as they are read")
struct ActivityReaderTests {
    private static func read(_ text: String) throws -> ReadActivity { try ActivityReader.read(Array(text.utf8)) }

    @Test("a circle with altitudes, each rounded towards the larger volume")
    func circle() throws {
        let shape =
            Activities.circle(radius: "10.0001") + "," + Activities.altitude("altitude_lower", "-7.82726")
            + "," + Activities.altitude("altitude_upper", "114.0921")
        let read = try Self.read(Activities.volume(shape))
        let volume = try #require(read.activity.volumes.first)
        guard case .circle(let circle) = volume.area else { return #expect(Bool(false)) }
        #expect((10_001...10_002).contains(circle.radiusMillimetres))
        #expect(try #require(volume.band.lowerMillimetres) <= -7_828)
        #expect(try #require(volume.band.upperMillimetres) >= 114_093)
        #expect(volume.window.start.description == Activities.start && !read.wasRounded)
    }

    @Test(
        "a distance to keep is rounded up, and is 0 where none is given",
        arguments: [
            ("0", 0), ("0.0001", 1), ("1500", 1_500_000), ("1000000", 1_000_000_000),
        ] as [(String, Int64)])
    func standOff(metres: String, millimetres: Int64) throws {
        let text = Activities.volume(Activities.circle())
        #expect(try Self.read(text).activity.standOffMillimetres == 0)
        let route = Activities.route([("36.2", "37.1", Activities.start), ("36.2", "37.2", Activities.end)])
        for text in [text, route] {
            let asked = "{\"standOffMetres\":\(metres)," + text.dropFirst()
            #expect(try Self.read(asked).activity.standOffMillimetres == millimetres)
        }
    }

    @Test("what is not stated of the altitude is everything")
    func unlimited() throws {
        let volume = try Self.read(Activities.volume(Activities.circle())).activity.volumes[0]
        #expect(volume.band == .everything)
        let upper = Activities.circle() + "," + Activities.altitude("altitude_upper", "50", reference: "SFC")
        let band = try Self.read(Activities.volume(upper)).activity.volumes[0].band
        #expect(band.lowerMillimetres == nil && band.upperMillimetres == 50_000 && band.reference == .ground)
    }

    @Test("positions beyond 1e-7 degree are rounded and the area grows by 12 mm")
    func growth() throws {
        let read = try Self.read(Activities.volume(Activities.circle(lat: "36.20000004999")))
        guard case .circle(let circle) = read.activity.volumes[0].area else { return #expect(Bool(false)) }
        #expect(read.wasRounded && circle.radiusMillimetres == 10_012)
        let square = [
            ("36.20000001999", "37.13"), ("36.21", "37.13"), ("36.21", "37.1400000055"), ("36.2", "37.14"),
        ]
        let grown = try Self.read(Activities.volume(Activities.polygon(square)))
        #expect(grown.activity.volumes.count == 2 && grown.sources == [0, 0])
        guard case .route(let border) = grown.activity.volumes[1].area else { return #expect(Bool(false)) }
        #expect(border.path.count == 5 && border.path.first == border.path.last && border.halfWidthMillimetres == 12)
        let route = try Self.read(
            Activities.route([("36.2", "37.1", Activities.start), ("36.20000001999", "37.2", Activities.end)]))
        guard case .route(let leg) = route.activity.volumes[0].area else { return #expect(Bool(false)) }
        #expect(leg.halfWidthMillimetres == 20_012)
    }

    @Test("a rounded area holds every point of the area that was meant", arguments: 0..<40)
    func growthHolds(number: Int) throws {
        // Corners that are rounded the farthest: half a step in both directions.
        let tail = ["4999", "5001", "49", "51"][number % 4]
        let meant = ["36.2000000\(tail)", "37.1300000\(tail)"]
        let read = try Self.read(Activities.volume(Activities.circle(lat: meant[0], lng: meant[1], radius: "0")))
        guard case .circle(let circle) = read.activity.volumes[0].area else { return #expect(Bool(false)) }
        let north = abs(try #require(Double(meant[0])) - circle.centre.latitudeDegrees) * 111_132
        let east = abs(try #require(Double(meant[1])) - circle.centre.longitudeDegrees) * 111_320
        #expect((north * north + east * east).squareRoot() * 1_000 <= Double(circle.radiusMillimetres))
    }

    @Test("a route becomes a leg for every two stops, the last with its arrival")
    func route() throws {
        let read = try Self.read(
            Activities.route(
                [
                    ("36.2", "37.1", "2016-09-19T07:00:00Z"), ("36.2", "37.2", "2016-09-19T07:30:00Z"),
                    ("36.3", "37.2", "2016-09-19T08:00:00Z"),
                ], more: #","altitude":{"reference":"SFC","lowerMetres":0,"upperMetres":120}"#))
        #expect(read.isRoute && read.sources == [0, 1])
        #expect(read.activity.volumes[0].window.end?.description == "2016-09-19T07:30:00Z")
        #expect(read.activity.volumes[1].window.end?.description == "2016-09-19T08:00:01Z")
        #expect(read.activity.volumes[0].band.upperMillimetres == 120_000)
    }

    static let square = [("36.2", "37.1"), ("36.3", "37.1"), ("36.3", "37.2"), ("36.2", "37.2")]

    @Test(
        "what breaks a rule names its field",
        arguments: [
            ("{}", ""), (#"{"volumes":[]}"#, "/volumes"), (#"{"volumes":[],"route":{}}"#, ""),
            (#"{"volumes":{}}"#, "/volumes"),
            (#"{"volumes":[{}]}"#, "/volumes/0/volume"), (#"{"volume":[]}"#, "/volume"),
            (Activities.volume(Activities.circle(lat: "91")), "/volumes/0/volume/outline_circle/center/lat"),
            (Activities.volume(Activities.circle(lat: "-90.00000001")), ""),
            (Activities.volume(Activities.circle(lng: "180.1")), "/volumes/0/volume/outline_circle/center/lng"),
            (Activities.volume(Activities.circle(lat: "1e400")), "/volumes/0/volume/outline_circle/center/lat"),
            (Activities.volume(Activities.circle(lat: "\"36\"")), "/volumes/0/volume/outline_circle/center/lat"),
            (Activities.volume(Activities.circle(radius: "-1")), "/volumes/0/volume/outline_circle/radius/value"),
            (Activities.volume(Activities.circle(radius: "5000001")), "/volumes/0/volume/outline_circle/radius/value"),
            (Activities.volume(Activities.circle(radius: "1e300")), "/volumes/0/volume/outline_circle/radius/value"),
            (Activities.volume(Activities.polygon([])), "/volumes/0/volume/outline_polygon/vertices"),
            (
                Activities.volume(Activities.polygon([square[0], square[2], square[1], square[3]])),
                "/volumes/0/volume/outline_polygon/vertices"
            ),
            (
                Activities.volume(Activities.polygon([square[0], square[0], square[1]])),
                "/volumes/0/volume/outline_polygon/vertices"
            ),
            (Activities.volume(Activities.circle() + "," + Activities.polygon(square)), "/volumes/0/volume"),
            (Activities.volume(Activities.circle() + #","else":1"#), "/volumes/0/volume/else"),
            (Activities.volume(""), "/volumes/0/volume"),
            (Activities.volume(Activities.circle(), start: Activities.end, end: Activities.start), "/volumes/0"),
            (Activities.volume(Activities.circle(), start: Activities.start, end: Activities.start), "/volumes/0"),
            (Activities.volume(Activities.circle(), start: "0000-01-01T00:00:00Z"), "/volumes/0/time_start/value"),
            (Activities.volume(Activities.circle(), end: "2016-02-30T00:00:00Z"), "/volumes/0/time_end/value"),
            (Activities.volume(Activities.circle(), end: "2016-09-19 08:00:00Z"), "/volumes/0/time_end/value"),
            (Activities.volume(Activities.circle(), end: "2016-09-19T08:00:00"), "/volumes/0/time_end/value"),
            (
                Activities.volume(Activities.circle() + "," + Activities.altitude("altitude_lower", "5", units: "FT")),
                "/volumes/0/volume/altitude_lower/units"
            ),
            (
                Activities.volume(
                    Activities.circle() + "," + Activities.altitude("altitude_lower", "5", reference: "AGL")),
                "/volumes/0/volume/altitude_lower/reference"
            ),
            (
                Activities.volume(
                    Activities.circle() + "," + Activities.altitude("altitude_lower", "5") + ","
                        + Activities.altitude("altitude_upper", "9", reference: "SFC")),
                "/volumes/0/volume/altitude_upper"
            ),
            (
                Activities.volume(
                    Activities.circle() + "," + Activities.altitude("altitude_lower", "50") + ","
                        + Activities.altitude("altitude_upper", "9")),
                "/volumes/0/volume/altitude_upper"
            ),
            (Activities.route([]), "/route/path"), (Activities.route([("1", "1", Activities.start)]), "/route/path"),
            (Activities.route([("1", "1", Activities.end), ("1", "2", Activities.start)]), "/route/path/1"),
            (Activities.route([("1", "1", Activities.end), ("1", "2", Activities.end)]), "/route/path/1"),
            (
                Activities.route([("1", "1", Activities.start), ("1", "2", Activities.end)], halfWidth: "-3"),
                "/route/path/1"
            ),
            (Activities.route([("0", "0", Activities.start), ("0", "170", Activities.end)]), "/route/path/1"),
        ])
    func refuses(text: String, pointer: String) {
        let error = #expect(throws: JSONError.self) { try Self.read(text) }
        if !pointer.isEmpty { #expect(error?.pointer == pointer, "\(text)") }
        #expect(error?.rule.isSyntax == false, "\(String(describing: error))")
    }

    @Test("a missing time is refused with a reason")
    func missingTime() {
        let text =
            #"{"volumes":[{"volume":{\#(Activities.circle())},"time_start":\#(Activities.time(Activities.start))}]}"#
        let error = #expect(throws: JSONError.self) { try Self.read(text) }
        #expect("\(error.map { "\($0)" } ?? "")".contains("'time_end'"))
    }

    @Test("the ends of time and of the earth are places and times like others")
    func extremes() throws {
        for (lat, lng) in [("90", "0"), ("-90", "-180"), ("0", "180"), ("0", "-180")] {
            _ = try Self.read(Activities.volume(Activities.circle(lat: lat, lng: lng)))
        }
        _ = try Self.read(
            Activities.volume(Activities.circle(), start: "0001-01-01T00:00:00Z", end: "9999-12-31T23:59:59Z"))
        // Around the antimeridian and over a pole.
        _ = try Self.read(
            Activities.volume(Activities.polygon([("-1", "179"), ("1", "179"), ("1", "-179"), ("-1", "-179")])))
        _ = try Self.read(
            Activities.volume(Activities.polygon([("80", "0"), ("80", "90"), ("80", "180"), ("80", "-90")])))
    }

    @Test("limits of volumes and of bytes")
    func limits() throws {
        let one =
            #"{"volume":{\#(Activities.circle())},"time_start":\#(Activities.time(Activities.start)),"#
            + #""time_end":\#(Activities.time(Activities.end))}"#
        let many = { (count: Int) in #"{"volumes":[\#(Array(repeating: one, count: count).joined(separator: ","))]}"# }
        #expect(try Self.read(many(1_024)).activity.volumes.count == 1_024)
        #expect(throws: JSONError.self) { try Self.read(many(1_025)) }
        #expect(throws: JSONError.self) { try ActivityReader.read(Array(many(100).utf8), limit: 1_000) }
    }
}
