import Picture
package import Coordination
package import Geodesy
import HashTreeCollections
package import ParleyNode
package import Statements

/// The server as its pages see it.
package struct Inside: Sendable {
    let facilities: Facilities
    let table: RouteTable

    /// The node.
    package var node: Node { facilities.node }
    /// Whether the server speaks TLS.
    package var speaksTLS: Bool { facilities.configuration.speaksTLS }
    /// Whether anybody may read what is open in the log.
    package var entriesArePublic: Bool { facilities.configuration.entriesArePublic }
    /// The party whose node this is, where that is known.
    package var party: PartyID? { facilities.configuration.party }
    /// The program's version.
    package var version: String { facilities.configuration.version }
    /// Whether the server is stopping.
    package var isStopping: Bool { facilities.stopping.isSet }
    /// Milliseconds between two looks at what waits.
    package var boardTickMilliseconds: Int { facilities.configuration.limits.boardTickMilliseconds }

    /// Whose key it is, while it speaks for them by the log's clock.
    package func speaker(_ key: KeyFingerprint) -> EnrolledKey? {
        RequestAuthentication.speaker(key, in: node.publisher.state.picture)
    }

    /// Whether neither a key nor its officer has expired at a time.
    package func stands(_ key: EnrolledKey, at now: Instant) -> Bool {
        let officer = node.publisher.state.picture.register.officers[OfficerRef(key.party, key.officer)]
        return key.expires.map { $0 > now } ?? true && officer.map { $0.expires > now } ?? true
    }

    /// Whether callers may name this server so: as the Host of their requests, or in the Origin of a page of ours.
    package func isNamed(_ authority: String) -> Bool { facilities.authentication.isNamed(authority) }

    /// Computes for long on a thread of its own.
    ///
    /// - Parameter work: what is computed.
    /// - Returns: what it returns.
    /// - Throws: what it throws, or a problem when there is too much to do.
    package func compute<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await facilities.computing.run(
            retryAfterSeconds: facilities.configuration.limits.retryAfterSeconds, work)
    }

    /// Reads the store on a thread of its own.
    ///
    /// - Parameter work: what is read.
    /// - Returns: what it returns.
    /// - Throws: what it throws, or a problem when there is too much to do.
    package func read<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await facilities.blocking.run(
            retryAfterSeconds: facilities.configuration.limits.retryAfterSeconds, work)
    }
}
