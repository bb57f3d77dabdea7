import Coordination
import Picture

extension Schemas {
    private static func words(_ words: [String]) -> String { words.map { "\"\($0)\"" }.joined(separator: ",") }

    static let map = ##"""
        "MapKind":{"type":"string","enum":[\##(words(MapKind.all.map(\.word)))]},
        "MapState":{"type":"string","enum":[\##(words(MapQuery.states))]},
        "MapCounts":{"type":"object","additionalProperties":{"$ref":"#/components/schemas/Count"}},
        "MapPlace":{"type":"object","required":["part","holds","window","area"],"additionalProperties":false,"properties":{
          "part":{"type":"string","enum":[\##(words(MapPlace.Part.allCases.map(\.rawValue)))]},
          "holds":{"type":"boolean","description":"Whether it holds at the time that is shown."},
          "window":{"$ref":"#/components/schemas/Window"},"area":{"$ref":"#/components/schemas/Area"},
          "thinned":{"const":true,"description":"Positions that fall together on the screen were left out."}}},
        "MapFeature":{"type":"object","required":["id","kind","owner","state","places"],"additionalProperties":false,
          "properties":{"id":{"type":"string"},"kind":{"$ref":"#/components/schemas/MapKind"},
          "owner":{"$ref":"#/components/schemas/Name"},"state":{"$ref":"#/components/schemas/MapState"},
          "restricted":{"const":true},"incomplete":{"const":true},
          "name":{"$ref":"#/components/schemas/LocalisedText"},
          "standOffClass":{"type":"string"},"precisionMetres":{"type":"number","minimum":0},
          "lastReport":{"type":"object","required":["at"],"additionalProperties":false,"properties":{
            "at":{"$ref":"#/components/schemas/Time"},"position":{"$ref":"#/components/schemas/Position"}}},
          "alarms":{"type":"array","items":{"type":"string","enum":[\##(words(MovementAlarm.Kind.allCases.map(\.rawValue)))]}},
          "hazard":{"type":"string","enum":[\##(words(HazardReport.Contamination.allCases.map(\.rawValue)))]},
          "text":{"type":"string"},
          "places":{"type":"array","items":{"$ref":"#/components/schemas/MapPlace"}}}},
        "MapCluster":{"type":"object","required":["cell","position","bbox","count","kinds"],"additionalProperties":false,
          "properties":{"cell":{"type":"string"},"position":{"$ref":"#/components/schemas/Position"},
          "bbox":{"type":"array","minItems":4,"maxItems":4,"items":{"type":"number"}},
          "count":{"type":"integer","minimum":1},"kinds":{"$ref":"#/components/schemas/MapCounts"},
          "alarmed":{"$ref":"#/components/schemas/Count"},"restricted":{"$ref":"#/components/schemas/Count"},
          "only":{"type":"string","description":"The record, where it is one alone."}}},
        "MapView":{"type":"object","required":["time","zoom","total","features","clusters","counts","standOffs","note",
          "exercise","isPartial","doctrine","knowledge"],"additionalProperties":false,"properties":{
          "time":{"type":"object","required":["from","isPast"],"additionalProperties":false,"properties":{
            "from":{"$ref":"#/components/schemas/Time"},"until":{"$ref":"#/components/schemas/TimeOrNull"},
            "isPast":{"type":"boolean"},"note":{"type":"string"}}},
          "zoom":{"type":"integer","minimum":0,"maximum":22,"description":"By which clusters were made."},
          "total":{"$ref":"#/components/schemas/Count"},
          "features":{"type":"array","maxItems":2000,"items":{"$ref":"#/components/schemas/MapFeature"}},
          "clusters":{"type":"array","maxItems":2000,"items":{"$ref":"#/components/schemas/MapCluster"}},
          "counts":{"type":"object","required":["kinds","owners","states"],"additionalProperties":false,"properties":{
            "kinds":{"$ref":"#/components/schemas/MapCounts"},"owners":{"$ref":"#/components/schemas/MapCounts"},
            "states":{"$ref":"#/components/schemas/MapCounts"}}},
          "standOffs":{"type":"array","items":{"type":"object","required":["class","metres","clause"],
            "additionalProperties":false,"properties":{"class":{"type":"string"},
            "metres":{"type":"number","minimum":0},"clause":{"type":"string"}}}},
          "note":{"type":"string"},"exercise":{"type":"boolean"},"isPartial":{"type":"boolean"},
          "doctrine":{"$ref":"#/components/schemas/Doctrine"},
          "knowledge":{"$ref":"#/components/schemas/Knowledge"}}}
        """##
}
