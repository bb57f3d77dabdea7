import Coordination
import Hummingbird
import Logging
import NIOCore
import ParleyNode
import Statements
import StrictJSON
import TransparencyLog

/// Hands the lines of one batch to the node, group by group, and writes what became of each.
struct BatchAnswers {
    private let exchange: Exchange
    private let logger = Logger(label: "parley.http.batch")
    private var linesSoFar = 0
    private var out: [UInt8] = []

    init(exchange: Exchange) { self.exchange = exchange }

    /// What was written since the last call.
    mutating func takeBytes() -> [UInt8] {
        defer { out.removeAll(keepingCapacity: true) }
        return out
    }

    /// Answers one group of lines; false when the batch ends here, the last answer saying where to resume.
    mutating func answer(_ lines: [LineSplitter.Line]) async -> Bool {
        let first = linesSoFar + 1
        let limit = exchange.limits.batchLines
        let within = lines.prefix(max(0, limit - linesSoFar))
        linesSoFar += within.count
        let results = within.map { read($0) }
        if exchange.node.following != nil {
            guard await forward(within, results, from: first) else { return false }
            return endsWithin(lines, within.count, limit)
        }
        let submitted = results.compactMap { try? $0.get() }
        let answers: [Node.Answer]
        do {
            answers = submitted.isEmpty ? [] : try await submit(submitted)
        } catch {
            end(at: first, with: error)
            return false
        }
        var taken = 0
        for (offset, result) in results.enumerated() {
            switch result {
            case .failure(let problem): write(first + offset, problem)
            case .success:
                write(first + offset, answers[taken])
                taken += 1
            }
        }
        return endsWithin(lines, within.count, limit)
    }

    /// Whether all lines of a group are within the batch's limit; otherwise it ends here.
    private mutating func endsWithin(_ lines: [LineSplitter.Line], _ count: Int, _ limit: Int) -> Bool {
        guard count == lines.count else {
            var problem = Problem("too-many-lines", "a batch has at most \(limit) lines; send the rest in another")
            problem.resumeAtLine = linesSoFar + 1
            write(linesSoFar + 1, problem)
            return false
        }
        return true
    }

    /// Hands the readable lines of a group on to the node that is followed; false when the batch ends there.
    private mutating func forward(
        _ lines: ArraySlice<LineSplitter.Line>, _ results: [Result<SubmissionReader.Submitted, Problem>],
        from first: Int
    ) async -> Bool {
        var sent: [(bytes: [UInt8], envelope: [UInt8])] = []
        for (line, result) in zip(lines, results) {
            if case .bytes(let bytes) = line, case .success(let submitted) = result {
                sent.append((bytes, submitted.envelope))
            }
        }
        let answers: [ForwardedLine]
        do {
            answers = sent.isEmpty ? [] : try await exchange.node.forward(lines: sent)
        } catch {
            end(at: first, with: error)
            return false
        }
        var taken = 0
        for (offset, result) in results.enumerated() {
            if case .failure(let problem) = result {
                write(first + offset, problem)
                continue
            }
            guard answers.indices.contains(taken) else { return false }
            guard write(first + offset, answers[taken], envelope: sent[taken].envelope) else { return false }
            taken += 1
        }
        return true
    }

    /// Writes what became of a line that was handed on; false when it ends the batch.
    private mutating func write(_ line: Int, _ answer: ForwardedLine, envelope: [UInt8]) -> Bool {
        switch (answer, try? SignedStatement(envelope).hash) {
        case (.accepted(let receipt), let hash?):
            write(line, .accepted(receipt.index, hash, receipt))
        case (.promised(let promise, let missing), let hash?):
            write(line, .promised(promise.index, hash, promise, missing: missing))
        case (.refused(let problem, endsBatch: false), _):
            var writer = JSONWriter(capacity: problem.count + 64)
            writer.object { fields in
                fields.member("line", line)
                fields.key("problem")
                fields.raw(problem)
            }
            append(writer)
        default:
            // The upstream counts lines from the first that it was sent: where to go on is said in this batch's numbers.
            var problem = Problem(
                Unavailable.upstream(
                    "the node that puts statements in order took the batch no further",
                    retryAfterSeconds: exchange.limits.retryAfterSeconds))
            problem.resumeAtLine = line
            write(line, problem)
            return false
        }
        return true
    }

    /// Waits for a busy node, a bounded number of times.
    private func submit(_ submitted: [SubmissionReader.Submitted]) async throws -> [Node.Answer] {
        var retries = 0
        while true {
            guard !exchange.facilities.stopping.isSet else { throw Unavailable.stopping }
            do {
                return try await exchange.node.submit(all: submitted)
            } catch Unavailable.busy(let seconds) {
                retries += 1
                guard retries <= exchange.limits.batchRetries else {
                    throw Unavailable.busy(retryAfterSeconds: seconds)
                }
                try await Task.sleep(for: .milliseconds(min(1_000, 25 << min(retries, 6))))
            }
        }
    }

    private func read(_ line: LineSplitter.Line) -> Result<SubmissionReader.Submitted, Problem> {
        switch line {
        case .tooLong:
            return .failure(
                Problem("line-too-long", "the line is longer than \(exchange.limits.batchLineBytes) bytes"))
        case .bytes(let bytes):
            guard !bytes.isEmpty else {
                return .failure(Problem("malformed-statement", "the line is empty; write one submission a line"))
            }
            do {
                return .success(try SubmissionReader.read(line: bytes, limit: exchange.limits.batchLineBytes))
            } catch let problem as Problem {
                return .failure(problem)
            } catch {
                return .failure(Problem.incident(error, exchange.id, logger))
            }
        }
    }

    /// The lines that follow cannot be read.
    mutating func end(with problem: Problem) { end(at: linesSoFar + 1, with: problem) }

    private mutating func end(at line: Int, with error: any Error) {
        var problem =
            switch error {
            case let unavailable as Unavailable: Problem(unavailable)
            case let problem as Problem: problem
            default: Problem.incident(error, exchange.id, logger)
            }
        problem.resumeAtLine = line
        write(line, problem)
    }

    private mutating func write(_ line: Int, _ answer: Node.Answer) {
        switch answer {
        case .refused(let refusal): write(line, Problem(refusal))
        case .promised(let entry, let hash, let promise, let missing):
            var writer = JSONWriter(capacity: 1024)
            writer.object { fields in
                fields.member("line", line)
                SubmitStatement.write(entry, hash, promise, missing, to: &fields)
            }
            append(writer)
        case .accepted(let entry, let hash, let receipt):
            var writer = JSONWriter(capacity: 2048)
            writer.object { fields in
                fields.member("line", line)
                SubmitStatement.write(entry, hash, receipt, to: &fields)
            }
            append(writer)
        }
    }

    private mutating func write(_ line: Int, _ problem: Problem) {
        var writer = JSONWriter(capacity: 512)
        writer.object { fields in
            fields.member("line", line)
            fields.key("problem")
            problem.write(to: &fields)
        }
        append(writer)
    }

    private mutating func append(_ writer: JSONWriter) {
        out.append(contentsOf: writer.bytes)
        out.append(0x0A)
    }
}
