public import Geodesy

/// The name of a track in one picture: an ordinal that stays while the track is followed.
public struct TrackID: Hashable, Comparable, Sendable {
    /// The ordinal, from 0.
    public let rawValue: UInt32

    /// Wraps an ordinal.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Orders by ordinal.
    public static func < (left: TrackID, right: TrackID) -> Bool { left.rawValue < right.rawValue }
}

/// The party that a track belongs to; two tracks of one party are never reported as an encounter.
public struct TrackParty: Hashable, Sendable {
    /// The ordinal, from 0.
    public let rawValue: UInt32

    /// Wraps an ordinal.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// Something that moves, as last reported: a convoy, a vehicle, a ship or an aircraft.
public struct Track: Hashable, Sendable {
    /// The altitudes that a track may have, in millimetres above the ellipsoid: -1 km to 100 km.
    public static let altitudeMillimetresRange: ClosedRange<Int64> = -1_000_000...100_000_000

    /// Which track.
    public let id: TrackID
    /// Whose it is.
    public let party: TrackParty
    /// Where it was when reported.
    public let position: Position
    /// Millimetres above the WGS 84 ellipsoid when reported; convert mean sea level and ground before.
    public let altitudeMillimetres: Int64
    /// How it moved when reported.
    public let velocity: TrackVelocity
    /// How well position and altitude are known.
    public let uncertainty: TrackUncertainty
    /// The time that position, altitude and velocity are of.
    public let reportedAt: Instant

    /// Joins the parts and checks the altitude.
    ///
    /// - Throws: `altitudeOutOfRange`.
    public init(
        id: TrackID, party: TrackParty, position: Position, altitudeMillimetres: Int64, velocity: TrackVelocity,
        uncertainty: TrackUncertainty, reportedAt: Instant
    ) throws(TrackError) {
        guard Self.altitudeMillimetresRange.contains(altitudeMillimetres) else {
            throw .altitudeOutOfRange(millimetres: altitudeMillimetres)
        }
        self.id = id
        self.party = party
        self.position = position
        self.altitudeMillimetres = altitudeMillimetres
        self.velocity = velocity
        self.uncertainty = uncertainty
        self.reportedAt = reportedAt
    }
}
