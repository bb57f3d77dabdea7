public import Geodesy
public import TransparencyLog

/// What time the log says it is, and which tree sizes belong to the last day.
///
/// The picture has no clock of its own: time enters as entries that the host's node signs.
public struct LogClock: Hashable, Sendable {
    /// How old a checkpoint may be that a statement names as seen, and how old a claimed time.
    public static let maximumAgeSeconds: Int64 = 86_400
    /// How far a speaker's clock may be off, either way.
    public static let toleranceSeconds: Int64 = 300
    /// Marks are this far apart, so a day of them stays small.
    static let markSeconds: Int64 = 60

    /// The tree had `size` entries when its clock first showed `time`.
    struct Mark: Hashable, Sendable {
        var size: UInt64
        var time: Instant
    }

    /// The last logged time; nil before the first.
    public private(set) var now: Instant?
    private(set) var marks: [Mark] = []

    /// A clock that has not started.
    public init() {}

    /// Moves to `time`, logged as entry `index`; earlier times are ignored, since what was logged cannot be refused.
    public mutating func apply(_ time: Instant, at index: EntryIndex) {
        guard now.map({ time >= $0 }) ?? true else { return }
        now = time
        guard marks.last.map({ $0.time.adding(seconds: Self.markSeconds) <= time }) ?? true else { return }
        marks.append(Mark(size: index.value, time: time))
        let oldest = time.adding(seconds: -Self.maximumAgeSeconds)
        // The newest mark that is older than a day stays: sizes after it are still within the day.
        while marks.count > 1, marks[1].time <= oldest { marks.removeFirst() }
    }

    /// The smallest tree that a statement may still name as seen.
    public var oldestSeen: TreeSize {
        guard let now, let first = marks.first, first.time <= now.adding(seconds: -Self.maximumAgeSeconds) else {
            return TreeSize(0)
        }
        return TreeSize(first.size)
    }

    /// No later than when the tree of this size was signed: nothing that names it was said before, but for tolerance.
    public func earliest(seen size: TreeSize) -> Instant? {
        marks.last { $0.size < size.value }?.time
    }
}
