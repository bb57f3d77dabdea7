/// The schemas of the interface's description, as members of one JSON object (JSON Schema 2020-12).
enum Schemas {
    static let basics = ##"""
        "Name":{"type":"string","pattern":"^[a-z0-9][a-z0-9.-]{0,63}$","description":"A machine name."},
        "Hex":{"type":"string","pattern":"^[0-9a-f]{64}$"},
        "Base64Hash":{"type":"string","pattern":"^[A-Za-z0-9+/]{43}=$"},
        "Base64":{"type":"string","pattern":"^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"},
        "Count":{"type":"integer","minimum":0},
        "Time":{"type":"string","format":"date-time","description":"RFC 3339 with an offset; replies are in UTC."},
        "TimeOrNull":{"type":["string","null"],"format":"date-time"},
        "LocalisedText":{"type":"object","minProperties":1,"maxProperties":12,
          "additionalProperties":{"type":"string"},"description":"One text by BCP 47 language tag."},
        "Contact":{"type":"object","required":["role"],"additionalProperties":false,"properties":{
          "role":{"type":"string"},"phones":{"type":"array","items":{"type":"string"},"maxItems":8},
          "radio":{"type":"string"}}},
        "TreeHead":{"type":"object","required":["size","root"],"additionalProperties":false,"properties":{
          "size":{"$ref":"#/components/schemas/Count"},"root":{"$ref":"#/components/schemas/Base64Hash"}}},
        "Position":{"type":"object","required":["lat","lon"],"additionalProperties":false,"properties":{
          "lat":{"type":"number","minimum":-90,"maximum":90},"lon":{"type":"number","minimum":-180,"maximum":180}}},
        "Area":{"type":"object","minProperties":1,"maxProperties":1,"additionalProperties":false,"properties":{
          "circle":{"type":"object","required":["centre","radiusMetres"],"additionalProperties":false,"properties":{
            "centre":{"$ref":"#/components/schemas/Position"},"radiusMetres":{"type":"number","minimum":0}}},
          "polygon":{"type":"object","required":["outer"],"additionalProperties":false,"properties":{
            "outer":{"type":"array","items":{"$ref":"#/components/schemas/Position"},"minItems":3},
            "holes":{"type":"array","items":{"type":"array","items":{"$ref":"#/components/schemas/Position"}}}}},
          "route":{"type":"object","required":["path","halfWidthMetres"],"additionalProperties":false,"properties":{
            "path":{"type":"array","items":{"$ref":"#/components/schemas/Position"},"minItems":1},
            "halfWidthMetres":{"type":"number","minimum":0}}}}},
        "AltitudeBand":{"type":"object","required":["reference"],"additionalProperties":false,"properties":{
          "reference":{"type":"string","enum":["W84","MSL","SFC"]},
          "lowerMetres":{"type":"number","minimum":-11000,"maximum":100000000},
          "upperMetres":{"type":"number","minimum":-11000,"maximum":100000000}}},
        "Window":{"type":"object","required":["from"],"additionalProperties":false,"properties":{
          "from":{"$ref":"#/components/schemas/Time"},"until":{"$ref":"#/components/schemas/Time"}}},
        "Knowledge":{"type":"object","required":["origin","size","root","loggedAt","askedAt","ageSeconds","alarms"],
          "additionalProperties":false,"description":"On what the answer rests.","properties":{
          "origin":{"type":["string","null"]},"size":{"$ref":"#/components/schemas/Count"},
          "root":{"$ref":"#/components/schemas/Base64Hash"},"loggedAt":{"$ref":"#/components/schemas/TimeOrNull"},
          "askedAt":{"$ref":"#/components/schemas/Time"},"ageSeconds":{"type":["integer","null"],"minimum":0},
          "alarms":{"$ref":"#/components/schemas/Alarms"}}},
        "Alarms":{"type":"array","description":"What this node has found out about the log and its parties.",
          "items":{"type":"object","required":["kind","since","sentence","evidence"],"additionalProperties":false,
          "properties":{"kind":{"type":"string","enum":["split-view","divergence","broken-promise","equivocation"]},
          "since":{"$ref":"#/components/schemas/Time"},"sentence":{"type":"string"},
          "evidence":{"type":"string","description":"The name of the file among the node's evidence."}}}},
        "Problem":{"type":"object","required":["type","title","status","detail","rule"],"additionalProperties":false,
          "properties":{"type":{"type":"string","format":"uri-reference"},"title":{"type":"string"},
          "status":{"type":"integer","minimum":400,"maximum":599},"detail":{"type":"string"},
          "rule":{"type":"string","pattern":"^[a-z-]+$"},
          "pointer":{"type":"string","description":"JSON Pointer (RFC 6901) of the field at fault."},
          "entry":{"$ref":"#/components/schemas/Count"},"receipt":{"type":"string"},
          "retryAfterSeconds":{"$ref":"#/components/schemas/Count"},
          "resumeAtLine":{"type":"integer","minimum":1},"incident":{"type":"string"}}}
        """##

    static let feed = ##"""
        "WindowEvent":{"type":"object","required":["record","volume","change","at"],"additionalProperties":false,
          "properties":{"record":{"type":"string"},"volume":{"$ref":"#/components/schemas/Count"},
          "change":{"type":"string","enum":["opens","closes"]},"at":{"$ref":"#/components/schemas/Time"}}},
        "WindowsGap":{"type":"object","required":["from","until"],"additionalProperties":false,
          "description":"Of what opened and closed from then until then, both included, something may not be told.",
          "properties":{"from":{"$ref":"#/components/schemas/Time"},"until":{"$ref":"#/components/schemas/Time"}}}
        """##

    static let operations = ##"""
        "Health":{"type":"object","additionalProperties":false,
          "required":["status","origin","size","root","loggedAt","ageSeconds","queueDepth","queueLimit","exercise",
          "alarms"],
          "properties":{"status":{"type":"string","enum":["writing","unfounded","stopping","halted"]},
          "origin":{"type":"string"},"size":{"$ref":"#/components/schemas/Count"},
          "root":{"$ref":"#/components/schemas/Base64Hash"},"loggedAt":{"$ref":"#/components/schemas/TimeOrNull"},
          "ageSeconds":{"type":["integer","null"],"minimum":0},"queueDepth":{"$ref":"#/components/schemas/Count"},
          "queueLimit":{"$ref":"#/components/schemas/Count"},"exercise":{"type":"boolean"},
          "alarms":{"$ref":"#/components/schemas/Alarms"}}},
        "Version":{"type":"object","required":["name","version","description"],"additionalProperties":false,
          "properties":{"name":{"type":"string"},"version":{"type":"string"},"description":{"type":"string"}}},
        "Rule":{"type":"object","required":["rule","title","status","explanation"],"additionalProperties":false,
          "properties":{"rule":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},
          "explanation":{"type":"string"}}},
        "Consistency":{"type":"object","required":["from","to","path","checkpoint"],"additionalProperties":false,
          "properties":{"from":{"$ref":"#/components/schemas/Count"},"to":{"$ref":"#/components/schemas/Count"},
          "path":{"type":"array","items":{"$ref":"#/components/schemas/Base64Hash"},"maxItems":64},
          "checkpoint":{"type":"string"}}}
        """##

    static let statements = ##"""
        "Envelope":{"type":"object","required":["payloadType","payload","signatures"],"additionalProperties":false,
          "description":"A DSSE envelope of at most 16 KiB.","properties":{
          "payloadType":{"const":"application/vnd.parley.statement+json"},
          "payload":{"$ref":"#/components/schemas/Base64"},
          "signatures":{"type":"array","minItems":1,"maxItems":1,"items":{"type":"object","required":["keyid","sig"],
            "additionalProperties":false,"properties":{"keyid":{"$ref":"#/components/schemas/Hex"},
            "sig":{"type":"string","pattern":"^[A-Za-z0-9+/]{86}==$"}}}}}},
        "Submission":{"type":"object","required":["envelope"],"additionalProperties":false,
          "description":"An envelope with the sealed body that it names.","properties":{
          "envelope":{"$ref":"#/components/schemas/Base64"},
          "sealed":{"$ref":"#/components/schemas/SealedBody"}}},
        "SealedBody":{"type":"object","required":["parts"],"additionalProperties":false,
          "description":"A restricted body, encrypted, with its key wrapped for each recipient. The statement names the SHA-256 of these bytes.",
          "properties":{"parts":{"type":"array","minItems":1,"maxItems":64,"items":{"type":"object",
            "required":["ciphertext","recipients"],"additionalProperties":false,"properties":{
            "ciphertext":{"$ref":"#/components/schemas/Base64"},
            "recipients":{"type":"array","minItems":1,"maxItems":65,"items":{"type":"object",
              "required":["party","key","encapsulated","wrappedKey"],"additionalProperties":false,"properties":{
              "party":{"$ref":"#/components/schemas/Name"},"key":{"$ref":"#/components/schemas/Hex"},
              "encapsulated":{"$ref":"#/components/schemas/Base64Hash"},
              "wrappedKey":{"type":"string","pattern":"^[A-Za-z0-9+/]{64}$"}}}}}}}}},
        "OpenedFields":{"type":"array","maxItems":256,
          "description":"The body's fields in order, each shown with its opening or hidden behind its commitment.",
          "items":{"anyOf":[
            {"type":"object","required":["name","value","opening"],"additionalProperties":false,"properties":{
              "name":{"type":"string","pattern":"^[A-Za-z0-9._-]{1,64}$"},"value":{},
              "opening":{"$ref":"#/components/schemas/Base64Hash"}}},
            {"type":"object","required":["commitment"],"additionalProperties":false,"properties":{
              "commitment":{"$ref":"#/components/schemas/Base64Hash"}}}]}},
        "Erased":{"type":"object","required":["erased","party"],"additionalProperties":false,"properties":{
          "erased":{"$ref":"#/components/schemas/Hex"},"party":{"$ref":"#/components/schemas/Name"}}},
        "Accepted":{"type":"object","required":["entry","hash","receipt"],"additionalProperties":false,"properties":{
          "entry":{"$ref":"#/components/schemas/Count"},"hash":{"$ref":"#/components/schemas/Hex"},
          "receipt":{"type":"string","description":"c2sp.org/tlog-proof; keep it as a file."}}},
        "Entry":{"type":"object","additionalProperties":false,
          "required":["entry","hash","key","accord","party","officer","kind","subject","sequence","previous","seen",
            "saidAt"],
          "properties":{"entry":{"$ref":"#/components/schemas/Count"},"hash":{"$ref":"#/components/schemas/Hex"},
          "key":{"$ref":"#/components/schemas/Hex"},"accord":{"$ref":"#/components/schemas/Name"},
          "party":{"$ref":"#/components/schemas/Name"},"officer":{"$ref":"#/components/schemas/Name"},
          "kind":{"$ref":"#/components/schemas/Name"},"subject":{"$ref":"#/components/schemas/Name"},
          "sequence":{"type":"integer","minimum":1},
          "previous":{"type":["string","null"],"pattern":"^[0-9a-f]{64}$"},
          "seen":{"$ref":"#/components/schemas/TreeHead"},"saidAt":{"$ref":"#/components/schemas/Time"},
          "body":{"type":"object"},"commitment":{"$ref":"#/components/schemas/Base64Hash"},
          "audience":{"type":"array","items":{"$ref":"#/components/schemas/Name"}},
          "sealed":{"$ref":"#/components/schemas/Base64Hash"},"fields":{"$ref":"#/components/schemas/OpenedFields"},
          "envelope":{"$ref":"#/components/schemas/Base64"},
          "receipt":{"type":"string"}}}
        """##

    static let parties = ##"""
        "PartySummary":{"type":"object","additionalProperties":false,
          "required":["party","name","role","enrolledAt","standing","standingSince","node"],
          "properties":{"party":{"$ref":"#/components/schemas/Name"},
          "name":{"$ref":"#/components/schemas/LocalisedText"},"role":{"$ref":"#/components/schemas/PartyRole"},
          "enrolledAt":{"$ref":"#/components/schemas/Count"},
          "standing":{"$ref":"#/components/schemas/PartyStanding"},
          "standingSince":{"$ref":"#/components/schemas/TimeOrNull"},
          "node":{"$ref":"#/components/schemas/PartyNode"}}},
        "PartyStanding":{"type":"string","enum":["takes-part","suspended","left"]},
        "PartyNode":{"type":["object","null"],"additionalProperties":false,
          "required":["key","sealingKey","witnessKey","enrolledAt"],
          "properties":{"key":{"$ref":"#/components/schemas/Hex"},
          "sealingKey":{"$ref":"#/components/schemas/Base64"},
          "witnessKey":{"type":["string","null"]},"enrolledAt":{"$ref":"#/components/schemas/Count"}}},
        "Joining":{"type":"object","additionalProperties":false,
          "required":["accord","name","exercise","host","hostName","logKey","nodeKey","seen","loggedAt"],
          "properties":{"accord":{"$ref":"#/components/schemas/Name"},
          "name":{"$ref":"#/components/schemas/LocalisedText"},"exercise":{"type":"boolean"},
          "host":{"$ref":"#/components/schemas/Name"},"hostName":{"$ref":"#/components/schemas/LocalisedText"},
          "logKey":{"type":"string"},"nodeKey":{"$ref":"#/components/schemas/Base64"},
          "seen":{"$ref":"#/components/schemas/TreeHead"},"loggedAt":{"$ref":"#/components/schemas/TimeOrNull"}}},
        "JoinRequest":{"type":"object","additionalProperties":false,
          "required":["format","accord","logKey","party","role","name","rootKey","node"],
          "properties":{"format":{"const":"parley/join@v1"},"accord":{"$ref":"#/components/schemas/Name"},
          "logKey":{"type":"string"},"party":{"$ref":"#/components/schemas/Name"},
          "role":{"$ref":"#/components/schemas/PartyRole"},"name":{"$ref":"#/components/schemas/LocalisedText"},
          "rootKey":{"$ref":"#/components/schemas/Base64"},"node":{"$ref":"#/components/schemas/Base64"}}},
        "JoinAsked":{"type":"object","additionalProperties":false,"required":["fingerprint"],
          "properties":{"fingerprint":{"type":"string","pattern":"^[0-9]{25}$"}}},
        "PartyRole":{"type":"string",
          "enum":["belligerent","guarantor","co-chair","humanitarian","monitor","host","observer"]},
        "Parties":{"type":"object","required":["accord","exercise","parties"],"additionalProperties":false,"properties":{
          "accord":{"type":["string","null"]},"exercise":{"type":"boolean"},
          "parties":{"type":"array","items":{"$ref":"#/components/schemas/PartySummary"}}}},
        "Party":{"type":"object","additionalProperties":false,
          "required":["party","name","role","enrolledAt","standing","standingSince","node","loggedAt","officers","keys"],
          "properties":{"party":{"$ref":"#/components/schemas/Name"},
          "name":{"$ref":"#/components/schemas/LocalisedText"},"role":{"$ref":"#/components/schemas/PartyRole"},
          "enrolledAt":{"$ref":"#/components/schemas/Count"},"loggedAt":{"$ref":"#/components/schemas/TimeOrNull"},
          "standing":{"$ref":"#/components/schemas/PartyStanding"},
          "standingSince":{"$ref":"#/components/schemas/TimeOrNull"},
          "node":{"$ref":"#/components/schemas/PartyNode"},
          "officers":{"type":"array","items":{"$ref":"#/components/schemas/Officer"}},
          "keys":{"type":"array","items":{"$ref":"#/components/schemas/Key"}}}},
        "Officer":{"type":"object","additionalProperties":false,
          "required":["officer","name","grade","roles","expires","releasedAt","onStrength","enrolledAt"],
          "properties":{"officer":{"$ref":"#/components/schemas/Name"},
          "name":{"$ref":"#/components/schemas/LocalisedText"},
          "grade":{"type":"string","pattern":"^(OR-[1-9]|OF-([1-9]|10)|CIV)$"},
          "roles":{"type":"array","items":{"type":"string","enum":["access","duty","monitor","observer"]}},
          "contact":{"$ref":"#/components/schemas/Contact"},"expires":{"$ref":"#/components/schemas/Time"},
          "releasedAt":{"$ref":"#/components/schemas/TimeOrNull"},"onStrength":{"type":"boolean"},
          "enrolledAt":{"$ref":"#/components/schemas/Count"}}},
        "Key":{"type":"object","additionalProperties":false,
          "required":["key","officer","algorithm","publicKey","expires","revokedAt","maySpeak","enrolledAt"],
          "properties":{"key":{"$ref":"#/components/schemas/Hex"},"officer":{"$ref":"#/components/schemas/Name"},
          "algorithm":{"type":"string","enum":["ed25519","p256"]},
          "publicKey":{"$ref":"#/components/schemas/Base64"},"expires":{"$ref":"#/components/schemas/TimeOrNull"},
          "revokedAt":{"$ref":"#/components/schemas/TimeOrNull"},"maySpeak":{"type":"boolean"},
          "enrolledAt":{"$ref":"#/components/schemas/Count"}}},
        "Chain":{"type":"object","additionalProperties":false,
          "required":["accord","party","sequence","hash","entry","seen","loggedAt"],
          "properties":{"accord":{"$ref":"#/components/schemas/Name"},"party":{"$ref":"#/components/schemas/Name"},
          "sequence":{"$ref":"#/components/schemas/Count"},
          "hash":{"type":["string","null"],"pattern":"^[0-9a-f]{64}$"},"entry":{"type":["integer","null"]},
          "seen":{"$ref":"#/components/schemas/TreeHead"},"loggedAt":{"$ref":"#/components/schemas/TimeOrNull"}}}
        """##
}
