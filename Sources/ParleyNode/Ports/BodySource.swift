public import Statements

/// Where a follower gets the restricted bodies that are for its party: as a rule the host, which cannot read them.
public protocol BodySource: Sendable {
    /// The sealed body of a statement, as it is served; nothing about it is believed.
    ///
    /// - Returns: nil when it is not there, or not for this node's party.
    func sealed(_ statement: StatementHash) async throws(UpstreamError) -> [UInt8]?
}
