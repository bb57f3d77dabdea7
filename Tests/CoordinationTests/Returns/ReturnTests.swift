import Coordination
import Geodesy
import Picture
import Statements
import StrictJSON
import TestKit
import Testing

@Suite("returns of displaced people")
struct ReturnTests {
    @Test("given a claim of readiness, then it is no threshold and counts as none")
    func apart() throws {
        var field = try FieldWorld()
        #expect(try field.say("party-a", .readinessClaim, "ready", Bodies.stated(.readinessClaim)) == nil)
        let picture = field.world.picture
        #expect(
            picture.dossiers.all(.threshold, as: nil).isEmpty && picture.dossiers.all(.readiness, as: nil).count == 1)
        // One name is one thing: the claim cannot become a threshold.
        #expect(
            try field.say("party-a", .thresholdState, "ready", Bodies.stated(.thresholdState))?.rule
                == "other-mechanism")
        #expect(
            try field.say("party-a", .readinessClaim, "r", Bodies.stated(.readinessClaim, ("finding", #""met""#)))
                != nil)
    }

    @Test(
        "no form has a field for an order to move",
        arguments: [
            Kind.thresholdState, .readinessClaim, .intentionSurvey, .returnMonitor,
        ])
    func noOrder(kind: Kind) throws {
        var field = try FieldWorld()
        for name in ["order", "depart", "route", "movement", "deadline", "instruction"] {
            #expect(try field.state(kind, (name, #""x""#))?.rule == "malformed-body")
        }
    }

    @Test("a threshold has evidence unless it is unknown, and says whether it was monitored")
    func thresholds() throws {
        var field = try FieldWorld()
        for finding in ReturnThreshold.Finding.allCases {
            let refusal = try field.state(
                .thresholdState, ("finding", "\"\(finding.rawValue)\""), ("evidence", nil))
            #expect((refusal == nil) == (finding == .unknown))
        }
        for (name, json) in [("basis", #""promised""#), ("finding", #""ready""#), ("threshold", #"{"id":"7"}"#)] {
            #expect(try field.state(.thresholdState, (name, json))?.pointer?.hasPrefix("/body/\(name)") == true)
        }
    }

    @Test("answers add up to those who were asked; what was not offered is not zero")
    func survey() throws {
        var field = try FieldWorld()
        #expect(try field.state(.intentionSurvey, ("asked", "101"))?.pointer == "/body/answers")
        #expect(try field.state(.intentionSurvey, ("asked", "99"))?.pointer == "/body/answers")
        let short = #"[{"answer":"return-now","people":60},{"answer":"not","people":40}]"#
        #expect(try field.state(.intentionSurvey, ("answers", short)) == nil)
        guard case .intention(let form) = try field.dossier().stated.content else { return #expect(Bool(false)) }
        #expect(form.people(.returnNow) == 60 && form.people(.undecided) == nil)
        let twice = #"[{"answer":"not","people":60},{"answer":"not","people":40}]"#
        #expect(try field.state(.intentionSurvey, ("answers", twice))?.pointer == "/body/answers/1/answer")
        let huge = #"[{"answer":"not","people":1000000000},{"answer":"later","people":1000000000}]"#
        #expect(try field.state(.intentionSurvey, ("answers", huge))?.pointer == "/body/answers")
        let open = #"{"from":"2016-09-11T00:00:00Z"}"#
        let ahead = #"{"from":"2016-09-11T00:00:00Z","until":"2016-09-29T00:00:00Z"}"#
        #expect(try field.state(.intentionSurvey, ("period", open))?.pointer == "/body/period")
        #expect(try field.state(.intentionSurvey, ("period", ahead))?.pointer == "/body/period/until")
    }

    @Test("voluntariness adds up per aspect, and what was not established is counted as neither")
    func voluntariness() throws {
        var field = try FieldWorld()
        #expect(try field.state(.returnMonitor) == nil)
        guard case .monitoredReturn(let form) = try field.dossier().stated.content else { return #expect(Bool(false)) }
        #expect(form.found(.informed)?.notEstablished == 30 && form.found(.safeConditions) == nil)
        #expect(form.organised == .byThemselves)
        #expect(try field.state(.returnMonitor, ("people", "121"))?.pointer == "/body/voluntariness/0")
        let bad = #"[{"aspect":"informed","yes":120,"no":0}]"#
        #expect(
            try field.state(.returnMonitor, ("voluntariness", bad))?.pointer == "/body/voluntariness/0/notEstablished")
        let open = #"{"from":"2016-09-11T00:00:00Z"}"#
        let ahead = #"{"from":"2016-09-11T00:00:00Z","until":"2016-09-29T00:00:00Z"}"#
        #expect(try field.state(.returnMonitor, ("period", open))?.pointer == "/body/period")
        #expect(try field.state(.returnMonitor, ("period", ahead))?.pointer == "/body/period/until")
        #expect(try field.state(.returnMonitor, ("organised", #""ordered""#))?.pointer == "/body/organised")
    }
}
