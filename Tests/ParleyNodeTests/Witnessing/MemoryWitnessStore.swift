import ParleyNode
import Synchronization
import TransparencyLog

/// A witness's store in memory, which can fail before or after it takes effect, and shows every stored step.
final class MemoryWitnessStore: WitnessStore {
    enum Fault: Error { case before, after, reading }

    private struct Contents {
        var notes: [KeyName: [UInt8]] = [:]
        var history: [[UInt8]] = []
        var fault: Fault?
    }

    private let contents = Mutex(Contents())
    // Runs once, between what a witness read and what it stores: another request overtakes.
    private let overtaking = Mutex<(@Sendable () -> Void)?>(nil)

    /// Every note that was ever stored, in order.
    var history: [[UInt8]] { contents.withLock { $0.history } }

    /// The next call fails so, once.
    func failOnce(_ fault: Fault) { contents.withLock { $0.fault = fault } }

    /// Before the next replacement, this happens.
    func overtakeOnce(_ action: @escaping @Sendable () -> Void) { overtaking.withLock { $0 = action } }

    /// Puts anything in, as a restored backup or a bad disk would.
    func tamper(_ origin: KeyName, _ note: [UInt8]?) { contents.withLock { $0.notes[origin] = note } }

    func cosigned(_ origin: KeyName) throws -> [UInt8]? {
        try contents.withLock { contents in
            try Self.fail(&contents, .reading)
            return contents.notes[origin]
        }
    }

    func replace(_ origin: KeyName, _ old: [UInt8]?, with new: [UInt8]) throws -> Bool {
        let action = overtaking.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        action?()
        return try contents.withLock { contents in
            try Self.fail(&contents, .before)
            guard contents.notes[origin] == old else { return false }
            contents.notes[origin] = new
            contents.history.append(new)
            try Self.fail(&contents, .after)
            return true
        }
    }

    private static func fail(_ contents: inout Contents, _ place: Fault) throws {
        guard contents.fault == place else { return }
        contents.fault = nil
        throw place
    }
}
