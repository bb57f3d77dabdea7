import Hummingbird
import StrictJSON

/// `GET /problems` and `GET /problems/{rule}`: what a rule means.
enum ExplainProblem {
    static func list(_ exchange: Exchange) -> Response {
        Reply.json { writer in
            writer.array { list in for entry in ProblemCatalogue.all { write(entry, to: &list) } }
        }
    }

    static func one(_ exchange: Exchange) throws -> Response {
        guard let entry = ProblemCatalogue.entry(exchange.parameter(0)) else { throw Problem.notFound }
        return Reply.json { write(entry, to: &$0) }
    }

    private static func write(_ entry: ProblemCatalogue.Entry, to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("rule", entry.rule)
            fields.member("title", ProblemCatalogue.title(of: entry.rule))
            fields.member("status", entry.status)
            fields.member("explanation", entry.explanation)
        }
    }
}
