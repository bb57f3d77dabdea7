package import Hummingbird

/// Pages for people, beside the interface for programs and behind the same port.
package protocol Site: Sendable {
    /// Whether it answers at this path.
    func owns(_ path: String) -> Bool

    /// Answers; what it throws becomes a problem as everywhere.
    func respond(to visit: Visit) async throws -> Response

    /// Works beside the server until it is cancelled.
    func run(_ inside: Inside) async
}
