import HTTPTypes
import Hummingbird
import ParleyNode
import Statements
import StrictJSON

/// `POST /statements/batch`: a submission a line in, a line of answer for each out, in order and while more arrive.
///
/// Lines are decided in order and independently: a refused one does not hold up the others, unless they follow it in
/// their party's chain.
enum SubmitBatch {
    static let mediaTypes = ["application/x-ndjson", "application/ndjson", "application/jsonl"]

    static func run(_ exchange: Exchange) async throws -> Response {
        try exchange.query.allow()
        let isGzip = try BodyReader.isGzip(exchange.request)
        let body = ResponseBody { writer in
            var batch = BatchAnswers(exchange: exchange)
            let lines = WaitingLines(
                limitBytes: exchange.limits.batchWaitingBytes, limitLines: exchange.limits.batchGroupLines * 4)
            let deadline = exchange.facilities.deadlines.enter(
                exchange.channel, seconds: exchange.limits.stallSeconds)
            defer { exchange.facilities.deadlines.leave(deadline) }
            let isComplete = try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await readLines(of: exchange, isGzip: isGzip, into: lines) }
                defer { lines.abandon() }
                while true {
                    let goesOn: Bool
                    do {
                        let taken = try await lines.take(upTo: exchange.limits.batchGroupLines)
                        guard !taken.isEmpty else { return true }
                        exchange.facilities.deadlines.extend(deadline, seconds: exchange.limits.stallSeconds)
                        goesOn = await batch.answer(taken)
                    } catch let problem as Problem {
                        batch.end(with: problem)
                        goesOn = false
                    }
                    try await writer.write(ByteBuffer(bytes: batch.takeBytes()))
                    exchange.facilities.deadlines.extend(deadline, seconds: exchange.limits.stallSeconds)
                    guard goesOn else {
                        group.cancelAll()
                        return false
                    }
                }
            }
            try await writer.finish(nil)
            if !isComplete { exchange.channel.lingerThenClose() }
        }
        return Response(status: .ok, headers: [.contentType: "application/x-ndjson"], body: body)
    }

    private static func readLines(of exchange: Exchange, isGzip: Bool, into lines: WaitingLines) async {
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
