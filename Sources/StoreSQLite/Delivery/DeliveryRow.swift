import Delivery
import Geodesy
import Statements
import StrictJSON
import TransparencyLog

/// A delivery as a row keeps it: names and times, never an address or what a notice says.
enum DeliveryRow {
    private static let maximumBytes = 64 * 1024

    static func encode(_ delivery: QueuedDelivery) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.object { write(delivery, to: &$0) }
        return writer.bytes
    }

    static func encode(_ letter: DeadLetter) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.object { fields in
            fields.member("at", letter.at.microsecondsSince1970)
            fields.member("reason", letter.reason.rawValue)
            fields.key("delivery")
            fields.object { write(letter.delivery, to: &$0) }
        }
        return writer.bytes
    }

    static func delivery(_ bytes: [UInt8]) throws -> QueuedDelivery {
        try delivery(JSONDocument(bytes, limits: .init(maximumBytes: maximumBytes)).root)
    }

    static func letter(_ bytes: [UInt8]) throws -> DeadLetter {
        let root = try JSONDocument(bytes, limits: .init(maximumBytes: maximumBytes)).root
        var fields = try root.object()
        let at = try instant(fields.required("at"))
        let reasonField = try fields.required("reason")
        guard let reason = DeadLetter.Reason(rawValue: try reasonField.string()) else {
            throw reasonField.refused("is not a reason")
        }
        let delivery = try delivery(fields.required("delivery"))
        try fields.finish()
        return DeadLetter(delivery: delivery, at: at, reason: reason)
    }

    private static func write(_ delivery: QueuedDelivery, to fields: inout JSONWriter) {
        fields.member("statement", "\(delivery.notice.statement)")
        fields.member("record", "\(delivery.notice.record)")
        fields.member("urgency", delivery.notice.urgency.rawValue)
        if let expires = delivery.notice.expires { fields.member("expires", expires.microsecondsSince1970) }
        fields.member("awaitsReceipt", delivery.notice.awaitsReceipt)
        fields.member("recipient", "\(delivery.recipient)")
        fields.member("queuedAt", delivery.queuedAt.microsecondsSince1970)
        fields.key("legs")
        fields.array { list in
            for leg in delivery.legs {
                list.object { fields in
                    fields.member("means", "\(leg.means)")
                    fields.member("attempts", leg.attempts)
                    if let due = leg.due { fields.member("due", due.microsecondsSince1970) }
                    if let at = leg.handedOverAt { fields.member("handedOverAt", at.microsecondsSince1970) }
                    if let at = leg.deadAt { fields.member("deadAt", at.microsecondsSince1970) }
                    if let at = leg.begunAt { fields.member("begunAt", at.microsecondsSince1970) }
                    if let fault = leg.fault {
                        fields.member("faultCode", fault.code.rawValue)
                        fields.member("fault", fault.sentence)
                    }
                }
            }
        }
    }

    private static func delivery(_ value: JSONValue) throws -> QueuedDelivery {
        var fields = try value.object()
        let statement = try fields.required("statement").statementHash()
        let recordField = try fields.required("record")
        guard let record = RecordID(try recordField.string()) else { throw recordField.refused("is not a record") }
        let urgencyField = try fields.required("urgency")
        guard let urgency = NoticeUrgency(rawValue: try urgencyField.string()) else {
            throw urgencyField.refused("is not an urgency")
        }
        let expires = try fields.optional("expires").map(instant)
        let notice = Notice(
            statement: statement, record: record, urgency: urgency, expires: expires,
            awaitsReceipt: try fields.required("awaitsReceipt").bool())
        let recipientField = try fields.required("recipient")
        guard let recipient = RecipientID(try recipientField.string()) else {
            throw recipientField.refused("is not a recipient")
        }
        let queuedAt = try instant(fields.required("queuedAt"))
        let legs = try fields.required("legs").array(limit: Recipient.maximumMeans).map(leg)
        try fields.finish()
        return QueuedDelivery(notice: notice, recipient: recipient, queuedAt: queuedAt, legs: legs)
    }

    private static func leg(_ value: JSONValue) throws -> Leg {
        var fields = try value.object()
        let means: MeansName = try fields.required("means").identifier()
        let attempts = Int(try fields.required("attempts").integer(in: 0...1_000_000))
        let due = try fields.optional("due").map(instant)
        let handedOverAt = try fields.optional("handedOverAt").map(instant)
        let deadAt = try fields.optional("deadAt").map(instant)
        let begunAt = try fields.optional("begunAt").map(instant)
        var fault: DeliveryFault?
        if let codeField = fields.optional("faultCode") {
            guard let code = DeliveryFault.Code(rawValue: try codeField.string()) else {
                throw codeField.refused("is not a fault")
            }
            fault = DeliveryFault(code, try fields.required("fault").string())
        }
        try fields.finish()
        return Leg(
            means: means, attempts: attempts, due: due, handedOverAt: handedOverAt, deadAt: deadAt, begunAt: begunAt,
            fault: fault)
    }

    private static func instant(_ value: JSONValue) throws -> Instant {
        do { return try Instant(microsecondsSince1970: value.integer()) } catch let error as GeodesyError {
            throw value.refused("\(error)")
        }
    }
}
