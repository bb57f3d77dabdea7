import Geodesy
import Coordination
import Picture
import Hummingbird
import ParleyNode
import TransparencyLog

/// `GET /`: what this is, where the log is and how to use it without trusting whoever serves it; plain, no script.
enum FrontPage {
    static func show(_ exchange: Exchange) -> Response {
        let accord = exchange.node.publisher.state.picture.accord
        let name = accord.map { escaped($0.name.text()) } ?? "an accord that is not founded yet"
        return PlainPage.reply(title: "Parley: \(name)", body: page(exchange, name))
    }

    private static func page(_ exchange: Exchange, _ name: String) -> String {
        let node = exchange.node
        let state = node.publisher.state
        let accord = state.picture.accord
        let knowledge = KnowledgeFields(node.knowledge(of: state))
        let banner = accord?.isExercise == true ? "<p class=\"exercise\">\(escaped(Wording.isExercise))</p>\n" : ""
        let alarms = knowledge.alarms.map { "<p class=\"exercise\">\(escaped(Wording.alarm($0)))</p>\n" }.joined()
        let basis = node.knowledge(of: state)
        let reservations = Wording.reservations(basis)
            .map { "<p class=\"exercise\">\(escaped($0)).</p>\n" }.joined()
        let following = FollowingFields(node).map { "<p>\(escaped($0.sentence))</p>\n" } ?? ""
        let age = knowledge.ageSeconds.map { "\($0) s old" } ?? "nothing logged yet"
        let doctrine = Doctrine.sentences(in: exchange.language)
            .map { "<p lang=\"\(exchange.language.rawValue)\" dir=\"auto\">\(escaped(sentence($0)))</p>" }.joined(
                separator: "\n")
        return """
            <h1>Parley: \(name)</h1>
            \(alarms)\(banner)\(reservations)<p>Parties who do not trust one another tell each other here where not to do harm: notified sites and
            movements, each signed by the party whose it is, in a log that nobody can rewrite, this server included.</p>
            \(doctrine)
            <h2>The log</h2>
            <p>Origin <code>\(escaped("\(node.logKey.name)"))</code>, \(knowledge.size) entries, \(age), \(escaped(Wording.witnesses(basis))).</p>
            \(following)<p>Its key, to be compared with the one that your party was given on another way:</p>
            <pre>\(escaped(node.logKey.vkey))</pre>
            <p>The newest checkpoint is at <a href="/log/checkpoint">/log/checkpoint</a>; tiles and entries lie beside it
            as c2sp.org/tlog-tiles lays them out, for anybody to mirror and to audit.</p>
            <h2>Check a planned activity</h2>
            <pre>parley check --as IDENTITY.json --activity ACTIVITY.json</pre>
            <p>asks <code>POST /checks</code>, signed with your officer's key (RFC 9421). The answer names every record
            nearer than its stand-off distance, whom to call, and how old that knowledge is. Best is to check on a copy of
            one's own, so that nobody learns what was checked.</p>
            <h2>Verify a receipt offline</h2>
            <pre>parley verify --statement STATEMENT.json --receipt RECEIPT.tlog-proof --log-key KEY</pre>
            <p>needs no network: the receipt carries the way from the statement to a checkpoint that the log's key has
            signed (c2sp.org/tlog-proof). Keep both files; together they prove what was said and that it was logged.</p>
            <h2>Further</h2>
            <ul>
            <li><a href="/openapi.json">/openapi.json</a>: every path, as OpenAPI 3.1</li>
            <li><a href="/health">/health</a>, <a href="/version">/version</a>, <a href="/metrics">/metrics</a></li>
            <li><a href="/problems">/problems</a>: what each refusal means</li>
            </ul>

            """
    }

    private static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() + "." }

    private static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
