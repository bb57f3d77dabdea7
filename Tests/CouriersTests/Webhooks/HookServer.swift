import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A receiver of webhooks on this machine, which answers as the test says.
final class HookServer: Sendable {
    struct Request: Sendable {
        let path: String
        let headers: [(name: String, value: String)]
        let body: String

        func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
    }

    enum Answer: Sendable {
        case status(Int, headers: [String: String] = [:], body: String = "")
        /// Nothing at all.
        case silence
        /// The connection breaks off.
        case breakOff
        /// The status, and then a body that never ends.
        case endless(Int)
    }

    private let state: Mutex<(answer: Answer, requests: [Request])>
    private let listening = Mutex<(any Channel)?>(nil)

    init(_ answer: Answer = .status(204)) { state = Mutex((answer, [])) }

    var requests: [Request] { state.withLock { $0.requests } }

    func answer(_ answer: Answer) { state.withLock { $0.answer = answer } }

    fileprivate func take(_ request: Request) -> Answer {
        state.withLock { state in
            state.requests.append(request)
            return state.answer
        }
    }

    /// Listens; the port.
    func start(port: Int = 0) async throws -> Int {
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(HookHandler(server: self))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        listening.withLock { $0 = channel }
        return channel.localAddress?.port ?? 0
    }

    func stop() async throws { try await listening.withLock { $0 }?.close() }
}

private final class HookHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let server: HookServer
    private var head: HTTPRequestHead?
    // As bytes until it is whole: a piece may end within a character.
    private var body: [UInt8] = []

    init(server: HookServer) { self.server = server }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): (self.head, body) = (head, [])
        case .body(let bytes): body += bytes.readableBytesView
        case .end:
            guard let head else { return }
            let headers = head.headers.map { (name: $0.name, value: $0.value) }
            let text = String(decoding: body, as: UTF8.self)
            reply(server.take(.init(path: head.uri, headers: headers, body: text)), context)
        }
    }

    private func reply(_ answer: HookServer.Answer, _ context: ChannelHandlerContext) {
        switch answer {
        case .silence: break
        case .breakOff: context.close(promise: nil)
        case .status(let status, let headers, let text):
            write(status, headers.merging(["Content-Length": "\(text.utf8.count)"]) { $1 }, context)
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        case .endless(let status):
            write(status, ["Transfer-Encoding": "chunked"], context)
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: "x")))), promise: nil)
        }
    }

    private func write(_ status: Int, _ headers: [String: String], _ context: ChannelHandlerContext) {
        var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status))
        for (name, value) in headers { head.headers.add(name: name, value: value) }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
    }
}
