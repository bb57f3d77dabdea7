public import Coordination
public import Geodesy
public import Statements
public import StrictJSON
public import TransparencyLog

/// Bodies of statements, ready made; every value that a test does not care about has one.
public enum Bodies {
    /// A JSON object from what `body` writes.
    public static func object(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.object(body)
        return writer.bytes
    }

    /// `party.enrol.v1`.
    public static func party(_ name: String, _ role: PartyRole, rootKey: PublicKey) -> [UInt8] {
        object { body in
            body.english("name", name)
            body.member("role", role.rawValue)
            body.publicKey("rootKey", rootKey)
        }
    }

    /// `officer.enrol.v1`; with a contact when the officer has duty.
    public static func officer(
        _ name: String, grade: String = "OF-3", roles: [OfficerRole] = [.access, .duty], expires: Instant
    ) -> [UInt8] {
        object { body in
            body.english("name", name)
            body.member("grade", grade)
            body.key("roles")
            body.array { list in for role in roles { list.string(role.rawValue) } }
            if roles.contains(.duty) { body.contact("Duty officer, \(name)") }
            body.member("expires", expires.description)
        }
    }

    /// Bodies whose only field is a reason: `officer.release.v1`, `notification.withdraw.v1`.
    public static func reason(_ text: String) -> [UInt8] { object { $0.member("reason", text) } }

    /// `body.recall.v1`.
    public static func recall(_ statement: StatementHash) -> [UInt8] {
        object { body in
            body.member("statement", statement.description)
            body.member("reason", "sent by mistake")
        }
    }

    /// `key.enrol.v1`.
    public static func key(_ key: PublicKey, expires: Instant) -> [UInt8] {
        object { body in
            body.publicKey("key", key)
            body.member("expires", expires.description)
        }
    }

    /// `key.revoke.v1`.
    public static func revocation(_ key: PublicKey, reason: String = "lost") -> [UInt8] {
        object { body in
            body.member("key", key.id.description)
            body.member("reason", reason)
        }
    }

    /// `node.enrol.v1`: a node whose keys follow from `name`.
    public static func node(
        _ name: String, key: PublicKey? = nil, sealingKey: SealingPublicKey? = nil,
        witnessKey: NoteVerifierKey? = nil
    ) throws -> [UInt8] {
        PartyNode.Keys(
            key: try key ?? TestKeys.signing("\(name)/node").publicKey,
            sealingKey: try sealingKey ?? TestKeys.sealing(name).publicKey, witnessKey: witnessKey
        ).body
    }

    /// `party.rekey.v1`.
    public static func rekey(_ rootKey: PublicKey) -> [UInt8] {
        object { body in
            body.publicKey("rootKey", rootKey)
            body.member("reason", "the old key was stolen")
        }
    }

    /// `witness.policy.v1`.
    public static func policy(_ text: String) -> [UInt8] { object { $0.member("policy", text) } }

    /// A hospital: `notification.notify.v1` and `notification.amend.v1`; a point when the radius is 0.
    public static func site(
        _ name: String = "Al-Quds hospital", latitudeE7: Int64 = 362_000_000, longitudeE7: Int64 = 371_300_000,
        radiusMetres: Int64 = 50, standOffClass: String = "hospital", from: Instant = .test(0),
        until: Instant? = nil, consentAt: Instant = .test(0)
    ) -> [UInt8] {
        object { body in
            body.member("category", NotificationCategory.staticSite.rawValue)
            body.member("kind", SiteKind.hospital.rawValue)
            body.english("name", name)
            body.key("place")
            body.object { place in
                place.key("circle")
                place.object { circle in
                    circle.key("centre")
                    circle.place(latitudeE7, longitudeE7)
                    circle.member("radiusMetres", radiusMetres)
                }
            }
            body.member("standOffClass", standOffClass)
            body.key("valid")
            body.object { valid in
                valid.member("from", from.description)
                if let until { valid.member("until", until.description) }
            }
            body.key("consent")
            body.object { consent in
                consent.member("by", "Director of the hospital")
                consent.member("givenAt", consentAt.description)
            }
            body.contact("Hospital switchboard")
        }
    }

    /// `movement.notify.v1`: a convoy whose legs follow one another along a line to the east.
    public static func movement(
        _ name: String = "Convoy 7", latitudeE7: Int64 = 362_000_000, longitudeE7: Int64 = 370_000_000,
        legs: [(departs: Instant, arrives: Instant)], standOffClass: String = "convoy"
    ) -> [UInt8] {
        object { body in
            body.english("name", name)
            body.member("purpose", "Food and medicine")
            body.member("standOffClass", standOffClass)
            body.member("halfWidthMetres", 30)
            body.key("legs")
            body.array { list in
                for (number, leg) in legs.enumerated() {
                    list.object { fields in
                        fields.member("from", "Point \(number)")
                        fields.member("to", "Point \(number + 1)")
                        fields.key("path")
                        fields.array { path in
                            path.place(latitudeE7, longitudeE7 + Int64(number) * 1_000_000)
                            path.place(latitudeE7, longitudeE7 + Int64(number + 1) * 1_000_000)
                        }
                        fields.member("departs", leg.departs.description)
                        fields.member("arrives", leg.arrives.description)
                    }
                }
            }
            body.key("vehicles")
            body.array { list in
                list.object { vehicles in
                    vehicles.member("kind", "truck")
                    vehicles.member("count", 31)
                }
            }
            body.member("people", 62)
            body.contact("Convoy leader")
        }
    }

    /// `movement.depart.v1`.
    public static func depart(at time: Instant) -> [UInt8] { object { $0.member("at", time.description) } }

    /// `movement.check-in.v1`.
    public static func checkIn(
        at time: Instant, reachedLeg: Int? = nil, position: Position? = nil, accuracyMetres: Int64? = nil,
        means: ReportMeans? = nil, isConfirmed: Bool = false
    ) -> [UInt8] {
        object { body in
            body.member("at", time.description)
            if let reachedLeg { body.member("reachedLeg", reachedLeg) }
            if let position {
                body.key("position")
                body.position(position)
            }
            if let accuracyMetres { body.member("accuracyMetres", accuracyMetres) }
            if let means { body.member("means", means.rawValue) }
            if isConfirmed { body.member("confirmed", true) }
        }
    }

    /// `movement.delay.v1`.
    public static func delay(seconds: Int64) -> [UInt8] {
        object { body in
            body.member("seconds", seconds)
            body.member("reason", "checkpoint closed")
        }
    }

    /// `movement.close.v1`; names a decider where the outcome asks for one.
    public static func close(_ outcome: MovementOutcome, at time: Instant) -> [UInt8] {
        object { body in
            body.member("outcome", outcome.rawValue)
            body.member("at", time.description)
            guard outcome.needsDecider else { return }
            body.member("decidedBy", "checkpoint commander")
            body.member("reason", "no reason given")
        }
    }
}

extension JSONWriter {
    fileprivate mutating func english(_ name: String, _ text: String) {
        key(name)
        object { $0.member("en", text) }
    }

    fileprivate mutating func contact(_ role: String) {
        key("contact")
        object { contact in
            contact.member("role", role)
            contact.key("phones")
            contact.array { $0.string("+963 11 000 0000") }
        }
    }

    fileprivate mutating func place(_ latitudeE7: Int64, _ longitudeE7: Int64) {
        object { place in
            place.key("lat")
            place.decimal(latitudeE7, scale: 7)
            place.key("lon")
            place.decimal(longitudeE7, scale: 7)
        }
    }
}
