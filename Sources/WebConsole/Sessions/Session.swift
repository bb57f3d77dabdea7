import Crypto
import Geodesy
import HTTPAPI
import Statements
import Synchronization
import TransparencyLog

/// An officer at a browser: who it is, by which key, until when.
struct Session: Sendable {
    let caller: Caller
    /// Whether the browser holds the key itself, so that it can sign; a passkey alone opens a session for reading.
    let canSign: Bool
    let openedAt: Instant
    var lastSeen: Instant
}

/// The sessions of this node; in memory, so a restart asks everybody to sign in again.
///
/// Of a token only its hash is kept. A session is worth what its key is worth: whoever was released, or whose key was
/// revoked or has expired, is out at the next request.
final class SessionTable: Sendable {
    private let sessions = Mutex<[Hash: Session]>([:])
    private let limits: ConsoleLimits

    init(limits: ConsoleLimits) { self.limits = limits }

    /// Opens a session under a new random token; the oldest session of an officer with too many of them ends.
    ///
    /// - Throws: `too-many-sessions` when as many are open as this node keeps.
    func open(_ caller: Caller, canSign: Bool, at now: Instant) throws -> String {
        let token = Base64URL.encode(SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) })
        let session = Session(caller: caller, canSign: canSign, openedAt: now, lastSeen: now)
        try sessions.withLock { sessions in
            sessions = sessions.filter { isAlive($0.value, at: now) }
            let own = sessions.filter {
                $0.value.caller.party == caller.party && $0.value.caller.officer == caller.officer
            }
            if own.count >= limits.sessionsPerOfficer,
                let oldest = own.min(by: { ($0.value.lastSeen, $0.key.hex) < ($1.value.lastSeen, $1.key.hex) })
            {
                sessions[oldest.key] = nil
            }
            guard sessions.count < limits.sessions else {
                var problem = Problem("too-many-sessions", "as many people are signed in here as this node takes")
                problem.retryAfterSeconds = 60
                throw problem
            }
            sessions[.sha256(of: Array(token.utf8))] = session
        }
        return token
    }

    /// The session of a token, while it lasts; looking at it keeps it from going idle.
    func session(_ token: String, at now: Instant) -> Session? {
        let name = Hash.sha256(of: Array(token.utf8))
        return sessions.withLock { sessions in
            guard var session = sessions[name] else { return nil }
            guard isAlive(session, at: now) else {
                sessions[name] = nil
                return nil
            }
            session.lastSeen = max(session.lastSeen, now)
            sessions[name] = session
            return session
        }
    }

    func close(_ token: String) {
        sessions.withLock { $0[.sha256(of: Array(token.utf8))] = nil }
    }

    /// Ends every session of a key but one, as after a revocation or when a device is lost.
    func closeAll(of caller: Caller, except token: String?) {
        let kept = token.map { Hash.sha256(of: Array($0.utf8)) }
        sessions.withLock { sessions in
            sessions = sessions.filter {
                $0.key == kept || $0.value.caller.party != caller.party || $0.value.caller.officer != caller.officer
            }
        }
    }

    private func isAlive(_ session: Session, at now: Instant) -> Bool {
        session.openedAt.adding(seconds: Int64(limits.sessionSeconds)) > now
            && session.lastSeen.adding(seconds: Int64(limits.idleSessionSeconds)) > now
    }
}
