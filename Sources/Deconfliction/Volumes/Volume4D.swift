public import Geodesy

/// A volume of space and time: an area, a band of altitudes and a window.
public struct Volume4D: Hashable, Sendable {
    /// The ground covered.
    public let area: Area
    /// The altitudes covered.
    public let band: AltitudeBand
    /// When it is covered.
    public let window: TimeWindow

    /// Joins the three.
    public init(area: Area, band: AltitudeBand, window: TimeWindow) {
        self.area = area
        self.band = band
        self.window = window
    }
}
