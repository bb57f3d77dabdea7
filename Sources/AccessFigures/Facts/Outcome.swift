/// How a movement ended, in the field's words; the values of `movement.close.v1`, and two words of published lists that
/// leave open which of two is meant.
public enum Outcome: String, CaseIterable, Sendable {
    case facilitated
    case partiallyFacilitated = "partially-facilitated"
    case impededCompleted = "impeded-completed"
    case impededNotCompleted = "impeded-not-completed"
    /// Impeded, and it is not stated whether it was completed.
    case impeded
    case denied
    case withdrawn
    case postponed
    /// OCHA's "cancelled": withdrawn by its organiser or postponed, and it is not stated which.
    case cancelled
    case attacked

    /// What the ten words are gathered into where a picture has no room for each.
    public enum Family: String, CaseIterable, Sendable {
        case facilitated
        case partiallyFacilitated = "partially-facilitated"
        /// Completed, not completed, and not stated.
        case impeded
        case denied
        /// Withdrawn, postponed, and not stated which.
        case cancelled
        case attacked
    }

    /// The family of the word.
    public var family: Family {
        switch self {
        case .facilitated: .facilitated
        case .partiallyFacilitated: .partiallyFacilitated
        case .impededCompleted, .impededNotCompleted, .impeded: .impeded
        case .denied: .denied
        case .withdrawn, .postponed, .cancelled: .cancelled
        case .attacked: .attacked
        }
    }

    /// Whether it came to the place it was meant for; nil where the word does not say.
    public var reachedDestination: Bool? {
        switch self {
        case .facilitated, .partiallyFacilitated, .impededCompleted: true
        case .impededNotCompleted, .denied, .withdrawn, .postponed, .cancelled: false
        case .impeded, .attacked: nil
        }
    }

    /// Reads a word as published lists write it; nil for a word that is not known here.
    ///
    /// "Cancelled" stays `cancelled` and "impeded" stays `impeded`: which of two is meant is for a statement to say.
    public init?(fieldWord: String) {
        let word = String(fieldWord.lowercased().map { $0 == " " || $0 == "_" ? "-" : $0 })
        switch word {
        case "partial", "partially-accomplished", "partly-facilitated": self = .partiallyFacilitated
        case "canceled": self = .cancelled
        case "withdrawn-by-organiser", "withdrawn-by-organizer": self = .withdrawn
        case "impeded,-later-done", "impeded-but-completed": self = .impededCompleted
        case "impeded,-not-done": self = .impededNotCompleted
        default: self.init(rawValue: word)
        }
    }

    /// The position among all words.
    var slot: Int {
        switch self {
        case .facilitated: 0
        case .partiallyFacilitated: 1
        case .impededCompleted: 2
        case .impededNotCompleted: 3
        case .impeded: 4
        case .denied: 5
        case .withdrawn: 6
        case .postponed: 7
        case .cancelled: 8
        case .attacked: 9
        }
    }
}
