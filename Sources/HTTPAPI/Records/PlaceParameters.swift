import Deconfliction
import Geodesy
import Picture
import Statements
import StrictJSON

/// Reads what queries say of places, distances and times.
enum PlaceParameters {
    /// Positions of one path.
    static let maximumPath = 256
    /// The largest distance, in millimetres (1,000 km).
    static let maximumDistanceMillimetres = ConflictRecord.maximumStandOffMillimetres

    /// What `along` and `withinMetres` ask for; nil when `along` is absent.
    ///
    /// Positions that are finer than 1e-7 degree are rounded, and the path is then as much wider.
    ///
    /// - Throws: `bad-query`, naming the parameter and its rule.
    static func vicinity(_ query: QueryFields) throws -> Vicinity? {
        let distance = try query["withinMetres"].map { try millimetres($0, "withinMetres") }
        guard let text = query.text("along") else {
            guard distance == nil else { throw Problem.query("withinMetres", "needs 'along', a path to be near to") }
            return nil
        }
        let parts = text.split(separator: " ", maxSplits: maximumPath, omittingEmptySubsequences: false)
        guard parts.count <= maximumPath else {
            throw Problem.query("along", "has more than \(maximumPath) positions; ask for parts of the path")
        }
        var path: [Position] = []
        var isExact = true
        for (number, part) in parts.enumerated() {
            guard let point = position(part) else {
                throw Problem.query(
                    "along",
                    "must be 1 to \(maximumPath) positions as lat,lon in degrees with a space between two, such as "
                        + "36.2,37.1 36.3,37.1; position \(number + 1) is not")
            }
            path.append(point.position)
            isExact = isExact && point.isExact
        }
        do {
            let width = isExact ? 0 : ActivityReader.growthMillimetres
            let route = try Route(path: path, halfWidthMillimetres: width)
            return try Vicinity(of: .route(route), withinMillimetres: distance ?? 0)
        } catch { throw Problem.query("along", "\(error)") }
    }

    /// What `at` says, rounded to 1e-7 degree; says whether anything was rounded.
    ///
    /// - Throws: `bad-query`.
    static func place(_ query: QueryFields) throws -> (position: Position, isExact: Bool) {
        guard let text = query["at"], let point = position(text[...]) else {
            throw Problem.query("at", "is needed, as lat,lon in degrees, such as 36.2,37.1")
        }
        return point
    }

    /// What `from` and `until` ask for; nil when both are absent.
    ///
    /// - Throws: `bad-query`.
    static func window(_ query: QueryFields) throws -> TimeWindow? {
        let (from, until) = (query["from"], query["until"])
        guard from != nil || until != nil else { return nil }
        let start = try from.map { try instant($0, "from", .down) } ?? .earliest
        let end = try until.map { try instant($0, "until", .up) }
        do { return try TimeWindow(start: start, end: end) } catch { throw Problem.query("until", "\(error)") }
    }

    /// A time.
    ///
    /// - Throws: `bad-query`.
    static func instant(_ text: String, _ name: String, _ rounding: Instant.Rounding) throws -> Instant {
        do { return try Instant(rfc3339: text, rounding: rounding) } catch { throw Problem.query(name, "\(error)") }
    }

    /// How many are wanted.
    ///
    /// - Throws: `bad-query`.
    static func limit(_ text: String, _ most: Int) throws -> Int {
        guard let limit = Int(text), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), (1...most).contains(limit)
        else { throw Problem.query("limit", "must be a whole number from 1 to \(most)") }
        return limit
    }

    /// Metres, rounded up to whole millimetres.
    private static func millimetres(_ text: String, _ name: String) throws -> Int64 {
        guard let numbers = values(text[...]), numbers.count == 1,
            let millimetres = try? numbers[0].distanceMillimetres(limit: maximumDistanceMillimetres)
        else {
            throw Problem.query(name, "must be a number of metres from 0 to \(maximumDistanceMillimetres / 1_000)")
        }
        return millimetres
    }

    /// `lat,lon` in degrees.
    private static func position(_ text: Substring) -> (position: Position, isExact: Bool)? {
        guard let sides = values(text), sides.count == 2 else { return nil }
        return try? JSONValue.roundedPosition(latitude: sides[0], longitude: sides[1])
    }

    /// Numbers with commas between them, as JSON spells numbers.
    private static func values(_ text: Substring) -> [JSONValue]? {
        let limits = JSONDocument.Limits(maximumBytes: 200, maximumDepth: 1)
        guard let document = try? JSONDocument(Array("[\(text)]".utf8), limits: limits) else { return nil }
        return try? document.root.array(limit: 2)
    }
}
