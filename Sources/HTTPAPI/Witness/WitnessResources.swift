import HTTPTypes
import Hummingbird
import ParleyNode
import TransparencyLog

/// The witness's interface as c2sp.org/tlog-witness states it, below `/witness/`; nobody needs a key to use it.
enum WitnessResources {
    /// `POST /witness/add-checkpoint`: cosigns a checkpoint that continues the last one.
    static func add(_ exchange: Exchange) async throws -> Response {
        guard let witness = exchange.facilities.witness else { throw Problem.notFound }
        let body = exchange.body
        let answer = try await exchange.facilities.blocking.run(
            retryAfterSeconds: exchange.limits.retryAfterSeconds
        ) { try witness.answer(body) }
        return reply(answer)
    }

    /// `GET /witness/{origin}/checkpoint`: the last checkpoint cosigned, by the hash of the log's origin.
    static func show(_ exchange: Exchange) async throws -> Response {
        guard let witness = exchange.facilities.witness else { throw Problem.notFound }
        let origin = exchange.parameter(0)
        let note = try await exchange.facilities.blocking.run(
            retryAfterSeconds: exchange.limits.retryAfterSeconds
        ) { try witness.cosigned(originHash: origin) }
        guard let note else { throw Problem.notFound }
        return cosigned(note)
    }

    static func reply(_ answer: AddCheckpointAnswer) -> Response {
        Reply.bytes(answer.body, type: answer.contentType, status: HTTPResponse.Status(code: answer.status))
    }

    /// It may be up to an hour old by the protocol; a log that starts up wants it fresh.
    static func cosigned(_ note: [UInt8]) -> Response {
        Reply.text(note, headers: [.cacheControl: "no-cache"])
    }
}
