import StrictJSON
public import TransparencyLog

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
        let (answer, name) = try await handOn(statement)
        do {
            switch answer.status {
            case 201: _ = try verified(receipt: Self.proof("receipt", in: answer), of: envelope)
            case 202: _ = try verified(promise: Self.proof("promise", in: answer), of: envelope)
            case 200..<300: throw OtherLeaf()
            default: break
            }
        } catch { throw Self.lied(name, error) }
        return answer
    }

    private func handOn(
        _ statement: ForwardedStatement
    ) async throws(Unavailable) -> (answer: ForwardedAnswer, upstream: String) {
        guard case .following(let follower) = role else { throw .stopping }
        do { return (try await follower.upstream.submit(statement), follower.upstream.name) } catch {
            counters.turnedAway(1)
            throw .upstream("\(follower.upstream.name): \(error)", retryAfterSeconds: limits.retryAfterSeconds)
        }
    }

    private static func lied(_ upstream: String, _ error: any Error) -> Unavailable {
        .upstreamLied("\(upstream): what it gave does not prove the statement (\(error))")
    }

    private func verified(receipt: [UInt8], of envelope: [UInt8]) throws -> LogProof {
        let proof = try LogProof(parsing: receipt)
        try proof.verify(entry: envelope, log: logKey)
        return proof
    }

    private func verified(promise: [UInt8], of envelope: [UInt8]) throws -> PromiseNote {
        let promise = try PromiseNote(parsing: promise)
        try promise.verify(by: logKey)
        guard promise.leaf == Hash.leaf(of: envelope) else { throw OtherLeaf() }
        return promise
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

/// What became of one line of a batch that was handed on.
public enum ForwardedLine: Sendable {
    /// It is in the log, as this receipt proves.
    case accepted(LogProof)
    /// It will be, as the log promises; these witnesses have not cosigned yet.
    case promised(PromiseNote, missing: [PolicyName])
    /// It was refused, for a reason given as a problem in JSON; what ends a batch names the line to go on from.
    case refused(problem: [UInt8], endsBatch: Bool)
}

extension Node {
    /// Hands lines of a batch on in their order, and gives back what became of each once its receipt is verified.
    ///
    /// - Parameter lines: each as it was received, with the envelope in it.
    /// - Returns: an answer a line; fewer when the upstream took no more, and then the last one ends the batch.
    /// - Throws: as `forward` does; whether the upstream has the lines is unknown then, and sending them again is harmless.
    public func forward(
        lines: [(bytes: [UInt8], envelope: [UInt8])]
    ) async throws(Unavailable) -> [ForwardedLine] {
        var body: [UInt8] = []
        body.reserveCapacity(lines.reduce(0) { $0 + $1.bytes.count + 1 })
        for line in lines { body += line.bytes + [0x0A] }
        let (answer, name) = try await handOn(
            ForwardedStatement(
                body: body, contentType: ForwardedStatement.batchType, accept: ForwardedStatement.batchType))
        do {
            guard answer.status == 200 else {
                guard answer.status >= 400 else { throw OtherLeaf() }
                return [.refused(problem: try Self.object(answer.body), endsBatch: true)]
            }
            let replies = answer.body.split(separator: 0x0A)
            guard (1...lines.count).contains(replies.count) else { throw OtherLeaf() }
            var answers: [ForwardedLine] = []
            for (number, reply) in replies.enumerated() {
                answers.append(try read(reply: Array(reply), number: number + 1, of: lines[number].envelope))
            }
            guard replies.count == lines.count || answers.last?.endsBatch == true else { throw OtherLeaf() }
            return answers
        } catch { throw Self.lied(name, error) }
    }

    private func read(reply: [UInt8], number: Int, of envelope: [UInt8]) throws -> ForwardedLine {
        var fields = try JSONDocument(reply, limits: .init(maximumBytes: Self.maximumAnswerBytes)).root.object()
        guard try fields.required("line").integer(in: 1...Int64.max) == Int64(number) else { throw OtherLeaf() }
        if let receipt = fields.optional("receipt") {
            return .accepted(try verified(receipt: Array(receipt.stringBytes()), of: envelope))
        }
        if let promise = fields.optional("promise") {
            let missing = try fields.required("missing").array().map { try PolicyName($0.string()) }
            return .promised(try verified(promise: Array(promise.stringBytes()), of: envelope), missing: missing)
        }
        let problem = try fields.required("problem")
        var members = try problem.object()
        return .refused(problem: Array(problem.rawBytes), endsBatch: members.optional("resumeAtLine") != nil)
    }

    /// Bytes that are one JSON object.
    private static func object(_ bytes: [UInt8]) throws -> [UInt8] {
        _ = try JSONDocument(bytes, limits: .init(maximumBytes: maximumAnswerBytes)).root.object()
        return bytes
    }
}

extension ForwardedLine {
    fileprivate var endsBatch: Bool { if case .refused(_, endsBatch: true) = self { true } else { false } }
}
