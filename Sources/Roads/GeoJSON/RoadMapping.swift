/// Which properties of a GeoJSON feature say what; a name that is nil is not looked for.
public struct RoadMapping: Hashable, Sendable {
    /// The numbers of the two ends.
    public var ends: (String, String)? {
        get {
            guard let endOne, let endOther else { return nil }
            return (endOne, endOther)
        }
        set { (endOne, endOther) = (newValue?.0, newValue?.1) }
    }
    private var endOne: String?
    private var endOther: String?
    /// The class, in OpenStreetMap's words.
    public var roadClass: String?
    /// The direction: true, false, "yes", "no" or "-1", as in OpenStreetMap.
    public var oneWay: String?
    /// The posted speed: kilometres an hour, or with "mph".
    public var speed: String?
    /// The name.
    public var name: String?
    /// The stated length in metres; it is compared with the line's, and the line's counts.
    public var length: String?

    /// A mapping.
    public init(
        ends: (String, String)?, roadClass: String?, oneWay: String?, speed: String?, name: String?, length: String?
    ) {
        self.roadClass = roadClass
        self.oneWay = oneWay
        self.speed = speed
        self.name = name
        self.length = length
        self.ends = ends
    }

    /// As OSMnx and neatnet write OpenStreetMap's roads.
    public static let openStreetMap = RoadMapping(
        ends: ("u", "v"), roadClass: "highway", oneWay: "oneway", speed: "maxspeed", name: "name", length: "length_m")
}
