extension Schemas {
    static let checks = ##"""
        "LatLngPoint":{"type":"object","required":["lat","lng"],"additionalProperties":false,"properties":{
          "lat":{"type":"number","minimum":-90,"maximum":90},"lng":{"type":"number","minimum":-180,"maximum":180}}},
        "Altitude":{"type":"object","required":["value","reference","units"],"additionalProperties":false,"properties":{
          "value":{"type":"number","minimum":-11000,"maximum":100000000},
          "reference":{"type":"string","enum":["W84","MSL","SFC"]},"units":{"const":"M"}}},
        "TimeOfVolume":{"type":"object","required":["value","format"],"additionalProperties":false,"properties":{
          "value":{"$ref":"#/components/schemas/Time"},"format":{"const":"RFC3339"}}},
        "Volume3D":{"type":"object","additionalProperties":false,
          "oneOf":[{"required":["outline_circle"]},{"required":["outline_polygon"]}],"properties":{
          "outline_circle":{"type":"object","required":["center","radius"],"additionalProperties":false,"properties":{
            "center":{"$ref":"#/components/schemas/LatLngPoint"},
            "radius":{"type":"object","required":["value","units"],"additionalProperties":false,"properties":{
              "value":{"type":"number","minimum":0,"maximum":5000000},"units":{"const":"M"}}}}},
          "outline_polygon":{"type":"object","required":["vertices"],"additionalProperties":false,"properties":{
            "vertices":{"type":"array","minItems":3,"maxItems":4096,
              "items":{"$ref":"#/components/schemas/LatLngPoint"}}}},
          "altitude_lower":{"$ref":"#/components/schemas/Altitude"},
          "altitude_upper":{"$ref":"#/components/schemas/Altitude"}}},
        "Volume4D":{"type":"object","required":["volume","time_start","time_end"],"additionalProperties":false,
          "description":"ASTM F3548-21 Volume4D. An altitude left out is unlimited; both times are needed.","properties":{
          "volume":{"$ref":"#/components/schemas/Volume3D"},"time_start":{"$ref":"#/components/schemas/TimeOfVolume"},
          "time_end":{"$ref":"#/components/schemas/TimeOfVolume"}}},
        "ActivityToCheck":{"type":"object","additionalProperties":false,
          "oneOf":[{"required":["volumes"]},{"required":["route"]}],"properties":{
          "standOffMetres":{"type":"number","minimum":0,"maximum":1000000,"default":0,
            "description":"Keep at least this far from every record; a record's own distance counts where it is more."},
          "volumes":{"type":"array","minItems":1,"maxItems":1024,"items":{"$ref":"#/components/schemas/Volume4D"}},
          "route":{"type":"object","required":["path","halfWidthMetres"],"additionalProperties":false,"properties":{
            "path":{"type":"array","minItems":2,"maxItems":1025,"items":{"type":"object","required":["lat","lon","at"],
              "additionalProperties":false,"properties":{"lat":{"type":"number","minimum":-90,"maximum":90},
              "lon":{"type":"number","minimum":-180,"maximum":180},"at":{"$ref":"#/components/schemas/Time"}}}},
            "halfWidthMetres":{"type":"number","minimum":0,"maximum":5000000},
            "altitude":{"$ref":"#/components/schemas/AltitudeBand"}}}}},
        "Finding":{"type":"object","additionalProperties":false,
          "required":["record","mechanism","name","state","owner","distanceMetres","standOffMetres","standOffClass",
            "clause","overlap","nearestOnRecord","nearestOnActivity","call","links"],"properties":{
          "record":{"type":"string"},"mechanism":{"type":"string","enum":["notification","movement"]},
          "kind":{"$ref":"#/components/schemas/SiteKind"},"category":{"type":"string"},
          "name":{"$ref":"#/components/schemas/LocalisedText"},"state":{"$ref":"#/components/schemas/RecordState"},
          "owner":{"type":"object","required":["party"],"additionalProperties":false,"properties":{
            "party":{"$ref":"#/components/schemas/Name"},"name":{"$ref":"#/components/schemas/LocalisedText"}}},
          "distanceMetres":{"type":"number","minimum":0},"standOffMetres":{"type":"number","minimum":0,
            "description":"The distance to keep that counted."},
          "standOffSetBy":{"const":"activity",
            "description":"There when the activity asked for more than the record's class and precision do."},
          "standOffClass":{"type":"string"},"clause":{"type":"string"},
          "precisionMetres":{"type":"number","minimum":0},"overlap":{"$ref":"#/components/schemas/Window"},
          "nearestOnRecord":{"$ref":"#/components/schemas/Position"},
          "nearestOnActivity":{"$ref":"#/components/schemas/Position"},
          "volume":{"$ref":"#/components/schemas/Count"},"leg":{"$ref":"#/components/schemas/Count"},
          "call":{"type":"object","required":["contact","officers"],"additionalProperties":false,"properties":{
            "contact":{"$ref":"#/components/schemas/Contact"},
            "officers":{"type":"array","items":{"type":"object","required":["officer","name","grade"],
              "additionalProperties":false,"properties":{"officer":{"$ref":"#/components/schemas/Name"},
              "name":{"$ref":"#/components/schemas/LocalisedText"},"grade":{"type":"string"},
              "contact":{"$ref":"#/components/schemas/Contact"}}}}}},
          "links":{"type":"object","required":["record"],"additionalProperties":false,
            "properties":{"record":{"type":"string"}}}}},
        "CheckAnswer":{"type":"object","additionalProperties":false,
          "required":["statement","notes","exercise","isPartial","findings","knowledge"],"properties":{
          "statement":{"type":"string","description":"What was found and on what knowledge; never leave to act."},
          "notes":{"type":"array","minItems":2,"items":{"type":"string"}},"exercise":{"type":"boolean"},
          "isPartial":{"type":"boolean"},"roundedToE7":{"const":true},
          "findings":{"type":"array","items":{"$ref":"#/components/schemas/Finding"}},
          "knowledge":{"$ref":"#/components/schemas/Knowledge"}}}
        """##
}
