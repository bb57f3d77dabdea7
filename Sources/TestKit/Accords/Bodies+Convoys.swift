import Coordination
public import Geodesy
import Statements
public import StrictJSON

/// Bodies of a convoy's paper.
extension Bodies {
    /// One line of a manifest: key, unit, planned and requested in whole units.
    public struct ManifestLine: Sendable {
        let key: String
        let item: String
        let category: String
        let unit: String
        let planned: Int64?
        let requested: Int64
        let supplier: String?

        /// A line from its parts.
        public init(
            _ key: String, _ unit: String, planned: Int64? = nil, requested: Int64, category: String = "food",
            supplier: String? = nil
        ) {
            self.key = key
            item = "Item \(key)"
            self.category = category
            self.unit = unit
            self.planned = planned
            self.requested = requested
            self.supplier = supplier
        }
    }

    /// `convoy.request.v1`.
    public static func convoyRequest(
        _ name: String = "Convoy", to place: String = "Duma", pcode: String? = nil, people: Int64 = 70_000,
        answeredBy: (name: String, party: String?) = ("Ministry", "party-b"), crossing: String = "cross-line",
        cargo: String = "sealed", trucks: Int64? = nil,
        lines: [ManifestLine] = [ManifestLine("flour", "kg", requested: 1_000)], operators: [String] = [],
        plan: String? = nil, movement: String? = nil, from: Instant = .test(0), until: Instant = .test(864_000)
    ) -> [UInt8] {
        object { body in
            body.key("name")
            body.object { $0.member("en", name) }
            body.member("crossing", crossing)
            body.key("destination")
            body.object { fields in
                fields.member("name", place)
                if let pcode { fields.member("pcode", pcode) }
            }
            body.key("period")
            body.object { fields in
                fields.member("from", from.description)
                fields.member("until", until.description)
            }
            body.member("people", people)
            body.key("answeredBy")
            body.namedBody(answeredBy)
            body.member("cargo", cargo)
            if let trucks { body.member("trucks", trucks) }
            body.key("lines")
            body.array { list in
                for line in lines {
                    list.object { item in
                        item.member("line", line.key)
                        item.member("item", line.item)
                        item.member("category", line.category)
                        item.member("unit", line.unit)
                        if let planned = line.planned { item.member("planned", planned) }
                        item.member("requested", line.requested)
                        if let supplier = line.supplier { item.member("supplier", supplier) }
                    }
                }
            }
            if !operators.isEmpty { body.texts("operators", operators) }
            if let plan { body.member("plan", plan) }
            if let movement { body.member("movement", movement) }
        }
    }

    /// A step of a convoy's paper: its own members as JSON text, then what every step may have.
    public static func step(
        of convoy: String, _ members: [(String, String)], at time: Instant,
        decided: (by: String, reason: String)? = nil, place: String? = nil,
        lines: [(line: String, unit: String, amount: Int64)] = [], people: Int64? = nil, trucks: Int64? = nil,
        trucksReturned: Int64? = nil, note: String? = nil
    ) -> [UInt8] {
        object { body in
            body.member("convoy", convoy)
            for (name, word) in members { body.member(name, word) }
            body.member("at", time.description)
            if let place {
                body.key("place")
                body.object { $0.member("name", place) }
            }
            if let decided {
                body.key("decidedBy")
                body.namedBody((decided.by, nil))
                body.member("reason", decided.reason)
            }
            if !lines.isEmpty {
                body.key("lines")
                body.array { list in
                    for line in lines {
                        list.object { item in
                            item.member("line", line.line)
                            item.member("unit", line.unit)
                            item.member("amount", line.amount)
                        }
                    }
                }
            }
            if let people { body.member("people", people) }
            if let trucks { body.member("trucks", trucks) }
            if let trucksReturned { body.member("trucksReturned", trucksReturned) }
            if let note { body.member("note", note) }
        }
    }

    /// `convoy.inspect.v1`.
    public static func inspect(
        _ convoy: String, _ what: String, at stage: String, by: (name: String, party: String?), time: Instant
    ) -> [UInt8] {
        object { body in
            body.member("convoy", convoy)
            body.member("what", what)
            body.member("stage", stage)
            body.key("inspector")
            body.namedBody(by)
            body.member("found", "as listed")
            body.member("at", time.description)
        }
    }
}

extension JSONWriter {
    /// A body that decides or acts.
    public mutating func namedBody(_ body: (name: String, party: String?)) {
        object { fields in
            fields.member("name", body.name)
            if let party = body.party { fields.member("party", party) }
        }
    }
}
