import Glibc
import HTTPSignatures
import HTTPTypes
import ParleyNode
import Statements
import WebConsole

/// As much of a browser as a measurement needs: a session of the console, and requests with its cookie.
struct BenchBrowser {
    let cookie: String
    private let port: Int

    /// Opens a session with an officer's key.
    init(port: Int, key: SigningKey) throws {
        self.port = port
        let authority = "127.0.0.1:\(port)"
        let body = Array("{}".utf8)
        var request = HTTPRequest(
            method: .post, scheme: "http", authority: authority, path: "/console/session",
            headerFields: [.contentType: "application/json"])
        if let name = HTTPField.Name("X-Parley-Console") { request.headerFields[name] = "1" }
        if let name = HTTPField.Name("Origin") { request.headerFields[name] = "http://\(authority)" }
        try RequestSigner(key: key).sign(&request, body: body, now: SystemClock().now())
        let reply = try Self.exchange(request, body: body, port: port)
        guard
            let line = reply.split(separator: "\r\n").first(where: { $0.lowercased().hasPrefix("set-cookie: ") }),
            let pair = line.dropFirst(12).split(separator: ";").first
        else { throw Failure(.refused, "no session was opened: \(reply.prefix(300))") }
        cookie = String(pair)
    }

    /// A page, with its head; the connection is closed after it.
    func get(_ path: String, accepting: String = "text/html") throws -> String {
        var request = HTTPRequest(
            method: .get, scheme: "http", authority: "127.0.0.1:\(port)", path: path,
            headerFields: [.accept: accepting, .cookie: cookie, .acceptEncoding: "gzip"])
        if let name = HTTPField.Name("Connection") { request.headerFields[name] = "close" }
        return try Self.exchange(request, body: nil, port: port)
    }

    /// The bytes of a request.
    static func bytes(of request: HTTPRequest, body: [UInt8]?) -> [UInt8] {
        var head = "\(request.method) \(request.path ?? "/") HTTP/1.1\r\nHost: \(request.authority ?? "")\r\n"
        for field in request.headerFields { head += "\(field.name.rawName): \(field.value)\r\n" }
        if let body { head += "Content-Length: \(body.count)\r\nConnection: close\r\n" }
        return Array((head + "\r\n").utf8) + (body ?? [])
    }

    /// Asks for the feed of the desk on a socket that stays open; its descriptor.
    func openFeed() throws -> Int32 {
        let socket = try LeanClient.connected(port)
        try Self.send(
            Array("GET /console/feed HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nCookie: \(cookie)\r\n\r\n".utf8), on: socket
        )
        return socket
    }

    private static func exchange(_ request: HTTPRequest, body: [UInt8]?, port: Int) throws -> String {
        let socket = try LeanClient.connected(port)
        defer { close(socket) }
        try send(bytes(of: request, body: body), on: socket)
        var reply: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            reply += buffer[..<count]
        }
        return String(decoding: reply, as: UTF8.self)
    }

    private static func send(_ bytes: [UInt8], on socket: Int32) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { write(socket, $0.baseAddress.map { $0 + sent }, $0.count - sent) }
            guard count > 0 else { throw Failure(.unavailable, "the connection broke") }
            sent += count
        }
    }
}
