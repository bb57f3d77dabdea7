/// How urgent a message is, in the precedence words of military signals (ACP 121).
public enum Urgency: String, CaseIterable, Comparable, Sendable {
    /// Lives depend on minutes.
    case flash
    /// Lives may depend on it today.
    case immediate
    /// It should overtake the ordinary.
    case priority
    /// It can wait its turn.
    case routine

    /// Orders the most urgent first.
    public static func < (left: Urgency, right: Urgency) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .flash: 0
        case .immediate: 1
        case .priority: 2
        case .routine: 3
        }
    }
}
