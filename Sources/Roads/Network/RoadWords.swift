/// What the texts of OpenStreetMap's attributes mean.
package enum RoadWords {
    /// A direction, seen along the line; nil when it was not understood.
    package static func direction(_ text: String) -> RoadDirection? {
        switch text {
        case "yes", "true", "1": .forward
        case "no", "false", "0": .both
        case "-1", "reverse": .backward
        default: nil
        }
    }

    /// A speed in kilometres an hour; nil when it was not understood.
    package static func speed(_ text: String) -> Int? {
        let words = text.split(separator: " ")
        guard let first = words.first, let number = Double(first), number >= 1, number <= 250 else { return nil }
        return switch words.dropFirst().first {
        case nil, "km/h", "kmh", "kph": Int(number)
        case "mph": Int(number * 1.609344)
        default: nil
        }
    }
}
