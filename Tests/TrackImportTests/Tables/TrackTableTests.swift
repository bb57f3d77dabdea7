import CZlib
import Geodesy
import Testing
import Tracking

@testable import TrackImport

@Suite struct TrackTableTests {
    private func read(
        _ text: String, _ columns: TrackColumns = TrackColumns(), limits: TrackImportLimits = .standard
    ) throws(TrackImportError) -> ImportedTrack {
        try TrackImporter(limits: limits, columns: columns).read(Array(text.utf8))
    }

    private func code(_ text: String, _ columns: TrackColumns = TrackColumns()) -> TrackImportError.Code? {
        do {
            _ = try read(text, columns)
            return nil
        } catch { return error.code }
    }

    @Test(
        "headers in their usual spellings",
        arguments: [
            "device,time,lat,lon", "Device ID,Timestamp,Latitude,Longitude", "IMEI,GPS Time,LAT,LNG",
            "tracker_id,fix_time,gps_lat,gps_lon", "unit;date-time;Lat (deg);Long (deg)", "id\tUTC\ty\tx",
            "\u{FEFF}\"device\",\"time\",\"lat\",\"lon\"",
        ])
    func headers(header: String) throws {
        let separator = header.contains(";") ? ";" : header.contains("\t") ? "\t" : ","
        let row = ["t1", "2016-09-19T10:40:00Z", "36.1516", "36.9677"].joined(separator: separator)
        let track = try read(header + "\r\n" + row + "\r\n")
        let report = try #require(track.reports.first, "\(track.issues)")
        #expect(report.device == "t1" && report.position.latitudeE7 == 361_516_000 && report.means == .csv)
        #expect(track.issues.isEmpty && track.ignoredColumns.isEmpty)
    }

    @Test("speeds with their unit in the header, or by the mapping, or not at all")
    func speeds() throws {
        func speed(_ header: String, _ unit: SpeedUnit? = nil) throws -> Int64? {
            try read("time,lat,lon,\(header)\n1474281600,36.1,36.9,36\n", TrackColumns(speedUnit: unit)).reports[0]
                .speedMillimetresPerSecond
        }
        #expect(try speed("speed_kmh") == 10_000)
        #expect(try speed("Speed (km/h)") == 10_000)
        #expect(try speed("speed m/s") == 36_000)
        #expect(try speed("speed_knots") == 18_520)
        #expect(try speed("speed") == nil)
        #expect(try speed("speed", .kilometresPerHour) == 10_000)
        #expect(try read("time,lat,lon,speed\n1,1,1,1\n").ignoredColumns == ["speed"])
    }

    @Test("times in RFC 3339, in seconds or milliseconds, or plain where the mapping states the offset")
    func times() throws {
        func time(_ text: String, offset: Int? = nil) throws -> String? {
            try read("time,lat,lon\n\(text),36.1,36.9\n", TrackColumns(offsetMinutes: offset)).reports.first?.at
                .description
        }
        #expect(try time("2016-09-19 10:40:00Z") == "2016-09-19T10:40:00Z")
        #expect(try time("2016-09-19T13:40:00+03:00") == "2016-09-19T10:40:00Z")
        #expect(try time("1474281600") == "2016-09-19T10:40:00Z")
        #expect(try time("1474281600123") == "2016-09-19T10:40:00.123Z")
        #expect(try time("2016-09-19 13:40:00") == nil)
        #expect(try time("2016-09-19 13:40:00", offset: 180) == "2016-09-19T10:40:00Z")
        #expect(try time("19/09/2016 13:40", offset: 180) == nil)
        #expect(try time("0") == nil)
        #expect(try time("99999999999999999999") == nil)
    }

