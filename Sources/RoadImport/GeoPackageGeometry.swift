import Foundation
import Geodesy
import Roads

/// The lines of a geometry as GeoPackage 1.3 has it (2.1.3): a header, then well-known binary of the ISO kind.
struct GeoPackageGeometry {
    /// Why a geometry was refused.
    struct Fault: Error, CustomStringConvertible {
        var description: String
    }

    private let bytes: [UInt8]
    private var at = 0
    private var isLittleEndian = true

    /// Reads the lines; none when the geometry is empty or of another kind.
    static func lines(_ data: Data) throws(Fault) -> [[Position]] {
        var reader = GeoPackageGeometry(bytes: [UInt8](data))
        guard try reader.readHeader() else { return [] }
        return try reader.readGeometry(isPart: false)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func byte() throws(Fault) -> UInt8 {
        guard at < bytes.count else { throw Fault(description: "the geometry ends early") }
        defer { at += 1 }
        return bytes[at]
    }

    private mutating func word(_ count: Int) throws(Fault) -> UInt64 {
        guard bytes.count - at >= count else { throw Fault(description: "the geometry ends early") }
        var value: UInt64 = 0
        for index in 0..<count {
            value = value << 8 | UInt64(bytes[isLittleEndian ? at + count - 1 - index : at + index])
        }
        at += count
        return value
    }

    /// Passes over the header; false for an empty geometry.
    private mutating func readHeader() throws(Fault) -> Bool {
        guard try byte() == 0x47, try byte() == 0x50, try byte() == 0 else {
            throw Fault(description: "the geometry does not begin with 'GP' and version 0")
        }
        let flags = try byte()
        isLittleEndian = flags & 1 == 1
        guard flags & 0x20 == 0 else { throw Fault(description: "the geometry has an extended type") }
        _ = try word(4)
        let envelope = [0: 0, 1: 32, 2: 48, 3: 48, 4: 64][Int(flags >> 1 & 7)]
        guard let envelope, bytes.count - at >= envelope else {
            throw Fault(description: "the geometry's envelope cannot be read")
        }
        at += envelope
        return flags & 0x10 == 0
    }

    private mutating func readGeometry(isPart: Bool) throws(Fault) -> [[Position]] {
        isLittleEndian = try byte() == 1
        let type = Int(try word(4))
        guard type < 4_000 else { throw Fault(description: "type \(type) is not one of ISO's") }
        let dimensions = [2, 3, 3, 4][type / 1_000]
        switch type % 1_000 {
        case 2: return [try readLine(dimensions)]
        case 5 where !isPart:
            let count = Int(try word(4))
            guard count <= RoadLimits.maximumFeatureParts else {
                throw Fault(description: "the geometry has \(count) parts")
            }
            var lines: [[Position]] = []
            for _ in 0..<count { lines += try readGeometry(isPart: true) }
            return lines
        default: return []
        }
    }

    private mutating func readLine(_ dimensions: Int) throws(Fault) -> [Position] {
        let count = Int(try word(4))
        guard count <= RoadLimits.maximumFeaturePositions, count * dimensions * 8 <= bytes.count - at else {
            throw Fault(description: "the line names \(count) positions, which the geometry does not hold or the limit")
        }
        var line: [Position] = []
        line.reserveCapacity(count)
        for _ in 0..<count {
            let longitude = Double(bitPattern: try word(8))
            let latitude = Double(bitPattern: try word(8))
            for _ in 2..<dimensions { _ = try word(8) }
            guard longitude.magnitude <= 180, latitude.magnitude <= 90,
                let position = try? Position(
                    latitudeE7: Int64((latitude * 1e7).rounded()), longitudeE7: Int64((longitude * 1e7).rounded()))
            else { throw Fault(description: "\(longitude), \(latitude) is no longitude and latitude in degrees") }
            line.append(position)
        }
        return line
    }
}
