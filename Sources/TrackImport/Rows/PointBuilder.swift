import Geodesy
import Tracking

/// The texts of one point, before anything is made of them.
struct PointTexts {
    var latitude: String?
    var longitude: String?
    var time: String?
    var accuracyMetres: String?
    var speed: String?
    var course: String?
    var device: String?
    var note: String?
}

/// Units in which speeds are written.
public enum SpeedUnit: String, CaseIterable, Hashable, Sendable {
    /// Metres a second.
    case metresPerSecond
    /// Kilometres an hour.
    case kilometresPerHour
    /// Nautical miles an hour.
    case knots

    /// A millionth of the unit in a microunit of millimetres a second: numerator and denominator.
    var millimetresPerSecond: (Int64, Int64) {
        switch self {
        case .metresPerSecond: (1_000, 1)
        case .kilometresPerHour: (10_000, 36)
        case .knots: (18_520, 36)
        }
    }
}

/// Makes reports of texts, or says what is wrong with each.
struct PointBuilder {
    var expected: BoundingBox?
    var device: String?
    var limits: TrackImportLimits
    var takesComma = false
    var offsetMinutes: Int?
    var speedUnit = SpeedUnit.metresPerSecond

    /// What came of a point.
    struct Outcome {
        var report: PositionReport?
        var faults: [(field: String, fault: FieldFault)] = []

        /// The value, or its fault kept; nil for a text that is not there.
        mutating func keep<Value>(
            _ field: String, _ text: String?, _ read: (String) throws(FieldFault) -> Value
        ) -> Value? {
            guard let text, !text.isEmpty else { return nil }
            do { return try read(text) } catch {
                faults.append((field, error))
                return nil
            }
        }
    }

    func report(_ texts: PointTexts, means: PositionReport.Means) -> Outcome {
        var outcome = Outcome()
        let position = position(texts, &outcome)
        let time = outcome.keep("time", texts.time) { (text) throws(FieldFault) in
            try TimeReading.instant(text, offsetMinutes: offsetMinutes)
        }
        if texts.time?.isEmpty ?? true {
            outcome.faults.append(
                ("time", FieldFault(.missing, "has no time, so it says nothing of when it was there")))
        }
        let accuracy = outcome.keep("accuracy", texts.accuracyMetres) { (text) throws(FieldFault) in
            try DecimalReading.scaled(text, scale: 3, takesComma: takesComma)
        }
        let speed = outcome.keep("speed", texts.speed) { (text) throws(FieldFault) in try self.speed(text) }
        let course = outcome.keep("course", texts.course) { (text) throws(FieldFault) in try self.course(text) }
        guard let position, let time, outcome.faults.isEmpty else { return outcome }
        do throws(PositionReportError) {
            outcome.report = try PositionReport(
                at: time, position: position, accuracyMillimetres: accuracy, speedMillimetresPerSecond: speed,
                courseCentidegrees: course, device: Self.text(texts.device) ?? device, means: means,
                note: Self.text(texts.note))
        } catch {
            outcome.faults.append(("", Self.fault(error)))
        }
        return outcome
    }

    /// The position alone, or what is wrong with it.
    func position(_ texts: PointTexts, _ outcome: inout Outcome) -> Position? {
        let before = outcome.faults.count
        let read = { (text: String) throws(FieldFault) in
            try DecimalReading.scaled(text, scale: 7, takesComma: takesComma)
        }
        for (name, text) in [("latitude", texts.latitude), ("longitude", texts.longitude)] where text?.isEmpty ?? true {
            outcome.faults.append((name, FieldFault(.missing, "is missing")))
        }
        let latitude = outcome.keep("latitude", texts.latitude, read)
        let longitude = outcome.keep("longitude", texts.longitude, read)
        guard outcome.faults.count == before, let latitude, let longitude else { return nil }
        do throws(FieldFault) { return try position(latitude, longitude) } catch {
            outcome.faults.append(("position", error))
            return nil
        }
    }

    /// Checks the two together.
    func position(_ latitudeE7: Int64, _ longitudeE7: Int64) throws(FieldFault) -> Position {
        if latitudeE7 == 0, longitudeE7 == 0 {
            throw FieldFault(.noFix, "is exactly 0, 0, as devices write it that do not know where they are")
        }
        let isExchangeable = abs(latitudeE7) <= 1_800_000_000 && abs(longitudeE7) <= 900_000_000
        guard let position = try? Position(latitudeE7: latitudeE7, longitudeE7: longitudeE7) else {
            if isExchangeable {
                throw FieldFault(
                    .swapped, "the latitude is beyond 90 degrees; latitude and longitude look exchanged")
            }
            throw FieldFault(.outOfRange, "latitude is within 90 degrees and longitude within 180; this is not")
        }
        if let expected, !expected.contains(position), isExchangeable,
            let other = try? Position(latitudeE7: longitudeE7, longitudeE7: latitudeE7), expected.contains(other)
        {
            throw FieldFault(
                .swapped, "lies outside of where the positions are expected, and inside with its numbers exchanged")
        }
        return position
    }

    /// Millimetres a second, rounded down.
    func speed(_ text: String) throws(FieldFault) -> Int64 {
        let value = try DecimalReading.scaled(text, scale: 6, takesComma: takesComma)
        let (by, over) = speedUnit.millimetresPerSecond
        let (product, tooLarge) = value.multipliedReportingOverflow(by: by)
        guard !tooLarge else { throw FieldFault(.outOfRange, "is too large a speed") }
        return product / over / 1_000_000
    }

    /// Hundredths of a degree; 360 is north as 0 is.
    func course(_ text: String) throws(FieldFault) -> Int64 {
        let value = try DecimalReading.scaled(text, scale: 2, takesComma: takesComma)
        return value == 36_000 ? 0 : value
    }

    private static func text(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }

    static func fault(_ error: PositionReportError) -> FieldFault {
        switch error {
        case .accuracyOutOfRange, .speedOutOfRange, .courseOutOfRange: FieldFault(.outOfRange, error.description)
        case .textEmpty, .textTooLong, .controlCharacter: FieldFault(.badText, error.description)
        }
    }
}
