import Geodesy

extension RoadNetwork {
    /// Reads a network in the compact form; every count, index and coordinate is checked.
    ///
    /// - Throws: `RoadFileError`.
    public init(reading bytes: [UInt8]) throws(RoadFileError) {
        guard bytes.count <= RoadLimits.maximumFileBytes else { throw .tooLarge("bytes") }
        guard bytes.count >= RoadFile.headerBytes + 4, bytes.starts(with: RoadFile.magic) else { throw .notARoadFile }
        let parts: Result<RoadFileParts, RoadFileError> = bytes.withUnsafeBytes { raw in
            var reader = RoadFileReader(raw: raw)
            do throws(RoadFileError) { return .success(try reader.read()) } catch { return .failure(error) }
        }
        let read = try parts.get()
        self.init(
            title: read.title, attribution: read.attribution, nodes: read.nodes, records: read.records,
            shapes: read.shapes, names: read.names)
    }
}

/// What a file holds, checked.
private struct RoadFileParts {
    var title = ""
    var attribution = ""
    var nodes: [Position] = []
    var records: [RoadNetwork.Record] = []
    var shapes: [Position] = []
    var names: [String] = []
}

/// Reads front to back; the length is checked against the counts before anything is read by them.
private struct RoadFileReader {
    let raw: UnsafeRawBufferPointer
    private var at = RoadFile.magic.count

    init(raw: UnsafeRawBufferPointer) { self.raw = raw }

    private mutating func take<Value: FixedWidthInteger>(_ type: Value.Type) -> Value {
        defer { at += MemoryLayout<Value>.size }
        return Value(littleEndian: raw.loadUnaligned(fromByteOffset: at, as: Value.self))
    }

    mutating func read() throws(RoadFileError) -> RoadFileParts {
        let version = take(UInt16.self)
        guard version == RoadFile.version else { throw .unknownVersion(Int(version)) }
        guard take(UInt16.self) == 0 else { throw .badEntry(table: "header", index: 0, "has unknown flags") }
        let limits = [
            ("nodes", RoadLimits.maximumNodes), ("roads", RoadLimits.maximumRoads),
            ("positions", RoadLimits.maximumShapePositions), ("names", RoadLimits.maximumRoads + 1),
            ("bytes of names", RoadLimits.maximumFileBytes), ("bytes of the title", RoadLimits.maximumNameBytes),
            ("bytes of the attribution", RoadLimits.maximumNameBytes),
        ]
        var counts: [Int] = []
        for (what, limit) in limits {
            let count = Int(take(UInt32.self))
            guard count <= limit else { throw .tooLarge(what) }
            counts.append(count)
        }
        let tables = counts[0] * 8 + counts[1] * RoadFile.roadBytes + counts[2] * 8 + counts[3] * 4
        let expected = RoadFile.headerBytes + counts[4] + counts[5] + counts[6] + tables + 4
        guard expected == raw.count else { throw .wrongLength(expected: expected, found: raw.count) }
        let body = UnsafeRawBufferPointer(rebasing: raw[..<(raw.count - 4)])
        let checksum = UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: raw.count - 4, as: UInt32.self))
        guard CRC32C.of(body) == checksum else { throw .damaged }

        var parts = RoadFileParts()
        parts.title = try text(counts[5], table: "header", index: 0)
        parts.attribution = try text(counts[6], table: "header", index: 1)
        parts.nodes = try positions(counts[0], table: "nodes")
        parts.records = try records(counts[1], nodes: counts[0], shapes: counts[2], names: counts[3])
        parts.shapes = try positions(counts[2], table: "positions")
        parts.names = try names(counts[3], bytes: counts[4])
        guard !parts.records.isEmpty else { throw .badEntry(table: "roads", index: 0, "is missing") }
        guard RoadGrid.span(of: parts.nodes + parts.shapes).width <= 1_800_000_000 else {
            throw .badEntry(table: "nodes", index: 0, "is more than 180 degrees of longitude from others")
        }
        return parts
    }

    private mutating func positions(_ count: Int, table: String) throws(RoadFileError) -> [Position] {
        var out: [Position] = []
        out.reserveCapacity(count)
        for index in 0..<count {
            let (latitude, longitude) = (take(Int32.self), take(Int32.self))
            guard latitude.magnitude <= RoadLimits.maximumLatitudeE7.magnitude,
                let position = try? Position(latitudeE7: Int64(latitude), longitudeE7: Int64(longitude))
            else { throw .badEntry(table: table, index: index, "is not a place that roads are taken at") }
            out.append(position)
        }
        return out
    }

    private mutating func records(
        _ count: Int, nodes: Int, shapes: Int, names: Int
    ) throws(RoadFileError) -> [RoadNetwork.Record] {
        var out: [RoadNetwork.Record] = []
        out.reserveCapacity(count)
        var before: UInt32 = 0
        for index in 0..<count {
            let (from, to, length) = (take(UInt32.self), take(UInt32.self), take(UInt32.self))
            let (start, name) = (take(UInt32.self), take(UInt32.self))
            let (kind, way, speed, rest) = (take(UInt8.self), take(UInt8.self), take(UInt8.self), take(UInt8.self))
            guard Int(from) < nodes, Int(to) < nodes else {
                throw .badEntry(table: "roads", index: index, "ends at a node that is not there")
            }
            guard Int64(length) <= RoadLimits.maximumRoadMillimetres else {
                throw .badEntry(table: "roads", index: index, "is too long")
            }
            guard start >= before, Int(start) <= shapes, index > 0 || start == 0 else {
                throw .badEntry(table: "roads", index: index, "has positions out of order")
            }
            guard Int(start - before) <= RoadLimits.maximumRoadPositions,
                index + 1 < count || shapes - Int(start) <= RoadLimits.maximumRoadPositions
            else { throw .badEntry(table: "roads", index: index, "comes after or has too many positions") }
            before = start
            guard Int(name) < names else {
                throw .badEntry(table: "roads", index: index, "has a name that is not there")
            }
            guard let roadClass = RoadClass(rawValue: kind), let direction = RoadDirection(rawValue: way),
                speed <= 250, rest == 0
            else { throw .badEntry(table: "roads", index: index, "has an unknown class, direction or speed") }
            out.append(
                RoadNetwork.Record(
                    from: Int32(from), to: Int32(to), lengthMillimetres: length, shapeStart: start, name: name,
                    roadClass: roadClass, direction: direction, postedSpeed: speed))
        }
        return out
    }

    private mutating func names(_ count: Int, bytes: Int) throws(RoadFileError) -> [String] {
        var ends: [Int] = []
        ends.reserveCapacity(count)
        for _ in 0..<count { ends.append(Int(take(UInt32.self))) }
        var out: [String] = []
        out.reserveCapacity(count)
        var before = 0
        for (index, end) in ends.enumerated() {
            guard end >= before, end <= bytes, end - before <= RoadLimits.maximumNameBytes else {
                throw .badEntry(table: "names", index: index, "ends out of order")
            }
            out.append(try text(end - before, table: "names", index: index))
            before = end
        }
        guard before == bytes else { throw .badEntry(table: "names", index: count, "is missing") }
        return out
    }

    private mutating func text(_ count: Int, table: String, index: Int) throws(RoadFileError) -> String {
        defer { at += count }
        guard let text = String(validating: raw[at..<at + count], as: UTF8.self) else {
            throw .badEntry(table: table, index: index, "is not UTF-8")
        }
        return text
    }
}
