/// The surface from which an altitude is measured.
///
/// The raw values are the codes of ASTM F3411 and F3548 (W84, SFC) and of common aviation use (MSL).
public enum AltitudeReference: String, Sendable, CaseIterable {
    /// The WGS 84 ellipsoid.
    case ellipsoid = "W84"
    /// Mean sea level, the geoid.
    case meanSeaLevel = "MSL"
    /// The ground or water below.
    case ground = "SFC"
}

extension AltitudeReference {
    /// The lowest that this surface lies anywhere, in millimetres relative to the ellipsoid.
    ///
    /// Geoid: EGM2008 undulation is -106.6 m to +85.8 m (NGA, Pavlis and others 2012); we use -110 m to +90 m.
    /// Ground: the lowest dry land is the Dead Sea shore, about 440 m below sea level and falling about 1 m a year; we
    /// use -500 m. The highest is 8,848.86 m (Everest, survey of 2020); we use 8,860 m. Both then shift by the geoid.
    public var lowestMillimetres: Int64 {
        switch self {
        case .ellipsoid: 0
        case .meanSeaLevel: -110_000
        case .ground: -500_000 - 110_000
        }
    }

    /// The highest that this surface lies anywhere, in millimetres relative to the ellipsoid.
    ///
    /// See `lowestMillimetres` for the numbers and their sources.
    public var highestMillimetres: Int64 {
        switch self {
        case .ellipsoid: 0
        case .meanSeaLevel: 90_000
        case .ground: 8_860_000 + 90_000
        }
    }
}
