import Geodesy
import Testing

@testable import Gazetteer

@Suite("A gazetteer's file")
struct GazetteerFileTests {
    @Test("what is written is read back, byte for byte")
    func roundTrip() throws {
        let gazetteer = try FindTests.gazetteer()
        let again = try Gazetteer(reading: gazetteer.file)
        #expect(again.places == gazetteer.places)
        #expect(again.file == gazetteer.file)
    }

    @Test("a damaged line is named")
    func damage() throws {
        var bytes = try FindTests.gazetteer().file
        let second = try #require(bytes.firstIndex(of: 0x0A)) + 1
        bytes[second] = UInt8(ascii: "[")
        #expect { try Gazetteer(reading: bytes) } throws: { ($0 as? GazetteerFileError)?.line == 2 }
        for end in stride(from: 1, to: bytes.count - 2, by: 97) where bytes[end] != 0x0A && bytes[end - 1] != 0x0A {
            #expect(throws: GazetteerFileError.self) { try Gazetteer(reading: Array(bytes.prefix(end))) }
        }
    }

    @Test("two places of one code are refused, a list replaces itself alone")
    func lists() throws {
        let place = try FindTests.place("C1", "A")
        #expect(throws: PlaceError.codeRepeated(list: "test", code: "C1")) { try Gazetteer([place, place]) }
        let other = try Place(code: "C1", list: "other", names: [PlaceName("B")])
        let both = try Gazetteer([place]).replacing(list: "other", with: [other])
        #expect(both.places.count == 2)
        #expect(try both.replacing(list: "test", with: []).places == [other])
    }

    @Test("a place without a name, or with too much, is refused by field")
    func limits() {
        #expect(throws: PlaceError.noName) { try Place(code: "a", list: "l", names: []) }
        #expect(throws: PlaceError.empty(field: "code")) { try Place(code: "", list: "l", names: [PlaceName("n")]) }
        #expect(throws: PlaceError.tooLong(field: "name", bytes: 513)) {
            try Place(code: "a", list: "l", names: [PlaceName(String(repeating: "n", count: 513))])
        }
    }
}
