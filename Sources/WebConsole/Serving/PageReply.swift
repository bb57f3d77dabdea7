import HTTPTypes
import Hummingbird
import StrictJSON

/// Replies of the console.
enum PageReply {
    /// What a page may load: its own server's files, and nothing else from anywhere.
    ///
    /// The map draws in workers that it makes of its own script (`blob:`); pictures are drawn in memory.
    static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
        + "worker-src 'self' blob:; child-src blob:; font-src 'self'; manifest-src 'self'; base-uri 'none'; "
        + "form-action 'self'; frame-ancestors 'none'"

    private static let permissions = HTTPField.Name("Permissions-Policy")
    private static let openers = HTTPField.Name("Cross-Origin-Opener-Policy")
    private static let resources = HTTPField.Name("Cross-Origin-Resource-Policy")

    static func html(_ bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Response {
        var headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .cacheControl: "no-store", .contentSecurityPolicy: policy,
            .vary: "Cookie, Accept-Language",
        ]
        if let permissions {
            headers[permissions] = "camera=(), microphone=(), payment=(), usb=(), geolocation=(self)"
        }
        if let openers { headers[openers] = "same-origin" }
        if let resources { headers[resources] = "same-origin" }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static func json(_ status: HTTPResponse.Status = .ok, _ write: (inout JSONWriter) -> Void) -> Response {
        var writer = JSONWriter(capacity: 256)
        writer.object(write)
        return bytes(writer.bytes, type: "application/json", status: status)
    }

    static func bytes(_ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// Leads to another page of ours.
    static func redirect(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }
}

/// Gathers a reply's body, for pages that are made of it.
struct Gatherer: ResponseBodyWriter {
    final class Box { var bytes: [UInt8] = [] }
    let box = Box()

    mutating func write(_ buffer: ByteBuffer) async throws { box.bytes += buffer.readableBytesView }
    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

extension Response {
    /// The whole body.
    func gathered() async throws -> [UInt8] {
        let gatherer = Gatherer()
        try await body.write(gatherer)
        return gatherer.box.bytes
    }
}
