public import Coordination

extension Doctrine.Language {
    /// Whether its script runs from right to left.
    public var isRightToLeft: Bool { self == .arabic }

    /// The word for an urgency.
    func word(_ urgency: NoticeUrgency) -> String {
        switch (self, urgency) {
        case (.english, _): urgency.rawValue
        case (.arabic, .flash): "قصوى"
        case (.arabic, .immediate): "فورية"
        case (.arabic, .priority): "ذات أولوية"
        case (.arabic, .routine): "عادية"
        case (.russian, .flash): "вне очереди"
        case (.russian, .immediate): "немедленно"
        case (.russian, .priority): "срочно"
        case (.russian, .routine): "обычная"
        case (.french, .flash): "éclair"
        case (.french, .immediate): "immédiate"
        case (.french, .priority): "prioritaire"
        case (.french, .routine): "ordinaire"
        }
    }
}
