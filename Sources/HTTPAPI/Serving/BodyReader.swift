import Gzip
import HTTPSignatures
import HTTPTypes
import Hummingbird
import NIOCore

/// Reads a body whole, and refuses early what is too long.
enum BodyReader {
    /// Whether a request announces a body.
    static func announcesBody(_ request: Request) -> Bool {
        if request.headers[.transferEncoding] != nil { return true }
        guard let length = request.headers[.contentLength] else { return false }
        return length != "0"
    }

    /// The media type of the body, lower case, without parameters.
    static func mediaType(_ request: Request) -> String {
        let field = request.headers[.contentType] ?? ""
        let type = field.split(separator: ";", maxSplits: 1).first ?? ""
        return type.filter { $0 != " " && $0 != "\t" }.lowercased()
    }

    /// Refuses other types than those that the path reads; without any it reads all.
    static func check(_ mediaType: String, among allowed: [String]) throws {
        guard !allowed.isEmpty, !allowed.contains(mediaType) else { return }
        let found = mediaType.isEmpty ? "no Content-Type" : "'\(mediaType.prefix(80))'"
        throw Problem(
            "media-type", "the body's Content-Type must be \(allowed.joined(separator: " or ")), not \(found)")
    }

    /// Whether the body is gzip.
    static func isGzip(_ request: Request) throws -> Bool {
        switch request.headers[.contentEncoding]?.lowercased() {
        case nil, "identity": return false
        case "gzip", "x-gzip": return true
        default: throw Problem("content-coding", "Content-Encoding must be 'gzip', 'identity' or absent")
        }
    }

    /// The bytes as sent.
    ///
    /// - Throws: `body-too-large`, before anything is read where the length is announced.
    static func read(_ request: Request, limit: Int) async throws -> [UInt8] {
        if let announced = request.headers[.contentLength] {
            guard let length = Int(announced), length <= limit else { throw tooLarge(limit) }
        }
        var bytes: [UInt8] = []
        for try await chunk in request.body {
            guard bytes.count + chunk.readableBytes <= limit else { throw tooLarge(limit) }
            bytes.append(contentsOf: chunk.readableBytesView)
        }
        return bytes
    }

    /// The bytes without their coding.
    static func plain(_ bytes: [UInt8], of request: Request, limit: Int, ratio: Int) throws -> [UInt8] {
        guard try isGzip(request) else { return bytes }
        do {
            return try Gzip.inflate(bytes, limit: limit, ratio: ratio)
        } catch .tooLong {
            throw tooLarge(limit)
        } catch {
            throw Problem("bad-gzip", "\(error)")
        }
    }

    static func tooLarge(_ limit: Int) -> Problem {
        Problem("body-too-large", "the body is longer than \(limit) bytes, which is what this path takes")
    }
}
