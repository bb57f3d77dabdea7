/// How often which fault strikes a call to the store, in thousandths of the calls.
public struct StoreFaults: Sendable {
    /// Fails before anything took effect; the caller cannot know that.
    public var failsBefore = 0
    /// Takes effect durably, and fails nevertheless.
    public var failsAfter = 0
    /// Takes up to half a minute.
    public var stalls = 0
    /// The power goes before, in the middle of or after the write.
    public var losesPower = 0
    /// Has no room for this batch; nothing is stored.
    public var isFull = 0

    /// No faults.
    public static let none = StoreFaults()

    /// Every fault, often.
    public static let all: StoreFaults = {
        var faults = StoreFaults()
        faults.failsBefore = 10
        faults.failsAfter = 10
        faults.stalls = 30
        faults.losesPower = 30
        faults.isFull = 10
        return faults
    }()
}

/// A store that breaks its promise, to prove that the checks notice.
public enum StoreDefect: String, CaseIterable, Sendable {
    /// Says that a batch is durable before it is.
    case acknowledgesBeforeSync
    /// After a power loss it shows as much of a torn batch as reached the disk.
    case showsTornBatches
    /// Loses one entry of a batch and shifts those after it.
    case dropsEntries
    /// Hands out an entry with one byte changed.
    case changesBytes
}

/// The power went; the process that made the call is gone.
public struct PowerLoss: Error, Hashable, Sendable {}
