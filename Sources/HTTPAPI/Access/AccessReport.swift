import AccessFigures
import Coordination
import Geodesy
import Hummingbird
import ParleyNode
import Picture
import Statements
import StrictJSON
import TransparencyLog

/// `GET /access/figures`, `/access/report` and `/access/tables/{table}`: what happened to movements and convoys, counted
/// from what the caller may read, each number with its statements.
enum AccessReport {
    /// The parameters of the query.
    static let names = ["from", "until", "by", "utcOffsetMinutes"]

    static func figures(_ exchange: Exchange) async throws -> Response {
        let doctrine = Doctrine.sentences(in: exchange.language)
        let bytes = try await count(exchange) { $0.json(doctrine: doctrine) }
        return reply(bytes, "application/json")
    }

    static func page(_ exchange: Exchange) async throws -> Response {
        // The page's own words are English; the doctrine beside them is in the same language.
        let doctrine = Doctrine.sentences(in: .english)
        let bytes = try await count(exchange) { $0.report(doctrine: doctrine) }
        var response = reply(bytes, "text/html; charset=utf-8")
        let style = Hash.sha256(of: Self.style(in: bytes)).base64
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'sha256-\(style)'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
        return response
    }

    /// The page's only style, byte for byte.
    private static func style(in page: [UInt8]) -> [UInt8] {
        let (open, close) = (Array("<style>".utf8), Array("</style>".utf8))
        guard let start = page.firstRange(of: open)?.upperBound,
            let end = page[start...].firstRange(of: close)?.lowerBound
        else { return [] }
        return Array(page[start..<end])
    }

    static func table(_ exchange: Exchange) async throws -> Response {
        let name = exchange.parameter(0)
        let doctrine = Doctrine.sentences(in: .english)
        let found = try await count(exchange) { figures in
            figures.tables(doctrine: doctrine).first { $0.name == name }?.bytes
        }
        guard let found else { throw Problem.notFound }
        return reply(found, "text/csv; charset=utf-8")
    }

    /// Counts off the event loop: it takes as long as there are movements.
    private static func count<Result: Sendable>(
        _ exchange: Exchange, _ body: @escaping @Sendable (Figures) -> Result
    ) async throws -> Result {
        let picture = exchange.node.publisher.state.picture
        let (reader, period) = (exchange.reader, try period(exchange))
        return try await exchange.compute(takesSeat: true) {
            guard let facts = picture.accessFacts(as: reader) else { throw Problem.notFound }
            do { return body(try Figures(facts, period: period)) } catch let error as FactsError {
                throw Problem.query("from", "\(error)")
            }
        }
    }

    private static func period(_ exchange: Exchange) throws -> FigurePeriod {
        func time(_ name: String) throws -> Instant? {
            guard let text = exchange.query[name] else { return nil }
            do { return try Instant(rfc3339: text, rounding: .down) } catch { throw Problem.query(name, "\(error)") }
        }
        let (from, until) = (try time("from"), try time("until"))
        if let from, let until, until <= from { throw Problem.query("until", "must be after 'from'") }
        var grain = FigurePeriod.Grain.month
        if let word = exchange.query["by"] {
            guard let named = FigurePeriod.Grain(rawValue: word) else {
                let words = FigurePeriod.Grain.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem.query("by", "must be one of \(words)")
            }
            grain = named
        }
        var offset = 0
        if let text = exchange.query["utcOffsetMinutes"] {
            guard let minutes = Int(text), (-1_080...1_080).contains(minutes) else {
                throw Problem.query("utcOffsetMinutes", "must be from -1080 to 1080")
            }
            offset = minutes
        }
        return FigurePeriod(from: from, to: until, by: grain, utcOffsetMinutes: offset)
    }

    private static func reply(_ bytes: [UInt8], _ type: String) -> Response {
        Reply.bytes(bytes, type: type)
    }
}
