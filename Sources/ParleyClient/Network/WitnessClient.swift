public import AsyncHTTPClient
import NIOCore
import NIOHTTP1
public import TransparencyLog

/// Talks to one witness (c2sp.org/tlog-witness); its answers are claims until they have been verified.
public struct WitnessClient: Sendable {
    private let base: String
    private let http: HTTPClient
    private let seconds: Int64

    /// A client for the witness at `url`, the prefix of both its submission and its monitoring interface.
    ///
    /// - Parameters:
    ///   - url: such as `https://node.example/witness`.
    ///   - http: the connections, shared by all witnesses; the caller closes them.
    ///   - seconds: to the end of an answer.
    /// - Throws: `ClientError` with code `badURL`.
    public init(url: String, http: HTTPClient, seconds: Int64 = 10) throws(ClientError) {
        let isHTTP = url.hasPrefix("http://") || url.hasPrefix("https://")
        guard isHTTP, !url.contains("?"), !url.contains("#"), url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw ClientError(.badURL, "'\(url)' is not the address of a witness: expected http:// or https://")
        }
        base = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.http = http
        self.seconds = seconds
    }

    /// Submits the body of an add-checkpoint request and gives back the answer.
    ///
    /// - Throws: `ClientError` when there is no answer of the protocol.
    public func addCheckpoint(_ body: [UInt8]) async throws -> AddCheckpointAnswer {
        var request = HTTPClientRequest(url: "\(base)/\(WitnessPath.addCheckpoint)")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "text/plain; charset=utf-8")
        request.body = .bytes(ByteBuffer(bytes: body))
        let (response, bytes) = try await send(request, upTo: AddCheckpointAnswer.maximumByteCount)
        let type = response.headers.first(name: "Content-Type")
        do {
            return try AddCheckpointAnswer(status: Int(response.status.code), contentType: type, body: bytes)
        } catch { throw ClientError(.badReply, "\(error)") }
    }

    /// What the witness shows as the last checkpoint that it cosigned of a log; nil when it answers 404.
    ///
    /// - Throws: `ClientError` when it cannot be asked.
    public func lastCosigned(_ origin: KeyName) async throws -> [UInt8]? {
        let request = HTTPClientRequest(url: "\(base)/\(WitnessPath.checkpoint(of: origin))")
        let (response, bytes) = try await send(request, upTo: Note.maximumByteCount)
        switch response.status.code {
        case 200: return bytes
        case 404: return nil
        case let status: throw ClientError(.badReply, "the witness answers \(status) when asked for its checkpoint")
        }
    }

    private func send(_ request: HTTPClientRequest, upTo limit: Int) async throws -> (HTTPClientResponse, [UInt8]) {
        do {
            let response = try await http.execute(request, timeout: .seconds(seconds))
            let body = try await response.body.collect(upTo: limit)
            return (response, Array(body.readableBytesView))
        } catch is NIOTooManyBytesError {
            throw ClientError(.tooLarge, "the witness answers with more than \(limit) bytes")
        } catch let error as HTTPClientError {
            throw ClientError(.unreachable, "the witness cannot be reached: \(error)", cause: error)
        }
    }
}
