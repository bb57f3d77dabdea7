public import Coordination
public import Geodesy
public import Statements
import StrictJSON

/// Bodies of what is said about notices, ready made.
extension Bodies {
    /// `notification.receive.v1`.
    public static func receive(
        _ record: String, _ statement: StatementHash, at time: Instant = .test(0), means: ReceiptMeans = .console
    ) -> [UInt8] {
        object { body in
            body.member("record", record)
            body.member("statement", statement.description)
            body.member("receivedAt", time.description)
            body.member("means", means.rawValue)
        }
    }

    /// `notice.disseminate.v1`.
    public static func disseminate(
        _ record: String, _ statement: StatementHash, to depth: DisseminationDepth, unit: String? = nil,
        at time: Instant = .test(0)
    ) -> [UInt8] {
        object { body in
            body.member("record", record)
            body.member("statement", statement.description)
            body.member("depth", depth.rawValue)
            if let unit { body.member("unit", unit) }
            body.member("at", time.description)
            body.member("by", "Battle captain")
        }
    }

    /// `notification.challenge.v1`.
    public static func challenge(
        _ record: String, _ statement: StatementHash, _ reason: ChallengeReason = .coordinates
    ) -> [UInt8] {
        object { body in
            body.member("record", record)
            body.member("statement", statement.description)
            body.member("reason", reason.rawValue)
            body.member("text", "what stands there is a school, as far as we can see")
        }
    }

    /// `notification.answer-challenge.v1`.
    public static func answer(_ record: String, _ challenge: StatementHash, _ answer: ChallengeAnswer) -> [UInt8] {
        object { body in
            body.member("record", record)
            body.member("challenge", challenge.description)
            body.member("answer", answer.rawValue)
            body.member("text", "our staff were there this morning")
        }
    }

    /// `notification.reconfirm.v1`.
    public static func reconfirm(at time: Instant, until: Instant? = nil) -> [UInt8] {
        object { body in
            body.member("at", time.description)
            body.member("by", "Head of mission")
            if let until { body.member("until", until.description) }
        }
    }

    /// `unit.declare.v1`: a unit that operates around a place.
    public static func unit(
        _ name: String = "2nd battery", latitudeE7: Int64 = 362_000_000, longitudeE7: Int64 = 371_300_000,
        radiusMetres: Int64 = 5_000, from: Instant = .test(0), until: Instant? = nil
    ) -> [UInt8] {
        object { body in
            body.key("name")
            body.object { $0.member("en", name) }
            body.key("area")
            body.object { place in
                place.key("circle")
                place.object { circle in
                    circle.key("centre")
                    circle.object { centre in
                        centre.key("lat")
                        centre.decimal(latitudeE7, scale: 7)
                        centre.key("lon")
                        centre.decimal(longitudeE7, scale: 7)
                    }
                    circle.member("radiusMetres", radiusMetres)
                }
            }
            body.key("window")
            body.object { window in
                window.member("from", from.description)
                if let until { window.member("until", until.description) }
            }
        }
    }

    /// The same body with more members at its end, as JSON text.
    public static func adding(_ members: String, to body: [UInt8]) -> [UInt8] {
        Array(body.dropLast()) + Array((members.isEmpty ? "" : "," + members).utf8) + [UInt8(ascii: "}")]
    }
}
