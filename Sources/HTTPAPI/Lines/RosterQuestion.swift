import Coordination
import Geodesy
import Picture
import Statements

/// What `GET /lines/{owner}/{subject}/roster` asks for: whose desk, from when until when.
struct RosterQuestion {
    /// The parameters of the query.
    static let names = ["party", "from", "until", "officer"]
    /// How far it looks when nothing is said, four weeks.
    static let usualSeconds: Int64 = 28 * 86_400

    let line: Line
    let party: PartyID
    let from: Instant
    let until: Instant
    let officer: OfficerID?
    /// What the caller may see of the desk.
    let timeline: DutyTimeline

    /// - Throws: `not-found` for a line or desk that there is not, `bad-query` naming the parameter and its rule.
    init(_ exchange: Exchange, _ picture: Picture) throws {
        line = try ShowLines.line(exchange, picture)
        guard let named = exchange.query["party"] else { throw Problem.query("party", "is needed: whose desk") }
        do { party = try PartyID(named) } catch { throw Problem.query("party", "\(error)") }
        guard line.terms.cell(of: party) != nil else { throw Problem.query("party", "has no cell on this line") }
        let start = try exchange.query["from"].map { try PlaceParameters.instant($0, "from", .down) }
        from = start ?? picture.clock.now ?? .earliest
        let end = try exchange.query["until"].map { try PlaceParameters.instant($0, "until", .up) }
        until = end ?? from.adding(seconds: Self.usualSeconds)
        guard from < until, until <= from.adding(seconds: RosterAhead.maximumSeconds) else {
            throw Problem.query(
                "until", "must be after 'from', by at most \(RosterAhead.maximumSeconds / 86_400) days")
        }
        do { officer = try exchange.query["officer"].map { try OfficerID($0) } } catch {
            throw Problem.query("officer", "\(error)")
        }
        let reader = exchange.reader
        timeline = picture.rosters.timeline(
            RosterRegister.Desk(line: line.id, party: party), from: from, until: until
        ) { $0.isReadable(by: reader) }
    }
}
