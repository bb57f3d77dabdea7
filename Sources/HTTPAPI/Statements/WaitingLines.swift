import Synchronization

/// Lines of one batch between the reader of its body and the node; the reader waits while there are enough.
final class WaitingLines: Sendable {
    private struct State {
        var lines: [LineSplitter.Line] = []
        var bytes = 0
        var isEnded = false
        var failure: (any Error)?
        var isAbandoned = false
        var taker: CheckedContinuation<Void, Never>?
        var giver: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let limitBytes: Int
    private let limitLines: Int

    init(limitBytes: Int, limitLines: Int) {
        self.limitBytes = limitBytes
        self.limitLines = limitLines
    }

    /// Adds lines, and waits until there is room for more; false when nobody takes them any more.
    func give(_ lines: [LineSplitter.Line]) async -> Bool {
        let taker = state.withLock { state in
            state.lines.append(contentsOf: lines)
            state.bytes += lines.reduce(0) { $0 + $1.byteCount }
            defer { state.taker = nil }
            return state.taker
        }
        taker?.resume()
        while isFull { await waitForRoom() }
        return !state.withLock { $0.isAbandoned }
    }

    private var isFull: Bool {
        state.withLock { !$0.isAbandoned && ($0.bytes > limitBytes || $0.lines.count > limitLines) }
    }

    private func waitForRoom() async {
        await withCheckedContinuation { continuation in
            let hasRoom = state.withLock { state in
                if state.isAbandoned || (state.bytes <= limitBytes && state.lines.count <= limitLines) { return true }
                state.giver = continuation
                return false
            }
            if hasRoom { continuation.resume() }
        }
    }

    /// Says that no more lines come, or why.
    func end(_ failure: (any Error)? = nil) {
        let taker = state.withLock { state in
            // The first end counts: what breaks off later follows from it.
            guard !state.isEnded else { return nil as CheckedContinuation<Void, Never>? }
            state.isEnded = true
            state.failure = failure
            defer { state.taker = nil }
            return state.taker
        }
        taker?.resume()
    }

    /// Whatever waits, at most `count`, as soon as there is any; empty at the end.
    ///
    /// - Throws: why the body broke off.
    func take(upTo count: Int) async throws -> [LineSplitter.Line] {
        while true {
            let (lines, giver, isEnded, failure) = state.withLock { state in
                let lines = Array(state.lines.prefix(count))
                state.lines.removeFirst(lines.count)
                state.bytes -= lines.reduce(0) { $0 + $1.byteCount }
                let hasRoom = state.bytes <= limitBytes && state.lines.count <= limitLines
                let giver = hasRoom ? state.giver : nil
                if hasRoom { state.giver = nil }
                return (lines, giver, state.isEnded, state.failure)
            }
            giver?.resume()
            if !lines.isEmpty { return lines }
            if let failure { throw failure }
            if isEnded { return [] }
            await waitForLines()
        }
    }

    private func waitForLines() async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if !state.lines.isEmpty || state.isEnded { return true }
                state.taker = continuation
                return false
            }
            if isReady { continuation.resume() }
        }
    }

    /// Says that nobody takes lines any more.
    func abandon() {
        let giver = state.withLock { state in
            state.isAbandoned = true
            defer { state.giver = nil }
            return state.giver
        }
        giver?.resume()
    }
}
