/// A log over HTTP, below a base URL such as `https://node.example/log`.
public struct HTTPLogSource: LogSource {
    private let client: NodeClient

    /// The log at the client's base URL; how often a file is asked for again is the client's policy.
    public init(client: NodeClient) { self.client = client }

    /// Fetches `checkpoint`.
    ///
    /// - Throws: `LogSourceError`.
    public func checkpoint() async throws -> [UInt8] { try await resource("checkpoint") }

    /// Fetches the file at a path.
    ///
    /// - Throws: `LogSourceError`.
    public func resource(_ path: String) async throws -> [UInt8] {
        do {
            let body = try await client.get("/" + path, accept: "*/*").body
            guard body.count <= LogSourceLimits.maximumFileBytes else {
                throw LogSourceError(
                    .tooLarge, path: path, message: "has \(body.count) bytes; no file of a log has as many")
            }
            return body
        } catch let problem as Problem {
            throw LogSourceError(
                problem.status == 404 || problem.status == 410 ? .notFound : .unreadable, path: path,
                message: "\(problem)")
        } catch let error as ClientError {
            throw LogSourceError(error.code == .tooLarge ? .tooLarge : .unreadable, path: path, message: error.message)
        } catch is CancellationError {
            throw LogSourceError(.cancelled, path: path, message: "the audit was called off")
        }
    }
}
