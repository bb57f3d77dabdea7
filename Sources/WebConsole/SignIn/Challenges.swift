import Crypto
import Geodesy
import Statements
import Synchronization
import TransparencyLog

/// Questions that were asked of passkeys and wait for their answers; each is answered once.
final class Challenges: Sendable {
    private let waiting = Mutex<[String: Instant]>([:])
    private let limits: ConsoleLimits

    init(limits: ConsoleLimits) { self.limits = limits }

    /// A new question; the oldest is dropped when too many wait.
    func ask(at now: Instant) -> String {
        let challenge = Base64URL.encode(SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) })
        waiting.withLock { waiting in
            waiting = waiting.filter { $0.value > now }
            if waiting.count >= limits.challenges,
                let oldest = waiting.min(by: { ($0.value, $0.key) < ($1.value, $1.key) })
            {
                waiting[oldest.key] = nil
            }
            waiting[challenge] = now.adding(seconds: Int64(limits.challengeSeconds))
        }
        return challenge
    }

    /// Whether the question was asked here not long ago and not answered yet; from now on it is.
    func take(_ challenge: String, at now: Instant) -> Bool {
        waiting.withLock { waiting in
            guard let until = waiting.removeValue(forKey: challenge) else { return false }
            return until > now
        }
    }
}
