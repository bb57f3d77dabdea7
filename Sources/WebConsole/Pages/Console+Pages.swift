import Geodesy
import HTTPAPI
import HTTPTypes
import Hummingbird
import Statements
import StrictJSON

extension Console {
    /// Everything that is asked with GET.
    func page(_ visit: Visit, _ parts: [String]) async throws -> Response {
        if visit.path == "/" { return try await publicPage(visit) }
        if parts.first == "sign-in" { return try plain(visit, "sign-in") }
        guard let session = session(visit) else {
            let takesPages = visit.request.headers[.accept]?.contains("text/html") ?? false
            guard takesPages, parts.first != "api", parts.first != "feed" else { throw Self.signedOut }
            return try plain(visit, "sign-in")
        }
        let turn = Turn(console: self, visit: visit, session: session)
        do {
            return try await page(turn, parts)
        } catch let problem as Problem {
            guard parts.first != "api", parts.first != "feed",
                visit.request.headers[.accept]?.contains("text/html") ?? false
            else { throw problem }
            return try turn.problem(problem)
        }
    }

    private func page(_ turn: Turn, _ parts: [String]) async throws -> Response {
        switch parts {
        case []: return try await turn.desk()
        case ["desk", "body"]: return try await turn.deskBody()
        case ["feed"]: return try turn.deskFeed()
        case ["session"]: return turn.sessionState()
        case ["map"]: return try turn.simple("map", module: "map-page")
        case ["check"]: return try turn.simple("check", module: "check-page")
        case ["sent"]: return try turn.shell(turn.simple("sent", module: "sent-page"))
        case ["keys"]: return try await turn.keys()
        case ["log"]: return try await turn.log()
        case ["records"]: return try await turn.records()
        case ["new"]: return try turn.new()
        case ["gazetteer"]: return try await turn.gazetteer()
        case ["layers"]: return try turn.layers()
        case ["policy"]: return turn.policy()
        default: break
        }
        switch (parts.first, parts.count) {
        case ("new", 2): return try turn.form(parts[1])
        case ("layers", 2): return try turn.layer(parts[1])
        case ("records", 3): return try await turn.record(.record, parts[1], parts[2])
        case ("messages", 3): return try await turn.record(.message, parts[1], parts[2])
        case ("dossiers", 3): return try await turn.record(.dossier, parts[1], parts[2])
        case ("bundles", 3): return try await turn.bundle(parts[1], parts[2])
        case ("api", 2...): return try await turn.api(parts.dropFirst().joined(separator: "/"))
        default: throw Problem.notFound
        }
    }

    /// A page for which nobody needs to be signed in.
    private func plain(_ visit: Visit, _ name: String) throws -> Response {
        let turn = Turn(console: self, visit: visit, session: nil)
        return try turn.simple(name, module: name)
    }
}

/// One request for a page: who asks, in which language, and the way to what the node answers.
struct Turn: Sendable {
    let console: Console
    let visit: Visit
    let session: Session?
    let language: String

    init(console: Console, visit: Visit, session: Session?) {
        self.console = console
        self.visit = visit
        self.session = session
        language = console.language(visit)
    }

    var words: Words { console.shelf.words(language) }
    var caller: Caller? { session?.caller }

    /// What the interface for programs answers to this caller, as JSON.
    func ask(_ path: String, _ query: [(String, String)] = []) async throws -> JSONValue {
        let text = query.isEmpty ? nil : query.map { "\($0.0)=\(QueryFields.encoded($0.1))" }.joined(separator: "&")
        let response = try await visit.ask(path, query: text, as: caller, language: language)
        let bytes = try await response.gathered()
        return try JSONDocument(bytes, limits: .init(maximumBytes: 256 * 1_048_576)).root
    }

    /// As `ask`; nil where there is nothing that this caller may read.
    func askIfAny(_ path: String, _ query: [(String, String)] = []) async throws -> JSONValue? {
        do { return try await ask(path, query) } catch let problem as Problem where problem.status == 404 { return nil }
    }

    /// `GET /console/api/…`: the interface for programs, for this session.
    func api(_ path: String) async throws -> Response {
        let query = visit.request.head.path.flatMap { path in
            path.firstIndex(of: "?").map { String(path[path.index(after: $0)...]) }
        }
        return try await visit.ask("/" + path, query: query, as: caller, language: language)
    }

    /// `GET /console/session`: whether somebody is signed in, for pages that come out of a browser's own store.
    func sessionState() -> Response {
        PageReply.json { fields in
            fields.member("party", caller?.party.rawValue ?? "")
            fields.member("officer", caller?.officer.rawValue ?? "")
            fields.member("canSign", session?.canSign ?? false)
        }
    }

    /// A page that needs nothing of its own.
    func simple(_ name: String, module: String, _ content: [String: Any] = [:]) throws -> Response {
        var all = frame(name, module: module)
        all.merge(content) { $1 }
        return reply(try console.templates.render(name, all))
    }

    /// Says that a page holds nothing of anybody's, so that a browser may keep it for when the line is lost.
    func shell(_ page: Response) -> Response {
        var page = page
        if session != nil, let name = Self.shellField { page.headers[name] = "1" }
        return page
    }

    private static let shellField = HTTPField.Name("X-Parley-Shell")

    func reply(_ page: [UInt8], status: HTTPResponse.Status = .ok) -> Response {
        var response = PageReply.html(page, status: status)
        if let chosen = visit.query["lang"], console.shelf.languages[chosen] != nil {
            response.headers[.setCookie] = SessionCookie.language(chosen, speaksTLS: visit.inside.speaksTLS)
        }
        return response
    }

    /// A refusal as a page, in words, with its status.
    func problem(_ problem: Problem) throws -> Response {
        var content = frame("problem", module: "shell")
        content["rule"] = problem.rule
        content["detail"] = problem.detail
        content["sentence"] = problem.status == 404 ? words("problem.not-found") : words("problem.other")
        let page = try console.templates.render("problem", content)
        return reply(page, status: HTTPResponse.Status(code: problem.status))
    }
}
