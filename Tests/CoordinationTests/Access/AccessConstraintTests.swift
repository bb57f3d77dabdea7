import Coordination
import Geodesy
import Statements
import StrictJSON
import TestKit
import Testing

@Suite("access constraints")
struct AccessConstraintTests {
    private func form(_ field: FieldWorld) throws -> AccessConstraint {
        guard case .constraint(let form) = try field.dossier().stated.content else {
            throw Scenario.Misuse(description: "no constraint")
        }
        return form
    }

    @Test("the nine types are the framework's, in its order")
    func nine() {
        #expect(ConstraintType.allCases.map(\.number) == Array(1...9))
        #expect(ConstraintType.allCases.filter(\.isDecided).map(\.number) == [1, 2, 3, 4, 5])
    }

    @Test(
        "given what somebody decides, then who decided is named, or that no reason was given",
        arguments: ConstraintType.allCases)
    func decider(type: ConstraintType) throws {
        var field = try FieldWorld()
        let word: Bodies.Change = ("type", "\"\(type.rawValue)\"")
        let paper: Bodies.Change = ("impediment", type == .entryImpediment ? #"{"kind":"visa"}"# : nil)
        let without: [Bodies.Change] = [word, paper, ("decidedBy", nil), ("reason", nil)]
        let bare = try field.say("un-hub", .constraintReport, "x", Bodies.stated(.constraintReport, without))
        let named = try field.state(.constraintReport, word, paper)
        if type.isDecided {
            #expect(bare?.pointer == "/body/decidedBy" && named == nil)
            #expect(try field.state(.constraintReport, word, paper, ("reason", nil))?.pointer == "/body/reason")
            #expect(try form(field).decision?.isWithoutReason == true)
        } else {
            // Who was violent is a claim, and weather has no author.
            #expect(bare == nil && named?.pointer == "/body/decidedBy")
            #expect(try form(field).decision == nil)
        }
    }

    @Test("a bureaucratic impediment says which paper it is, in words where the list has none")
    func impediments() throws {
        var field = try FieldWorld()
        let entry: Bodies.Change = ("type", #""entry-impediment""#)
        #expect(try field.state(.constraintReport, entry)?.pointer == "/body/impediment")
        #expect(
            try field.state(.constraintReport, entry, ("impediment", #"{"kind":"other"}"#))?.pointer
                == "/body/impediment/text")
        for kind in BureaucraticImpediment.allCases {
            let json = #"{"kind":"\#(kind.rawValue)","text":"تأشيرة"}"#
            #expect(try field.state(.constraintReport, entry, ("impediment", json)) == nil)
            #expect(try form(field).impediment == kind)
        }
        #expect(try form(field).impedimentText == "تأشيرة")
        #expect(
            try field.state(
                .constraintReport, ("type", #""hostilities""#), ("decidedBy", nil), ("reason", nil),
                ("impediment", #"{"kind":"visa"}"#))?.pointer == "/body/impediment")
    }

    @Test("a restriction on monitors has its decider as well, and is told apart")
    func monitors() throws {
        var field = try FieldWorld()
        #expect(
            try field.state(.constraintReport, ("affects", #""monitors""#), ("until", #""2016-09-18T18:00:00Z""#))
                == nil)
        let constraint = try form(field)
        #expect(constraint.affects == .monitors && constraint.decision?.decidedBy.party == FieldWorld.partyA)
        #expect(!constraint.isOngoing(at: .test(0)) && constraint.isOngoing(at: .test(-7 * 3_600)))
        #expect(try field.state(.constraintReport, ("affects", #""troops""#))?.pointer == "/body/affects")
    }

    @Test("it goes on without an end; an end comes after its beginning; an announced one has had no effect yet")
    func times() throws {
        var field = try FieldWorld()
        #expect(try field.state(.constraintReport) == nil)
        #expect(try form(field).isOngoing(at: .test(86_400 * 365)))
        #expect(try field.state(.constraintReport, ("until", #""2016-09-18T12:00:00Z""#))?.pointer == "/body/until")
        let tomorrow: Bodies.Change = ("from", #""2016-09-20T00:00:00Z""#)
        #expect(try field.state(.constraintReport, tomorrow)?.pointer == "/body/from")
        #expect(try field.state(.constraintReport, tomorrow, ("effect", nil)) == nil)
        #expect(
            try field.state(
                .constraintReport, tomorrow, ("effect", nil), ("type", #""hostilities""#), ("decidedBy", nil),
                ("reason", nil))?.pointer == "/body/from")
    }

    @Test("an effect that says nothing is no effect, and what nobody counted is not zero")
    func effects() throws {
        var field = try FieldWorld()
        #expect(try field.state(.constraintReport, ("effect", "{}"))?.pointer == "/body/effect")
        #expect(try field.state(.constraintReport, ("effect", #"{"daysLost":2}"#)) == nil)
        #expect(try form(field).effect?.people == nil && form(field).effect?.daysLost == 2)
        #expect(try !field.shown().contains("peopleNotReached"))
        for bad in [
            #"{"peopleNotReached":-1}"#, #"{"peopleNotReached":1000000001}"#, #"{"daysLost":1.5}"#,
            #"{"movements":["un-hub/c","un-hub/c"]}"#, #"{"movements":["nobody"]}"#,
        ] {
            #expect(try field.state(.constraintReport, ("effect", bad))?.rule == "malformed-body", "\(bad)")
        }
        let many = (0...64).map { "\"un-hub/c\($0)\"" }.joined(separator: ",")
        #expect(
            try field.state(.constraintReport, ("effect", "{\"movements\":[\(many)]}"))?.pointer
                == "/body/effect/movements")
    }

    @Test("its ground may cross the antimeridian; folded or endless ground is refused")
    func areas() throws {
        var field = try FieldWorld()
        let across =
            #"{"polygon":{"outer":[{"lat":-1,"lon":179.9},{"lat":-1,"lon":-179.9},{"lat":1,"lon":-179.9},{"lat":1,"lon":179.9}]}}"#
        #expect(try field.state(.constraintReport, ("area", across)) == nil)
        let folded = #"{"polygon":{"outer":[{"lat":0,"lon":0},{"lat":1,"lon":1},{"lat":0,"lon":1},{"lat":1,"lon":0}]}}"#
        #expect(try field.state(.constraintReport, ("area", folded))?.pointer == "/body/area/polygon")
        // More than a body may have never becomes a statement.
        let vertices = (0...4_096).map { #"{"lat":0.\#($0 + 1_000),"lon":1}"# }.joined(separator: ",")
        #expect(throws: EnvelopeError.self) {
            try field.state(
                .constraintReport, ("area", #"{"route":{"halfWidthMetres":1,"path":[\#(vertices)]}}"#))
        }
    }
}
