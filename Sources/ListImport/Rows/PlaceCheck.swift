import Geodesy

/// The rules that one latitude and longitude can break.
enum PlaceCheck {
    /// A place refused: the rule and the sentence, in terms of both coordinates.
    struct Fault: Error {
        var rule: ImportRule
        var sentence: String
        /// Whether the longitude is at fault; the latitude, or both, otherwise.
        var isLongitude = false
    }

    /// The position, or what is wrong with it; a swap is named and never undone.
    static func position(latitudeE7: Int64, longitudeE7: Int64, within box: ExpectedBox?) throws(Fault) -> Position {
        let written = "\(DegreesText.write(latitudeE7)), \(DegreesText.write(longitudeE7))"
        let swapped = try? Position(latitudeE7: longitudeE7, longitudeE7: latitudeE7)
        let fitsSwapped = swapped.map { box?.contains($0) ?? true } ?? false
        let position: Position
        do {
            position = try Position(latitudeE7: latitudeE7, longitudeE7: longitudeE7)
        } catch {
            if fitsSwapped, case .latitudeOutOfRange = error {
                throw Fault(
                    rule: .looksSwapped,
                    sentence: "\(error), and the other way round the place would be possible: latitude and longitude "
                        + "look swapped; correct the list or the mapping")
            }
            var isLongitude = false
            if case .longitudeOutOfRange = error { isLongitude = true }
            throw Fault(rule: .outOfRange, sentence: "\(error)", isLongitude: isLongitude)
        }
        if latitudeE7 == 0, longitudeE7 == 0 {
            throw Fault(
                rule: .nullIsland,
                sentence: "latitude 0, longitude 0 lies in the Gulf of Guinea and usually stands for an unknown place")
        }
        if let box, !box.contains(position) {
            guard !fitsSwapped else {
                throw Fault(
                    rule: .looksSwapped,
                    sentence: "\(written) lies outside the expected box (\(box.sentence)) and inside it the other way "
                        + "round: latitude and longitude look swapped; correct the list or the mapping")
            }
            throw Fault(
                rule: .outsideExpectedBox,
                sentence:
                    "\(written) lies outside the expected box (\(box.sentence)); correct the place or widen the box"
            )
        }
        return position
    }
}
