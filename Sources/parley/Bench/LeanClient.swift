import Glibc

/// The smallest HTTP/1.1 client that can keep a connection: one thread, one socket, blocking.
///
/// Clients run on the machine that is measured; what they cost is taken from the server, so they cost little.
struct LeanClient: ~Copyable {
    private let descriptor: Int32
    private let authority: String
    private var received: [UInt8] = []

    init(port: Int) throws {
        authority = "127.0.0.1:\(port)"
        descriptor = try Self.connected(port)
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(descriptor) }

    /// A socket that is connected to a port on loopback; its descriptor, which the caller closes.
    static func connected(_ port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard descriptor >= 0, status == 0 else {
            if descriptor >= 0 { close(descriptor) }
            throw Failure(.unavailable, "port \(port) cannot be reached")
        }
        return descriptor
    }

    /// Posts a body and waits for the whole reply.
    mutating func post(_ body: [UInt8], to path: String) throws -> (status: Int, body: ArraySlice<UInt8>) {
        var request = Array(
            "POST \(path) HTTP/1.1\r\nhost: \(authority)\r\ncontent-type: application/json\r\ncontent-length: \(body.count)\r\n\r\n"
                .utf8)
        request += body
        var sent = 0
        while sent < request.count {
            let count = request.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + sent }, $0.count - sent) }
            guard count > 0 else { throw Failure(.unavailable, "the connection broke") }
            sent += count
        }
        received.removeAll(keepingCapacity: true)
        while true {
            try read()
            guard let head = headEnd else { continue }
            let (status, length) = Self.head(received[..<head])
            while received.count < head + length { try read() }
            return (status, received[head..<(head + length)])
        }
    }

    private mutating func read() throws {
        let before = received.count
        received.append(contentsOf: repeatElement(0, count: 8192))
        let count = received.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress.map { $0 + before }, 8192) }
        guard count > 0 else { throw Failure(.unavailable, "the connection broke") }
        received.removeLast(8192 - count)
    }

    private var headEnd: Int? {
        guard received.count >= 4 else { return nil }
        for at in 3..<received.count
        where received[at] == 0x0A && received[at - 1] == 0x0D && received[at - 2] == 0x0A && received[at - 3] == 0x0D {
            return at + 1
        }
        return nil
    }

    private static func head(_ bytes: ArraySlice<UInt8>) -> (status: Int, length: Int) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
        let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        let length = lines.first { $0.lowercased().hasPrefix("content-length:") }?
            .split(separator: ":").last.flatMap { Int($0.drop { $0 == " " }) }
        return (status, length ?? 0)
    }
}
