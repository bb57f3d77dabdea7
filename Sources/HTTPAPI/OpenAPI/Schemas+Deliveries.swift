import Delivery

extension Schemas {
    private static func words<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) -> String
    where Choice.RawValue == String {
        type.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
    }

    private static let common = ##"""
        "delivery":{"type":"string","pattern":"^[0-9a-f]{32}$"},"reference":{"type":"string"},
          "record":{"type":"string","description":"Where the caller may read it."},"recipient":{"type":"string"},
          "urgency":{"type":"string","enum":[\##(words(NoticeUrgency.self))]},"awaitsReceipt":{"type":"boolean"},
          "expires":{"$ref":"#/components/schemas/Time"},"queuedAt":{"$ref":"#/components/schemas/Time"},
          "ways":{"type":"array","items":{"$ref":"#/components/schemas/DeliveryWay"}}
        """##

    static let deliveries = ##"""
        "DeliveryStanding":{"type":"string","enum":[\##(words(QueuedDelivery.Standing.self))],
          "description":"Where it stands; none of these is received."},
        "DeliveryWay":{"type":"object","required":["name","means","attempts"],"additionalProperties":false,"properties":{
          "name":{"type":"string","description":"What the operator calls it."},
          "means":{"type":["string","null"],"enum":[\##(words(MeansKind.self)),null],
            "description":"Null when the address book no longer has it."},
          "attempts":{"$ref":"#/components/schemas/Count"},"due":{"$ref":"#/components/schemas/Time"},
          "handedOverAt":{"$ref":"#/components/schemas/Time"},"givenUpAt":{"$ref":"#/components/schemas/Time"},
          "fault":{"type":"string","enum":[\##(words(DeliveryFault.Code.self))]}}},
        "QueuedDelivery":{"type":"object","additionalProperties":false,
          "required":["delivery","reference","recipient","urgency","awaitsReceipt","queuedAt","ways","standing"],
          "properties":{\##(common),"standing":{"$ref":"#/components/schemas/DeliveryStanding"}}},
        "DeadLetter":{"type":"object","additionalProperties":false,
          "required":["delivery","reference","recipient","urgency","awaitsReceipt","queuedAt","ways","reason","endedAt"],
          "properties":{\##(common),"reason":{"type":"string","enum":[\##(words(DeadLetter.Reason.self))]},
          "endedAt":{"$ref":"#/components/schemas/Time"}}},
        "Deliveries":{"type":"object","additionalProperties":false,
          "required":["deliveries","deadLetters","counts","isCutShort","entriesLookedAt","exercise"],"properties":{
          "deliveries":{"type":"array","items":{"$ref":"#/components/schemas/QueuedDelivery"}},
          "deadLetters":{"type":"array","items":{"$ref":"#/components/schemas/DeadLetter"}},
          "counts":{"type":"object","required":["queued","handedOver","deadLetters"],"additionalProperties":false,
            "properties":{"queued":{"$ref":"#/components/schemas/Count"},
            "handedOver":{"$ref":"#/components/schemas/Count"},"deadLetters":{"$ref":"#/components/schemas/Count"}}},
          "isCutShort":{"type":"boolean"},"entriesLookedAt":{"$ref":"#/components/schemas/Count"},
          "storeFault":{"type":"string"},
          "bookFault":{"type":"string","description":"What is wrong with the address book's file; the one before stays in force."},
          "exercise":{"type":"boolean"}}},
        "DeliveryWork":{"type":"object","required":["delivery","done"],"additionalProperties":false,"properties":{
          "delivery":{"type":"string","pattern":"^[0-9a-f]{32}$"},
          "done":{"type":"string","enum":["retried","forgotten"]}}}
        """##
}
