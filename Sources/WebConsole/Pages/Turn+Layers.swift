import Foundation
import HTTPAPI
import HTTPTypes
import Hummingbird
import StrictJSON

/// The operator's own layers for the map: files of a folder, shown as they are to whoever is signed in.
extension Turn {
    /// File names of a folder of layers that are offered, at most.
    private static let maximumLayers = 32

    private var files: [(name: String, kind: String)] {
        guard let folder = console.helpers.layers,
            let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
        else { return [] }
        return names.sorted().compactMap { name in
            guard name.utf8.count <= 80, name.utf8.allSatisfy(Self.isPlain) else { return nil }
            return name.hasSuffix(".geojson") ? (name, "geojson") : nil
        }.prefix(Self.maximumLayers).map { $0 }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// `GET /console/layers`.
    func layers() throws -> Response {
        let files = files
        return PageReply.json { fields in
            fields.key("layers")
            fields.array { list in
                for file in files {
                    list.object { row in
                        row.member("name", String(file.name.split(separator: ".")[0]))
                        row.member("kind", file.kind)
                        row.member("url", "/console/layers/\(file.name)")
                    }
                }
            }
        }
    }

    /// `GET /console/layers/{file}`, or a range of it, as PMTiles are read.
    func layer(_ name: String) throws -> Response {
        guard let folder = console.helpers.layers, files.contains(where: { $0.name == name }),
            let handle = FileHandle(forReadingAtPath: folder + "/" + name)
        else { throw Problem.notFound }
        defer { try? handle.close() }
        let size = Int(try handle.seekToEnd())
        var range = 0..<size
        var status = HTTPResponse.Status.ok
        if let field = visit.request.headers[.range], let wanted = Self.range(field, size: size) {
            range = wanted
            status = .partialContent
        }
        guard range.count <= console.limits.layerBytes else {
            throw Problem("body-too-large", "this layer is larger than \(console.limits.layerBytes) bytes")
        }
        try handle.seek(toOffset: UInt64(range.lowerBound))
        let bytes = [UInt8](try handle.read(upToCount: range.count) ?? Data())
        var response = PageReply.bytes(
            bytes, type: name.hasSuffix(".geojson") ? "application/geo+json" : "application/octet-stream",
            status: status)
        response.headers[.acceptRanges] = "bytes"
        if status == .partialContent {
            response.headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)"
        }
        return response
    }

    /// One range of bytes (RFC 9110 section 14.1.2); nil for anything else, and then the whole is sent.
    private static func range(_ field: String, size: Int) -> Range<Int>? {
        guard field.hasPrefix("bytes=") else { return nil }
        let ends = field.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Int(ends[0]), first < size else { return nil }
        let last = ends[1].isEmpty ? size - 1 : min(Int(ends[1]) ?? -1, size - 1)
        return last >= first ? first..<(last + 1) : nil
    }
}
