import Coordination

extension Schemas {
    private static func words<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) -> String
    where Choice.RawValue == String {
        type.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
    }

    static let lines = ##"""
        "ClauseReference":{"type":"object","required":["instrument","clause"],"additionalProperties":false,
          "properties":{"instrument":{"$ref":"#/components/schemas/Name"},"clause":{"type":"string"}}},
        "LanguageTags":{"type":"array","items":{"type":"string"},"description":"BCP 47."},
        "ContactMeans":{"type":"object","required":["kind"],"additionalProperties":false,"properties":{
          "kind":{"type":"string","enum":[\##(words(ContactMeans.Kind.self))]},"note":{"type":"string"}}},
        "LineTerms":{"type":"object","additionalProperties":false,
          "required":["name","cells","languages","means","longestShiftSeconds"],"properties":{
          "name":{"$ref":"#/components/schemas/LocalisedText"},
          "cells":{"type":"array","minItems":2,"maxItems":16,"items":{"type":"object","required":["party","name"],
            "additionalProperties":false,"properties":{"party":{"$ref":"#/components/schemas/Name"},
            "name":{"$ref":"#/components/schemas/LocalisedText"},"coChair":{"$ref":"#/components/schemas/Name"}}}},
          "languages":{"$ref":"#/components/schemas/LanguageTags"},
          "means":{"type":"array","minItems":1,"items":{"$ref":"#/components/schemas/ContactMeans"}},
          "grades":{"type":"array","items":{"type":"object","required":["days","from","until","grade"],
            "additionalProperties":false,"properties":{
            "days":{"type":"array","items":{"type":"string","enum":[\##(words(WeeklyHours.Day.self))]}},
            "from":{"type":"string"},"until":{"type":"string"},"grade":{"type":"string"},
            "clause":{"$ref":"#/components/schemas/ClauseReference"}}}},
          "checks":{"type":"object","required":["by","at","graceSeconds"],"additionalProperties":false,"properties":{
            "by":{"$ref":"#/components/schemas/Name"},"at":{"type":"array","items":{"type":"string"}},
            "graceSeconds":{"type":"integer","minimum":60},"clause":{"$ref":"#/components/schemas/ClauseReference"}}},
          "longestShiftSeconds":{"type":"integer","minimum":900}}},
        "LineCheck":{"type":"object","additionalProperties":false,
          "required":["by","called","at","outcome","means","enteredLater","entered"],"properties":{
          "by":{"$ref":"#/components/schemas/Name"},"called":{"$ref":"#/components/schemas/Name"},
          "at":{"$ref":"#/components/schemas/Time"},
          "outcome":{"type":"string","enum":[\##(words(LineCheck.Outcome.self))]},"answeredBy":{"type":"string"},
          "means":{"type":"string","enum":[\##(words(ContactMeans.Kind.self))]},"language":{"type":"string"},
          "note":{"type":"string"},"enteredLater":{"type":"boolean"},
          "entered":{"$ref":"#/components/schemas/Provenance"}}},
        "MissedCheck":{"type":"object","additionalProperties":false,
          "required":["due","lapsedAt","by","called","reason","silent","declared","establishedBy"],"properties":{
          "due":{"$ref":"#/components/schemas/Time"},"lapsedAt":{"$ref":"#/components/schemas/Time"},
          "by":{"$ref":"#/components/schemas/Name"},"called":{"$ref":"#/components/schemas/Name"},
          "reason":{"type":"string","enum":[\##(words(MissedCheck.Reason.self))]},
          "silent":{"$ref":"#/components/schemas/Name"},
          "declared":{"type":"string","enum":[\##(words(DeclaredState.self))]},
          "clause":{"$ref":"#/components/schemas/ClauseReference"},
          "establishedBy":{"$ref":"#/components/schemas/Count"},
          "enteredLater":{"$ref":"#/components/schemas/Provenance"}}},
        "LineParty":{"type":"object","required":["party","declared","observed","seenBy"],"additionalProperties":false,
          "properties":{"party":{"$ref":"#/components/schemas/Name"},
          "declared":{"type":"string","enum":[\##(words(DeclaredState.self))],"description":"What the party says."},
          "reason":{"type":"string"},"declaredBy":{"$ref":"#/components/schemas/Provenance"},
          "observed":{"type":"string","enum":["answering","not-answering","unknown"],
            "description":"What others saw; another fact."},
          "observedAt":{"$ref":"#/components/schemas/Time"},
          "seenBy":{"type":"array","items":{"type":"object","required":["party","lastAt","entry"],
            "additionalProperties":false,"properties":{"party":{"$ref":"#/components/schemas/Name"},
            "answeredAt":{"$ref":"#/components/schemas/Time"},"notAnsweringSince":{"$ref":"#/components/schemas/Time"},
            "lastAt":{"$ref":"#/components/schemas/Time"},"entry":{"$ref":"#/components/schemas/Count"}}}}}},
        "Line":{"type":"object","additionalProperties":false,"required":["id","owner","terms","revision","established",
          "restated","parties","checks","missed","missedCount","running"],"properties":{
          "id":{"type":"string"},"owner":{"$ref":"#/components/schemas/Name"},
          "terms":{"$ref":"#/components/schemas/LineTerms"},"revision":{"type":"integer","minimum":1},
          "established":{"$ref":"#/components/schemas/Provenance"},"restated":{"$ref":"#/components/schemas/Provenance"},
          "parties":{"type":"array","items":{"$ref":"#/components/schemas/LineParty"}},
          "checks":{"type":"array","maxItems":64,"items":{"$ref":"#/components/schemas/LineCheck"}},
          "missed":{"type":"array","maxItems":512,"items":{"$ref":"#/components/schemas/MissedCheck"}},
          "missedCount":{"$ref":"#/components/schemas/Count"},"nextCheckDue":{"$ref":"#/components/schemas/Time"},
          "running":{"type":"array","items":{"type":"object","required":["due","called","outcome","until"],
            "additionalProperties":false,"properties":{"due":{"$ref":"#/components/schemas/Time"},
            "called":{"$ref":"#/components/schemas/Name"},"outcome":{"type":"string"},
            "until":{"$ref":"#/components/schemas/Time"}}}}}},
        "Lines":{"type":"object","required":["lines","exercise","knowledge"],"additionalProperties":false,"properties":{
          "lines":{"type":"array","maxItems":1024,"items":{"$ref":"#/components/schemas/Line"}},
          "exercise":{"type":"boolean"},"knowledge":{"$ref":"#/components/schemas/Knowledge"}}},
        "LineReply":{"type":"object","required":["line","exercise","knowledge"],"additionalProperties":false,
          "properties":{"line":{"$ref":"#/components/schemas/Line"},"exercise":{"type":"boolean"},
          "knowledge":{"$ref":"#/components/schemas/Knowledge"}}},
        "Interpreter":{"type":"object","required":["languages","qualification"],"additionalProperties":false,
          "properties":{"languages":{"$ref":"#/components/schemas/LanguageTags"},"qualification":{"type":"string"},
          "name":{"type":"string"}}},
        "DutySpell":{"type":"object","additionalProperties":false,
          "required":["from","until","officer","post","roster","statement"],"properties":{
          "from":{"$ref":"#/components/schemas/Time"},"until":{"$ref":"#/components/schemas/Time"},
          "officer":{"$ref":"#/components/schemas/Name"},
          "post":{"type":"string","enum":[\##(words(DutyPost.self))]},
          "languages":{"$ref":"#/components/schemas/LanguageTags"},
          "interpreters":{"type":"array","items":{"$ref":"#/components/schemas/Interpreter"}},
          "means":{"type":"array","items":{"$ref":"#/components/schemas/ContactMeans"}},
          "replaces":{"$ref":"#/components/schemas/Name"},"roster":{"type":"string"},
          "statement":{"$ref":"#/components/schemas/Provenance"}}},
        "RosterFinding":{"type":"object","required":["problem","from","until","sentence"],"additionalProperties":false,
          "properties":{"problem":{"type":"string"},"from":{"$ref":"#/components/schemas/Time"},
          "until":{"$ref":"#/components/schemas/Time"},
          "officers":{"type":"array","items":{"$ref":"#/components/schemas/Name"}},"needed":{"type":"string"},
          "found":{"type":"string"},"language":{"type":"string"},"limitSeconds":{"$ref":"#/components/schemas/Count"},
          "sentence":{"type":"string"},"clause":{"$ref":"#/components/schemas/ClauseReference"}}},
        "HandOver":{"type":"object","required":["id","line","at","to","note","given"],"additionalProperties":false,
          "properties":{"id":{"type":"string"},"line":{"type":"string"},"at":{"$ref":"#/components/schemas/Time"},
          "to":{"$ref":"#/components/schemas/Name"},"note":{"$ref":"#/components/schemas/LocalisedText"},
          "openEnds":{"type":"array","items":{"type":"string"}},"given":{"$ref":"#/components/schemas/Provenance"},
          "taken":{"$ref":"#/components/schemas/Provenance"},"remark":{"type":"string"}}},
        "Roster":{"type":"object","additionalProperties":false,"required":["line","party","from","until","spells",
          "isIncomplete","findings","handOvers","exercise","knowledge"],"properties":{
          "line":{"type":"string"},"party":{"$ref":"#/components/schemas/Name"},
          "from":{"$ref":"#/components/schemas/Time"},"until":{"$ref":"#/components/schemas/Time"},
          "spells":{"type":"array","items":{"$ref":"#/components/schemas/DutySpell"}},
          "isIncomplete":{"type":"boolean","description":"Whether there is more that the caller may not see."},
          "findings":{"type":["array","null"],"items":{"$ref":"#/components/schemas/RosterFinding"}},
          "handOvers":{"type":"array","maxItems":100,"items":{"$ref":"#/components/schemas/HandOver"}},
          "exercise":{"type":"boolean"},"knowledge":{"$ref":"#/components/schemas/Knowledge"}}}
        """##
}
