import StrictJSON
import TransparencyLog

extension Node {
    /// Hands a statement on to the upstream, byte for byte, and gives back its answer once its receipt is verified.
    ///
    /// - Parameters:
    ///   - statement: the request as it was received.
    ///   - envelope: the envelope in it, which a receipt must prove.
    /// - Returns: what the upstream answered.
    /// - Throws: `Unavailable`: `upstream` when it is out of reach, `upstreamLied` when what it gave for the statement does
    ///   not hold; whether it has the statement is unknown then.
    public func forward(
        _ statement: ForwardedStatement, holding envelope: [UInt8]
    ) async throws(Unavailable) -> ForwardedAnswer {
        guard case .following(let follower) = role else { throw .stopping }
        let answer: ForwardedAnswer
        do { answer = try await follower.upstream.submit(statement) } catch {
            counters.turnedAway(1)
            throw .upstream("\(follower.upstream.name): \(error)", retryAfterSeconds: limits.retryAfterSeconds)
        }
        do {
            switch answer.status {
            case 201:
                try LogProof(parsing: Self.proof("receipt", in: answer)).verify(entry: envelope, log: logKey)
            case 202:
                let promise = try PromiseNote(parsing: Self.proof("promise", in: answer))
                try promise.verify(by: logKey)
                guard promise.leaf == Hash.leaf(of: envelope) else { throw OtherLeaf() }
            case 200..<300: throw OtherLeaf()
            default: break
            }
        } catch {
            throw .upstreamLied("\(follower.upstream.name): what it gave does not prove the statement (\(error))")
        }
        return answer
    }

    /// What was given is for another statement, or is no answer to one.
    private struct OtherLeaf: Error, CustomStringConvertible {
        var description: String { "it is for another statement" }
    }

    private static func proof(_ member: StaticString, in answer: ForwardedAnswer) throws -> [UInt8] {
        guard !answer.contentType.lowercased().hasPrefix("text/plain") else { return answer.body }
        var fields = try JSONDocument(answer.body, limits: .init(maximumBytes: maximumAnswerBytes)).root.object()
        return Array(try fields.required(member).string().utf8)
    }

    private static let maximumAnswerBytes = 4 * 1024 * 1024
}
