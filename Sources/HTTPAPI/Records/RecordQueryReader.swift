import Coordination
import Deconfliction
import Geodesy
import HashTreeCollections
import Picture
import Statements
import StrictJSON

/// Reads the filters of `GET /records`.
enum RecordQueryReader {
    /// Every parameter, as the interface's description lists them.
    static let names = [
        "mechanism", "kind", "owner", "state", "bbox", "along", "withinMetres", "from", "until", "text", "limit",
        "after",
    ]
    /// Of those, the ones in which `+` is a space.
    static let texts: Set<String> = ["text", "along"]
    /// Unicode code points of a text to look for.
    static let maximumTextLength = 100

    /// - Throws: `bad-query`, naming the parameter and its rule.
    static func read(_ query: QueryFields, in picture: Picture, as reader: PartyID?) throws -> RecordQuery {
        var out = RecordQuery()
        if let text = query["mechanism"] { out.mechanism = try choice(text, "mechanism") }
        if let text = query["kind"] { out.siteKinds = try choices(text, "kind") }
        if let text = query["owner"] {
            do { out.owner = try PartyID(text) } catch { throw Problem.query("owner", "\(error)") }
        }
        if let text = query["state"] { out.states = try choices(text, "state") }
        if let text = query["bbox"] { out.box = try box(text) }
        out.vicinity = try PlaceParameters.vicinity(query)
        out.window = try PlaceParameters.window(query)
        if let text = query.text("text") {
            guard (1...maximumTextLength).contains(text.unicodeScalars.count) else {
                throw Problem.query("text", "must have 1 to \(maximumTextLength) characters")
            }
            out.text = text
        }
        if let text = query["limit"] {
            out.limit = try PlaceParameters.limit(text, RecordQuery.maximumPage)
        }
        if let text = query["after"] {
            // Records nobody may read and records that do not exist look alike.
            guard let id = RecordID(text), let slot = picture.slots[id],
                picture.record(id)?.isReadable(by: reader) == true
            else { throw Problem.query("after", "names no record that you may read; begin again without it") }
            out.after = slot
        }
        return out
    }

    static func choice<Choice: RawRepresentable & CaseIterable>(_ text: String, _ name: String) throws -> Choice
    where Choice.RawValue == String {
        guard let choice = Choice(rawValue: text) else {
            throw Problem.query(name, "must be one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return choice
    }

    private static func choices<Choice: RawRepresentable & CaseIterable & Hashable>(
        _ text: String, _ name: String
    ) throws -> Set<Choice> where Choice.RawValue == String {
        let parts = text.split(separator: ",", maxSplits: 64, omittingEmptySubsequences: false)
        return try Set(parts.map { try choice(String($0), name) })
    }

    /// `west,south,east,north` in degrees; a west greater than the east crosses the antimeridian.
    static func box(_ text: String) throws -> BoundingBox {
        let form = Problem.query(
            "bbox", "must be west,south,east,north in degrees, such as 35.7,32.3,42.4,37.4, with south not above north")
        let document: JSONDocument
        do {
            document = try JSONDocument(Array("[\(text)]".utf8), limits: .init(maximumBytes: 200, maximumDepth: 1))
        } catch { throw form }
        guard let sides = try? document.root.array(limit: 4), sides.count == 4,
            let west = degreesE7(sides[0], roundsUp: false), let south = degreesE7(sides[1], roundsUp: false),
            let east = degreesE7(sides[2], roundsUp: true), let north = degreesE7(sides[3], roundsUp: true)
        else { throw form }
        do {
            return try BoundingBox(southE7: south, westE7: west, northE7: north, eastE7: east)
        } catch { throw Problem.query("bbox", "\(error)") }
    }

    /// Rounded outwards, so that the box never loses a place.
    private static func degreesE7(_ value: JSONValue, roundsUp: Bool) -> Int64? {
        guard let (nearest, isExact) = try? value.decimal(scale: 7) else { return nil }
        return isExact || nearest.magnitude >= 1_800_000_000 ? nearest : nearest + (roundsUp ? 1 : -1)
    }
}
