public import AsyncHTTPClient
import Delivery
import NIOCore
import NIOHTTP1
public import NIOSSL

/// Connections to receivers and gateways, with the rules that hold for all of them.
public enum CourierHTTP {
    /// Connections kept open to one host.
    public static let connectionsPerHost = 16
    /// To connect, TLS included.
    public static let connectSeconds: Int64 = 5
    /// Between two pieces of an answer.
    public static let silenceSeconds: Int64 = 20

    struct Answer: Sendable {
        let status: Int
        let retryAfterSeconds: Int64?
        /// What was read of the body, up to the limit.
        let body: [UInt8]
    }

    /// Connections that follow no redirect; the caller closes them.
    ///
    /// - Parameter trustRoots: the only authorities that are trusted; nil trusts the system's.
    /// - Returns: a client for all receivers.
    public static func client(trustRoots: [NIOSSLCertificate]? = nil) -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        if let trustRoots {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .certificates(trustRoots)
            configuration.tlsConfiguration = tls
        }
        configuration.timeout.connect = .seconds(connectSeconds)
        configuration.timeout.read = .seconds(silenceSeconds)
        configuration.redirectConfiguration = .disallow
        configuration.decompression = .disabled
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connectionsPerHost
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    static func post(
        _ request: HTTPClientRequest, by http: HTTPClient, seconds: Int64, upTo limit: Int
    ) async -> Result<Answer, DeliveryFault> {
        do {
            let response = try await http.execute(request, timeout: .seconds(seconds))
            let body = await read(response.body, upTo: limit, within: seconds)
            let asked = response.headers.first(name: "Retry-After").flatMap { Int64($0) }
            return .success(
                Answer(status: Int(response.status.code), retryAfterSeconds: asked.map { max(0, $0) }, body: body))
        } catch let error as HTTPClientError {
            switch error {
            case .deadlineExceeded, .readTimeout, .connectTimeout, .requestStreamCancelled,
                .getConnectionFromPoolTimeout:
                return .failure(DeliveryFault(.timedOut, "no answer within \(seconds) s"))
            default: return .failure(DeliveryFault(.unreachable, "the connection failed: \(error.shortDescription)"))
            }
        } catch is NIOSSLError {
            return .failure(DeliveryFault(.untrusted, "the other side's certificate is not to be trusted"))
        } catch is CancellationError {
            return .failure(DeliveryFault(.timedOut, "this node is stopping"))
        } catch {
            return .failure(DeliveryFault(.unreachable, "nobody can be reached at the address (\(type(of: error)))"))
        }
    }

    /// What arrives of a body within the limit and the time.
    ///
    /// The deadline of a request ends with the head of its answer. The status has been said by then; a body that stalls,
    /// breaks or never ends neither unsays it nor holds up what comes next.
    private static func read(_ body: HTTPClientResponse.Body, upTo limit: Int, within seconds: Int64) async -> [UInt8] {
        await withTaskGroup(of: [UInt8].self) { group in
            group.addTask {
                var bytes: [UInt8] = []
                do {
                    for try await piece in body {
                        bytes += piece.readableBytesView.prefix(limit - bytes.count)
                        if bytes.count >= limit { break }
                    }
                } catch { return bytes }
                return bytes
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds))
                return []
            }
            var bytes = await group.next() ?? []
            group.cancelAll()
            for await rest in group { bytes += rest }
            return bytes
        }
    }
}
