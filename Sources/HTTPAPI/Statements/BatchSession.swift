import Hummingbird
import NIOCore
import ParleyNode
import ServiceLifecycle

/// One batch on its way: one task reads its lines, the other has them answered and writes the answers.
struct BatchSession {
    private let exchange: Exchange
    private let isGzip: Bool
    private let lines: WaitingLines
    private var answers: BatchAnswers

    init(exchange: Exchange, isGzip: Bool) {
        self.exchange = exchange
        self.isGzip = isGzip
        lines = WaitingLines(
            limitBytes: exchange.limits.batchWaitingBytes, limitLines: exchange.limits.batchGroupLines * 4)
        answers = BatchAnswers(exchange: exchange)
    }

    /// Answers every line; false when the batch ended before its last one, so that its body was not read to the end.
    ///
    /// A graceful stop ends it after the lines that the node has; the last answer says where to resume.
    @concurrent
    mutating func run(to writer: inout any ResponseBodyWriter) async throws -> Bool {
        let (exchange, isGzip, lines) = (exchange, isGzip, lines)
        let deadline = exchange.facilities.deadlines.enter(exchange.channel, seconds: exchange.limits.stallSeconds)
        defer { exchange.facilities.deadlines.leave(deadline) }
        let reading = Task { await Self.read(exchange, isGzip: isGzip, into: lines) }
        defer {
            lines.abandon()
            reading.cancel()
        }
        let result: Result<Bool, any Error> = await withGracefulShutdownHandler {
            do {
                return .success(try await answerAll(deadline, to: &writer))
            } catch {
                return .failure(error)
            }
        } onGracefulShutdown: {
            lines.end(Problem(Unavailable.stopping))
        }
        return try result.get()
    }

    @concurrent
    private mutating func answerAll(_ deadline: UInt64, to writer: inout any ResponseBodyWriter) async throws -> Bool {
        let deadlines = exchange.facilities.deadlines
        let seconds = exchange.limits.stallSeconds
        while true {
            let goesOn: Bool
            do {
                let taken = try await lines.take(upTo: exchange.limits.batchGroupLines)
                guard !taken.isEmpty else { return true }
                deadlines.extend(deadline, seconds: seconds)
                goesOn = await answers.answer(taken)
            } catch let problem as Problem {
                answers.end(with: problem)
                goesOn = false
            }
            try await writer.write(ByteBuffer(bytes: answers.takeBytes()))
            deadlines.extend(deadline, seconds: seconds)
            guard goesOn else { return false }
        }
    }

    private static func read(_ exchange: Exchange, isGzip: Bool, into lines: WaitingLines) async {
        let limits = exchange.limits
        var splitter = LineSplitter(limit: limits.batchLineBytes)
        do {
            let inflater = isGzip ? try Inflater(limit: limits.gzipBatchBytes, ratio: limits.gzipRatio) : nil
            for try await chunk in exchange.request.body {
                let bytes = [UInt8](chunk.readableBytesView)
                let complete = splitter.take(try inflater?.read(bytes) ?? bytes)
                guard !complete.isEmpty else { continue }
                guard await lines.give(complete) else { return }
            }
            try inflater?.finish()
            if let last = splitter.finish() { _ = await lines.give([last]) }
            lines.end()
        } catch {
            lines.end(error)
        }
    }
}
