import Coordination
import Geodesy
import Hummingbird
import HashTreeCollections
import ParleyNode
import Picture
import Statements
import StrictJSON
import Synchronization
import TransparencyLog

/// Requests that wait until somebody asks for them by the digits heard; in memory, few, and none of them believed.
final class JoinDesk: Sendable {
    private let waiting = Mutex<[(digits: String, bytes: [UInt8], until: Instant)]>([])
    private let limit: Int
    private let seconds: Int64

    /// A desk that keeps so many requests for so long.
    init(limit: Int, seconds: Int) {
        self.limit = limit
        self.seconds = Int64(seconds)
    }

    /// Keeps a request; false when as many wait as are kept, since the ones that came first must not be pushed out.
    func put(_ fingerprint: SpokenFingerprint, _ bytes: [UInt8], at now: Instant) -> Bool {
        waiting.withLock { waiting in
            waiting.removeAll { $0.until <= now || $0.digits == fingerprint.digits }
            guard waiting.count < limit else { return false }
            waiting.append((fingerprint.digits, bytes, now.adding(seconds: seconds)))
            return true
        }
    }

    /// The request with these digits.
    func request(_ fingerprint: SpokenFingerprint, at now: Instant) -> [UInt8]? {
        waiting.withLock { waiting in
            waiting.first { $0.digits == fingerprint.digits && $0.until > now }?.bytes
        }
    }

    /// Keeps a request and answers with its digits.
    ///
    /// - Throws: `too-many-join-requests`.
    func take(_ fingerprint: SpokenFingerprint, _ bytes: [UInt8], _ exchange: Exchange) throws -> Response {
        guard put(fingerprint, bytes, at: exchange.node.clock.now()) else {
            var problem = Problem("too-many-join-requests", "as many requests wait here as this node keeps")
            problem.retryAfterSeconds = exchange.limits.retryAfterSeconds * 60
            throw problem
        }
        return Reply.json(.accepted) { writer in
            writer.object { $0.member("fingerprint", fingerprint.digits) }
        }
    }

    /// The request whose digits the path names.
    ///
    /// - Throws: `not-found`.
    func show(_ exchange: Exchange) throws -> Response {
        guard let digits = SpokenFingerprint(exchange.parameter(0)),
            let bytes = request(digits, at: exchange.node.clock.now())
        else { throw Problem.notFound }
        return Reply.bytes(bytes, type: "application/json")
    }
}

/// `/joining`: what a party must know to ask, the asking, and the request for the officer who heard its digits.
enum Joining {
    /// `GET /joining`: nothing in it is secret, and the digits that the two sides compare cover what matters.
    static func show(_ exchange: Exchange) throws -> Response {
        let state = exchange.node.publisher.state
        guard let accord = state.picture.accord else { throw Problem.notFound }
        return Reply.json { writer in
            writer.object { fields in
                fields.member("accord", accord.id.rawValue)
                fields.key("name")
                accord.name.write(to: &fields)
                fields.member("exercise", accord.isExercise)
                fields.member("host", accord.host.rawValue)
                fields.key("hostName")
                accord.hostName.write(to: &fields)
                fields.member("logKey", accord.logKey)
                fields.publicKey("nodeKey", accord.nodeKey)
                fields.member("nodePort", orNull: exchange.facilities.authentication.nodePort)
                fields.key("seen")
                fields.object { seen in
                    seen.member("size", state.size.value)
                    seen.member("root", state.tree.root.base64)
                }
                fields.member("loggedAt", orNull: state.picture.clock.now?.description)
            }
        }
    }

    /// `POST /joining`.
    static func ask(_ exchange: Exchange) throws -> Response {
        let request: JoinRequest
        do { request = try JoinRequest(exchange.body) } catch {
            throw Problem("malformed-join-request", "\(error)")
        }
        let picture = exchange.node.publisher.state.picture
        guard let accord = picture.accord, request.accord == accord.id, request.logKey == accord.logKey else {
            throw Problem("malformed-join-request", "the request is for another accord or another log than this one")
        }
        guard picture.register.parties[request.party] == nil else { throw Refusal.partyExists(request.party) }
        return try exchange.facilities.joining.take(request.fingerprint, request.bytes, exchange)
    }

    /// `GET /joining/{fingerprint}`.
    static func request(_ exchange: Exchange) throws -> Response {
        try exchange.facilities.joining.show(exchange)
    }
}

/// `/joining/keys`: keys that officers' browsers made, and that their parties' roots have not enrolled yet.
enum KeyJoining {
    /// `POST /joining/keys`.
    static func ask(_ exchange: Exchange) throws -> Response {
        let request: KeyRequest
        do { request = try KeyRequest(exchange.body) } catch { throw Problem("malformed-key-request", "\(error)") }
        let accord = exchange.node.publisher.state.picture.accord
        guard let accord, request.accord == accord.id, request.logKey == accord.logKey else {
            throw Problem("malformed-key-request", "the request is for another accord or another log than this one")
        }
        return try exchange.facilities.keysJoining.take(request.fingerprint, request.bytes, exchange)
    }

    /// `GET /joining/keys/{fingerprint}`.
    static func request(_ exchange: Exchange) throws -> Response {
        try exchange.facilities.keysJoining.show(exchange)
    }
}
