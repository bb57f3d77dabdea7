import Coordination
import Geodesy
import Picture
import Statements
import StrictJSON
import TestKit
import Testing

@Suite("hazards as they are reported")
struct HazardReportTests {
    @Test("given ground confirmed and then cleared, then the status changes and the earlier statement stays")
    func restated() async throws {
        var field = try FieldWorld()
        #expect(try field.state(.hazardReport, ("status", #""suspected""#), ("method", #""report""#)) == nil)
        #expect(try field.state(.hazardReport) == nil)
        #expect(
            try field.state(
                .hazardReport, ("status", #""cleared""#), ("method", #""clearance""#), ("clearedDepthMetres", "0.2"))
                == nil)
        let dossier = try field.dossier()
        let statuses = (dossier.earlier + [dossier.stated]).map { said -> HazardReport.Status? in
            if case .hazard(let report) = said.content { report.status } else { nil }
        }
        #expect(statuses == [.suspected, .confirmed, .cleared])
        guard case .hazard(let report) = dossier.stated.content else { return #expect(Bool(false)) }
        #expect(
            report.sentence
                == "cleared by clearance as of 2016-09-18, by Mine action centre, down to 0.2 m, confidence high; "
                + "what was cleared can be contaminated anew")
        #expect(try field.shown().contains(#""earlier":["#))
        try await field.expectReplays()
    }

    @Test("no sentence can be read as leave to enter", arguments: HazardReport.Status.allCases)
    func wording(status: HazardReport.Status) throws {
        for method in HazardReport.Method.allCases {
            var field = try FieldWorld()
            #expect(
                try field.state(
                    .hazardReport, ("status", "\"\(status.rawValue)\""), ("method", "\"\(method.rawValue)\"")) == nil)
            guard case .hazard(let report) = try field.dossier().stated.content else { return #expect(Bool(false)) }
            let sentence = report.sentence
            for word in ["safe", "is clear", "cleared to", "free of", "may enter"] { #expect(!sentence.contains(word)) }
            #expect(sentence.contains("2016-09-18") && sentence.contains("by Mine action centre"))
            #expect(sentence.contains("contaminated anew") == (status == .cleared))
        }
    }

    @Test("a depth belongs to what was cleared, in metres, as deep as anybody clears")
    func depth() throws {
        var field = try FieldWorld()
        let cleared: Bodies.Change = ("status", #""cleared""#)
        #expect(try field.state(.hazardReport, ("clearedDepthMetres", "0.2"))?.pointer == "/body/clearedDepthMetres")
        for bad in ["20.001", "-0.1", "0.0001", "\"0.2 m\"", "1e30"] {
            #expect(
                try field.state(.hazardReport, cleared, ("clearedDepthMetres", bad))?.pointer
                    == "/body/clearedDepthMetres")
        }
        #expect(try field.state(.hazardReport, cleared, ("clearedDepthMetres", "20")) == nil)
        #expect(try field.state(.hazardReport, ("clearedDepthCentimetres", "20"))?.rule == "malformed-body")
    }

    @Test("hostile ground is refused by its field; at the pole and over the antimeridian it is taken")
    func areas() throws {
        var field = try FieldWorld()
        for bad in [
            "{}", #"{"circle":{"centre":{"lat":90.1,"lon":0}}}"#,
            #"{"circle":{"centre":{"lat":0,"lon":0},"radiusMetres":-1}}"#,
            #"{"circle":{"centre":{"lat":0,"lon":0},"radiusMetres":6000000}}"#,
            #"{"circle":{"centre":{"lat":0.00000001,"lon":0}}}"#, #"{"circle":{"centre":{"lat":NaN,"lon":0}}}"#,
            #"{"polygon":{"outer":[{"lat":0,"lon":0},{"lat":1,"lon":1}]}}"#,
        ] {
            let body = Bodies.stated(.hazardReport, ("area", bad))
            // Not even JSON never becomes a statement.
            guard (try? JSONDocument(body, limits: .init(maximumBytes: 1 << 20))) != nil else { continue }
            #expect(
                try field.say("un-hub", .hazardReport, "x", body)?.pointer?.hasPrefix("/body/area") == true, "\(bad)")
        }
        for good in [
            #"{"circle":{"centre":{"lat":90,"lon":0},"radiusMetres":100}}"#,
            #"{"polygon":{"outer":[{"lat":-1,"lon":179.9},{"lat":-1,"lon":-179.9},{"lat":1,"lon":-179.9}]}}"#,
        ] {
            #expect(try field.state(.hazardReport, ("area", good)) == nil)
        }
    }
}
