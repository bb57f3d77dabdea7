import Geodesy
public import StrictJSON

extension RoadRoute {
    /// Writes the proposal as a JSON object: the way, its times, what was considered and what is not known.
    ///
    /// Times are seconds after the departure, the least rounded down and the most up. Neighbouring steps of one name and
    /// class are written as one.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("status", "proposal")
            fields.member("profile", profileName)
            fields.member("source", source)
            if let departure {
                fields.member("departs", departure.planned.description)
                fields.member("departsAtLatest", departure.latest.description)
            }
            fields.key("lengthMetres")
            fields.decimal(lengthMillimetres, scale: 3)
            fields.key("arrives")
            reached.write(to: &fields)
            fields.key("legs")
            fields.array { list in for leg in legs { leg.write(to: &list) } }
            fields.key("considered")
            fields.array { list in
                for item in considered {
                    list.object { fields in
                        fields.member("kind", item.kind.rawValue)
                        fields.member("name", item.name)
                        fields.member("outcome", item.outcome.sentence)
                    }
                }
            }
            fields.key("notKnown")
            fields.array { list in for sentence in Self.notKnown { list.string(sentence) } }
        }
    }
}

extension RoadRoute.Considered.Outcome {
    /// What it means for the route, in a sentence.
    public var sentence: String {
        switch self {
        case .touchesNoRoad: "touches no road of this network; check its place"
        case .notOnRoute: "the proposed route uses none of its roads"
        case .outsideWindow: "the proposed route uses its roads outside its window"
        case .waitedFor: "the proposed route uses its roads and waits until it ends"
        case .onRoute(let millimetres): "the proposed route comes near it for \(millimetres / 1_000) m"
        case .passed(let times): times == 1 ? "passed once" : "passed \(times) times"
        }
    }
}

extension RouteLeg {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("from", from.name)
            fields.member("to", to.name)
            fields.key("fromRoadMetres")
            fields.decimal(start.distanceMillimetres, scale: 3)
            fields.key("toRoadMetres")
            fields.decimal(end.distanceMillimetres, scale: 3)
            fields.key("lengthMetres")
            fields.decimal(lengthMillimetres, scale: 3)
            fields.key("leaves")
            leaves.write(to: &fields)
            fields.key("arrives")
            reached.write(to: &fields)
            fields.key("roads")
            fields.array { list in
                for road in roads {
                    list.object { fields in
                        if !road.name.isEmpty { fields.member("name", road.name) }
                        fields.member("class", road.roadClass.name)
                        fields.key("lengthMetres")
                        fields.decimal(road.lengthMillimetres, scale: 3)
                        fields.key("reached")
                        road.reached.write(to: &fields)
                    }
                }
            }
        }
    }
}

extension TravelTime {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("atBestSeconds", leastMilliseconds / 1_000)
            fields.member("usuallySeconds", (usualMilliseconds + 999) / 1_000)
            fields.member("atWorstSeconds", (mostMilliseconds + 999) / 1_000)
        }
    }
}
