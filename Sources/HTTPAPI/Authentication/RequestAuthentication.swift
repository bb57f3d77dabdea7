import Picture
import Coordination
import Geodesy
import HTTPSignatures
import HTTPTypes
import HashTreeCollections
import Hummingbird
import ParleyNode
import Statements
import Synchronization

/// Says which party a request speaks for: by RFC 9421 signature with an enrolled key, valid at the log's clock.
final class RequestAuthentication: Sendable {
    private let verifier: Mutex<RequestVerifier>
    private let scheme: String
    private let otherPort = Mutex<Int?>(nil)

    /// The port for nodes; nil where there is none.
    var nodePort: Int? { otherPort.withLock { $0 } }

    /// `authority` is the name that callers sign for; nil until `listens` says where the server listens.
    init(authority: String?, speaksTLS: Bool) {
        scheme = speaksTLS ? "https" : "http"
        // Names nobody can call by until the port is known.
        verifier = Mutex(
            RequestVerifier(nonces: NonceGuard(), authorities: authority.map { [$0] } ?? [], scheme: scheme))
    }

    /// Takes the address that the server listens on as its name.
    ///
    /// On loopback every spelling of it counts. A server that listens on all addresses cannot know its name, so it
    /// takes the one that the request gives; its operator is told.
    func listens(host: String, port: Int) {
        let names = Self.names(host: host, port: port)
        verifier.withLock {
            $0 = RequestVerifier(nonces: $0.nonces, authorities: names, scheme: scheme)
        }
    }

    /// Takes a second port as one of its names, under every host name that it has.
    func alsoListens(host: String, port: Int) {
        otherPort.withLock { $0 = port }
        verifier.withLock { verifier in
            guard let known = verifier.authorities else { return }
            var names = known.union(Self.names(host: host, port: port) ?? [])
            for name in known where !name.hasPrefix("[") {
                names.insert("\(name.split(separator: ":").first ?? "localhost"):\(port)")
            }
            verifier = RequestVerifier(nonces: verifier.nonces, authorities: names, scheme: scheme)
        }
    }

    /// Whether callers may name this server so.
    func isNamed(_ authority: String) -> Bool {
        guard let authorities = verifier.withLock({ $0.authorities }) else { return true }
        return authorities.contains(authority.lowercased())
    }

    /// What callers name a server by that listens there; nil where every name leads to it.
    private static func names(host: String, port: Int) -> Set<String>? {
        switch host {
        case "127.0.0.1", "::1", "localhost": ["127.0.0.1:\(port)", "[::1]:\(port)", "localhost:\(port)"]
        case "0.0.0.0", "::": nil
        default: [host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"]
        }
    }

    /// Verifies the header fields; the body is compared by the caller once it has come.
    func verify(_ request: Request, at node: Node) throws -> (request: VerifiedRequest, reader: PartyID) {
        var head = request.head
        head.scheme = scheme
        let picture = node.publisher.state.picture
        func speaker(_ id: KeyFingerprint) -> EnrolledKey? { Self.speaker(id, in: picture) }
        let verified: VerifiedRequest
        do {
            verified = try verifier.withLock { $0 }.verify(head, now: node.clock.now()) { speaker($0)?.key }
        } catch { throw Problem(error) }
        guard let key = speaker(verified.keyID) else { throw Problem(SignatureError.keyUnknown(verified.keyID)) }
        return (verified, key.party)
    }

    /// Whose key it is, while it speaks for them by the log's clock.
    static func speaker(_ id: KeyFingerprint, in picture: Picture) -> EnrolledKey? {
        guard let logged = picture.clock.now, let key = picture.register.keys[id] else { return nil }
        return try? picture.register.speaker(id, as: OfficerRef(key.party, key.officer), at: logged)
    }
}
