import Coordination

extension Schemas {
    private static func words<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) -> String
    where Choice.RawValue == String {
        type.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
    }

    static let dossiers = ##"""
        "DossierMechanism":{"type":"string","enum":[\##(words(DossierMechanism.self))]},
        "NamedPlace":{"type":"object","required":["name"],"additionalProperties":false,"properties":{
          "name":{"type":"string"},"pcode":{"type":"string"},
          "position":{"$ref":"#/components/schemas/Position"}}},
        "Amount":{"type":"number","minimum":0},
        "ConvoyStep":{"type":"object","required":["step","at","by","source","said"],"additionalProperties":false,
          "description":"What a party states of a convoy, in the order of the log; nothing in it is leave to move.",
          "properties":{
          "step":{"type":"string"},"answer":{"type":"string","enum":[\##(words(ConvoyStep.Answer.self))]},
          "letters":{"type":"string","enum":[\##(words(ConvoyStep.Letters.self))]},"number":{"type":"string"},
          "action":{"type":"string","enum":[\##(words(ConvoyStep.Hold.self))]},
          "clock":{"type":"string","enum":[\##(words(ConvoyStep.Clock.self))]},
          "stage":{"type":"string","enum":[\##(words(InspectionStage.self))]},
          "seal":{"type":"string","enum":[\##(words(ConvoyStep.SealState.self))]},"truck":{"type":"string"},
          "what":{"type":"string","enum":[\##(words(InspectedThing.self))]},
          "found":{"type":"string"},
          "progress":{"type":"string","enum":[\##(words(ConvoyStep.Progress.self))]},
          "offloaded":{"type":"string","enum":[\##(words(ConvoyStep.Offload.self))]},
          "outcome":{"type":"string","enum":[\##(words(MovementOutcome.self))]},
          "at":{"$ref":"#/components/schemas/Time"},"place":{"$ref":"#/components/schemas/NamedPlace"},
          "decidedBy":{"$ref":"#/components/schemas/NamedBody"},"reason":{"type":"string"},
          "lines":{"type":"array","items":{"type":"object","required":["line","unit","amount"],
            "additionalProperties":false,"properties":{"line":{"type":"string"},"unit":{"type":"string"},
            "amount":{"$ref":"#/components/schemas/Amount"}}}},
          "people":{"$ref":"#/components/schemas/Count"},"trucks":{"$ref":"#/components/schemas/Count"},
          "trucksReturned":{"$ref":"#/components/schemas/Count"},"note":{"type":"string"},
          "by":{"$ref":"#/components/schemas/Name"},"inspector":{"$ref":"#/components/schemas/NamedBody"},
          "source":{"$ref":"#/components/schemas/Hex"},"said":{"$ref":"#/components/schemas/Provenance"},
          "remarks":{"type":"array","items":{"type":"string"},
            "description":"Where it does not agree with a clause, or with what was stated before."}}},
        "PaperClock":{"type":"object","additionalProperties":false,
          "required":["instrument","clause","since","due","waitingFor","stopped"],"properties":{
          "instrument":{"$ref":"#/components/schemas/Name"},"clause":{"type":"string"},
          "since":{"$ref":"#/components/schemas/Time"},"due":{"$ref":"#/components/schemas/Time"},
          "waitingFor":{"$ref":"#/components/schemas/Name"},"settledAt":{"$ref":"#/components/schemas/Time"},
          "stopped":{"type":"boolean"},
          "stops":{"type":"array","items":{"type":"object","required":["from","decidedBy","reason","source"],
            "additionalProperties":false,"properties":{"from":{"$ref":"#/components/schemas/Time"},
            "until":{"$ref":"#/components/schemas/Time"},"decidedBy":{"$ref":"#/components/schemas/NamedBody"},
            "reason":{"type":"string"},"source":{"$ref":"#/components/schemas/Hex"}}}}}},
        "ManifestLine":{"type":"object","required":["line","item","category","unit","requested"],
          "additionalProperties":false,"description":"What nobody stated is left out, and is never zero.","properties":{
          "line":{"type":"string"},"item":{"type":"string"},"category":{"type":"string"},"unit":{"type":"string"},
          "planned":{"$ref":"#/components/schemas/Amount"},"requested":{"$ref":"#/components/schemas/Amount"},
          "agreed":{"$ref":"#/components/schemas/Amount"},"loaded":{"$ref":"#/components/schemas/Amount"},
          "delivered":{"$ref":"#/components/schemas/Amount"},"removed":{"$ref":"#/components/schemas/Amount"},
          "unaccounted":{"type":"number"},
          "removals":{"type":"array","items":{"type":"object","additionalProperties":false,
            "required":["amount","stage","decidedBy","reason","by","source"],"properties":{
            "amount":{"$ref":"#/components/schemas/Amount"},
            "stage":{"type":"string","enum":[\##(words(InspectionStage.self))]},
            "decidedBy":{"$ref":"#/components/schemas/NamedBody"},"reason":{"type":"string"},
            "place":{"$ref":"#/components/schemas/NamedPlace"},"by":{"$ref":"#/components/schemas/Name"},
            "source":{"$ref":"#/components/schemas/Hex"}}}},
          "differences":{"type":"array","items":{"type":"string"}}}},
        "Dossier":{"type":"object","additionalProperties":false,
          "required":["id","mechanism","owner","revision","statement","stated","details","audience"],"properties":{
          "id":{"type":"string"},"mechanism":{"$ref":"#/components/schemas/DossierMechanism"},
          "owner":{"$ref":"#/components/schemas/Name"},
          "state":{"type":"string","enum":[\##(words(ConvoyState.self))]},
          "revision":{"type":"integer","minimum":1},"statement":{"$ref":"#/components/schemas/Hex"},
          "stated":{"$ref":"#/components/schemas/Provenance"},
          "details":{"type":"object","description":"The body as its owner stated it last; its form is its kind's."},
          "earlier":{"type":"array","items":{"type":"object","required":["statement","stated","details"],
            "additionalProperties":false,"properties":{"statement":{"$ref":"#/components/schemas/Hex"},
            "stated":{"$ref":"#/components/schemas/Provenance"},"details":{"type":"object"}}}},
          "steps":{"type":"array","items":{"$ref":"#/components/schemas/ConvoyStep"}},
          "answerClock":{"$ref":"#/components/schemas/PaperClock"},
          "lettersClock":{"$ref":"#/components/schemas/PaperClock"},
          "impededAfterAgreement":{"type":"array","items":{"$ref":"#/components/schemas/Hex"}},
          "manifest":{"type":"array","items":{"$ref":"#/components/schemas/ManifestLine"}},
          "claims":{"type":"array","items":{"type":"object"}},
          "disputes":{"type":"array","items":{"type":"object","required":["statement","text","by","source","said"],
            "additionalProperties":false,"properties":{"statement":{"$ref":"#/components/schemas/Hex"},
            "field":{"type":"string"},"text":{"type":"string"},"by":{"$ref":"#/components/schemas/Name"},
            "source":{"$ref":"#/components/schemas/Hex"},"said":{"$ref":"#/components/schemas/Provenance"}}}},
          "incomplete":{"const":true},
          "audience":{"anyOf":[{"const":"open"},{"type":"array","items":{"$ref":"#/components/schemas/Name"}}]}}},
        "DossierPage":{"type":"object","required":["dossiers","exercise","isPartial","knowledge"],
          "additionalProperties":false,"properties":{
          "dossiers":{"type":"array","maxItems":200,"items":{"$ref":"#/components/schemas/Dossier"}},
          "after":{"type":"string"},"exercise":{"type":"boolean"},"isPartial":{"type":"boolean"},
          "knowledge":{"$ref":"#/components/schemas/Knowledge"}}},
        "DossierReply":{"type":"object","required":["dossier","exercise","knowledge"],"additionalProperties":false,
          "properties":{"dossier":{"$ref":"#/components/schemas/Dossier"},"exercise":{"type":"boolean"},
          "knowledge":{"$ref":"#/components/schemas/Knowledge"}}}
        """##
}
