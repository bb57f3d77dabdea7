import Coordination
import Geodesy
import Picture
import Statements
import TestKit
import Testing

@Suite("challenges and their answers")
struct ChallengeTests {
    private typealias World = NoticeWorld

    @Test("given a doubt, then it waits for the owner's answer until the clause's time, and a final answer ends it")
    func life() throws {
        var world = try World()
        let notice = try world.say("un-hub", .notificationNotify, "s", Bodies.site())
        let doubt = try world.say("party-a", .notificationChallenge, "d", Bodies.challenge("un-hub/s", notice, .status))
        let open = try world.picture().openChallenges(as: World.hub)
        #expect(open.map(\.challenge.mark.statement) == [doubt])
        #expect(open.first?.challenge.due == ClauseDeadline(clause: "annex-c 5", at: .test(7_200)))
        #expect(try world.picture().openChallenges(as: World.partyA).count == 1)
        #expect(try world.picture().openChallenges(as: World.partyB).isEmpty)
        #expect(try world.state(of: World.partyA, World.site, at: World.hub)?.isDisputed == true)
        // A doubt changes nothing about the notice.
        #expect(try world.picture().record(World.site)?.state(at: .test(0)) == .active)
        try world.say("un-hub", .notificationAnswerChallenge, "a", Bodies.answer("un-hub/s", doubt, .checking))
        #expect(try world.picture().openChallenges(as: World.hub).count == 1)
        try world.say("un-hub", .notificationAnswerChallenge, "a", Bodies.answer("un-hub/s", doubt, .stands))
        #expect(try world.picture().openChallenges(as: World.hub).isEmpty)
        #expect(try world.state(of: World.partyA, World.site, at: World.partyA)?.challenges.first?.answers.count == 2)
        let again = Bodies.answer("un-hub/s", doubt, .withdrawn)
        #expect(
            try world.refused("un-hub", .notificationAnswerChallenge, "a", again)?.rule == "not-allowed-in-state")
    }

    @Test("only the owner answers, only what was asked, and nobody doubts what has ended or is their own")
    func refused() throws {
        var world = try World()
        let notice = try world.say("un-hub", .notificationNotify, "s", Bodies.site())
        let body = Bodies.challenge("un-hub/s", notice)
        #expect(try world.refused("un-hub", .notificationChallenge, "d", body)?.pointer == "/body/record")
        let doubt = try world.say("party-a", .notificationChallenge, "d", body)
        let answer = Bodies.answer("un-hub/s", doubt, .stands)
        #expect(try world.refused("party-b", .notificationAnswerChallenge, "a", answer)?.pointer == "/body/record")
        let other = Bodies.answer("un-hub/s", notice, .stands)
        #expect(try world.refused("un-hub", .notificationAnswerChallenge, "a", other)?.pointer == "/body/challenge")
        let end = try world.say("un-hub", .notificationWithdraw, "s", Bodies.reason("x"))
        let late = Bodies.challenge("un-hub/s", end)
        #expect(try world.refused("party-a", .notificationChallenge, "d", late)?.rule == "not-allowed-in-state")
    }

    @Test("a sealed doubt is answered under seal: an answer in the open would tell everybody that there was one")
    func sealed() throws {
        var world = try World()
        let notice = try world.say("un-hub", .notificationNotify, "s", Bodies.site())
        let doubt = try world.say(
            "party-a", .notificationChallenge, "d", Bodies.challenge("un-hub/s", notice), audience: [World.hub])
        #expect(try world.picture(at: [World.hub]).openChallenges(as: World.hub).count == 1)
        #expect(try world.picture().openChallenges(as: World.hub).isEmpty)
        let answer = Bodies.answer("un-hub/s", doubt, .stands)
        #expect(try world.refused("un-hub", .notificationAnswerChallenge, "a", answer)?.pointer == "/body/challenge")
        try world.say("un-hub", .notificationAnswerChallenge, "a", answer, audience: [World.partyA])
        for party in [World.hub, World.partyA] {
            #expect(try world.picture(at: [party]).openChallenges(as: party).isEmpty)
        }
        let digests = try [[], [World.hub], [World.partyA]].map { try world.picture(at: $0).digest(.open) }
        #expect(Set(digests).count == 1)
    }
}
