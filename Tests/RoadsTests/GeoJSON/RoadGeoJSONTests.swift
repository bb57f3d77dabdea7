import Geodesy
import Testing

@testable import Roads

@Suite("Reading roads from GeoJSON")
struct RoadGeoJSONTests {
    static func feature(_ properties: String = "{}", coordinates: String = "[[37.1,36.2],[37.2,36.2]]") -> String {
        #"{"type":"Feature","properties":\#(properties),"geometry":{"type":"LineString","coordinates":\#(coordinates)}}"#
    }

    static func collection(_ features: [String]) -> String {
        #"{"type":"FeatureCollection","name":"r]o}a,ds\"","features":[\#(features.joined(separator: " ,\n"))]}"#
    }

    private func read(_ text: String) throws(RoadNetworkError) -> (network: RoadNetwork, report: NetworkReport) {
        try RoadGeoJSONReader.read(Array(text.utf8), title: "t", attribution: "a")
    }

    @Test("properties say the class, direction, speed and name, in the ways that sources write them")
    func properties() throws {
        let (network, report) = try read(
            Self.collection([
                Self.feature(#"{"highway":"trunk_link","oneway":"yes","maxspeed":"60","name":"طريق حلب"}"#),
                Self.feature(#"{"highway":["unheard","primary"],"oneway":"-1","maxspeed":["50 km/h","30 mph"]}"#),
                Self.feature(#"{"highway":"steps","oneway":false,"maxspeed":40}"#),
                Self.feature(#"{"highway":"canal","oneway":"reversible","maxspeed":"walk"}"#),
                Self.feature(#"{"highway":null,"name":null}"#, coordinates: "[[37.1,36.2],[37.1,36.3]]"),
            ]))
        let records = network.records
        #expect(records.map(\.roadClass) == [.trunkLink, .primary, .path, .other, .other])
        #expect(records.map(\.direction) == [.forward, .backward, .both, .both, .both])
        #expect(records.map(\.postedSpeed) == [60, 48, 40, 0, 0])
        #expect(network.name(of: .init(index: 0)) == "طريق حلب")
        #expect(report.count(.unknownClass) == 2)
        #expect(report.count(.unknownDirection) == 1)
        #expect(report.count(.unknownSpeed) == 1)
    }

    @Test("the same network comes of any division of the bytes")
    func pieces() throws {
        let text = Array(
            ("\u{FEFF}"
                + Self.collection(
                    [
                        Self.feature(#"{"name":"a\\\"]}{[","highway":"primary"}"#), Self.feature(#"{"u":1,"v":2}"#),
                    ].map { $0.replacing(#""u":1,"v":2"#, with: #""name":"é""#) })).utf8)
        let whole = try RoadGeoJSONReader.read(text, title: "t", attribution: "a").network.file
        for size in 1...40 {
            var reader = RoadGeoJSONReader(title: "t", attribution: "a")
            for start in stride(from: 0, to: text.count, by: size) {
                try reader.feed(Array(text[start..<min(text.count, start + size)]))
            }
            #expect(try reader.finish().network.file == whole, "pieces of \(size)")
        }
    }

    @Test("every cut of the text is refused")
    func cuts() throws {
        let text = Array(Self.collection([Self.feature(), Self.feature(#"{"highway":"primary"}"#)]).utf8)
        for end in 0..<text.count {
            #expect(throws: RoadNetworkError.self, "\(end) bytes") {
                try RoadGeoJSONReader.read(Array(text[..<end]), title: "", attribution: "")
            }
        }
    }

    @Test("what is damaged is refused with the feature's number")
    func damage() {
        let bad: [(String, Int)] = [
            (Self.feature(coordinates: "[[37.1,96.2],[37.2,36.2]]"), 2),
            (Self.feature(coordinates: "[[37.1,36.2],[181,36.2]]"), 2),
            (Self.feature(coordinates: "[[37.1,36.2],[\"x\",36.2]]"), 2),
            (Self.feature(coordinates: "[[37.1],[1,2]]"), 2),
            (Self.feature(coordinates: "[[1e99,36.2],[1,2]]"), 2),
        ]
        for (text, number) in bad {
            let error = #expect(throws: RoadNetworkError.self) { try read(Self.collection([Self.feature(), text])) }
            guard case .badCoordinate(feature: number, _) = error else {
                Issue.record("\(text): \(String(describing: error))")
                continue
            }
        }
        #expect(throws: RoadNetworkError.tooFewPositions(feature: 2)) {
            try read(Self.collection([Self.feature(), Self.feature(coordinates: "[[37.1,36.2]]")]))
        }
        for text in [
            Self.feature(#"{"a":1,"a":2}"#), Self.feature(#"{"u":"x","v":1}"#), "7", "{}", "{\"type\":\"Other\"}",
            Self.feature(coordinates: "7").replacing("7", with: "[[0,0],[1,1]"),
        ] {
            let error = #expect(throws: RoadNetworkError.self) { try read(Self.collection([Self.feature(), text])) }
            if case .notGeoJSON(let number, _) = error { #expect(number == 2 || number == nil, "\(text)") }
        }
    }

    @Test(
        "a text that is no collection of roads is refused",
        arguments: [
            "", "[]", "{}", "{\"type\":\"FeatureCollection\"}", "{\"features\":[]}", "nonsense",
            "{\"type\":\"FeatureCollection\",\"features\":{}}", "{\"type\":\"FeatureCollection\",\"features\":[]}",
            "{\"type\":\"Feature\",\"features\":[]}", "{\"type\":\"FeatureCollection\",\"features\":[]}x",
            "{\"type\":\"FeatureCollection\",\"type\":\"FeatureCollection\",\"features\":[]}",
            "{\"type\":\"FeatureCollection\",\"features\":[],\"features\":[]}",
        ])
    func notRoads(text: String) {
        #expect(throws: RoadNetworkError.self) { try read(text) }
    }

    @Test("another reference system than WGS 84 is refused, WGS 84 by any of its names is not")
    func reference() throws {
        let named = Self.collection([Self.feature()])
        func with(_ name: String) -> String {
            named.replacing(
                "\"features\"", with: "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"\(name)\"}},\"features\"")
        }
        #expect(throws: RoadNetworkError.foreignReference) { try read(with("urn:ogc:def:crs:EPSG::32637")) }
        #expect(try read(with("urn:ogc:def:crs:OGC:1.3:CRS84")).network.roadCount == 1)
    }

    @Test("what is no line is left out and counted; a line of several parts is several roads")
    func otherGeometries() throws {
        let (network, report) = try read(
            Self.collection([
                #"{"type":"Feature","properties":null,"geometry":{"type":"Point","coordinates":[37,36]}}"#,
                #"{"type":"Feature","properties":{},"geometry":null}"#,
                #"{"type":"Feature","geometry":{"type":"MultiLineString","coordinates":[[[37,36],[37.1,36]],[[37.1,36],[37.1,36.1]]]}}"#,
            ]))
        #expect(network.roadCount == 2)
        #expect(report.count(.notALine) == 2)
    }
}
