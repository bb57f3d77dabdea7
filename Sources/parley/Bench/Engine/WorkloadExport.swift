import Foundation
import Geodesy

/// Writes the workload as files that other engines read: binary, and text for PostgreSQL's COPY.
///
/// A binary file begins with a header of 16 bytes ("DCZ1", records, vertices, 48), then 48 bytes a record, then each
/// vertex as longitude and latitude, all little-endian. Text is left out above `textLimit` records.
struct WorkloadExport {
    static let textLimit = 1_000_000
    private static let magic: UInt32 = 0x315A_4344
    private static let headerBytes = 16
    private static let recordBytes = 48

    let folder: String

    /// Writes `recs`, `qry` and `tracks`, one record at a time.
    func write(_ workload: Workload, progress: (Int) -> Void = { _ in }) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try write(
            workload.recordStream, as: "recs", withText: workload.records <= Self.textLimit, progress: progress)
        try write(workload.questionStream, as: "qry", withText: true)
        let tracks = workload.tracks()
        let file = try ExportFile(path: folder + "/tracks.bin", at: 0)
        try file.append(UInt32(tracks.count))
        for track in tracks { try write(track, to: file) }
        try file.close()
    }

    private func write(
        _ stream: WorkloadStream, as name: String, withText: Bool, progress: (Int) -> Void = { _ in }
    ) throws {
        let path = "\(folder)/\(name).bin"
        let header = try ExportFile(path: path, at: 0)
        let records = try ExportFile(path: path, at: Self.headerBytes)
        // The vertices follow the last record; both parts are written side by side.
        let vertices = try ExportFile(path: path, at: Self.headerBytes + Self.recordBytes * stream.count)
        let text = withText ? try ExportFile(path: "\(folder)/\(name).tsv", at: 0) : nil
        var vertexCount: UInt32 = 0
        for record in stream {
            try write(record, firstVertex: vertexCount, to: records)
            for vertex in record.vertices {
                try vertices.append(vertex.longitudeE7)
                try vertices.append(vertex.latitudeE7)
            }
            vertexCount += UInt32(record.vertices.count)
            try text?.append(text: WorkloadText.line(of: record))
            if record.id & 0xFFF == 0 { progress(Int(record.id)) }
        }
        for word in [Self.magic, UInt32(stream.count), vertexCount, UInt32(Self.recordBytes)] {
            try header.append(word)
        }
        for file in [header, records, vertices, text] { try file?.close() }
    }

    private func write(_ record: WorkloadRecord, firstVertex: UInt32, to file: ExportFile) throws {
        try file.append(record.id)
        try file.append(record.kind.rawValue)
        try file.append(record.theatre)
        try file.append(UInt16(record.vertices.count))
        try file.append(firstVertex)
        for value in [record.radius, record.lowerAltitude, record.upperAltitude] { try file.append(value.bitPattern) }
        try file.append(record.start)
        try file.append(record.end)
        try file.append(record.standOff.bitPattern)
        try file.append(record.party)
    }

    private func write(_ track: WorkloadTrack, to file: ExportFile) throws {
        try file.append(track.id)
        try file.append(track.party)
        try file.append(track.vertex.longitudeE7)
        try file.append(track.vertex.latitudeE7)
        for value in [track.altitude, track.east, track.north, track.up, track.deviation] {
            try file.append(value.bitPattern)
        }
    }
}

/// A record as a line of tab-separated text, with ranges and well-known text as PostgreSQL reads them.
enum WorkloadText {
    static func line(of record: WorkloadRecord) throws -> String {
        let numbers = String(
            format: "%u\t%d\t%.9g\t%.9g\t[%.9g,%.9g]\t", record.id, Int32(record.theatre), Double(record.radius),
            Double(record.standOff), Double(record.lowerAltitude), Double(record.upperAltitude))
        return numbers + "[\(try moment(record.start)),\(try moment(record.end)))\t\(shape(record))\n"
    }

    /// `2030-01-01 00:00:00+00`.
    private static func moment(_ seconds: Int64) throws -> String {
        try Instant(microsecondsSince1970: seconds * 1_000_000).description
            .replacing("T", with: " ").replacing("Z", with: "+00")
    }

    private static func shape(_ record: WorkloadRecord) -> String {
        var places = record.vertices.map { degrees($0.longitudeE7) + " " + degrees($0.latitudeE7) }
        if places.count == 1 { return "POINT(\(places[0]))" }
        guard record.kind == .polygon else { return "LINESTRING(\(places.joined(separator: ",")))" }
        places.append(places[0])
        return "POLYGON((\(places.joined(separator: ","))))"
    }

    /// Seven decimals, from the whole number itself.
    private static func degrees(_ value: Int32) -> String {
        let digits = String(value.magnitude)
        let padded = String(repeating: "0", count: max(0, 8 - digits.count)) + digits
        return (value < 0 ? "-" : "") + padded.dropLast(7) + "." + padded.suffix(7)
    }
}
