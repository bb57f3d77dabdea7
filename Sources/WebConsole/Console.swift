import Coordination
import Geodesy
package import HTTPAPI
import HTTPTypes
package import Hummingbird
public import Logging
import ParleyNode
public import Statements

/// The web console: pages for duty officers, monitors and the public, served by every node.
///
/// A page shows what this node's interface for programs answers to the same reader, and nothing else: who may see what is
/// decided there alone. What an officer does is a statement that the browser signs with the officer's own key; no page and no
/// path of the console can sign for anybody.
public struct Console: Sendable {
    /// Gathers everything about a record, as far as a party may read it, in one page that verifies offline.
    public typealias BundleMaker = @Sendable (RecordID, PartyID) async throws -> [UInt8]

    /// A place that a gazetteer knows.
    public struct Place: Sendable {
        /// Its name as somebody wrote it.
        public var name: String
        /// The units that it lies in, the smallest first.
        public var admin: String
        /// Its place code; nil for none.
        public var pcode: String?
        /// Where it is, degrees.
        public var latitude: Double
        /// Where it is, degrees.
        public var longitude: Double

        /// A place from its parts.
        public init(name: String, admin: String, pcode: String?, latitude: Double, longitude: Double) {
            self.name = name
            self.admin = admin
            self.pcode = pcode
            self.latitude = latitude
            self.longitude = longitude
        }
    }

    /// What a node may give its console besides.
    public struct Helpers: Sendable {
        /// Makes inquiry bundles.
        public var bundles: BundleMaker?
        /// Finds places by name: the text, and how many at most.
        public var places: (@Sendable (String, Int) -> [Place])?
        /// The folder of the operator's own layers for the map.
        public var layers: String?

        /// Nothing besides.
        public init() {}
    }

    let shelf: WordShelf
    let templates: Templates
    let assets: AssetShelf
    let words: AssetShelf
    let forms: AssetShelf
    let formNames: Set<String>
    let signIn: SignInDesk
    let desk: DeskBoard
    let stories: StoryIndex
    let bundling: Turnstile
    let helpers: Helpers
    let limits: ConsoleLimits
    let logger: Logger

    /// A console from its files.
    ///
    /// - Parameters:
    ///   - files: templates, words, forms, scripts.
    ///   - passkeys: the file in which passkeys are kept.
    ///   - helpers: what the node gives it besides.
    ///   - limits: the limits.
    ///   - logger: where faults go.
    /// - Throws: what is wrong with a file.
    public init(
        files: ConsoleFiles, passkeys: String, helpers: Helpers = Helpers(), limits: ConsoleLimits = ConsoleLimits(),
        logger: Logger
    ) throws {
        let locales = try files.all("locales", limit: limits.assetBytes).filter { $0.path.hasSuffix(".json") }
        shelf = try WordShelf(locales.map { (String($0.path.dropLast(5)), $0.bytes) })
        words = try AssetShelf(locales)
        let pages = try files.all("templates", limit: limits.assetBytes).filter { $0.path.hasSuffix(".mustache") }
        templates = try Templates(
            pages.map { (String($0.path.dropLast(9)), String(decoding: $0.bytes, as: UTF8.self)) })
        let own = try files.all("assets", limit: limits.assetBytes)
        let vendor = try files.all("vendor", limit: limits.assetBytes)
        assets = try AssetShelf(own + vendor.map { ("vendor/\($0.path)", $0.bytes) })
        let forms = try files.all("forms", limit: limits.assetBytes)
        self.forms = try AssetShelf(forms)
        formNames = Set(forms.filter { $0.path.hasSuffix(".json") }.map { String($0.path.dropLast(5)) })
        signIn = SignInDesk(
            sessions: SessionTable(limits: limits), passkeys: try PasskeyBook(path: passkeys, limits: limits),
            challenges: Challenges(limits: limits), limits: limits)
        desk = DeskBoard(limits: limits)
        stories = StoryIndex(limits: limits)
        bundling = Turnstile(limit: limits.bundlesInFlight)
        self.helpers = helpers
        self.limits = limits
        self.logger = logger
    }
}

extension Console: Site {
    package func owns(_ path: String) -> Bool {
        path == "/" || path == "/console" || path.hasPrefix("/console/") || path == "/favicon.ico"
    }

