import Geodesy

extension RoadNetwork {
    /// The network in the compact form; the same network always makes the same bytes.
    public var file: [UInt8] {
        var writer = RoadFileWriter()
        writer.bytes.reserveCapacity(RoadFile.headerBytes + nodes.count * 8 + records.count * 24 + shapes.count * 8)
        writer.bytes += RoadFile.magic
        writer.append(RoadFile.version)
        writer.append(UInt16(0))
        let nameBytes = names.reduce(0) { $0 + $1.utf8.count }
        for count in [
            nodes.count, records.count, shapes.count, names.count, nameBytes, title.utf8.count, attribution.utf8.count,
        ] { writer.append(UInt32(count)) }
        writer.bytes += title.utf8
        writer.bytes += attribution.utf8
        for node in nodes {
            writer.append(node.latitudeE7)
            writer.append(node.longitudeE7)
        }
        for record in records {
            writer.append(record.from)
            writer.append(record.to)
            writer.append(record.lengthMillimetres)
            writer.append(record.shapeStart)
            writer.append(record.name)
            writer.bytes += [record.roadClass.rawValue, record.direction.rawValue, record.postedSpeed, 0]
        }
        for position in shapes {
            writer.append(position.latitudeE7)
            writer.append(position.longitudeE7)
        }
        var end: UInt32 = 0
        for name in names {
            end += UInt32(name.utf8.count)
            writer.append(end)
        }
        for name in names { writer.bytes += name.utf8 }
        writer.append(writer.bytes.withUnsafeBytes { CRC32C.of($0) })
        return writer.bytes
    }
}

private struct RoadFileWriter {
    var bytes: [UInt8] = []

    mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
}
