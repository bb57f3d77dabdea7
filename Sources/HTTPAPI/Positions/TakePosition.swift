import Geodesy
import Hummingbird
import ParleyNode
import Statements
import StrictJSON
import TrackImport
import Tracking

/// `GET` and `POST /positions`: a tracker says where it is, in the words that Traccar and OsmAnd clients use, or as JSON.
///
/// The device's `id` is a secret that the organiser's operator gave it; whoever has it can move that convoy's watch and
/// nothing else. A position that cannot be is answered with 200 and the reason: a tracker that is refused keeps sending the
/// same again, and everything after it waits.
enum TakePosition {
    /// The parameters that such clients send; what is not read is passed over.
    static let names = [
        "id", "deviceid", "lat", "lon", "location", "timestamp", "speed", "bearing", "heading", "accuracy", "valid",
        "mock", "altitude", "hdop", "batt", "battery", "charge", "charging", "cell", "wifi", "event", "alarm",
        "driverUniqueId", "sat", "motion", "odometer", "activity",
    ]

    static func run(_ exchange: Exchange) async throws -> Response {
        guard let desk = exchange.facilities.positions else { throw Problem.notFound }
        let now = exchange.node.clock.now()
        let posted: PostedPosition
        do throws(TrackImportError) {
            if exchange.mediaType == "application/json" {
                posted = try PostedPosition(json: exchange.body)
            } else {
                posted = try Self.query(exchange, desk, receivedAt: now)
            }
        } catch { throw Problem("bad-position", error.description) }
        guard let device = desk.device(secret: posted.device) else { throw Problem.notFound }
        let answer = await desk.take(posted.report, from: device)
        return Reply.json { writer in
            writer.object { fields in
                switch answer {
                case .taken(let isStated):
                    fields.member("taken", true)
                    fields.member("stated", isStated)
                case .enteredLate:
                    fields.member("taken", true)
                    fields.member("stated", false)
                    fields.member("note", "a later position was known already")
                case .refused(let reason):
                    fields.member("taken", false)
                    fields.member("note", reason)
                case .noMovement:
                    fields.member("taken", false)
                    fields.member("note", "the movement of this device is not notified here, or is over")
                }
            }
        }
    }

    /// The position in the query, or in a form's body; the device decides whose meanings hold.
    private static func query(
        _ exchange: Exchange, _ desk: any PositionDesk, receivedAt now: Instant
    ) throws(TrackImportError) -> PostedPosition {
        let form = exchange.mediaType == "application/x-www-form-urlencoded"
        let text = form ? String(decoding: exchange.body, as: UTF8.self) : exchange.request.uri.query ?? ""
        let first = try PostedPosition(query: text, receivedAt: now, convention: .traccar)
        guard desk.device(secret: first.device)?.isOsmAnd == true else { return first }
        return try PostedPosition(query: text, receivedAt: now, convention: .osmAnd)
    }
}
