/// How pressing a notice is; what is sent first, what breaks into quiet hours, how long is tried.
public enum NoticeUrgency: String, CaseIterable, Sendable, Comparable {
    /// People may die while it waits.
    case flash
    /// Within minutes.
    case immediate
    /// Within the hour.
    case priority
    /// Within the day.
    case routine

    /// 0 for what is sent first.
    var rank: Int {
        switch self {
        case .flash: 0
        case .immediate: 1
        case .priority: 2
        case .routine: 3
        }
    }

    /// Whether it has a rate of its own, so that no flood of routine notices holds it up.
    public var isUrgent: Bool { rank <= 1 }

    /// Orders the less pressing before the more pressing.
    public static func < (left: NoticeUrgency, right: NoticeUrgency) -> Bool { left.rank > right.rank }
}
