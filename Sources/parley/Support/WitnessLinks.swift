import AsyncHTTPClient
import NIOCore
public import ParleyClient
public import ParleyNode
import TransparencyLog

extension WitnessClient: WitnessLink {}

/// The ways to the witnesses that an operator has named; who must cosign is stated in the log, not here.
final class WitnessLinks: Sendable {
    /// By key: names in the operator's file need not be those of the log's policy.
    let links: [NoteVerifierKey: any WitnessLink]
    private let http: HTTPClient

    /// Reads a file in tlog-policy syntax, of which the witnesses with a URL count.
    ///
    /// - Throws: `Failure` naming what is wrong with the file.
    init(file: String) throws {
        let policy: WitnessPolicy
        do { policy = try WitnessPolicy(parsing: Files.read(file, limit: WitnessPolicy.maximumByteCount)) } catch {
            throw Failure(.usage, "--witnesses: \(file), \(error)")
        }
        http = Self.client()
        var links: [NoteVerifierKey: any WitnessLink] = [:]
        for witness in policy.witnesses {
            guard let url = witness.url else {
                throw Failure(.usage, "--witnesses: \(file): witness '\(witness.name)' has no URL")
            }
            do { links[witness.key] = try WitnessClient(url: url, http: http) } catch {
                throw Failure(.usage, "--witnesses: \(file): witness '\(witness.name)': \(error)")
            }
        }
        self.links = links
    }

    /// Ways to witnesses by their addresses.
    init(_ addresses: [NoteVerifierKey: String]) throws {
        let http = Self.client()
        self.http = http
        links = try addresses.mapValues { try WitnessClient(url: $0, http: http) }
    }

    /// Closes every connection.
    func close() async throws { try await http.shutdown() }

    private static func client() -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(3)
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }
}
