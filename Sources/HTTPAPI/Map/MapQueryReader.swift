import Coordination
import Geodesy
import Picture
import Statements

/// Reads the parameters of `GET /map`.
enum MapQueryReader {
    /// Every parameter, as the interface's description lists them.
    static let names = ["bbox", "zoom", "at", "until", "kind", "owner", "state", "limit"]
    /// Words in one list, at most.
    static let maximumWords = 64

    /// - Throws: `bad-query`, naming the parameter and its rule.
    static func read(_ query: QueryFields) throws -> MapQuery {
        var out = MapQuery()
        if let text = query["bbox"] { out.box = try RecordQueryReader.box(text) }
        if let text = query["zoom"] { out.zoom = try whole(text, "zoom", 0...MapQuery.maximumZoom) }
        out.at = try query["at"].map { try PlaceParameters.instant($0, "at", .down) }
        if let text = query["until"] {
            guard let at = out.at else { throw Problem.query("until", "needs 'at', the time from which on") }
            let until = try PlaceParameters.instant(text, "until", .up)
            guard until > at else { throw Problem.query("until", "must be after 'at'") }
            out.until = until
        }
        if let text = query["kind"] {
            out.kinds = try Set(
                words(text).map { word in
                    guard let kind = kinds[word] else {
                        let known = MapKind.all.map(\.word).joined(separator: ", ")
                        throw Problem.query("kind", "must be one or more of \(known), with commas between them")
                    }
                    return kind
                })
        }
        if let text = query["owner"] {
            out.owners = try Set(
                words(text).map { word in
                    do { return try PartyID(word) } catch { throw Problem.query("owner", "\(error)") }
                })
        }
        if let text = query["state"] {
            out.states = try Set(
                words(text).map { word in
                    guard MapQuery.states.contains(word) else {
                        let known = MapQuery.states.joined(separator: ", ")
                        throw Problem.query("state", "must be one or more of \(known), with commas between them")
                    }
                    return word
                })
        }
        if let text = query["limit"] { out.limit = try PlaceParameters.limit(text, MapQuery.maximumFeatures) }
        return out
    }

    private static let kinds = Dictionary(MapKind.all.map { ($0.word, $0) }) { first, _ in first }

    private static func words(_ text: String) -> [String] {
        text.split(separator: ",", maxSplits: maximumWords, omittingEmptySubsequences: false).map(String.init)
    }

    private static func whole(_ text: String, _ name: String, _ range: ClosedRange<Int>) throws -> Int {
        guard text.utf8.count <= 2, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(text),
            range.contains(value)
        else { throw Problem.query(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)") }
        return value
    }
}
