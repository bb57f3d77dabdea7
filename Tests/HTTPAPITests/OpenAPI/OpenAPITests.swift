import Coordination
import Deconfliction
import Geodesy
import HTTPTypes
import ParleyNode
import Picture
import Statements
import StrictJSON
import TestKit
import Testing
import TransparencyLog

@testable import HTTPAPI

@Suite("the interface's description is true")
struct OpenAPITests {
    private static func document() throws -> JSONValue {
        try JSONDocument(
            OpenAPIDocument.bytes(version: "1"), limits: .init(maximumBytes: 1 << 20, maximumDepth: 40)
        ).root
    }

    @Test("every path is described, and every reference leads somewhere")
    func complete() throws {
        let document = try Self.document()
        let paths = try #require(document["paths"]).object().members
        for route in RouteTable.parley.routes {
            let item = try #require(paths.first { $0.key == route.template }?.value, "\(route.template)")
            #expect(item[route.method.rawValue.lowercased()]?["operationId"] != nil, "\(route.template)")
        }
        #expect(Operation.all.count == RouteTable.parley.routes.count)
        let ids = Operation.all.values.map(\.id)
        #expect(Set(ids).count == ids.count)
        var references: [String] = []
        func walk(_ value: JSONValue) throws {
            switch value.kind {
            case .array: for element in value.elements { try walk(element) }
            case .object:
                for (key, member) in try value.object().members {
                    if key == "$ref", let text = member.text { references.append(text) } else { try walk(member) }
                }
            default: break
            }
        }
        try walk(document)
        #expect(references.count > 100)
        for reference in Set(references) { #expect(document[String(reference.dropFirst(2))] != nil, "\(reference)") }
    }

    @Test("queries that a path takes are those that are described")
    func queries() throws {
        for route in RouteTable.parley.routes {
            let operation = try #require(Operation.all["\(route.method) \(route.template)"])
            let described = operation.parameters.filter { $0.place == "query" }.map(\.name)
            #expect(described.sorted() == route.query.sorted(), "\(route.template)")
            let inPath = operation.parameters.filter { $0.place == "path" }.map(\.name)
            #expect(inPath.allSatisfy { route.template.contains("{\($0)}") })
        }
    }

    @Test("what the feed tells of windows is what is described")
    func windows() throws {
        var ring = WindowSchedule(now: .test(0))
        let slot = RecordSlot(rawValue: 0)
        ring.set([try TimeWindow(start: .test(60), end: .test(120))], for: slot)
        var scenario = try Scenario()
        let body = Bodies.site(from: .test(60), until: .test(120))
        try scenario.say("un-hub", .notificationNotify, "s", body)
        let events = WindowMessages.events(
            ring.advance(to: .test(120)), in: scenario.picture, at: .test(120), for: PartyID(checked: "party-a"))
        let texts = String(decoding: events + WindowMessages.gap(from: .test(0), until: .test(1)), as: UTF8.self)
            .parts(around: "\n\n").dropLast()
        #expect(texts.count == 3)
        let document = try Self.document()
        for text in texts {
            let lines = text.parts(around: "\n")
            let data = Array(lines[1].dropFirst("data: ".count).utf8)
            let json = try JSONDocument(data, limits: .init(maximumBytes: 1_000, maximumDepth: 2)).root
            let name = lines[0] == "event: window" ? "WindowEvent" : "WindowsGap"
            let schema = try #require(document["components/schemas/\(name)"])
            #expect(try SchemaChecker(document: document).faults(json, schema).isEmpty, "\(text)")
        }
    }

    /// Compares a reply with what is described for its path and method.
    private static func check(_ reply: WireReply, _ method: String, _ template: String) throws {
        let document = try document()
        let operation = try #require(
            try document["paths"]?.object().members.first { $0.key == template }?.value[method.lowercased()])
        let described = try #require(
            operation["responses/\(reply.status)"], "\(method) \(template) answers \(reply.status): \(reply.text)")
        let response = described["$ref"]?.text.flatMap { document[String($0.dropFirst(2))] } ?? described
        guard let content = response["content"] else { return }
        let type = try #require(reply["content-type"])
        let schema = try #require(
            try content.object().members.first { $0.key == type }?.value["schema"], "\(type) of \(method) \(template)")
        guard type.hasSuffix("json") else { return }
        let faults = try SchemaChecker(document: document).faults(try reply.json, schema)
        #expect(faults.isEmpty, "\(method) \(template): \(faults)")
    }

    private static func populate(_ scenario: inout Scenario) throws {
        try scenario.say("un-hub", .notificationNotify, "hospital-1", Bodies.site(until: .test(900_000)))
        try scenario.say("un-hub", .notificationNotify, "hospital-2", Bodies.site())
        try scenario.say("un-hub", .notificationWithdraw, "hospital-2", Bodies.reason("moved"))
        try scenario.say(
            "un-hub", .movementNotify, "convoy",
            Bodies.movement(legs: [(.test(10), .test(700)), (.test(800), .test(900))]))
        try scenario.say("un-hub", .movementDepart, "convoy", Bodies.depart(at: .test(0)))
        try scenario.say("un-hub", .movementCheckIn, "convoy", Bodies.checkIn(at: .test(0), reachedLeg: 0))
        try scenario.say("un-hub", .movementDelay, "convoy", Bodies.delay(seconds: 60))
        try scenario.say(
            "un-hub", .movementNotify, "convoy-2", Bodies.movement(legs: [(.test(10), .test(700))]))
        try scenario.say("un-hub", .movementClose, "convoy-2", Bodies.close(.denied, at: .test(0)))
        try scenario.say(
            "red-crescent", .notificationNotify, "secret", Bodies.site(), audience: [PartyID(checked: "party-a")])
        let form =
            #""organisation":{"en":"Red Crescent"},"submission":"s-1","emergency":{"reason":"fire"},"#
            + #""markings":[{"text":"roof","visible":["day"]}],"sector":"health","people":3"#
        try scenario.say("red-crescent", .notificationNotify, "full", Bodies.adding(form, to: Bodies.site()))
        try scenario.say("red-crescent", .notificationAmend, "full", Bodies.site())
        try scenario.say("red-crescent", .notificationReconfirm, "full", Bodies.reconfirm(at: .test(0)))
        let version = try #require(
            scenario.picture.noticeVersion(
                of: RecordID(owner: PartyID(checked: "red-crescent"), subject: SubjectID(checked: "full"))))
        try scenario.say("party-a", .unitDeclare, "battery-2", Bodies.unit())
        try scenario.say("party-a", .notificationReceive, "r", Bodies.receive("red-crescent/full", version))
        try scenario.say(
            "party-a", .noticeDisseminate, "r",
            Bodies.disseminate("red-crescent/full", version, to: .operatingUnit, unit: "battery-2"))
        let doubt = try scenario.draft(
            "party-a", .notificationChallenge, "r", Bodies.challenge("red-crescent/full", version))
        try scenario.submit(doubt, of: "party-a")
        try scenario.say(
            "red-crescent", .notificationAnswerChallenge, "r", Bodies.answer("red-crescent/full", doubt.hash, .checking)
        )
        try scenario.say("party-b", .partyLeave, "party-b", Bodies.reason("x"), byRoot: true)
        try scenario.say(
            "red-crescent", .movementNotify, "convoy-3",
            Bodies.adding(
                #""category":"evacuation","reference":"M-3""#, to: Bodies.movement(legs: [(.test(10), .test(700))])))
        try scenario.say(
            "neutral-host", .lineEstablish, "flight",
            Bodies.line(checksAt: ["06:00"], grades: [("00:00", "24:00", "OF-6")]), byRoot: true)
        try scenario.say("party-b", .lineDeclare, "flight", Bodies.declare(.suspended))
        for answered in [true, false] {
            let check = Bodies.lineCheck(calling: "party-b", at: .test(0), answered: answered)
            try scenario.say("party-a", .lineCheck, "flight", check)
        }
        try scenario.say(
            "party-b", .rosterPublish, "roster",
            Bodies.roster(from: 0, until: 86_400, [Bodies.shift(0, 72_000, "access-1")]))
    }

    @Test("replies are what is described, refused ones too")
    func replies() async throws {
        try await TestServer.serve(prepare: Self.populate) { server in
            let gets: [(String, String)] = [
                ("/", "/"), ("/health", "/health"), ("/version", "/version"), ("/metrics", "/metrics"),
                ("/openapi.json", "/openapi.json"), ("/problems", "/problems"), ("/problems/busy", "/problems/{rule}"),
                ("/problems/x", "/problems/{rule}"), ("/log/checkpoint", "/log/checkpoint"),
                ("/log/consistency?from=1", "/log/consistency"), ("/log/consistency", "/log/consistency"),
                ("/log/consistency?from=99999", "/log/consistency"), ("/log/tile/0/000.p/2", "/log/tile/{path}"),
                ("/log/tile/0/009", "/log/tile/{path}"), ("/log/tile/entries/000.p/2", "/log/tile/entries/{path}"),
                ("/statements/0", "/statements/{statement}"), ("/statements/3", "/statements/{statement}"),
                ("/statements/x", "/statements/{statement}"),
                ("/statements/3/receipt", "/statements/{statement}/receipt"),
                ("/parties", "/parties"), ("/parties/un-hub", "/parties/{party}"), ("/parties/x", "/parties/{party}"),
                ("/parties/un-hub/chain", "/parties/{party}/chain"), ("/records", "/records"),
                ("/map", "/map"), ("/map?limit=1&zoom=8", "/map"), ("/map?zoom=x", "/map"),
                ("/map?at=2016-01-01T00:00:00Z&until=2017-01-01T00:00:00Z", "/map"),
                ("/records?along=36.2,37.1+36.2,37.2&withinMetres=10.5", "/records"), ("/records?along=1", "/records"),
                ("/records/nearest?at=36.2,37.1&limit=100", "/records/nearest"),
                ("/records/nearest?at=36.200000001,37.1", "/records/nearest"), ("/records/nearest", "/records/nearest"),
                ("/records?limit=1", "/records"), ("/records?limit=x", "/records"),
                ("/records/un-hub/convoy", "/records/{owner}/{subject}"),
                ("/records/un-hub/convoy-2", "/records/{owner}/{subject}"),
                ("/records/red-crescent/secret", "/records/{owner}/{subject}"),
                ("/records/x/y", "/records/{owner}/{subject}"), ("/feed?from=99999", "/feed"),
                ("/records/red-crescent/full", "/records/{owner}/{subject}"), ("/notices/open", "/notices/open"),
                ("/records/red-crescent/full/duplicates", "/records/{owner}/{subject}/duplicates"),
                ("/records/x/y/duplicates", "/records/{owner}/{subject}/duplicates"), ("/outbox", "/outbox"),
                ("/records/x/y", "/records/{owner}/{subject}"), ("/lines", "/lines"),
                ("/lines/neutral-host/flight", "/lines/{owner}/{subject}"), ("/lines/x/y", "/lines/{owner}/{subject}"),
                ("/lines/neutral-host/flight/roster?party=party-b", "/lines/{owner}/{subject}/roster"),
                ("/lines/neutral-host/flight/roster", "/lines/{owner}/{subject}/roster"),
                ("/lines/neutral-host/flight/roster.ics?party=party-b", "/lines/{owner}/{subject}/roster.ics"),
                ("/lines/neutral-host/flight/roster.ics", "/lines/{owner}/{subject}/roster.ics"),
                ("/feed?from=99999", "/feed"),
            ]
            for (target, template) in gets {
                try Self.check(try await server.get(target, by: "party-a"), "GET", template)
                try Self.check(try await server.get(target), "GET", template)
                try Self.check(try await server.get(target, by: "red-crescent"), "GET", template)
            }
            let size = server.node.publisher.state.size.value
            for entry in 0..<size {
                try Self.check(
                    try await server.get("/statements/\(entry)", by: "party-a"), "GET", "/statements/{statement}")
            }
            for text in [
                Activities.volume(Activities.circle()), Activities.volume(Activities.circle(lat: "1")), "{}", "{",
                "{\"standOffMetres\":9000," + Activities.volume(Activities.circle(lat: "36.25")).dropFirst(),
            ] {
                try Self.check(try await server.check(text), "POST", "/checks")
            }
            let said = try server.next("un-hub", .notificationNotify, "hospital-9", Bodies.site())
            for body in [said.envelope, said.envelope, Array("{}".utf8)] {
                try Self.check(try await server.submit(body), "POST", "/statements")
            }
        }
    }
}
