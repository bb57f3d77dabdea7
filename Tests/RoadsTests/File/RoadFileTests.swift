import Geodesy
import Testing

@testable import Roads

@Suite("The compact form of a network")
struct RoadFileTests {
    @Test("what is written is read back, byte for byte", arguments: UInt64(0)..<20)
    func roundTrip(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let network = try randomNetwork(&random)
        let again = try RoadNetwork(reading: network.file)
        #expect(again.file == network.file)
        #expect(again.records == network.records)
        #expect(again.nodes == network.nodes)
        #expect(again.names == network.names)
        #expect(again.title == "test" && again.attribution == "nobody")
    }

    @Test("every cut and every changed bit is refused")
    func damage() throws {
        let bytes = try blocks(3, 2).file
        for end in 0..<bytes.count {
            #expect(throws: RoadFileError.self) { try RoadNetwork(reading: Array(bytes[..<end])) }
        }
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 1 << UInt8(place % 8)
            #expect(throws: RoadFileError.self, "byte \(place)") { try RoadNetwork(reading: changed) }
        }
        #expect(throws: RoadFileError.wrongLength(expected: bytes.count, found: bytes.count + 1)) {
            try RoadNetwork(reading: bytes + [0])
        }
        #expect(throws: RoadFileError.unknownVersion(9)) {
            var changed = bytes
            changed[8] = 9
            return try RoadNetwork(reading: changed)
        }
    }

    @Test("a forged file with a right checksum is refused at the entry that cannot be, and never read out of bounds")
    func forged() throws {
        let bytes = try blocks(3, 2).file
        var refused = 0
        for seed in UInt64(0)..<1_500 {
            var random = SeededRandom(seed: seed)
            var forged = bytes
            for _ in 0..<1 + random.index(below: 3) {
                forged[8 + random.index(below: bytes.count - 12)] = UInt8(truncatingIfNeeded: random.next())
            }
            let checksum = forged[..<(forged.count - 4)].withUnsafeBytes { CRC32C.of($0) }
            for byte in 0..<4 {
                forged[forged.count - 4 + byte] = UInt8(truncatingIfNeeded: checksum >> (8 * UInt32(byte)))
            }
            do {
                // What is still a network can be used without harm.
                let network = try RoadNetwork(reading: forged)
                _ = RoadPlanner(network, profile: .shortest).nearestRoad(
                    to: try place(10, 10), withinMillimetres: 1_000_000)
            } catch is RoadFileError { refused += 1 }
        }
        #expect(refused > 1_000)
    }

    @Test("the checksum is CRC-32C", arguments: [("123456789", 0xE306_9283), ("", 0), ("a", 0xC1D0_4330)])
    func checksum(text: String, expected: UInt32) {
        #expect(Array(text.utf8).withUnsafeBytes { CRC32C.of($0) } == expected)
    }
}
