import Coordination
import Geodesy
import Statements
import StrictJSON
import TestKit
import Testing

@Suite("assessments of areas and needs")
struct AreaAssessmentTests {
    private func form(_ field: FieldWorld) throws -> AreaAssessment {
        guard case .assessment(let form) = try field.dossier().stated.content else {
            throw Scenario.Misuse(description: "no assessment")
        }
        return form
    }

    private func criteria(_ items: String...) -> Bodies.Change { ("criteria", "[\(items.joined(separator: ","))]") }

    @Test("the two definitions have three and five criteria, and share none")
    func definitions() {
        #expect(AreaDefinition.besieged.criteria.count == 3 && AreaDefinition.hardToReach.criteria.count == 5)
        #expect(Set(AreaDefinition.allCases.flatMap(\.criteria)).count == AreaCriterion.allCases.count)
    }

    @Test("given all criteria met, then still no label is written anywhere")
    func noLabel() throws {
        var field = try FieldWorld()
        let all = AreaCriterion.allCases.map {
            #"{"criterion":"\#($0.rawValue)","finding":"met","evidence":"seen"}"#
        }.joined(separator: ",")
        #expect(try field.state(.areaAssess, ("criteria", "[\(all)]")) == nil)
        let shown = try field.shown()
        #expect(!shown.contains("besieged") && !shown.contains("hard-to-reach"))
        #expect(try form(field).criteria.count == 8)
    }

    @Test("a finding has its evidence; unknown may stand without; not looked at is none of the three")
    func findings() throws {
        var field = try FieldWorld()
        for finding in ["met", "not-met"] {
            let bare = #"{"criterion":"surrounded","finding":"\#(finding)"}"#
            #expect(try field.state(.areaAssess, criteria(bare))?.pointer == "/body/criteria/0/evidence")
        }
        #expect(try field.state(.areaAssess, criteria(#"{"criterion":"surrounded","finding":"unknown"}"#)) == nil)
        #expect(try form(field).held(.surrounded)?.finding == .unknown)
        #expect(try form(field).held(.denial) == nil)
        let twice = #"{"criterion":"denial","finding":"unknown"}"#
        #expect(try field.state(.areaAssess, criteria(twice, twice))?.pointer == "/body/criteria/1/criterion")
        #expect(
            try field.state(.areaAssess, criteria(#"{"criterion":"besieged","finding":"met","evidence":"x"}"#))?.pointer
                == "/body/criteria/0/criterion")
        #expect(try field.state(.areaAssess, ("criteria", nil), ("indicators", nil))?.pointer == "/body")
    }

    @Test("given no information, then it is an X: not zero, not in the sum, and told apart from not scored")
    func scores() throws {
        var field = try FieldWorld()
        func scores(_ texts: [String]) -> Bodies.Change {
            let items = zip(ConstraintType.allCases, texts).map {
                #"{"indicator":"\#($0.rawValue)","score":\#($1)}"#
            }
            return ("indicators", "[\(items.joined(separator: ","))]")
        }
        #expect(try field.state(.areaAssess, scores(["3", "\"X\"", "0", "2"])) == nil)
        var tally = try form(field).tally
        #expect(tally.sum == 5 && tally.known == 3 && tally.withoutInformation == 1 && tally.notScored == 5)
        #expect(try form(field).indicators.map(\.score.text) == ["3", "X", "0", "2"])
        #expect(try form(field).indicators[1].score.level == nil)
        #expect(try field.state(.areaAssess, scores(Array(repeating: "\"X\"", count: 9))) == nil)
        tally = try form(field).tally
        #expect(tally.sum == nil && tally.withoutInformation == 9 && tally.notScored == 0)
        for bad in ["4", "-1", "1.5", "\"x\"", "\"\"", "null", "\"0\""] {
            #expect(try field.state(.areaAssess, scores([bad]))?.pointer == "/body/indicators/0/score", "\(bad)")
        }
        #expect(try field.state(.areaAssess, scores(["1"])) == nil)
        let twice = #"[{"indicator":"violence","score":1},{"indicator":"violence","score":2}]"#
        #expect(try field.state(.areaAssess, ("indicators", twice))?.pointer == "/body/indicators/1/indicator")
    }

    @Test("an estimate of people has its source and is not of tomorrow")
    func population() throws {
        var field = try FieldWorld()
        #expect(
            try field.state(.areaAssess, ("population", #"{"people":40000}"#))?.pointer == "/body/population/source")
        let tomorrow = #"{"people":40000,"source":"x","asOf":"2016-09-20T00:00:00Z"}"#
        #expect(try field.state(.areaAssess, ("population", tomorrow))?.pointer == "/body/population/asOf")
    }

    @Test("a need has its time, its source, and an end to its use")
    func needs() throws {
        var field = try FieldWorld()
        #expect(try field.state(.needState) == nil)
        guard case .need(let need) = try field.dossier().stated.content else { return #expect(Bool(false)) }
        #expect(need.isValid(at: .test(0)) && !need.isValid(at: .test(200 * 86_400)))
        for (name, json) in [("people", "1.5"), ("people", "\"40000\""), ("people", "1000000001"), ("valid", "{}")] {
            #expect(try field.state(.needState, (name, json))?.pointer?.hasPrefix("/body/\(name)") == true)
        }
    }
}
