import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A server on loopback that answers as a test tells it to, one request after the other.
final class LoopbackServer: Sendable {
    struct Request: Sendable {
        let method: String
        let target: String
        let headers: HTTPHeaders
        let body: [UInt8]
    }

    struct Reply: Sendable {
        var status: HTTPResponseStatus = .ok
        var headers: HTTPHeaders = [:]
        var pieces: [[UInt8]] = []
        /// Breaks the line in the middle of the reply instead of ending it.
        var breaksOff = false

        static func problem(_ status: HTTPResponseStatus, _ json: String, retryAfter: String? = nil) -> Reply {
            var reply = Reply(
                status: status, headers: ["content-type": "application/problem+json"], pieces: [Array(json.utf8)])
            if let retryAfter { reply.headers.add(name: "retry-after", value: retryAfter) }
            return reply
        }

        static func events(_ pieces: [String], breaksOff: Bool = false) -> Reply {
            Reply(
                headers: ["content-type": "text/event-stream; charset=utf-8"], pieces: pieces.map { Array($0.utf8) },
                breaksOff: breaksOff)
        }
    }

    private let channel: any Channel
    private let log: Log

    private final class Log: Sendable {
        let requests = Mutex<[Request]>([])
        let answer: @Sendable (Request, Int) -> Reply

        init(_ answer: @escaping @Sendable (Request, Int) -> Reply) { self.answer = answer }

        func reply(to request: Request) -> Reply {
            let number = requests.withLock { requests in
                requests.append(request)
                return requests.count - 1
            }
            return answer(request, number)
        }
    }

    /// Listens on a port that the system chooses; `answer` gives the reply to a request and its number, from 0.
    init(_ answer: @escaping @Sendable (Request, Int) -> Reply) async throws {
        let log = Log(answer)
        self.log = log
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.pipeline.configureHTTPServerPipeline().flatMapThrowing {
                    try channel.pipeline.syncOperations.addHandler(Handler(log))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    var url: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)" }
    var requests: [Request] { log.requests.withLock { $0 } }

    func stop() async throws { try await channel.close() }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let log: Log
        private var head: HTTPRequestHead?
        private var body: [UInt8] = []

        init(_ log: Log) { self.log = log }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                self.head = head
                body = []
            case .body(let buffer): body += Array(buffer.readableBytesView)
            case .end:
                guard let head else { return }
                answer(
                    log.reply(
                        to: Request(
                            method: head.method.rawValue, target: head.uri, headers: head.headers, body: body)),
                    context)
            }
        }

        private func answer(_ reply: Reply, _ context: ChannelHandlerContext) {
            let head = HTTPResponseHead(version: .http1_1, status: reply.status, headers: reply.headers)
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            for piece in reply.pieces {
                context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: piece)))), promise: nil)
            }
            if reply.breaksOff {
                context.close(promise: nil)
            } else {
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }
    }
}
