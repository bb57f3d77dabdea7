public import Geodesy
import Statements
import Synchronization
import TransparencyLog

/// Remembers which nonces each key has used, for as long as a request with them could still be in its window.
///
/// It never forgets early: when it is full it refuses, and a clock that was set back does not bring anything back.
/// Memory is about 150 bytes a nonce at the most.
public final class NonceGuard: Sendable {
    /// Nonces remembered at once, unless stated otherwise.
    public static let maximumNonces = 1_000_000
    /// Nonces remembered at once for one key, so that no officer can use up everybody's room.
    public static let maximumNoncesPerKey = 250_000

    /// How far from now a signature may have been created; the verifier's window.
    public let windowSeconds: Int64
    private let limit: Int
    private let limitPerKey: Int
    private let state = Mutex(State())

    private struct Entry {
        let nonce: Hash
        let key: KeyFingerprint
    }

    private struct State {
        var used: Set<Hash> = []
        var usedByKey: [KeyFingerprint: Int] = [:]
        /// By the last second at which a request with the nonce is inside the window; at most two windows of seconds.
        var byEnd: [Int64: [Entry]] = [:]
        /// The latest second of which nonces were forgotten.
        var forgottenThrough = Int64.min
    }

    /// A guard that has seen nothing.
    public init(
        windowSeconds: Int64 = SignatureInput.windowSeconds, maximumNonces: Int = NonceGuard.maximumNonces,
        maximumNoncesPerKey: Int = NonceGuard.maximumNoncesPerKey
    ) {
        precondition(windowSeconds > 0 && maximumNonces > 0 && maximumNoncesPerKey > 0, "limits are positive")
        self.windowSeconds = windowSeconds
        limit = maximumNonces
        limitPerKey = maximumNoncesPerKey
    }

    /// How many nonces are remembered.
    public var count: Int { state.withLock { $0.used.count } }

    /// Takes a nonce that the key has not used before; only after the signature and the time were checked.
    ///
    /// - Throws: `replayed`; `tooOld` when nonces of that time are forgotten already; `busy` when there is no room.
    public func admit(_ input: SignatureInput, now: Instant) throws(SignatureError) {
        let nonce = Hash.sha256(of: Array("\(input.keyID)/\(input.nonce)".utf8))
        let end = input.createdSeconds + windowSeconds
        let nowSeconds = Self.wholeSeconds(now)
        try state.withLock { state throws(SignatureError) in
            Self.forget(before: nowSeconds, in: &state)
            guard end > state.forgottenThrough else {
                throw .tooOld(createdSeconds: input.createdSeconds, windowSeconds: windowSeconds)
            }
            guard !state.used.contains(nonce) else { throw .replayed(nonce: input.nonce) }
            let ofKey = state.usedByKey[input.keyID] ?? 0
            guard state.used.count < limit, ofKey < limitPerKey else {
                throw .busy(retryAfterSeconds: Self.secondsUntilRoom(state, nowSeconds))
            }
            state.used.insert(nonce)
            state.usedByKey[input.keyID] = ofKey + 1
            state.byEnd[end, default: []].append(Entry(nonce: nonce, key: input.keyID))
        }
    }

    private static func forget(before now: Int64, in state: inout State) {
        // One look at no more than two windows of seconds; nothing is copied unless a second has passed.
        for end in state.byEnd.keys where end < now {
            for entry in state.byEnd.removeValue(forKey: end) ?? [] {
                state.used.remove(entry.nonce)
                let left = (state.usedByKey[entry.key] ?? 1) - 1
                state.usedByKey[entry.key] = left > 0 ? left : nil
            }
            state.forgottenThrough = max(state.forgottenThrough, end)
        }
    }

    private static func secondsUntilRoom(_ state: State, _ now: Int64) -> Int64 {
        max(1, (state.byEnd.keys.min() ?? now) - now + 1)
    }

    /// The second that `now` lies in, counted down from it: at that second's start every earlier end has passed.
    private static func wholeSeconds(_ now: Instant) -> Int64 {
        let (whole, rest) = now.microsecondsSince1970.quotientAndRemainder(dividingBy: 1_000_000)
        return rest < 0 ? whole - 1 : whole
    }
}