    @Test("bad rows are named by line, row, column and rule, and good rows are kept")
    func badRows() throws {
        let track = try read(
            """
            device,time,lat,lon,accuracy,note
            لوحة ٧٣٥١٢٤,2016-09-19T10:40:00Z,36.1516,36.9677,15,"a, b"
            t1,2016-09-19T10:40:30Z,"36,1516",36.9677,15,
            t1,2016-09-19T10:41:00Z,136.1516,36.9677,15,

            t1,2016-09-19T10:41:30Z,NaN,inf,15,
            t1,2016-09-19T10:42:00Z,36,1516,36,9677,15,
            t1,,36.1516,36.9677,15,
            t1,2016-09-19T10:42:30Z,36.1516,36.9677,-1,
            t1,2016-09-19T10:43:00Z,0,0,15,
            t1,2016-09-19T10:43:00Z,36.1"6,36.9677,15,
            t2,2016-09-19T10:43:30Z,٣٦.١٥,36.9677,15,
            t2,2016-09-19T10:44:00Z,36.1517,36.9678,0.5,last
            """)
        #expect(track.reports.map(\.device) == ["لوحة ٧٣٥١٢٤", "t2"])
        #expect(track.reports.map(\.note) == ["a, b", "last"])
        #expect(track.reports.map(\.accuracyMillimetres) == [15_000, 500])
        #expect(
            track.issues.map { "\($0.line) \($0.place) \($0.field) \($0.rule.rawValue)" } == [
                "3 row 2 lat commaDecimal", "4 row 3 position swapped", "6 row 4 lat notANumber",
                "6 row 4 lon notANumber", "7 row 5  badRow", "8 row 6 time missing", "9 row 7  outOfRange",
                "10 row 8 position noFix", "11 row 9  badRow", "12 row 10 lat notANumber",
            ])
        #expect(track.pointsRead == 11 && track.isComplete)
    }

    @Test("decimal commas are read where the mapping states them")
    func decimalComma() throws {
        let columns = TrackColumns(hasDecimalComma: true)
        let track = try read("time;lat;lon\n1474281600;36,1516;36,9677\n1474281600;36.1516;36,9677,1\n", columns)
        #expect(track.reports.map(\.position.latitudeE7) == [361_516_000])
        #expect(track.issues.map(\.rule) == [.commaDecimal])
    }

    @Test("columns that are missing, or could be two fields, stop the reading")
    func columns() throws {
        #expect(code("time,lat\n1,2\n") == .columns)
        #expect(code("time,lat,lon,latitude\n1,2,3,4\n") == .columns)
        let mapping = TrackColumns(latitude: "latitude")
        #expect(
            try read("time,lat,lon,latitude\n1474281600,2,3,4\n", mapping).reports.map(\.position.latitudeE7) == [
                40_000_000
            ])
        #expect(code("time,lat,lon\n", TrackColumns(device: "plate")) == .columns)
        #expect(code("\"time,lat,lon\n") == .unknownForm)
        #expect(try read("time,lat,lon\n").reports.isEmpty)
    }

    @Test("a quote left open ends the reading, and says so")
    func openQuote() throws {
        let track = try read("time,lat,lon\n1474281600,1,2\n1474281601,\"1,2\n1474281602,1,2\n")
        #expect(track.reports.count == 1 && !track.isComplete && track.issues.map(\.rule) == [.incomplete])
        var limits = TrackImportLimits()
        limits.maximumPoints = 2
        let many = try read("time,lat,lon\n1474281600,1,2\n1474281601,1,2\n1474281602,1,2\n", limits: limits)
        #expect(many.reports.count == 2 && !many.isComplete && many.issues.map(\.rule) == [.tooMany])
    }

    @Test("a file in gzip is read, a damaged one is refused")
    func gzip() throws {
        let plain = Array("time,lat,lon\n1474281600,36.1,36.9\n".utf8)
        let packed = try pack(plain)
        #expect(try TrackImporter().read(packed).reports.count == 1)
        #expect(throws: TrackImportError.self) { try TrackImporter().read(Array(packed.dropLast(9))) }
    }

    private func pack(_ bytes: [UInt8]) throws -> [UInt8] {
        var stream = z_stream()
        let size = CInt(MemoryLayout<z_stream>.size)
        try #require(
            deflateInit2_(&stream, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK)
        defer { deflateEnd(&stream) }
        var (from, out) = (bytes, [UInt8](repeating: 0, count: 1_000))
        let capacity = out.count
        from.withUnsafeMutableBufferPointer { from in
            out.withUnsafeMutableBufferPointer { out in
                (stream.next_in, stream.avail_in) = (from.baseAddress, UInt32(from.count))
                (stream.next_out, stream.avail_out) = (out.baseAddress, UInt32(out.count))
                _ = deflate(&stream, Z_FINISH)
            }
        }
        return Array(out.prefix(capacity - Int(stream.avail_out)))
    }
}
