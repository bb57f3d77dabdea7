public import Geodesy
public import Statements
import StrictJSON

/// Which arms a band is for.
public enum WithdrawnThing: String, CaseIterable, Sendable {
    case heavyWeapons = "heavy-weapons"
    /// Other vehicles and crew-served weapons.
    case vehicles
    /// People, with light weapons at most.
    case personnel
}

/// How far one side keeps arms of one kind from a road or a line, as a clause states it.
///
/// It says what was agreed; whether it is kept is for those who observe it to state.
public struct WithdrawalTerms: Hashable, Sendable {
    /// Positions that a road may have in one clause.
    public static let maximumVertices = 128
    /// The farthest that a band may reach, 100 km.
    public static let maximumMillimetres: Int64 = 100_000_000

    /// Which arms.
    public let what: WithdrawnThing
    /// Whose, in words, such as "government side, north of the road".
    public let side: String
    /// The party that withdraws them, where it is one of the accord.
    public let party: PartyID?
    /// The band: everything within the distance from the road.
    public let band: Route

    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        what = try fields.required("what").choice()
        side = try fields.required("side").text(limit: 200)
        party = try fields.present("party")?.identifier()
        let distance = try fields.required("metres")
        let millimetres = try distance.millimetres()
        guard (1...Self.maximumMillimetres).contains(millimetres) else {
            throw distance.refused("must be more than 0 and at most \(Self.maximumMillimetres / 1_000) metres")
        }
        let road = try fields.required("from")
        let path = try road.positions()
        guard path.count <= Self.maximumVertices else {
            throw road.refused("has more than \(Self.maximumVertices) positions")
        }
        do { band = try Route(path: path, halfWidthMillimetres: millimetres) } catch { throw road.refused("\(error)") }
        try fields.finish()
    }

    func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("what", what.rawValue)
            fields.member("side", side)
            if let party { fields.member("party", party.rawValue) }
            fields.metres("metres", band.halfWidthMillimetres)
            fields.key("from")
            fields.positions(band.path)
        }
    }

    /// How far a place lies from the road, millimetres, and whether that is within the band; nil outside it.
    ///
    /// The side of the road is in words, and for whoever reads them to judge.
    public func distance(of place: Position) -> Int64? {
        guard let spot = try? Circle(centre: place, radiusMillimetres: 0),
            let road = try? Route(path: band.path, halfWidthMillimetres: 0)
        else { return nil }
        let distance = PreparedArea(.circle(spot)).separation(to: PreparedArea(.route(road))).distanceMillimetres
        return distance < band.halfWidthMillimetres ? distance : nil
    }
}
