import Coordination
import Foundation
import Geodesy
import HashTreeCollections
import ParleyNode
import Picture
import Statements
import TestKit
import Testing
import TransparencyLog

extension RefusalTests {
    static let contentCases: [Case] = [
        (
            "unknown-kind", "a kind of a later version",
            { world in
                try Self.submit(&world, Self.draft(world, kind: StatementKind(checked: "notification.notify.v9")))
            }
        ),
        (
            "may-not-be-restricted", "an enrolment in secret",
            { world in
                let body = Bodies.officer("B", expires: .test(600))
                return try world.say("un-hub", .officerEnrol, "b", body, byRoot: true, audience: []).refusal
            }
        ),
        (
            "malformed-body", "a body without its fields",
            { world in
                try world.say("un-hub", .notificationNotify, "s", Bodies.object { _ in }).refusal
            }
        ),
        (
            "unknown-party", "an audience that is not enrolled",
            { world in
                let audience = [PartyID(checked: "nobody")]
                return try world.say("un-hub", .notificationNotify, "s", Self.site, audience: audience).refusal
            }
        ),
    ]
}
