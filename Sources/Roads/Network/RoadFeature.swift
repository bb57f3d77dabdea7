public import Geodesy

/// One line of a road network as any reader hands it over, whatever the file was.
public struct RoadFeature: Hashable, Sendable {
    /// The two junctions that a line joins, as its source numbers them, in either order.
    public struct Ends: Hashable, Sendable {
        /// One end.
        public let one: Int64
        /// The other end.
        public let other: Int64

        /// Names the two ends.
        public init(_ one: Int64, _ other: Int64) {
            self.one = one
            self.other = other
        }
    }

    /// The feature's number in its source, from 1; errors and findings name it.
    public var number: Int
    /// The numbers of its ends; nil where lines meet because they share a position.
    public var ends: Ends?
    /// The line, at least two positions.
    public var line: [Position]
    /// What the road is; nil when the source says something unknown.
    public var roadClass: RoadClass?
    /// Which way it may be travelled; nil when the source says something that was not understood.
    public var direction: RoadDirection?
    /// Its posted limit in kilometres an hour, 1 to 250; nil when none is known.
    public var postedSpeed: Int?
    /// The length that its source states, in millimetres.
    public var statedLengthMillimetres: Int64?
    /// Its name; empty for none.
    public var name: String
    /// Whether the source said a speed that was not understood.
    public var hasUnreadSpeed = false

    /// A line of a network.
    public init(
        number: Int, ends: Ends? = nil, line: [Position], roadClass: RoadClass? = .unclassified,
        direction: RoadDirection? = .both, postedSpeed: Int? = nil, statedLengthMillimetres: Int64? = nil,
        name: String = ""
    ) {
        self.number = number
        self.ends = ends
        self.line = line
        self.roadClass = roadClass
        self.direction = direction
        self.postedSpeed = postedSpeed
        self.statedLengthMillimetres = statedLengthMillimetres
        self.name = name
    }
}
