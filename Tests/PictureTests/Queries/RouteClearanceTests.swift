import Coordination
import Geodesy
import Picture
import Statements
import TestKit
import Testing

@Suite("route clearance")
struct RouteClearanceTests {
    private let id = RecordID(owner: PartyID(checked: "un-hub"), subject: SubjectID(checked: "c"))
    private let owner = PartyID(checked: "un-hub")

    private func notified(_ segments: String) throws -> Scenario {
        var world = try Scenario()
        let body = Bodies.adding(
            #""segments":[\#(segments)]"#, to: Bodies.movement(legs: [(.test(3_600), .test(7_200))]))
        #expect(try world.say("un-hub", .movementNotify, "c", body).refusal == nil)
        return world
    }

    private func gaps(_ world: Scenario) throws -> [[String]] {
        let clearance = try #require(world.picture.routeClearance(of: id, as: owner))
        return clearance.stretches.map { $0.gaps.map(\.word) }
    }

    @Test(
        "given segments, then each shows what its party was told, has received and passed down, until nothing is missing"
    )
    func steps() throws {
        var world = try notified(
            #"{"leg":0,"untilMetres":4000,"name":"to the line","controlledBy":{"name":"A","party":"party-a"}},"#
                + #"{"leg":0,"fromMetres":4000,"name":"beyond","controlledBy":{"name":"Group"}}"#)
        #expect(try gaps(world) == [["not-received"], ["no-party"]])
        let version = try #require(world.picture.noticeVersion(of: id))
        try world.say(
            "party-a", .notificationReceive, "r", Bodies.receive("un-hub/c", version, at: world.log.now))
        #expect(try gaps(world) == [["not-passed-down"], ["no-party"]])
        try world.say(
            "party-a", .noticeDisseminate, "d",
            Bodies.disseminate("un-hub/c", version, to: .loadedInSystem, unit: "battery-4", at: world.log.now))
        #expect(try gaps(world).first == [])
        // A changed plan is a new text: whoever had the old one has not received this.
        let amended = Bodies.adding(
            #""segments":[{"leg":0,"name":"all","controlledBy":{"name":"A","party":"party-a"}}]"#,
            to: Bodies.movement(legs: [(.test(3_600), .test(9_000))]))
        #expect(try world.say("un-hub", .movementAmend, "c", amended).refusal == nil)
        #expect(try gaps(world) == [["not-received"]])
    }

    @Test("what no segment covers, and what nobody is known to control, is listed")
    func holes() throws {
        let world = try notified(
            #"{"leg":0,"fromMetres":1000,"untilMetres":2000,"name":"middle"}"#)
        #expect(try gaps(world) == [["not-covered"], ["control-unknown"], ["not-covered"]])
        let clearance = try #require(world.picture.routeClearance(of: id, as: owner))
        // The leg is a tenth of a degree of longitude at 36.2 N.
        #expect(clearance.stretches.last.map { (8_900...9_100).contains($0.untilMetres) } == true)
        #expect(clearance.stretches.map(\.fromMetres) == [0, 1_000, 2_000])
    }

    @Test("it is for the movement's owner, and nobody else learns that there is one")
    func ownerOnly() throws {
        let world = try notified(#"{"leg":0,"name":"all"}"#)
        #expect(world.picture.routeClearance(of: id, as: PartyID(checked: "party-a")) == nil)
        #expect(world.picture.routeClearance(of: id, as: nil) == nil)
    }

    @Test(
        "segments that cannot be are refused",
        arguments: [
            #"{"leg":1,"name":"x"}"#, #"{"leg":0,"fromMetres":5,"untilMetres":5,"name":"x"}"#,
            #"{"leg":0,"name":"x"},{"leg":0,"name":"y"}"#,
            #"{"leg":0,"untilMetres":9,"name":"x"},{"leg":0,"fromMetres":8,"name":"y"}"#,
        ])
    func refused(segments: String) throws {
        var world = try Scenario()
        let body = Bodies.adding(
            #""segments":[\#(segments)]"#, to: Bodies.movement(legs: [(.test(3_600), .test(7_200))]))
        #expect(try world.say("un-hub", .movementNotify, "c", body).refusal?.rule == "malformed-body")
    }
}
