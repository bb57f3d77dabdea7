import Coordination
import Picture

extension Schemas {
    private static func words<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) -> String
    where Choice.RawValue == String {
        type.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
    }

    static let records = ##"""
        "SiteKind":{"type":"string","enum":[\##(words(SiteKind.self))]},
        "RecordState":{"type":"string","enum":[\##(words(RecordState.self))]},
        "Provenance":{"type":"object","required":["entry","loggedAt","saidAt","officer"],"additionalProperties":false,
          "properties":{"entry":{"$ref":"#/components/schemas/Count"},"loggedAt":{"$ref":"#/components/schemas/Time"},
          "saidAt":{"$ref":"#/components/schemas/Time"},"officer":{"$ref":"#/components/schemas/Name"}}},
        "NamedBody":{"type":"object","required":["name"],"additionalProperties":false,"properties":{
          "name":{"type":"string"},"party":{"$ref":"#/components/schemas/Name"}}},
        "MovementAlarm":{"type":"object","required":["alarm","since","text"],"additionalProperties":false,
          "description":"What is amiss with a movement under way, as far as this register knows.","properties":{
          "alarm":{"type":"string","enum":[\##(words(MovementAlarm.Kind.self))]},
          "since":{"$ref":"#/components/schemas/Time"},"position":{"$ref":"#/components/schemas/Position"},
          "distanceMetres":{"type":"number","minimum":0},"text":{"type":"string"}}},
        "Record":{"type":"object","required":["id","mechanism","owner","state","details","audience","notified"],
          "additionalProperties":false,"properties":{
          "id":{"type":"string"},"mechanism":{"type":"string","enum":["notification","movement"]},
          "owner":{"$ref":"#/components/schemas/Name"},"state":{"$ref":"#/components/schemas/RecordState"},
          "details":{"anyOf":[{"$ref":"#/components/schemas/NotificationDetails"},
            {"$ref":"#/components/schemas/MovementDetails"}]},
          "audience":{"anyOf":[{"const":"open"},{"type":"array","items":{"$ref":"#/components/schemas/Name"}}]},
          "revision":{"type":"integer","minimum":1},"notified":{"$ref":"#/components/schemas/Provenance"},
          "amended":{"$ref":"#/components/schemas/Provenance"},"withdrawalReason":{"type":"string"},
          "withdrawn":{"$ref":"#/components/schemas/Provenance"},
          "statement":{"$ref":"#/components/schemas/Hex"},"reconfirmed":{"$ref":"#/components/schemas/Provenance"},
          "changes":{"type":"array","items":{"$ref":"#/components/schemas/FieldChange"}},
          "shortLead":{"$ref":"#/components/schemas/ShortLead"},
          "recipients":{"type":"array","items":{"$ref":"#/components/schemas/RecipientState"},
            "description":"For the owner all of them, for a recipient itself, for anybody else left out."},
          "legsReached":{"$ref":"#/components/schemas/Count"},
          "delaySeconds":{"$ref":"#/components/schemas/Count"},"departedAt":{"$ref":"#/components/schemas/Time"},
          "overdueSince":{"$ref":"#/components/schemas/Time"},
          "lastCheckIn":{"type":"object","required":["at","statement"],"additionalProperties":false,"properties":{
            "at":{"$ref":"#/components/schemas/Time"},"position":{"$ref":"#/components/schemas/Position"},
            "means":{"type":"string","enum":[\##(words(ReportMeans.self))]},
            "note":{"type":"string"},"statement":{"$ref":"#/components/schemas/Provenance"}}},
          "reportDue":{"$ref":"#/components/schemas/Time"},
          "alarms":{"type":"array","items":{"$ref":"#/components/schemas/MovementAlarm"}},
          "updated":{"$ref":"#/components/schemas/Provenance"},
          "incomplete":{"const":true,
            "description":"Later statements about it could not be read here: it may no longer be as shown."},
          "closure":{"type":["object","null"],"required":["outcome","at"],"additionalProperties":false,"properties":{
            "outcome":{"type":"string","enum":[\##(words(MovementOutcome.self))]},
            "at":{"$ref":"#/components/schemas/Time"},"decidedBy":{"type":"string"},"reason":{"type":"string"},
            "note":{"type":"string"},"impededAfterAgreement":{"type":"boolean"},
            "agreement":{"type":"object","required":["by","at"],"additionalProperties":false,"properties":{
              "by":{"$ref":"#/components/schemas/NamedBody"},"at":{"$ref":"#/components/schemas/Time"},
              "reference":{"type":"string"}}}}},
          "closed":{"$ref":"#/components/schemas/Provenance"}}},
        "NotificationDetails":{"type":"object","additionalProperties":false,
          "required":["category","kind","name","place","standOffClass","valid","consent","contact"],"properties":{
          "category":{"type":"string","enum":[\##(words(NotificationCategory.self))]},
          "kind":{"$ref":"#/components/schemas/SiteKind"},"name":{"$ref":"#/components/schemas/LocalisedText"},
          "placeCode":{"type":"string"},"place":{"$ref":"#/components/schemas/Area"},
          "given":{"type":"object","required":["text"],"additionalProperties":false,"properties":{
            "text":{"type":"string"},"method":{"type":"string"},"precisionMetres":{"type":"number","minimum":0}}},
          "altitude":{"$ref":"#/components/schemas/AltitudeBand"},"standOffClass":{"type":"string"},
          "valid":{"$ref":"#/components/schemas/Window"},
          "consent":{"type":"object","required":["by","givenAt"],"additionalProperties":false,"properties":{
            "by":{"type":"string"},"givenAt":{"$ref":"#/components/schemas/Time"},"reference":{"type":"string"}}},
          "contact":{"$ref":"#/components/schemas/Contact"},\##(siteForm)}},
        "MovementDetails":{"type":"object","additionalProperties":false,
          "required":["name","purpose","standOffClass","halfWidthMetres","legs","vehicles","contact"],
          "properties":{"name":{"$ref":"#/components/schemas/LocalisedText"},"purpose":{"type":"string"},
          "cargo":{"type":"string"},"standOffClass":{"type":"string"},"halfWidthMetres":{"type":"number","minimum":0},
          "legs":{"type":"array","minItems":1,"items":{"type":"object","additionalProperties":false,
            "required":["from","to","path","departs","arrives"],"properties":{
            "from":{"type":"string"},"to":{"type":"string"},
            "path":{"type":"array","items":{"$ref":"#/components/schemas/Position"},"minItems":1},
            "departs":{"$ref":"#/components/schemas/Time"},"arrives":{"$ref":"#/components/schemas/Time"},"return":{"type":"boolean"}}}},
          "vehicles":{"type":"array","items":{"type":"object","required":["kind","count"],"additionalProperties":false,
            "properties":{"kind":{"type":"string"},"count":{"type":"integer","minimum":1},
            "marking":{"type":"string"},"colour":{"type":"string"},
            "plates":{"type":"array","items":{"type":"string"}}}}},
          "people":{"$ref":"#/components/schemas/Count"},"contact":{"$ref":"#/components/schemas/Contact"},
          \##(movementForm)}},
        "RecordPage":{"type":"object","required":["records","next","exercise","isPartial","doctrine","knowledge"],
          "additionalProperties":false,"properties":{
          "records":{"type":"array","items":{"$ref":"#/components/schemas/Record"},"maxItems":1000},
          "next":{"type":["string","null"],"description":"The next page's address; null on the last."},
          "exercise":{"type":"boolean"},"isPartial":{"type":"boolean"},
          "doctrine":{"$ref":"#/components/schemas/Doctrine"},
          "knowledge":{"$ref":"#/components/schemas/Knowledge"}}},
        "NearestRecords":{"type":"object","required":["records","exercise","isPartial","doctrine","knowledge"],
          "additionalProperties":false,"properties":{
          "records":{"type":"array","maxItems":1000,"items":{"type":"object","additionalProperties":false,
            "required":["record","distanceMetres","nearest"],"properties":{
            "record":{"$ref":"#/components/schemas/Record"},"distanceMetres":{"type":"number","minimum":0,
              "description":"Along the ground, rounded down to a millimetre; 0 inside the record's area."},
            "nearest":{"$ref":"#/components/schemas/Position"}}}},
          "roundedToE7":{"const":true,"description":"The place was rounded, by up to 8 mm."},
          "doctrine":{"$ref":"#/components/schemas/Doctrine"},
          "exercise":{"type":"boolean"},"isPartial":{"type":"boolean"},
          "knowledge":{"$ref":"#/components/schemas/Knowledge"}}},
        "RecordReply":{"type":"object","required":["record","exercise","doctrine","knowledge"],"additionalProperties":false,
          "properties":{"doctrine":{"$ref":"#/components/schemas/Doctrine"},"record":{"$ref":"#/components/schemas/Record"},"exercise":{"type":"boolean"},
          "knowledge":{"$ref":"#/components/schemas/Knowledge"}}}
        """##
}
