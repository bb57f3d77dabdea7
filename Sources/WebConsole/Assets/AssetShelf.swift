import Gzip
import HTTPAPI
import HTTPTypes
import Hummingbird
import TransparencyLog

/// Files that browsers load, in memory and compressed once; their address changes when any of them does.
struct AssetShelf: Sendable {
    private struct Asset: Sendable {
        let type: String
        let plain: [UInt8]
        /// Nil where it does not become smaller.
        let gzip: [UInt8]?
    }

    /// Part of every address, so that a file may be kept for ever.
    let version: String
    private let assets: [String: Asset]

    /// A shelf of these files.
    init(_ files: [(path: String, bytes: [UInt8])]) throws {
        var assets: [String: Asset] = [:]
        var digest: [UInt8] = []
        for file in files {
            let packed = Self.isPacked(file.path) ? nil : try Gzip.deflate(file.bytes)
            assets[file.path] = Asset(
                type: Self.type(of: file.path), plain: file.bytes,
                gzip: packed.flatMap { $0.count < file.bytes.count ? $0 : nil })
            digest += Array(file.path.utf8) + [0] + Hash.sha256(of: file.bytes).bytes
        }
        self.assets = assets
        version = String(Hash.sha256(of: digest).hex.prefix(16))
    }

    /// Whether there is such a file.
    func has(_ path: String) -> Bool { assets[path] != nil }

    /// The file as a reply.
    ///
    /// - Throws: `not-found`.
    func reply(_ path: String, to request: Request, headers more: HTTPFields = [:]) throws -> Response {
        guard let asset = assets[path] else { throw Problem.notFound }
        var headers = more
        headers[.contentType] = asset.type
        if headers[.cacheControl] == nil { headers[.cacheControl] = "public, max-age=31536000, immutable" }
        headers[.vary] = "Accept-Encoding"
        let takesGzip =
            request.headers[.acceptEncoding]?.split(separator: ",").contains {
                $0.drop { $0 == " " }.hasPrefix("gzip") && !$0.contains("q=0")
            } ?? false
        var bytes = asset.plain
        if takesGzip, let gzip = asset.gzip {
            headers[.contentEncoding] = "gzip"
            bytes = gzip
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private static func isPacked(_ path: String) -> Bool {
        [".png", ".woff2", ".jpg", ".gz"].contains { path.hasSuffix($0) }
    }

    private static func type(of path: String) -> String {
        switch path.split(separator: ".").last {
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "json", "geojson": "application/json"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "webmanifest": "application/manifest+json"
        case "woff2": "font/woff2"
        default: "text/plain; charset=utf-8"
        }
    }
}
