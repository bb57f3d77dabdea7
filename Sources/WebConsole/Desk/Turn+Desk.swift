import Geodesy
import HTTPAPI
import Hummingbird
import Statements
import StrictJSON
import Synchronization

/// The desk: what needs this officer now.
extension Turn {
    /// `GET /console`.
    func desk() async throws -> Response {
        var content = frame("desk", module: "desk")
        content["body"] = String(decoding: try await deskHTML(), as: UTF8.self)
        return reply(try console.templates.render("desk", content))
    }

    /// `GET /console/desk/body`: the same, without what stands around it.
    func deskBody() async throws -> Response { reply(try await deskHTML()) }

    private func deskHTML() async throws -> [UInt8] {
        guard let caller else { throw Console.signedOut }
        let desk = try await console.desk.desk(visit, as: caller)
        let key = "\(caller.party)/\(caller.officer)/\(language)/\(desk.number)/\(session?.canSign == true)"
        return try console.desk.page(key) {
            try console.templates.render("desk-body", DeskView(self, desk.facts, caller).content)
        }
    }

    /// `GET /console/feed`: says when the desk changed.
    func deskFeed() throws -> Response {
        guard let caller else { throw Console.signedOut }
        let board = console.desk
        let (changes, listener) = try board.join(visit, as: caller)
        let told = Mutex(UInt64(0))
        return visit.follow(as: caller, changes: changes, onEnd: { board.leave(listener) }) {
            let last = told.withLock { $0 }
            guard let desk = board.news(of: caller.party, after: last) else { return nil }
            told.withLock { $0 = desk.number }
            return desk.events
        }
    }
}
