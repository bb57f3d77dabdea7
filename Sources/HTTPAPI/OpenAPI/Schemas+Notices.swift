import Coordination

extension Schemas {
    private static func words<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) -> String
    where Choice.RawValue == String {
        type.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
    }

    private static func ref(_ name: String) -> String { ##"{"$ref":"#/components/schemas/\##(name)"}"## }

    /// What every form of notice may say besides the place.
    static let noticeTerms = ##"""
        "organisation":\##(ref("LocalisedText")),"recipients":{"type":"array","maxItems":64,"items":\##(ref("Name"))},
        "submission":\##(ref("Name")),"emergency":{"type":"object","required":["reason"],"additionalProperties":false,
          "properties":{"reason":{"type":"string"}}},
        "focalPoints":{"type":"array","maxItems":8,"items":\##(ref("Contact"))},
        "markings":{"type":"array","maxItems":32,"items":{"type":"object","required":["text"],
          "additionalProperties":false,"properties":{"text":{"type":"string"},
          "visible":{"type":"array","items":{"type":"string","enum":[\##(words(Marking.Visibility.self))]}}}}},
        "documents":{"type":"array","maxItems":32,"items":{"type":"object","required":["kind","sha256"],
          "additionalProperties":false,"properties":{
          "kind":{"type":"string","enum":[\##(words(DocumentReference.Kind.self))]},"sha256":{"type":"string"},
          "text":{"type":"string"}}}}
        """##

    /// What a form for a site may say.
    static let siteForm =
        noticeTerms + "," + ##"""
            "sector":{"type":"string","enum":[\##(words(Sector.self))]},
            "adminAreas":{"type":"array","maxItems":8,"items":{"type":"object","required":["level","code"],
              "additionalProperties":false,"properties":{"level":{"type":"integer","minimum":0,"maximum":7},
              "code":{"type":"string"},"name":\##(ref("LocalisedText"))}}},
            "staffPresence":{"type":"string","enum":[\##(words(StaffPresence.self))]},"people":\##(ref("Count")),
            "functionalStatus":{"type":"string","enum":[\##(words(FunctionalStatus.self))]},
            "verification":{"type":"object","required":["at","by"],"additionalProperties":false,"properties":{
              "at":\##(ref("Time")),"by":{"type":"array","minItems":1,"maxItems":4,"items":{"type":"string"}}}}
            """##

    /// What a form for a movement may say.
    static let movementForm =
        noticeTerms + "," + ##"""
            "category":{"type":"string","enum":[\##(words(MovementCategory.self))]},"reference":{"type":"string"},
            "persons":{"type":"array","maxItems":1000,"items":{"type":"object","required":["name"],
              "additionalProperties":false,"properties":{"name":{"type":"string"},"document":{"type":"string"}}}},
            "tracking":{"type":"object","required":["device"],"additionalProperties":false,"properties":{
              "device":{"type":"string"},"reference":{"type":"string"}}},
            "segments":{"type":"array","maxItems":128,"items":{"type":"object","required":["leg","name"],
              "additionalProperties":false,"properties":{"leg":{"$ref":"#/components/schemas/Count"},
              "fromMetres":{"$ref":"#/components/schemas/Count"},"untilMetres":{"type":"integer","minimum":1},
              "name":{"type":"string"},"controlledBy":{"$ref":"#/components/schemas/NamedBody"},
              "basis":{"type":"string"}}}}
            """##

    static let notices = ##"""
        "Doctrine":{"type":"array","items":{"type":"string"},
          "description":"What every output says about notices, in the reader's language (Accept-Language: en, ar, ru, fr)."},
        "ShortLead":{"type":"object","required":["clause","neededSeconds","givenSeconds","emergency","warning"],
          "additionalProperties":false,"description":"It came later than its clause asks; it stands all the same.",
          "properties":{"clause":{"type":"string"},"neededSeconds":{"type":"integer"},
          "givenSeconds":{"type":"integer"},"emergency":{"type":"boolean"},"warning":{"type":"string"}}},
        "FieldChange":{"type":"object","required":["field"],"additionalProperties":false,"properties":{
          "field":{"type":"string"},"old":{},"new":{}}},
        "Challenge":{"type":"object","additionalProperties":false,
          "required":["challenge","version","reason","text","statement","said","answers"],"properties":{
          "challenge":\##(ref("Hex")),"version":\##(ref("Hex")),
          "reason":{"type":"string","enum":[\##(words(ChallengeReason.self))]},"text":{"type":"string"},
          "answerDue":\##(ref("Time")),"answerClause":{"type":"string"},"statement":\##(ref("Hex")),
          "said":\##(ref("Provenance")),"answers":{"type":"array","items":{"type":"object",
            "required":["answer","text","statement","said"],"additionalProperties":false,"properties":{
            "answer":{"type":"string","enum":[\##(words(ChallengeAnswer.self))]},"text":{"type":"string"},
            "statement":\##(ref("Hex")),"said":\##(ref("Provenance"))}}}}},
        "RecipientState":{"type":"object","additionalProperties":false,
          "description":"How the notice stands with one recipient. No state of it means consent.",
          "required":["party","state","standing","disputed","receipts","units","challenges"],"properties":{
          "party":\##(ref("Name")),"state":{"type":"string","enum":[\##(words(RecipientState.Step.self))]},
          "standing":{"type":"string","enum":["takes-part","suspended","left"]},"since":\##(ref("Time")),
          "depth":{"type":"string","enum":[\##(words(DisseminationDepth.self))]},"disputed":{"type":"boolean"},
          "acknowledgeDue":\##(ref("Time")),"acknowledgeClause":{"type":"string"},
          "receipts":{"type":"array","items":{"type":"object","additionalProperties":false,
            "required":["version","receivedAt","means","statement","said"],"properties":{"version":\##(ref("Hex")),
            "receivedAt":\##(ref("Time")),"means":{"type":"string","enum":[\##(words(ReceiptMeans.self))]},
            "note":{"type":"string"},"statement":\##(ref("Hex")),"said":\##(ref("Provenance"))}}},
          "units":{"type":"array","items":{"type":"object","additionalProperties":false,
            "required":["depth","at","attestedBy","current","statement","said"],"properties":{
            "depth":{"type":"string","enum":[\##(words(DisseminationDepth.self))]},"unit":\##(ref("Name")),
            "at":\##(ref("Time")),"attestedBy":{"type":"string"},"current":{"type":"boolean",
              "description":"Whether it was the text in force that went down."},
            "statement":\##(ref("Hex")),"said":\##(ref("Provenance"))}}},
          "challenges":{"type":"array","items":\##(ref("Challenge"))}}},
        "DepthAlarm":{"type":"object","additionalProperties":false,
          "required":["record","party","begins","hasBegun","operatingDepthDue","operatingDepthClause","unread",
            "unknownUnits","alarm"],"properties":{"record":{"type":"string"},"party":\##(ref("Name")),
          "begins":\##(ref("Time")),"hasBegun":{"type":"boolean"},"operatingDepthDue":\##(ref("Time")),
          "operatingDepthClause":{"type":"string"},
          "depth":{"type":"string","enum":[\##(words(DisseminationDepth.self))]},
          "unread":{"type":"array","items":\##(ref("Name"))},"unknownUnits":{"type":"boolean"},
          "alarm":{"type":"string"}}},
        "NoticeDue":{"type":"object","required":["record","party","due","clause"],"additionalProperties":false,
          "properties":{"record":{"type":"string"},"party":\##(ref("Name")),"due":\##(ref("Time")),
          "clause":{"type":"string"}}},
        "DepartedRecipient":{"type":"object","additionalProperties":false,
          "required":["party","standing","since","records","warning"],"properties":{"party":\##(ref("Name")),
          "standing":{"type":"string","enum":["suspended","left"]},"since":{"type":["string","null"]},
          "records":{"type":"array","items":{"type":"string"}},"warning":{"type":"string"}}},
        "OpenNotices":{"type":"object","additionalProperties":false,
          "required":["alarms","unreadUnits","unacknowledged","challenges","reconfirmations","departedRecipients",
            "isCutShort","exercise","isPartial","doctrine","knowledge"],"properties":{
          "alarms":{"type":"array","items":\##(ref("DepthAlarm"))},
          "unreadUnits":{"type":"array","items":{"type":"object","additionalProperties":false,
            "required":["record","party","unit","begins"],"properties":{"record":{"type":"string"},
            "party":\##(ref("Name")),"unit":\##(ref("Name")),"begins":\##(ref("Time"))}}},
          "unacknowledged":{"type":"array","items":\##(ref("NoticeDue"))},
          "challenges":{"type":"array","items":{"type":"object","required":["record","party","doubt"],
            "additionalProperties":false,"properties":{"record":{"type":"string"},"party":\##(ref("Name")),
            "doubt":\##(ref("Challenge"))}}},
          "reconfirmations":{"type":"array","items":\##(ref("NoticeDue"))},
          "departedRecipients":{"type":"array","items":\##(ref("DepartedRecipient"))},
          "isCutShort":{"type":"boolean"},"exercise":{"type":"boolean"},"isPartial":{"type":"boolean"},
          "doctrine":\##(ref("Doctrine")),"knowledge":\##(ref("Knowledge"))}},
        "Duplicates":{"type":"object","required":["record","duplicates","doctrine","knowledge"],
          "additionalProperties":false,"properties":{"record":{"type":"string"},
          "duplicates":{"type":"array","items":{"type":"object","required":["record","reason","distanceMetres"],
            "additionalProperties":false,"properties":{"record":{"type":"string"},
            "reason":{"type":"string","enum":["same-name","same-place"]},
            "distanceMetres":{"type":"number","minimum":0}}}},
          "doctrine":\##(ref("Doctrine")),"knowledge":\##(ref("Knowledge"))}},
        "Outbox":{"type":"object","required":["counts","knowledge"],"additionalProperties":false,"properties":{
          "counts":{"type":"array","items":{"type":"object","required":["recipient","number","chain"],
            "additionalProperties":false,"properties":{"recipient":{"type":["string","null"]},
            "number":\##(ref("Count")),"chain":{"type":"string"}}}},"knowledge":\##(ref("Knowledge"))}}
        """##
}
