/// Texts of activities.
enum Activities {
    static let start = "2016-09-19T07:00:00Z"
    static let end = "2016-09-19T08:00:00Z"

    static func time(_ value: String) -> String { #"{"value":"\#(value)","format":"RFC3339"}"# }

    /// One volume around `shape`, with further members of it.
    static func volume(_ shape: String, start: String = start, end: String = end) -> String {
        #"{"volumes":[{"volume":{\#(shape)},"time_start":\#(time(start)),"time_end":\#(time(end))}]}"#
    }

    static func circle(lat: String = "36.2", lng: String = "37.13", radius: String = "10") -> String {
        #""outline_circle":{"center":{"lat":\#(lat),"lng":\#(lng)},"radius":{"value":\#(radius),"units":"M"}}"#
    }

    static func polygon(_ points: [(String, String)]) -> String {
        let vertices = points.map { #"{"lat":\#($0.0),"lng":\#($0.1)}"# }.joined(separator: ",")
        return #""outline_polygon":{"vertices":[\#(vertices)]}"#
    }

    static func altitude(_ name: String, _ value: String, reference: String = "W84", units: String = "M") -> String {
        #""\#(name)":{"value":\#(value),"reference":"\#(reference)","units":"\#(units)"}"#
    }

    static func route(_ stops: [(String, String, String)], halfWidth: String = "20", more: String = "") -> String {
        let path = stops.map { #"{"lat":\#($0.0),"lon":\#($0.1),"at":"\#($0.2)"}"# }.joined(separator: ",")
        return #"{"route":{"path":[\#(path)],"halfWidthMetres":\#(halfWidth)\#(more)}}"#
    }
}
