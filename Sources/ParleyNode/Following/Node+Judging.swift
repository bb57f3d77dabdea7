import Coordination
import HashTreeCollections
import Picture
import Statements

extension Node {
    /// Judges what this node can open of its own party's restricted statement, before it is handed on.
    ///
    /// The node that puts statements in order sees the header alone, and would take a read-back that differs, or an
    /// acknowledgement of what was not read back; every reader would leave it out afterwards, and its author would not know.
    ///
    /// - Parameters:
    ///   - envelope: the statement.
    ///   - sealed: the sealed body handed over with it.
    /// - Throws: the `Refusal` that every reader's node would come to; `Unavailable.behind` when the party's statements
    ///   before it have not come down the log.
    public func judge(_ envelope: [UInt8], sealed: [UInt8]?) async throws {
        guard let sealed, !sealing.isEmpty else { return }
        let submission = try Submission(
            envelope, sealed: sealed, keys: sealing, knowing: publisher.state.picture.register)
        guard case .verified(let verified) = submission.check, let opened = submission.opened else { return }
        let statement = verified.statement
        guard opened.body(for: statement.party) != nil else { return }
        let chain = ChainID(statement.party, statement.officer)
        let deadline = ContinuousClock.now + .milliseconds(limits.followJudgeMilliseconds)
        while true {
            let picture = publisher.state.picture
            let known = picture.chains[chain]?.sequence ?? 0
            // Said before, or a second history: the node that puts statements in order says so.
            guard statement.sequence > known else { return }
            if statement.sequence == known + 1 {
                return try picture.decideBody(of: verified, opened: opened)
            }
            guard ContinuousClock.now < deadline else {
                throw Unavailable.behind(retryAfterSeconds: limits.retryAfterSeconds)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
