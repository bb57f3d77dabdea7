import Coordination
import ParleyNode
import Geodesy
import HTTPAPI
import HTTPTypes
import Hummingbird
import Statements
import StrictJSON

/// Opens and closes sessions: by the officer's own key, together with a passkey where one was added under it; or by a
/// passkey alone, for reading.
struct SignInDesk: Sendable {
    let sessions: SessionTable
    let passkeys: PasskeyBook
    let challenges: Challenges
    let limits: ConsoleLimits

    /// `POST /console/session`, signed by the officer's key (RFC 9421).
    func open(_ visit: Visit) async throws -> Response {
        try PageGuard.check(visit)
        let body = try await visit.body(limit: limits.signInBodyBytes)
        let key = try visit.signer(body)
        guard key.officer != .root, key.officer != .node else {
            throw Problem("not-an-officer", "root keys and nodes' keys open no session; use an officer's own key")
        }
        let caller = Caller(party: key.party, officer: key.officer, key: key.key.id)
        let own = passkeys.passkeys(of: caller).filter { $0.key == caller.key }
        if !own.isEmpty {
            guard let answer = try Self.object(body)["passkey"] else { return needed(own, visit) }
            try await verify(try PasskeyAssertion(answer), among: own, visit)
        }
        return try opened(caller, canSign: true, visit)
    }

    /// `POST /console/session/passkey`: a passkey alone, as on a device that holds no key of the officer.
    func openByPasskey(_ visit: Visit) async throws -> Response {
        try PageGuard.check(visit)
        let value = try Self.object(try await visit.body(limit: limits.signInBodyBytes))
        let assertion = try PasskeyAssertion(value)
        guard let passkey = passkeys[assertion.credential] else {
            throw PasskeyAssertion.refusal("it was not added at this node")
        }
        guard let key = visit.inside.speaker(passkey.key), key.party == passkey.party, key.officer == passkey.officer
        else {
            throw PasskeyAssertion.refusal(
                "the officer's key under which it was added no longer speaks: it was revoked, or has expired")
        }
        try await verify(assertion, among: [passkey], visit)
        return try opened(
            Caller(party: passkey.party, officer: passkey.officer, key: passkey.key), canSign: false, visit)
    }

    /// `POST /console/challenge`: a question for a passkey.
    func challenge(_ visit: Visit) throws -> Response {
        try PageGuard.check(visit)
        let challenge = challenges.ask(at: visit.inside.node.clock.now())
        return PageReply.json { $0.member("challenge", challenge) }
    }

    /// `POST /console/passkeys`: adds a passkey to the session's key.
    func add(_ visit: Visit, _ session: Session) async throws -> Response {
        guard session.canSign else {
            throw Problem("needs-key", "sign in with your own key to add a passkey")
        }
        let value = try Self.object(try await visit.body(limit: limits.signInBodyBytes))
        let site = try self.site(visit)
        guard let credential = value["credential"]?.text, (1...1_400).contains(credential.utf8.count),
            let clientText = value["clientData"]?.text, let dataText = value["authenticatorData"]?.text,
            let keyText = value["publicKey"]?.text, let challenge = value["challenge"]?.text,
            let label = value["label"]?.text, (1...80).contains(label.unicodeScalars.count),
            let clientData = try? Base64URL.decode(clientText), let data = try? Base64URL.decode(dataText),
            let spki = try? Base64URL.decode(keyText)
        else { throw PasskeyAssertion.refusal("it is not of its form") }
        try take(challenge, visit)
        try PasskeyAssertion.check(clientData, type: "webauthn.create", challenge: challenge, at: site)
        let counter = try PasskeyAssertion.check(data, at: site)
        guard let key = try? PublicKey(spki: spki), key.algorithm == .p256 else {
            throw PasskeyAssertion.refusal("its key is not of the kind P-256")
        }
        let passkey = Passkey(
            id: credential, publicKey: spki, party: session.caller.party, officer: session.caller.officer,
            key: session.caller.key, label: label, addedAt: visit.inside.node.clock.now(), counter: counter)
        let book = passkeys
        try await visit.inside.read { try book.add(passkey) }
        return PageReply.json(.created) { $0.member("credential", credential) }
    }

    private func needed(_ own: [Passkey], _ visit: Visit) -> Response {
        let challenge = challenges.ask(at: visit.inside.node.clock.now())
        return PageReply.json(.unauthorized) { fields in
            fields.member("rule", "passkey-needed")
            fields.member("challenge", challenge)
            fields.key("credentials")
            fields.array { list in for passkey in own { list.string(passkey.id) } }
        }
    }

    private func verify(_ assertion: PasskeyAssertion, among own: [Passkey], _ visit: Visit) async throws {
        guard let passkey = own.first(where: { $0.id == assertion.credential }) else {
            throw PasskeyAssertion.refusal("it was not added under this key")
        }
        let document = try? JSONDocument(assertion.clientData, limits: .init(maximumBytes: 8_192))
        guard let challenge = document?.root["challenge"]?.text else {
            throw PasskeyAssertion.refusal("it answers no question")
        }
        try take(challenge, visit)
        let counter = try assertion.verify(by: passkey, challenge: challenge, at: try site(visit))
        let book = passkeys
        try await visit.inside.read { try book.count(passkey.id, counter) }
    }

    private func take(_ challenge: String, _ visit: Visit) throws {
        guard challenges.take(challenge, at: visit.inside.node.clock.now()) else {
            throw PasskeyAssertion.refusal("its question is too old or was answered already; begin again")
        }
    }

    private func site(_ visit: Visit) throws -> PasskeyAssertion.Site {
        guard let authority = visit.request.head.authority, visit.inside.isNamed(authority) else {
            throw PasskeyAssertion.refusal("this server goes by another name")
        }
        let host = authority.split(separator: ":").first.map(String.init) ?? authority
        let allowed: Set<String> = ["https://\(authority)", "http://\(authority)"]
        return PasskeyAssertion.Site(host: host) { allowed.contains($0) }
    }

    private func opened(_ caller: Caller, canSign: Bool, _ visit: Visit) throws -> Response {
        let token = try sessions.open(caller, canSign: canSign, at: visit.inside.node.clock.now())
        var response = PageReply.json { fields in
            fields.member("party", caller.party.rawValue)
            fields.member("officer", caller.officer.rawValue)
            fields.member("canSign", canSign)
        }
        response.headers[.setCookie] = SessionCookie.set(
            token, speaksTLS: visit.inside.speaksTLS, seconds: limits.sessionSeconds)
        return response
    }

    /// The body as an object; an empty one where there is none.
    static func object(_ body: [UInt8]) throws -> JSONValue {
        do {
            let value = try JSONDocument(
                body.isEmpty ? Array("{}".utf8) : body, limits: .init(maximumBytes: 1_048_576)
            ).root
            _ = try value.object()
            return value
        } catch { throw Problem("bad-request", "the body: \(error)") }
    }
}