    package func run(_ inside: Inside) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await desk.run(inside, logger) }
            group.addTask { await stories.run(inside, logger) }
        }
    }

    package func respond(to visit: Visit) async throws -> Response {
        let parts = visit.path.split(separator: "/", omittingEmptySubsequences: true).dropFirst().map(String.init)
        let request = visit.request
        switch (request.method, parts.first ?? "") {
        case (.get, "assets"), (.head, "assets"):
            return try assets.reply(parts.dropFirst(2).joined(separator: "/"), to: request)
        case (.get, "words"): return try words.reply(parts.dropFirst(2).joined(separator: "/"), to: request)
        case (.get, "forms"): return try forms.reply(parts.dropFirst(2).joined(separator: "/"), to: request)
        case (.get, "worker.js"):
            // At the top of the console, since a service worker rules what lies beneath its own address.
            return try assets.reply(
                "js/worker.js", to: request,
                headers: [.cacheControl: "no-cache", .contentSecurityPolicy: PageReply.policy])
        case (.post, "session") where parts.count == 1: return try await signIn.open(visit)
        case (.post, "session") where parts == ["session", "passkey"]: return try await signIn.openByPasskey(visit)
        case (.post, "challenge"): return try signIn.challenge(visit)
        case (.get, _), (.head, _):
            if visit.path == "/favicon.ico" { return try assets.reply("favicon.svg", to: request) }
            return try await page(visit, parts)
        case (.post, _) where visit.path.hasPrefix("/console/"), (.delete, _) where visit.path.hasPrefix("/console/"):
            return try await act(visit, parts)
        default:
            var problem = Problem("method-not-allowed", "this path does not take \(request.method)")
            problem.headers[.allow] = "GET, HEAD"
            throw problem
        }
    }

    /// Requests that change something, or ask with a body; all need a session and must come from a page of ours.
    private func act(_ visit: Visit, _ parts: [String]) async throws -> Response {
        try PageGuard.check(visit)
        guard let session = session(visit) else { throw Self.signedOut }
        switch (visit.request.method, parts) {
        case (.post, ["api", "checks"]):
            let body = try await visit.body(limit: limits.checkBodyBytes)
            return try await visit.ask(
                "/checks", method: .post, as: session.caller, language: language(visit), body: body)
        case (.delete, ["session"]):
            if let token = token(visit) { signIn.sessions.close(token) }
            var response = Response(status: .noContent)
            response.headers[.setCookie] = SessionCookie.clear(speaksTLS: visit.inside.speaksTLS)
            return response
        case (.delete, ["sessions"]):
            signIn.sessions.closeAll(of: session.caller, except: token(visit))
            return Response(status: .noContent)
        case (.post, ["passkeys"]): return try await signIn.add(visit, session)
        case (.delete, let parts) where parts.count == 2 && parts[0] == "passkeys":
            let book = signIn.passkeys
            try await visit.inside.read { try book.remove(parts[1], of: session.caller) }
            return Response(status: .noContent)
        default: throw Problem("method-not-allowed", "this path does not take \(visit.request.method)")
        }
    }

    static let signedOut = Problem("signed-out", "nobody is signed in here, or the session has ended; sign in again")

    /// The session of a request, as long as its key speaks.
    func session(_ visit: Visit) -> Session? {
        guard let token = token(visit),
            let session = signIn.sessions.session(token, at: visit.inside.node.clock.now())
        else { return nil }
        // The log's clock stands still while nobody speaks, so this node's counts, too: whoever has expired is out.
        guard let key = visit.inside.speaker(session.caller.key), key.party == session.caller.party,
            key.officer == session.caller.officer, visit.inside.stands(key, at: visit.inside.node.clock.now())
        else {
            signIn.sessions.close(token)
            return nil
        }
        return session
    }

    private func token(_ visit: Visit) -> String? {
        SessionCookie.token(of: visit.request.headers, speaksTLS: visit.inside.speaksTLS)
    }

    /// The language of a visit: asked for now, chosen before, or what the browser likes.
    func language(_ visit: Visit) -> String {
        let chosen = visit.query["lang"] ?? SessionCookie.value(of: "parley-language", in: visit.request.headers)
        return shelf.choose(chosen: chosen, accepting: visit.request.headers[.acceptLanguage])
    }
}
